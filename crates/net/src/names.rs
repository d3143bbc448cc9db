//! Which addresses the agent's names lead to: private DNS of an endpoint, a private hosted zone, or the internet.
//!
//! <https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html#interface-endpoint-dns-hostnames>

mod zones;

use crate::block::Family;
use crate::cidr::Addrs;
use crate::dns::normal;
use crate::endpoint::{AddressType, DnsRecords, Endpoint, EndpointKind};
use crate::engine::{Engine, Next, Source, truths};
use crate::ids::EndpointId;
use crate::interface_endpoints::Serves;
use crate::internet::InternetTarget;
use crate::judge::{Judged, Space, field};
use crate::known::Known;
use crate::question::Question;
use crate::route::Hop;
use crate::service::{Match, Service, suffixes};
use crate::trace::{Missing, Obstacle, ObstacleKind, PartOf, Place, PlacePart, Via};
use ssm_check_truth::Truth;
use zones::either;

/// So many endpoints and zones of other VPCs are told of: a network may have thousands.
pub(crate) const ELSEWHERE: usize = 20;

impl<'n> Engine<'n> {
    /// Whether the agent reaches the service under the name that it uses.
    pub(crate) fn resolved(&self, source: Source<'n>, service: Service, dual: bool) -> Judged {
        let (vpc_id, vpc) = (source.spot.vpc_id, source.spot.vpc);
        let support = field(vpc_id, "dns_support");
        let custom = field(vpc_id, "custom_dns");
        // https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
        let amazon = || {
            let off = || Judged::no(ObstacleKind::VpcDnsOff, [support.clone(), Place::whole(vpc_id)]);
            match vpc.dns_support {
                Truth::True => self.answered(&self.filtered(source, service, dual)),
                Truth::False => off(),
                Truth::Unknown => {
                    let which = || vec![Missing::Field(support.clone())];
                    let on = self.answered(&self.filtered(source, service, dual));
                    // What fails either way fails for what is known.
                    if on.truth == Truth::False { on } else { Judged::agreed([off(), on], which).unwrap_or_else(off) }
                }
            }
        };
        let other = || self.by_any_name(&Question::unfiltered(source, service, dual), &custom);
        match if dual { vpc.custom_dns_dual_stack } else { vpc.custom_dns } {
            Truth::False => amazon(),
            Truth::True => other(),
            Truth::Unknown => {
                let which = || vec![Missing::Field(custom.clone())];
                Judged::agreed([amazon(), other()], which).unwrap_or_else(|| Judged::unknown([Missing::Field(custom.clone())]))
            }
        }
    }

    /// Other resolvers than Amazon's may give any address: unreachable if none does.
    fn by_any_name(&self, question: &Question<'n>, custom: &Place) -> Judged {
        let Question { source, service, .. } = *question;
        let vpc = source.spot.vpc;
        let mut all = self.public(question).0.or(self.private_network(source));
        let serving = vpc.endpoints.items.iter().filter(|id| self.net.endpoint(**id).is_some_and(|e| self.may_serve(**id, e, service)));
        for id in serving {
            all = all.or(self.endpoint(question, *id, &Known::Known(AddressType::DualStack)));
        }
        let nothing = Judged::no(ObstacleKind::NoPath, [custom.clone()]);
        all = all.or(self.zoned(question, nothing));
        if all.truth == Truth::False && vpc.endpoints.rest.is_none() {
            all.obstacles.retain(|obstacle| obstacle.places.first() != Some(custom));
            return all;
        }
        Judged { truth: Truth::Unknown, missing: vec![Missing::Field(custom.clone())], ..all }
    }

    /// Private addresses beyond the VPC, where a resolver may know an endpoint: not reachable if no route leads there.
    fn private_network(&self, source: Source<'n>) -> Judged {
        let own = source.spot.vpc.cidrs.items.iter().fold(Addrs::public_v4(), |sum, net| sum.union(&Addrs::net4(*net)));
        let beyond = Space::new(Addrs::all().minus(&own).minus(&Addrs::public_v6()), PartOf::ServiceAddresses);
        self.routed(source.spot, &beyond, &[], &|route, _, next| match next {
            Next::Nothing | Next::Gone | Next::Local | Next::Via(Hop::InternetGateway(_) | Hop::EgressOnlyGateway(_) | Hop::Blackhole) => {
                Judged::no(ObstacleKind::NoPath, [route.clone()])
            }
            Next::Via(hop) => self.beyond(route, hop),
        })
        .along(Via::Internet, Place::whole(source.id), None)
    }

