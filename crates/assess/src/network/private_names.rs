//! What the private hosted zones of a VPC make of a name, where that is certain.
//!
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html>

use super::NetModel;
use super::name_resolution::{is_public, labels_above, may_have_more_vpcs, record_kind, record_name};
use ssm_check_graph::aws::{Route53Record, Route53ResolverRuleAssociation, Route53Zone, Route53ZoneAssociation};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_net::Truth;
use ssm_check_net::dns::RecordKind;
use ssm_check_net::known::Known;
use ssm_check_net::network::VpcId;
use ssm_check_plan::Attr;

/// What a name leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer<'g> {
    /// A zone holds the name, and has no record of it.
    Nothing,
    /// The only record of the name.
    Record(Resource<'g>),
}

impl<'g> NetModel<'g> {
    /// What a name leads to in a VPC; `None` where no private zone of the inputs answers for certain.
    pub(crate) fn private_answer(&self, host: &str, vpc: VpcId) -> Option<Answer<'g>> {
        self.asks_zones(vpc)?;
        let here = &self.network.vpc(vpc)?.zones.items;
        let mut holding = Vec::new();
        for zone in self.graph.all::<Route53Zone>().filter(|zone| !is_public(zone.0)) {
            let domain = zone.name().value()?;
            let id = *self.zones.get(&zone.0.id())?;
            let is_here = here.contains(&id);
            holding
                .extend(labels_above(host, domain).filter(|_| is_here || self.may_be_anywhere(zone)).map(|_| (zone, domain, id, is_here)));
        }
        // Of several the one with the longest domain would answer.
        let [(zone, domain, id, true)] = holding.as_slice() else { return None };
        self.network.zone(*id)?.records.rest.is_none().then_some(())?;
        self.recorded(host, *zone, domain)
    }

    /// With which VPCs a zone is associated is not known, or not all of them.
    fn may_be_anywhere(&self, zone: Route53Zone<'g>) -> bool {
        let associations = self.graph.undecided::<Route53ZoneAssociation<'_>>(&["vpc_id"]);
        !zone.0.is_managed() || may_have_more_vpcs(zone.0) || !associations.is_empty()
    }

    /// The resolver of the VPC asks its private zones, all of which are known, and nobody else before.
    fn asks_zones(&self, vpc: VpcId) -> Option<()> {
        let own = self.network.vpc(vpc)?;
        let of_vpc = self.vpcs.iter().filter(|(_, id)| **id == vpc).map(|(resource, _)| *resource);
        let rules =
            |resource| self.graph.referrers::<Route53ResolverRuleAssociation<'_>>(LinkTarget::Resource(resource), &["vpc_id"]).is_empty();
        let is_asked = own.dns_support == Truth::True && own.dns_hostnames == Truth::True && own.custom_dns == Truth::False;
        let is_alone = own.zones.rest.is_none() && own.dns_firewall.items.is_empty() && own.dns_firewall.rest.is_none();
        let forwards_none = self.graph.undecided::<Route53ResolverRuleAssociation<'_>>(&["vpc_id"]).is_empty();
        (is_asked && is_alone && forwards_none && of_vpc.into_iter().all(rules)).then_some(())
    }

    /// What the records of a zone make of a name.
    fn recorded(&self, host: &str, zone: Route53Zone<'g>, domain: &str) -> Option<Answer<'g>> {
        let domain = Known::Known(domain.to_owned());
        let (mut named, mut others) = (Vec::new(), false);
        for (record, _) in self.graph.referrers::<Route53Record<'_>>(LinkTarget::Resource(zone.0.id()), &["zone_id"]) {
            let Known::Known(name) = record_name(record, &domain) else { return None };
            if name == host {
                named.push(record);
            } else if let Some(parent) = name.strip_prefix("*.") {
                // It stands for names that have no record of their own: https://www.rfc-editor.org/rfc/rfc4592#section-2.1.1
                others |= labels_above(host, parent).is_some();
            } else if labels_above(host, &name).is_some() && may_delegate(record) {
                return None;
            }
        }
        match named.as_slice() {
            [] => (!others).then_some(Answer::Nothing),
            // Several answers are told apart by their identifiers:
            // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
            [record] if matches!(record.0.text("set_identifier"), Attr::Absent | Attr::Known("")) => {
                matches!(record_kind(*record), Known::Known(RecordKind::A | RecordKind::Cname)).then_some(Answer::Record(record.0))
            }
            _ => None,
        }
    }
}

/// A record by which a zone leaves names below to other name servers.
fn may_delegate(record: Route53Record<'_>) -> bool {
    matches!(record.0.text("type"), Attr::Known("NS") | Attr::Unknown(_) | Attr::Sensitive(_))
}
