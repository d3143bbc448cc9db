//! Can the agent reach its services? Every way in which a target launches, through the network engine.

mod endpoint_policy;
mod failure;
mod launch;
mod one_service;

pub use endpoint_policy::{Refused, refused_requests};
pub use failure::{Cases, Failure, ServicePath, Undecided};

use crate::evidence::AttrRef;
use crate::identity::Identity;
use crate::network::NetModel;
use crate::target::Target;
use crate::way::{Way, Ways};
use crate::{AssumedReach, Options, StatementUse, Verdict, assumptions};
use launch::judge_launch;
use one_service::One;
use ssm_check_message::Gap;
use ssm_check_net::service::Service;
use ssm_check_net::trace::{EndpointFault, ObstacleKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was found out about the network of a target.
pub struct Reachability {
    /// The answer.
    pub verdict: Verdict,
    /// The way to each service that is needed.
    pub paths: Vec<ServicePath>,
    /// One for each cause.
    pub failures: Vec<Failure>,
    /// What would have to be known, one for each service that is undecided.
    pub undecided: Vec<Undecided>,
    /// What the answer rests on that no input shows.
    pub assumptions: BTreeSet<ssm_check_message::Message>,
    /// What became of the project's statements that are about the target, by their position.
    pub statements: BTreeMap<usize, StatementUse>,
    /// User data that is not known, of which it is assumed that it leaves the agent's settings alone.
    pub assumed: Vec<AttrRef>,
}

impl Reachability {
    /// Judges the network of a target. Beside it, how calls to each service that is reached leave, where all leave alike.
    pub(crate) fn of<'g>(model: &mut NetModel<'g>, options: &Options, target: &Target<'g>, identity: &Identity<'g>) -> (Self, Ways) {
        let roles: Vec<_> = identity.cases.iter().filter_map(|case| case.role.as_ref().map(|role| role.role)).collect();
        let (mut launches, mut assumed, mut statements) = (Vec::new(), Vec::new(), BTreeMap::new());
        let first = model.launched.len();
        for launch in &target.launches {
            let mut services = judge_launch(model, options, target, launch, &roles, &mut assumed);
            for (position, stated) in options.reaches.iter().enumerate() {
                if !launch.possibilities.is_empty() && launch.possibilities.iter().all(|source| stated.covers(target, *source)) {
                    let used = hold_to(stated, &mut services);
                    let known = statements.entry(position).or_insert(used);
                    *known = used.max(*known);
                }
            }
            launches.push(services);
        }
        let (summed_up, ways) = Self::summed_up(launches);
        let mut result = Self { statements, ..summed_up };
        let launched = model.launched.get(first..).unwrap_or_default();
        // What is not decided rests on nothing.
        if result.verdict != Verdict::Unknown {
            assumed.dedup();
            result.assumed = assumed;
            result.assumptions =
                assumptions::of_listings(target.resource.graph(), &assumptions::vpcs_of(target.resource.graph(), launched.iter().copied()));
        }
        let used = result.statements.iter().filter(|(_, used)| **used == StatementUse::Used);
        result.assumptions.extend(used.filter_map(|(position, _)| Some(options.reaches.get(*position)?.words())));
        let rests_on_default =
            result.verdict != Verdict::Unknown && model.rests_on_default_vpc(model.launched.get(first..).unwrap_or_default());
        if std::mem::take(&mut model.used_default_vpc) || rests_on_default {
            result.assumptions.insert(DEFAULT_VPC.into());
        }
        (result, ways)
    }

    fn summed_up(launches: Vec<Vec<One>>) -> (Self, Ways) {
        let all: Vec<One> = launches.into_iter().flatten().collect();
        let mut result = Self {
            verdict: Verdict::Pass,
            paths: Vec::new(),
            failures: Vec::new(),
            undecided: Vec::new(),
            assumed: Vec::new(),
            assumptions: BTreeSet::new(),
            statements: BTreeMap::new(),
        };
        let mut ways = Ways::new();
        for service in Service::ALL {
            let of_service: Vec<&One> = all.iter().filter(|one| one.service == service).collect();
            if of_service.is_empty() {
                continue;
            }
            let verdict = Verdict::all(of_service.iter().map(|one| one.verdict));
            let path = if verdict == Verdict::Pass { of_service.iter().find_map(|one| one.path.clone()) } else { None };
            if verdict == Verdict::Pass
                && let Some(way) = Way::of_all(of_service.iter().map(|one| one.way.clone()))
            {
                ways.insert(service.label(), way);
            }
            let (via, hops) = path.map_or((None, Arc::default()), |(via, hops)| (Some(via), hops));
            result.paths.push(ServicePath { service: service.label(), verdict, via, hops });
            result.verdict = Verdict::all([result.verdict, verdict]);
            for one in of_service {
                match (&one.failure, one.verdict) {
                    (Some(failure), Verdict::Fail) => result.add_failure(failure, service),
                    (_, Verdict::Unknown) => result.add_undecided(&one.missing, service),
                    _ => {}
                }
            }
        }
        result.paths.shrink_to_fit();
        (result, ways)
    }

    fn add_failure(&mut self, failure: &Failure, service: Service) {
        let same = |known: &&mut Failure| {
            let causes = || known.cause().iter().zip(failure.cause());
            let like = |a: &AttrRef, b: &AttrRef| block_of(&a.address) == block_of(&b.address) && a.attribute == b.attribute;
            is_like(&known.kind, &failure.kind)
                && known.subnet == failure.subnet
                && known.causes == failure.causes
                && causes().all(|(a, b)| like(a, b))
        };
        match self.failures.iter_mut().find(same) {
            Some(known) => {
                known.cases.join(&failure.cases);
                // Instances of one block are one cause, which the block then stands for.
                let count = known.causes.min(failure.causes);
                for (place, other) in known.places.iter_mut().zip(&failure.places).take(count).filter(|(a, b)| a.address != b.address) {
                    block_of(&other.address).clone_into(&mut place.address);
                }
                // What is on the way of each of the services.
                let on_the_way = failure.places.get(failure.causes..).unwrap_or_default();
                let more: Vec<AttrRef> = on_the_way.iter().filter(|place| !known.places.contains(place)).cloned().collect();
                known.places.extend(more);
                if known.endpoint != failure.endpoint {
                    known.endpoint = failure.endpoint.as_deref().map(|endpoint| block_of(endpoint).to_owned());
                }
                if !known.services.contains(&service.label()) {
                    known.services.push(service.label());
                    known.associable.extend(failure.associable.iter().cloned());
                }
            }
            None => self.failures.push(failure.clone()),
        }
    }

    fn add_undecided(&mut self, missing: &[(AttrRef, Gap)], service: Service) {
        match self.undecided.iter_mut().find(|known| known.missing == missing) {
            Some(known) if known.services.contains(&service.label()) => {}
            Some(known) => known.services.push(service.label()),
            None => self.undecided.push(Undecided { services: vec![service.label()], missing: missing.to_vec() }),
        }
    }
}