    fn may_serve(&self, id: EndpointId, endpoint: &Endpoint, service: Service) -> bool {
        !matches!(self.serves(id, endpoint, service), Serves::Known(Match::Other))
    }

    /// Nothing answers for a name that is blocked, whatever else there is.
    fn answered(&self, question: &Question<'n>) -> Judged {
        let (a, aaaa) = (&question.a.judged, &question.aaaa.judged);
        if a.truth == Truth::False && aaaa.truth == Truth::False { a.clone() } else { self.shadowed(question) }
    }

    /// Through the endpoint whose private DNS takes the name, or else past all of them.
    ///
    /// An endpoint with private DNS takes the name even if it then refuses.
    fn shadowed(&self, question: &Question<'n>) -> Judged {
        let Question { source, service, dual, .. } = *question;
        let endpoints = &source.spot.vpc.endpoints;
        let mut certain = Vec::new();
        let mut perhaps = Vec::new();
        for id in &endpoints.items {
            let Some(endpoint) = self.net.endpoint(*id) else {
                perhaps.push((*id, vec![Missing::Field(Place::whole(*id))]));
                continue;
            };
            match self.shadows(source, *id, endpoint, service, dual) {
                (Truth::True, _) => certain.push(*id),
                (Truth::False, _) => {}
                (Truth::Unknown, missing) => perhaps.push((*id, missing)),
            }
        }
        let taken = Judged::agreed(certain.iter().map(|id| self.by_private_name(question, *id)), || {
            // AWS refuses a second one with the same private name.
            vec![Missing::WhichOf { at: field(source.spot.vpc_id, "endpoints"), among: certain.iter().map(|id| (*id).into()).collect() }]
        });
        if let Some(taken) = taken {
            return taken;
        }
        let (public, hints) = self.public(question);
        let mut judged = self.zoned(question, public);
        if let Some(gap) = &endpoints.rest {
            let at = field(source.spot.vpc_id, "endpoints");
            judged = either(Judged::gap(at.clone(), gap), judged, vec![Missing::Stated { at, gap: gap.clone() }]);
        }
        for (id, missing) in perhaps {
            judged = either(self.by_private_name(question, id), judged, missing);
        }
        if judged.truth != Truth::True {
            judged.obstacles.extend(hints);
            let aside = endpoints.items.iter().filter_map(|id| self.aside(source, *id, service));
            judged.obstacles.extend(aside.flat_map(|no| no.obstacles));
            judged.obstacles.extend(self.silent_zone(source, service));
        }
        judged
    }

    /// Through an endpoint by the service's ordinary name.
    fn by_private_name(&self, question: &Question<'n>, id: EndpointId) -> Judged {
        let records =
            self.net.endpoint(id).map_or(Known::Known(AddressType::DualStack), |endpoint| endpoint.records.map(DnsRecords::private));
        self.endpoint(question, id, &records)
    }

    /// Whether the endpoint's private DNS takes the service's name in the VPC of the instance.
    fn shadows(&self, source: Source<'n>, id: EndpointId, endpoint: &Endpoint, service: Service, dual: bool) -> (Truth, Vec<Missing>) {
        let here = |name| Missing::Field(field(id, name));
        let serves = match self.serves(id, endpoint, service) {
            Serves::Known(found) => (Truth::from(found == Match::Yes), here("service")),
            Serves::Unknown(missing) => (Truth::Unknown, missing),
        };
        let kind = match &endpoint.kind {
            Known::Known(kind) => (Truth::from(*kind == EndpointKind::Interface), here("kind")),
            Known::Unknown(gap) => (Truth::Unknown, Missing::Stated { at: field(id, "kind"), gap: gap.clone() }),
        };
        // A name without addresses may or may not be there.
        let placed = if endpoint.subnets.is_empty() { Truth::Unknown } else { Truth::True };
        // Whether private DNS takes the `api.aws` names too is the service's choice.
        let named = if dual { Truth::Unknown } else { Truth::True };
        let hostnames = (source.spot.vpc.dns_hostnames, Missing::Field(field(source.spot.vpc_id, "dns_hostnames")));
        truths([
            serves,
            kind,
            (endpoint.private_dns, here("private_dns")),
            hostnames,
            (placed, here("subnets")),
            (named, here("private_dns")),
        ])
    }

