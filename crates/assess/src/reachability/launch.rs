//! Every way in which a target is launched, and what they agree on.

use super::endpoint_policy::endpoint_policy;
use super::one_service::{One, judge_service};
use crate::agent_names::{self, AgentName};
use crate::evidence::AttrRef;
use crate::network::NetModel;
use crate::node::Node;
use crate::power_state::stopped;
use crate::target::task::NetworkMode;
use crate::target::{Launch, Source, Target, TargetKind};
use crate::user_data::UserData;
use crate::{Ec2Messages, Options, Presumption, Verdict};
use ssm_check_graph::Kind;
use ssm_check_graph::aws::Role;
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Reason, Span, say};
use ssm_check_net::known::Choice;
use ssm_check_net::network::{InterfaceId, SubnetId};
use ssm_check_net::service::Service;
use ssm_check_net::trace::ObstacleKind;
use ssm_check_user_data::Change;
use std::collections::BTreeMap;

pub(super) fn judge_launch<'g>(
    model: &mut NetModel<'g>,
    options: &Options,
    target: &Target<'g>,
    launch: &Launch<'g>,
    roles: &[Role<'g>],
    assumed: &mut Vec<AttrRef>,
) -> Vec<One> {
    let mut judge = |source: &Source<'g>| judge_source(model, options, target, *source, roles, assumed);
    let mut cases: Vec<Vec<One>> = launch.possibilities.iter().map(&mut judge).collect();
    if let Some((at, why)) = &launch.gap {
        let missing = vec![(at.clone(), why.clone())];
        let unknown = |service| One { service, verdict: Verdict::Unknown, path: None, way: None, failure: None, missing: missing.clone() };
        cases.push(required(options, target).map(unknown).collect());
    }
    agreed(cases)
}

fn required(options: &Options, target: &Target<'_>) -> impl Iterator<Item = Service> + use<> {
    let all = options.ec2messages == Ec2Messages::Required && !Node::of(target).is_some_and(Node::does_without_ec2messages);
    let kind = target.kind;
    Service::ALL.into_iter().filter(move |service| kind.needs(*service) && (all || *service != Service::Ec2Messages))
}

/// Exactly one of the cases is so: what they share, service by service. All that is in one case is so together.
pub(super) fn agreed(cases: Vec<Vec<One>>) -> Vec<One> {
    let undecided: Vec<Service> = Service::ALL
        .into_iter()
        .filter(|service| {
            let of_service = |case: &Vec<One>| {
                let mut verdicts = case.iter().filter(|one| one.service == *service).map(|one| one.verdict).peekable();
                verdicts.peek().is_some().then(|| Verdict::all(verdicts))
            };
            let verdicts: Vec<_> = cases.iter().filter_map(of_service).collect();
            verdicts.windows(2).any(|pair| matches!(pair, [a, b] if a != b))
        })
        .collect();
    let mut cases = cases;
    number(&mut cases);
    let mut all: Vec<One> = cases.into_iter().flatten().collect();
    for service in undecided {
        let mut reasons: Vec<_> = all.iter().filter(|one| one.service == service).flat_map(reasons).collect();
        reasons.sort();
        reasons.dedup();
        for one in all.iter_mut().filter(|one| one.service == service) {
            one.verdict = Verdict::Unknown;
            one.missing.clone_from(&reasons);
        }
    }
    all
}

/// It is the same obstacle in each of the cases: what is missing altogether is nowhere.
fn is_one_cause(cases: &[Vec<One>], service: Service) -> bool {
    let failures = cases.iter().flatten().filter(|one| one.service == service).filter_map(|one| one.failure.as_ref());
    let causes: Vec<_> = failures
        .map(|failure| match failure.kind {
            ObstacleKind::NoPath => (&failure.kind, None),
            _ => (&failure.kind, Some(failure.cause())),
        })
        .collect();
    causes.windows(2).all(|pair| matches!(pair, [one, other] if one == other))
}

/// Says of each failure in which of the cases it is so: where each fails for a reason of its own, none of the reasons is certain.
fn number(cases: &mut [Vec<One>]) {
    if cases.len() < 2 {
        return;
    }
    let inner = |case: &Vec<One>| case.iter().filter_map(|one| Some(one.failure.as_ref()?.cases.counts().1)).max().unwrap_or(0).max(1);
    let sizes: Vec<usize> = cases.iter().map(inner).collect();
    let (mut before, of) = (0, sizes.iter().sum());
    for (case, size) in cases.iter_mut().zip(sizes) {
        for failure in case.iter_mut().filter_map(|one| one.failure.as_mut()) {
            failure.cases.within(before, size, of);
        }
        before += size;
    }
}