/// The same is wrong, whichever service's name would be right.
fn is_like(one: &ObstacleKind, other: &ObstacleKind) -> bool {
    let is_prefix = |kind: &ObstacleKind| matches!(kind, ObstacleKind::EndpointUnusable(EndpointFault::WrongPrefix { .. }));
    one == other || is_prefix(one) && is_prefix(other)
}

/// The assumption that `default-vpc` states.
const DEFAULT_VPC: &str = "the default VPC is as AWS makes it: public subnets, an internet gateway, the default group and network ACL";

/// Takes a statement of the project for what the inputs leave open, and tells what it came to.
fn hold_to(stated: &AssumedReach, services: &mut [One]) -> StatementUse {
    let mut used = StatementUse::Needless;
    for one in services.iter_mut().filter(|one| stated.services.iter().any(|service| service == one.service.label())) {
        used = used.max(assumptions::outcome(one.verdict));
        if one.verdict == Verdict::Unknown {
            *one = One { service: one.service, verdict: Verdict::Pass, path: None, way: None, failure: None, missing: Vec::new() };
        }
    }
    used
}

/// The resource block of an instance: `aws_subnet.a` of `aws_subnet.a["x"]`.
fn block_of(address: &str) -> &str {
    match address.rsplit_once('[') {
        Some((block, key)) if key.ends_with(']') => block,
        _ => address,
    }
}
