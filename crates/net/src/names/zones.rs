//! What private hosted zones answer.

use super::{ELSEWHERE, could_answer};
use crate::block::Family;
use crate::dns::{Record, RecordKind, Zone, normal};
use crate::endpoint::{AddressType, Endpoint};
use crate::engine::{Engine, Source};
use crate::ids::{EndpointId, InterfaceId, ZoneId};
use crate::judge::{Judged, field};
use crate::known::Known;
use crate::question::{Name, Question};
use crate::service::{self, Service};
use crate::trace::{Missing, Obstacle, ObstacleKind, Place, PlacePart, Via};
use ssm_check_message::{Span, say};
use ssm_check_truth::Truth;

impl<'n> Engine<'n> {
    /// A private hosted zone that would lead to an endpoint if the VPC's DNS host names were on.
    pub(super) fn silent_zone(&self, source: Source<'n>, service: Service) -> Option<Obstacle> {
        let vpc = source.spot.vpc;
        let host = service::host(service, vpc.region.known()?);
        let covers = |id: &&ZoneId| {
            self.net.zone(**id).is_some_and(|zone| zone.domain.known().is_some_and(|domain| within(&host, domain).is_some()))
        };
        let zone = vpc.zones.items.iter().find(covers).filter(|_| vpc.dns_hostnames == Truth::False)?;
        let places = [field(source.spot.vpc_id, "dns_hostnames"), Place::whole(*zone)];
        Judged::no(ObstacleKind::VpcDnsOff, places).along(Via::Internet, Place::whole(source.id), None).obstacles.pop()
    }