fn reasons(one: &One) -> Vec<(AttrRef, Gap)> {
    match &one.failure {
        Some(failure) => {
            let (subnet, service) = (failure.start(), Span::code(one.service.label()));
            vec![(
                AttrRef::resource(&failure.target),
                Gap::new(say!("whether it is in {}, from where {} is out of reach", subnet, service)),
            )]
        }
        None => one.missing.clone(),
    }
}

fn judge_source<'g>(
    model: &mut NetModel<'g>,
    options: &Options,
    target: &Target<'g>,
    source: Source<'g>,
    roles: &[Role<'g>],
    assumed: &mut Vec<AttrRef>,
) -> Vec<One> {
    if let Some(why) = without_interface(target, source) {
        let missing = vec![(AttrRef::resource(target.resource.address()), why)];
        let unknown = |service| One { service, verdict: Verdict::Unknown, path: None, way: None, failure: None, missing: missing.clone() };
        return required(options, target).map(unknown).collect();
    }
    let (interfaces, some) = model.launch(target, source);
    let mut policies = BTreeMap::new();
    for interface in &interfaces {
        for id in model.network.endpoints_for(*interface) {
            let policy = *policies.entry(id).or_insert_with(|| endpoint_policy(model.endpoint_resource(id)?, target, roles));
            if let (Some(policy), Some(endpoint)) = (policy, model.network.endpoint_mut(id)) {
                endpoint.policy.by_interface.insert(*interface, policy);
            }
        }
    }
    let user_data = UserData::of(source);
    let region = target.resource.location().region().map(str::to_owned);
    let names = user_data.settings().map(|settings| agent_names::of(&settings, region.as_deref()));
    if let Some(names) = &names {
        let told = agent_names::told(names);
        for interface in &interfaces {
            if let Some(interface) = model.network.interface_mut(*interface) {
                interface.told_dual_stack = told;
            }
        }
    }
    let judge_all = |model: &NetModel<'_>| -> Vec<One> {
        let per_interface: Vec<Vec<One>> = interfaces.iter().map(|interface| judge_interface(model, options, target, *interface)).collect();
        if some { agreed(per_interface) } else { per_interface.into_iter().flatten().collect() }
    };
    let mut all = judge_all(model);
    if let [only] = interfaces.as_slice() {
        tell_cases_apart(model, options, target, *only, &mut all);
    }
    if names.is_none() {
        if options.assumes(Presumption::AgentSettings) {
            if all.iter().any(|one| one.verdict == Verdict::Unknown) {
                for interface in &interfaces {
                    if let Some(interface) = model.network.interface_mut(*interface) {
                        interface.dual_stack_agent = Truth::False;
                    }
                }
                assume_usual_names(&mut all, judge_all(model));
            }
            assumed.push(user_data.at.clone());
        } else {
            for one in all.iter_mut().filter(|one| one.verdict != Verdict::Unknown) {
                one.verdict = Verdict::Unknown;
                one.missing.push((user_data.at.clone(), Gap::new("what user data tells the agent")));
            }
        }
    }
    for (service, name) in names.into_iter().flatten() {
        let AgentName::Elsewhere(gap) = name else { continue };
        for one in all.iter_mut().filter(|one| one.service == service) {
            one.verdict = Verdict::Unknown;
            one.missing.push((user_data.at.clone(), gap.clone()));
        }
    }
    changed_on_the_host(&user_data, &mut all);
    if let Some(gap) = stopped(target.resource, model.deletions()) {
        for one in all.iter_mut().filter(|one| one.verdict == Verdict::Pass) {
            one.verdict = Verdict::Unknown;
            one.missing.push((AttrRef::resource(target.resource.address()), gap.clone()));
        }
    }
    all
}

/// More subnets are not told apart.
const MOST_SUBNETS: usize = 16;

