//! One service from one interface.

use super::failure::{Cases, Failure};
use crate::Verdict;
use crate::evidence::AttrRef;
use crate::network::NetModel;
use crate::way::Way;
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Span, say};
use ssm_check_net::network::InterfaceId;
use ssm_check_net::service::{Service, service_exists};
use ssm_check_net::trace::{Obstacle, ObstacleKind, Place, ReachOutcome, Via};
use ssm_check_net::{Entity, Network, reach};
use std::sync::Arc;

/// The result for one interface and one service.
pub(super) struct One {
    pub(super) service: Service,
    pub(super) verdict: Verdict,
    pub(super) path: Option<(&'static str, Arc<[String]>)>,
    /// How all calls leave, where they get there.
    pub(super) way: Option<Way>,
    pub(super) failure: Option<Failure>,
    pub(super) missing: Vec<(AttrRef, Gap)>,
}

/// One service from one interface; `None` where it is not needed.
pub(super) fn judge_service(model: &NetModel<'_>, interface: InterfaceId, service: Service) -> Option<One> {
    let network = &model.network;
    let place = InterfaceWords::of(network, interface);
    // An agent with dual-stack names speaks to no ec2messages, and Regions launched since 2024 have none.
    let dual_stack = network.interface(interface).map_or(Truth::Unknown, |interface| interface.dual_stack_agent);
    let exists = place.region.as_deref().map_or(Truth::Unknown, |region| service_exists(region, service));
    let unlisted = place.region.clone().filter(|_| exists == Truth::Unknown);
    let needed = if service == Service::Ec2Messages { exists.and(!dual_stack) } else { Truth::True };
    if needed == Truth::False {
        return None;
    }
    let answer = reach(network, interface, service);
    let mut one = One { service, verdict: Verdict::Unknown, path: None, way: None, failure: None, missing: Vec::new() };
    match &answer.outcome {
        ReachOutcome::Reachable { paths } => {
            one.verdict = Verdict::Pass;
            one.way = Way::of_all(paths.iter().map(|path| way(model, path.via)));
            one.path =
                paths.first().map(|path| (via_name(path.via), path.hops.iter().map(|hop| network.name(hop.entity).to_owned()).collect()));
        }
        ReachOutcome::Unreachable { .. } => {
            let obstacle = answer.obstacle()?;
            let (places, causes) = cause_first(model, obstacle);
            let names = |ids: Vec<ssm_check_net::Entity>| ids.into_iter().map(|id| network.name(id).to_owned()).collect::<Vec<_>>();
            one.failure = Some(Failure {
                services: vec![service.label()],
                kind: obstacle.kind.clone(),
                places,
                causes,
                packet: obstacle.witness,
                target: network.name(interface).to_owned(),
                endpoint: match obstacle.via {
                    Via::Endpoint(id) => Some(network.name(id).to_owned()),
                    _ => None,
                },
                subnet: place.subnet,
                vpc: place.vpc,
                region: place.region,
                tables: names(answer.considered.tables.iter().map(|id| (*id).into()).collect()),
                endpoints: names(answer.considered.endpoints.iter().map(|id| (*id).into()).collect()),
                elsewhere: names(answer.considered.elsewhere.iter().map(|id| (*id).into()).collect()),
                associable: names(answer.considered.associable.iter().map(|id| (*id).into()).collect())
                    .into_iter()
                    .map(|zone| (service.label(), zone))
                    .collect(),
                cases: Cases::default(),
            });
            one.verdict = if needed == Truth::True { Verdict::Fail } else { Verdict::Unknown };
            if needed == Truth::Unknown {
                one.missing.push((AttrRef::resource(network.name(interface)), not_known_to_exist(service, unlisted.as_deref())));
            }
        }
        ReachOutcome::Unknown { missing, .. } => {
            one.missing = missing.iter().map(|missing| model.missing(missing)).collect();
            one.missing.sort();
            one.missing.dedup();
        }
    }
    Some(one)
}

/// A Region of which the tables do not say whether it has the service.
fn not_known_to_exist(service: Service, unlisted: Option<&str>) -> Gap {
    let service = Span::code(service.label());
    match unlisted {
        Some(region) => {
            let date = ssm_check_net::service::table().date;
            Gap::new(say!(
                "whether {} is needed: {} is newer than this version's tables of {}",
                service,
                Span::value(region),
                Span::value(date)
            ))
        }
        None => Gap::new(say!("whether {} is needed", service)),
    }
}

/// The places of an obstacle, the cause first: of an endpoint that refuses, its groups, which it may share with others.
fn cause_first(model: &NetModel<'_>, obstacle: &Obstacle) -> (Vec<AttrRef>, usize) {
    let is_cause = |place: &&Place| match (&obstacle.kind, place.entity) {
        (ObstacleKind::EndpointGroupRefuses | ObstacleKind::EgressClosed, entity) => matches!(entity, Entity::Group(_)),
        (ObstacleKind::VpcDnsOff, entity) => matches!(entity, Entity::Vpc(_)),
        _ => true,
    };
    let (causes, others): (Vec<_>, Vec<_>) = obstacle.places.iter().partition(is_cause);
    let mut places: Vec<AttrRef> = Vec::new();
    let mut count = 0;
    for (index, place) in causes.iter().chain(&others).enumerate() {
        let place = model.place(place);
        if !places.contains(&place) {
            places.push(place);
            count += usize::from(index < causes.len());
        }
    }
    let count = if count == 0 { places.len() } else { count };
    (places, count)
}

/// Where an interface is, in words.
struct InterfaceWords {
    subnet: Option<String>,
    vpc: Option<String>,
    region: Option<String>,
}

impl InterfaceWords {
    pub(super) fn of(network: &Network, interface: InterfaceId) -> Self {
        let subnets: Vec<_> = network.interface(interface).map(|interface| interface.subnet.candidates().to_vec()).unwrap_or_default();
        let subnet = subnets.first().and_then(|id| network.subnet(*id));
        let vpc = subnet.and_then(|subnet| subnet.vpc.candidates().first().copied()).and_then(|id| network.vpc(id));
        Self {
            subnet: subnet.map(|subnet| subnet.name.clone()),
            vpc: vpc.map(|vpc| vpc.name.clone()),
            region: vpc.and_then(|vpc| vpc.region.known().cloned()),
        }
    }
}

pub(super) fn way(model: &NetModel<'_>, via: Via) -> Option<Way> {
    match via {
        Via::Endpoint(id) => Some(Way::through(model.endpoint_resource(id)?)),
        Via::InternetGateway | Via::NatGateway | Via::NatInstance | Via::EgressOnlyGateway => Some(Way::Internet),
        Via::Internet | Via::Interface(_) => None,
    }
}

fn via_name(via: Via) -> &'static str {
    match via {
        Via::Endpoint(_) => "endpoint",
        Via::InternetGateway => "internet-gateway",
        Via::NatGateway => "nat-gateway",
        Via::NatInstance => "nat-instance",
        Via::EgressOnlyGateway => "egress-only-gateway",
        Via::Internet | Via::Interface(_) => "internet",
    }
}