    /// Private hosted zones that the VPC of an interface is not associated with, and that would lead it to the service if it were.
    pub(crate) fn associable(&self, id: InterfaceId, service: Service) -> Vec<ZoneId> {
        let leads = |(zone, found): &(ZoneId, &'n Zone)| {
            self.sends(id, Via::Internet, |source| self.if_associated(source, service, *zone, found)).truth == Truth::True
        };
        let could_lead = |(_, zone): &(ZoneId, &'n Zone)| zone.domain.known().is_some_and(|domain| could_answer(domain, service));
        self.net.zones().filter(could_lead).filter(leads).map(|(zone, _)| zone).take(ELSEWHERE).collect()
    }

    fn if_associated(&self, source: Source<'n>, service: Service, id: ZoneId, zone: &Zone) -> Judged {
        let vpc = source.spot.vpc;
        let is_new = !vpc.zones.items.contains(&id) && vpc.dns_hostnames == Truth::True && vpc.dns_support == Truth::True;
        let question = Question::unfiltered(source, service, false);
        match (question.host(), zone.domain.known()) {
            (Some(host), Some(domain)) if is_new && vpc.custom_dns == Truth::False && within(&host, domain).is_some() => {
                self.in_zone(&question, id, zone, Some(&host))
            }
            _ => Judged::unknown([]),
        }
    }

    /// What the VPC's private hosted zones make of the name; `public` if none answers for it.
    ///
    /// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html>
    pub(super) fn zoned(&self, question: &Question<'n>, public: Judged) -> Judged {
        let Question { source, service, .. } = *question;
        let (vpc_id, vpc) = (source.spot.vpc_id, source.spot.vpc);
        if vpc.dns_hostnames == Truth::False || (vpc.zones.items.is_empty() && vpc.zones.rest.is_none()) {
            return public;
        }
        let host = question.host();
        let mut found = Vec::new();
        let mut perhaps = Vec::new();
        for id in &vpc.zones.items {
            let zone = self.net.zone(*id);
            match (zone, zone.map(|zone| &zone.domain), &host) {
                (Some(zone), Some(Known::Known(domain)), Some(host)) => {
                    if let Some(labels) = within(host, domain) {
                        found.push((labels, *id, zone));
                    }
                }
                // Without the Region the name is not known, but it ends in AWS's domains and begins with the service.
                (Some(_), Some(Known::Known(domain)), None) if !could_answer(domain, service) => {}
                (Some(zone), Some(Known::Unknown(gap)), _) => perhaps.push((*id, zone, gap.clone())),
                (Some(zone), _, _) => {
                    let gap = match &vpc.region {
                        Known::Unknown(gap) => gap.clone(),
                        Known::Known(region) => {
                            crate::known::Gap::new(say!("the names of the service in {}", Span::value(region.as_str())))
                        }
                    };
                    perhaps.push((*id, zone, gap));
                }
                (None, ..) => {}
            }
        }
        found.sort_by_key(|(labels, id, _)| (*labels, *id));
        let plain = public.clone();
        let mut judged = public;
        if let Some((_, id, zone)) = found.last() {
            judged = self.in_zone(question, *id, zone, host.as_deref());
        }
        for (id, zone, gap) in perhaps {
            let missing = vec![Missing::Stated { at: field(id, "domain"), gap }];
            judged = either(self.in_zone(question, id, zone, host.as_deref()), judged, missing);
        }
        if let Some(gap) = &vpc.zones.rest {
            let at = field(vpc_id, "zones");
            judged = either(Judged::gap(at.clone(), gap), judged, vec![Missing::Stated { at, gap: gap.clone() }]);
        }
        if vpc.dns_hostnames == Truth::Unknown {
            judged = either(judged, plain, vec![Missing::Field(field(vpc_id, "dns_hostnames"))]);
        }
        judged
    }

    fn in_zone(&self, question: &Question<'n>, id: ZoneId, zone: &Zone, host: Option<&str>) -> Judged {
        self.considered.borrow_mut().zones.push(id);
        let no_record =
            || Judged::no(ObstacleKind::NotInZone, [Place::whole(id)]).along(Via::Internet, Place::whole(question.source.id), None);
        // Records of the name itself go before those of `*`, and of these the most specific.
        let mut named: Vec<(usize, usize)> = Vec::new();
        let mut perhaps = Vec::new();
        for (index, record) in zone.records.items.iter().enumerate() {
            let at = Place::part(id, PlacePart::Record(index));
            match (&record.name, host) {
                (Known::Known(name), Some(host)) if normal(name) == host => named.push((usize::MAX, index)),
                (Known::Known(name), Some(host)) => {
                    // A wildcard stands for names below its parent, not for the parent: https://www.rfc-editor.org/rfc/rfc4592#section-2.1.1
                    let below = normal(name).strip_prefix("*.").filter(|parent| *parent != host).and_then(|parent| within(host, parent));
                    if let Some(labels) = below {
                        named.push((labels, index));
                    }
                }
                (Known::Known(_), None) => perhaps.push((index, Missing::Field(at))),
                (Known::Unknown(gap), _) => perhaps.push((index, Missing::Stated { at, gap: gap.clone() })),
            }
        }
        let best = named.iter().map(|(labels, _)| *labels).max();
        let taken: Vec<usize> = named.iter().filter(|(labels, _)| Some(*labels) == best).map(|(_, index)| *index).collect();
        let mut judged = self.recorded(question, id, zone, &taken).unwrap_or_else(no_record);
        if best == Some(usize::MAX) {
            return judged;
        }
        for (index, missing) in perhaps {
            let answer = self.recorded(question, id, zone, &[index]).unwrap_or_else(no_record);
            judged = either(answer, judged, vec![missing]);
        }
        if let Some(gap) = &zone.records.rest {
            let at = Place::whole(id);
            judged = either(Judged::gap(at.clone(), gap), judged, vec![Missing::Stated { at, gap: gap.clone() }]);
        }
        judged
    }

    /// What the records of one name lead to together; `None` without an address among them.
    fn recorded(&self, question: &Question<'n>, id: ZoneId, zone: &Zone, records: &[usize]) -> Option<Judged> {
        let of_kind = |kind: RecordKind| {
            let records = records.iter().filter_map(|index| Some((*index, zone.records.items.get(*index)?)));
            let answers = records.filter_map(|(index, record)| {
                let at = Place::part(id, PlacePart::Record(index));
                match &record.kind {
                    // Route 53 refuses to make one: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#CNAMEFormat
                    Known::Known(RecordKind::Cname) if is_apex(record, zone) => None,
                    Known::Known(known) if *known == kind => Some(self.record_answers(question, record, &at, kind)),
                    Known::Known(_) => None,
                    Known::Unknown(gap) => Some(self.record_answers(question, record, &at, kind).and(Judged::gap(at, gap))),
                }
            });
            Judged::agreed(answers, || vec![Missing::Field(Place::whole(id))])
        };
        [RecordKind::A, RecordKind::Aaaa, RecordKind::Cname].into_iter().filter_map(of_kind).reduce(Judged::or)
    }

    fn record_answers(&self, question: &Question<'n>, record: &Record, at: &Place, kind: RecordKind) -> Judged {
        let told = match kind {
            RecordKind::A => AddressType::Ipv4,
            RecordKind::Aaaa => AddressType::Ipv6,
            RecordKind::Cname | RecordKind::Other => AddressType::DualStack,
        };
        let nowhere = || Judged::no(ObstacleKind::NotInZone, [at.clone()]);
        let through = |id: &EndpointId| {
            let Some(endpoint) = self.net.endpoint(*id) else { return self.endpoint(question, *id, &Known::Known(told)) };
            // No address of the family is no record of it.
            let records = match endpoint.records.map(|records| records.own().common(told)) {
                Known::Known(Some(records)) => Known::Known(records),
                Known::Known(None) => return nowhere().along(Via::Endpoint(*id), Place::whole(question.source.id), None),
                Known::Unknown(gap) => Known::Unknown(gap),
            };
            self.redirected(question, endpoint, kind).and(self.endpoint(question, *id, &records))
        };
        Self::choose(&record.target, at, |id| Some((*id).into()), nowhere, through)
    }

    /// Whether DNS Firewall lets the name of the endpoint through to which a record leads on.
    fn redirected(&self, question: &Question<'n>, endpoint: &Endpoint, kind: RecordKind) -> Judged {
        let family = if kind == RecordKind::Aaaa { Family::V6 } else { Family::V4 };
        let region = endpoint.region.known().or(question.source.spot.vpc.region.known());
        let trusted = question.asks(family).trusted;
        if trusted == Truth::True {
            return Judged::yes([]);
        }
        let parent = region.map(|region| format!("{}.{region}.vpce.{}", question.service, service::dns_suffix(region)));
        let asked = self.asked(question.source, parent.as_deref().map_or(Name::OfAws, Name::Below), family).judged;
        // Whether an alias counts as a redirection is not documented.
        let is_open = trusted == Truth::Unknown || matches!(kind, RecordKind::A | RecordKind::Aaaa);
        match asked.truth {
            Truth::False if is_open => Judged::unknown(asked.obstacles.into_iter().flat_map(|no| no.places).map(Missing::Field)),
            _ => asked,
        }
    }
}

/// The record's name is that of the zone itself.
fn is_apex(record: &Record, zone: &Zone) -> bool {
    matches!((&record.name, &zone.domain), (Known::Known(name), Known::Known(domain)) if normal(name) == normal(domain))
}

pub(super) fn either(one: Judged, other: Judged, which: Vec<Missing>) -> Judged {
    Judged::agreed([one, other], || which).unwrap_or_else(|| Judged::unknown([]))
}

/// How many labels a domain has, if the host is in it.
fn within(host: &str, domain: &str) -> Option<usize> {
    let domain = normal(domain);
    let inside = host == domain || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'));
    (inside && !domain.is_empty()).then(|| domain.split('.').count())
}