/// Where a service is out of reach from whichever of several subnets the interface is in: the reason of each.
fn tell_cases_apart(model: &mut NetModel<'_>, options: &Options, target: &Target<'_>, id: InterfaceId, all: &mut Vec<One>) {
    let subnet = model.network.interface(id).map(|interface| interface.subnet.clone());
    let Some(Choice::OneOf(subnets)) = &subnet else { return };
    if subnets.len() > MOST_SUBNETS || all.iter().all(|one| one.verdict != Verdict::Fail) {
        return;
    }
    let place = |model: &mut NetModel<'_>, subnet: Choice<SubnetId>| {
        model.network.interface_mut(id).into_iter().for_each(|interface| interface.subnet = subnet.clone());
    };
    let mut cases = Vec::new();
    for subnet in subnets {
        place(model, Choice::One(*subnet));
        cases.push(judge_interface(model, options, target, id));
    }
    place(model, Choice::OneOf(subnets.clone()));
    number(&mut cases);
    let fails = |case: &Vec<One>, service| case.iter().any(|one| one.service == service && one.failure.is_some());
    let told: Vec<Service> = Service::ALL
        .into_iter()
        .filter(|service| all.iter().any(|one| one.service == *service && one.verdict == Verdict::Fail))
        .filter(|service| cases.iter().all(|case| fails(case, *service)) && !is_one_cause(&cases, *service))
        .collect();
    all.retain(|one| !told.contains(&one.service));
    all.extend(cases.into_iter().flatten().filter(|one| told.contains(&one.service)));
}

/// What user data changes on the host may undo what the network lets through, or lead where the network does not.
fn changed_on_the_host(user_data: &UserData, all: &mut [One]) {
    let mut open = |gap: Gap, is_so: &dyn Fn(Verdict) -> bool| {
        for one in all.iter_mut().filter(|one| is_so(one.verdict)) {
            one.verdict = Verdict::Unknown;
            one.missing.push((user_data.at.clone(), gap.clone()));
        }
    };
    for change in user_data.changes() {
        open(unknown_after(change), &|verdict| verdict == Verdict::Pass || (verdict == Verdict::Fail && !change.only_blocks()));
    }
    if user_data.has_agent_proxy() {
        open(unknown_after(Change::Proxy), &|verdict| verdict == Verdict::Fail);
    }
}

fn unknown_after(change: Change) -> Gap {
    let (what, model) = match change {
        Change::Firewall => ("what the firewall of the host lets through, which user data sets", "a firewall of the host"),
        Change::Hosts => ("where the names lead that user data writes to the list of hosts", "a list of hosts"),
        Change::NameServers => ("what the name servers answer that user data sets", "name servers of one's own"),
        Change::Routes => ("where the routes of the host lead, which user data changes", "routes of the host"),
        Change::Proxy => ("what the proxy that it gives the agent lets through", "a proxy"),
    };
    Gap::because(what, Reason::NotModelled(model))
}

/// Takes what holds for an agent with its own settings where user data, which is not known, could say otherwise. Where the dual-stack
/// names alone would do, as with a way out over IPv6 only, whoever built it may have set them: that stays undecided.
fn assume_usual_names(all: &mut [One], usual: Vec<One>) {
    let (messages, others): (Vec<_>, Vec<_>) = usual.into_iter().partition(|one| one.service == Service::Ec2Messages);
    let take = |all: &mut [One], usual: One| {
        if let Some(one) = all.iter_mut().find(|one| one.service == usual.service && one.verdict == Verdict::Unknown) {
            *one = usual;
        }
    };
    others.into_iter().filter(|one| one.verdict == Verdict::Pass).for_each(|one| take(all, one));
    // An agent with dual-stack names does without `ec2messages`.
    let is_settled = all.iter().all(|one| one.service == Service::Ec2Messages || one.verdict != Verdict::Unknown);
    messages.into_iter().filter(|one| is_settled && one.verdict != Verdict::Unknown).for_each(|one| take(all, one));
}

/// Why the network of a task or node is not that of an interface that the inputs show.
fn without_interface(target: &Target<'_>, source: Source<'_>) -> Option<Gap> {
    let run_time = |what: &'static str, by| Some(Gap::because(what, Reason::RunTime(by)));
    match NetworkMode::of(source) {
        _ if target.resource.kind() == Some(Kind::InstanceProfile) => {
            run_time("in which subnets the nodes are started, and with which groups", "what starts them")
        }
        _ if target.kind != TargetKind::Task => None,
        NetworkMode::OwnInterface => None,
        NetworkMode::OfInstance => run_time("on which container instance the task runs, whose network it shares", "ECS"),
        NetworkMode::Off => Some(Gap::new("what a task without a network is for")),
        NetworkMode::Unknown => Some(Gap::new("the `network_mode` of the task definition")),
    }
}

fn judge_interface(model: &NetModel<'_>, options: &Options, target: &Target<'_>, interface: InterfaceId) -> Vec<One> {
    required(options, target).filter_map(|service| judge_service(model, interface, service)).collect()
}
