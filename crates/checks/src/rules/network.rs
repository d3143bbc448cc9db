//! What the network checks share: which failures a check reports, and their evidence.

pub(super) mod endpoint_policy_denies;
pub(super) mod endpoint_private_dns_off;
pub(super) mod endpoint_refuses_instance;
pub(super) mod endpoint_unusable;
pub(super) mod instance_egress_closed;
pub(super) mod ipv6_only_egress;
pub(super) mod logging_endpoint_missing;
pub(super) mod name_blocked_by_dns_firewall;
pub(super) mod nat_cannot_reach_internet;
pub(super) mod network_acl_blocks;
pub(super) mod no_path_to_ssm;
pub(super) mod no_public_address;
pub(super) mod public_access_blocked;
pub(super) mod vpc_dns_off;

use crate::rules::identity::listed;
use crate::{AttrRef, Witness};
use crate::{Check, Context, Effect, Evidence, Finding};
use ssm_check_assess::context::Assessed;
use ssm_check_assess::reachability::Failure;
use ssm_check_net::trace::ObstacleKind;

/// What a check says of a failure.
pub(super) struct Words {
    /// The headline.
    pub(super) message: String,
    /// What is wrong, at the place to point at.
    pub(super) evidence: Vec<Evidence>,
    /// The next action.
    pub(super) help: String,
}

/// The check that reports an obstacle.
pub(crate) fn check_of(obstacle: &ObstacleKind) -> &'static Check {
    match obstacle {
        ObstacleKind::NoPath | ObstacleKind::NoReturn | ObstacleKind::TransitBroken(_) | ObstacleKind::NotInZone => &no_path_to_ssm::CHECK,
        ObstacleKind::PrivateDnsOff => &endpoint_private_dns_off::CHECK,
        ObstacleKind::EndpointGroupRefuses => &endpoint_refuses_instance::CHECK,
        ObstacleKind::EgressClosed => &instance_egress_closed::CHECK,
        ObstacleKind::AclBlocks { .. } => &network_acl_blocks::CHECK,
        ObstacleKind::VpcDnsOff => &vpc_dns_off::CHECK,
        ObstacleKind::NatBroken(_) => &nat_cannot_reach_internet::CHECK,
        ObstacleKind::NoPublicAddress => &no_public_address::CHECK,
        ObstacleKind::EndpointPolicyDenies => &endpoint_policy_denies::CHECK,
        ObstacleKind::EndpointUnusable(_) => &endpoint_unusable::CHECK,
        ObstacleKind::Ipv6OnlyEgress => &ipv6_only_egress::CHECK,
        ObstacleKind::PublicAccessBlocked => &public_access_blocked::CHECK,
        ObstacleKind::NameBlocked => &name_blocked_by_dns_firewall::CHECK,
    }
}

/// Reports the failures whose obstacle is this check's.
pub(super) fn report(
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
    check: &'static Check,
    words: impl Fn(&Assessed<'_>, &Failure) -> Words,
) {
    for assessed in &context.targets {
        for failure in &assessed.reachability.failures {
            if check_of(&failure.kind).id != check.id {
                continue;
            }
            let words = words(assessed, failure);
            let address = assessed.target.resource.address();
            let start = Evidence::Fact { at: AttrRef::resource(address), shows: format!("the packet leaves from `{}`", failure.subnet) };
            let steps = [start].into_iter().chain(words.evidence).chain(searched(failure));
            let finding = Finding::fail(check, address, words.message).because(steps).help(words.help);
            findings.push(match failure.places.first() {
                Some(place) => finding.about(place.to_string()),
                None => finding,
            });
        }
    }
}

/// Route tables and endpoints that were looked at.
fn searched(failure: &Failure) -> Vec<Evidence> {
    let mut steps = Vec::new();
    if matches!(failure.kind, ObstacleKind::NoPath | ObstacleKind::NotInZone) {
        steps.push(Evidence::Absence {
            at: failure.tables.first().map(AttrRef::resource),
            looked_for: "route to the internet".to_owned(),
            considered: failure.tables.clone(),
        });
        steps.push(Evidence::Absence {
            at: failure.vpc.as_ref().map(AttrRef::resource),
            looked_for: format!("usable endpoint for {}", listed(&failure.services)),
            considered: failure.endpoints.clone(),
        });
        steps.extend(failure.elsewhere.iter().map(|endpoint| Evidence::Fact {
            at: AttrRef::new(endpoint.clone(), "vpc_id"),
            shows: "is an endpoint for the service in another VPC".to_owned(),
        }));
    }
    steps
}

/// The place to point at, with the packet that it stops.
pub(super) fn stopped(failure: &Failure, what: &str) -> Vec<Evidence> {
    let request = failure.packet.clone().map(Witness::Packet);
    let Some((first, rest)) = failure.places.split_first() else { return Vec::new() };
    let mut steps = vec![Evidence::Decision { at: first.clone(), effect: Effect::Deny, what: what.to_owned(), request }];
    steps.extend(rest.iter().map(|at| Evidence::Fact { at: at.clone(), shows: "is on the way".to_owned() }));
    steps
}

/// The resource to point at.
pub(super) fn culprit(failure: &Failure) -> String {
    failure.places.first().map_or_else(|| failure.subnet.clone(), |place| place.address.clone())
}

/// "`ssm` and `ssmmessages`"
pub(super) fn services(failure: &Failure) -> String {
    listed(&failure.services)
}