    /// An endpoint of the VPC that is meant for the service, and why the name does not lead to it.
    fn aside(&self, source: Source<'n>, id: EndpointId, service: Service) -> Option<Judged> {
        let endpoint = self.net.endpoint(id)?;
        if matches!(self.serves(id, endpoint, service), Serves::Known(Match::Other) | Serves::Unknown(_)) {
            return None;
        }
        let judged = self.usable(id, endpoint, service);
        let first = Place::whole(source.id);
        let via = Via::Endpoint(id);
        if judged.truth == Truth::False {
            return Some(judged.along(via, first, None));
        }
        if endpoint.private_dns == Truth::False {
            return Some(Judged::no(ObstacleKind::PrivateDnsOff, [field(id, "private_dns")]).along(via, first, None));
        }
        if source.spot.vpc.dns_hostnames == Truth::False {
            let places = [field(source.spot.vpc_id, "dns_hostnames"), Place::whole(id)];
            return Some(Judged::no(ObstacleKind::VpcDnsOff, places).along(via, first, None));
        }
        None
    }

    /// Past all endpoints of the VPC: at the public address; and what stands beside it if not.
    fn public(&self, question: &Question<'n>) -> (Judged, Vec<Obstacle>) {
        let source = question.source;
        let asked = |family| question.asks(family).judged.clone();
        let v4 = asked(Family::V4).and(self.internet(source, InternetTarget::V4));
        if question.dual {
            return (v4.or(asked(Family::V6).and(self.internet(source, InternetTarget::V6))), Vec::new());
        }
        let dns64 = source.spot.subnet.dns64;
        let judged = if dns64 == Truth::False || source.interface.ipv6 == Truth::False {
            v4
        } else {
            let synthesised = Judged::require(dns64, field(source.spot.subnet_id, "dns64"), ObstacleKind::NoPath);
            // The resolver makes the AAAA records of A records, and DNS Firewall does not look at those:
            // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-settings.html
            v4.or(asked(Family::V4).and(synthesised).and(self.internet(source, InternetTarget::Nat64)))
        };
        // The agent's default names have no AAAA records, so the way out over IPv6 is of no use.
        let mut hints = Vec::new();
        if judged.truth == Truth::False {
            let v6 = self.internet(source, InternetTarget::V6);
            if let (Truth::True, Some(path)) = (v6.truth, v6.paths.first()) {
                let places =
                    path.hops.iter().filter(|place| place.part != PlacePart::Whole).cloned().chain([Place::whole(source.spot.vpc_id)]);
                hints = Judged::no(ObstacleKind::Ipv6OnlyEgress, places).along(path.via, Place::whole(source.id), path.witness).obstacles;
            }
        }
        (judged, hints)
    }

    /// Endpoints for the service that the VPC of the instance does not have, the first few of them.
    pub(crate) fn elsewhere(&self, service: Service) -> Vec<EndpointId> {
        let here = self.considered.borrow();
        let serves = |id, endpoint| matches!(self.serves(id, endpoint, service), Serves::Known(Match::Yes));
        self.net
            .endpoints()
            .filter(|(id, endpoint)| !here.endpoints.contains(id) && serves(*id, endpoint))
            .map(|(id, _)| id)
            .take(ELSEWHERE)
            .collect()
    }
}

/// Whether a zone could answer for the service's name in some Region.
pub(super) fn could_answer(domain: &str, service: Service) -> bool {
    let domain = normal(domain);
    suffixes().any(|suffix| {
        let above = suffix.ends_with(domain.as_str());
        let labels = domain.strip_suffix(suffix).map(|rest| rest.trim_end_matches('.').split('.').count());
        above || labels.is_some_and(|labels| labels <= 1 || domain.split('.').next() == Some(service.label()))
    })
}

#[cfg(test)]
mod tests {
    use super::could_answer;
    use crate::service::Service;

    #[test]
    fn zones_that_could_answer_in_some_region() {
        for (domain, expected) in [
            ("com", true),
            ("amazonaws.com.", true),
            ("eu-west-1.amazonaws.com", true),
            ("cn-north-1.amazonaws.com.cn", true),
            ("SSM.eu-west-1.amazonaws.com", true),
            ("ssmmessages.eu-west-1.amazonaws.com", false),
            ("s3.eu-west-1.amazonaws.com", false),
            ("example.com", false),
            ("internal", false),
        ] {
            assert_eq!(could_answer(domain, Service::Ssm), expected, "{domain}");
        }
    }
}
