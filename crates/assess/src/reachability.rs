//! Can the agent reach its services? Every way in which a target launches, through the network engine.

use crate::agent_names::{self, AgentName};
use crate::agent_request::{agent_request, by_way, with_tags};
use crate::evidence::AttrRef;
use crate::identity::Identity;
use crate::network::NetModel;
use crate::node::Node;
use crate::policies::read;
use crate::target::task::NetworkMode;
use crate::target::{AGENT_ACTIONS, Launch, Source, Target, TargetKind};
use crate::user_data::{Content, UserData};
use crate::way::{Way, Ways};
use crate::{AssumedReach, Ec2Messages, Options, Presumption, StatementUse, Verdict, assumptions};
use ssm_check_graph::aws::{Role, VpcEndpoint, VpcEndpointPolicy};
use ssm_check_graph::{Kind, Target as LinkTarget};
use ssm_check_iam::{
    Class, Context, Document, Layers, Placeholder, Policy, Principal, Request, Statement, Text, Truth, Unlisted, evaluate,
};
use ssm_check_message::{Gap, Reason, Span, say};
use ssm_check_net::network::InterfaceId;
use ssm_check_net::service::{PerService, Service, service_exists};
use ssm_check_net::trace::{Obstacle, ObstacleKind, Outcome, Place as NetPlace, Via};
use ssm_check_net::{Entity, Network, reach};
use ssm_check_plan::Attr;
use std::collections::{BTreeMap, BTreeSet};

/// What was found out about the network of a target.
pub struct Reachability {
    /// The answer.
    pub verdict: Verdict,
    /// The way to each service that is needed.
    pub paths: Vec<ServicePath>,
    /// How calls to each service that is reached leave, where all leave alike.
    pub(crate) ways: Ways,
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

/// The way to one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServicePath {
    /// `ssm`, `ssmmessages` or `ec2messages`.
    pub service: &'static str,
    /// Can it be reached?
    pub verdict: Verdict,
    /// `endpoint`, `nat-gateway`, `internet-gateway` and so on, of a path that works.
    pub via: Option<&'static str>,
    /// Addresses on the way.
    pub hops: Vec<String>,
}

/// One cause that keeps services out of reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The services.
    pub services: Vec<&'static str>,
    /// What is wrong.
    pub kind: ObstacleKind,
    /// Where, the place to point at first.
    pub places: Vec<AttrRef>,
    /// How many of the places are the cause, the same for every service that it keeps out of reach.
    pub causes: usize,
    /// A packet that it stops.
    pub packet: Option<String>,
    /// What launches there.
    pub target: String,
    /// The endpoint that the packet is for, if it is for one.
    pub endpoint: Option<String>,
    /// The subnet that the packet comes from.
    pub subnet: String,
    /// The VPC, where it is known.
    pub vpc: Option<String>,
    /// The Region, where it is known.
    pub region: Option<String>,
    /// Route tables that were searched.
    pub tables: Vec<String>,
    /// Endpoints of the VPC.
    pub endpoints: Vec<String>,
    /// Endpoints for the service in other VPCs.
    pub elsewhere: Vec<String>,
}

/// Services that cannot be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The services.
    pub services: Vec<&'static str>,
    /// What would have to be known: where, and why it is not.
    pub missing: Vec<(AttrRef, Gap)>,
}

/// The result for one interface and one service.
struct One {
    service: Service,
    verdict: Verdict,
    path: Option<(&'static str, Vec<String>)>,
    /// How all calls leave, where they get there.
    way: Option<Way>,
    failure: Option<Failure>,
    missing: Vec<(AttrRef, Gap)>,
}

impl Reachability {
    /// Judges the network of a target.
    pub fn of<'g>(model: &mut NetModel<'g>, options: &Options, target: &Target<'g>, identity: &Identity<'g>) -> Self {
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
        let mut result = Self { statements, ..Self::summed_up(launches) };
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
        result
    }

    fn summed_up(launches: Vec<Vec<One>>) -> Self {
        let all: Vec<One> = launches.into_iter().flatten().collect();
        let mut result = Self {
            verdict: Verdict::Pass,
            paths: Vec::new(),
            ways: Ways::new(),
            failures: Vec::new(),
            undecided: Vec::new(),
            assumed: Vec::new(),
            assumptions: BTreeSet::new(),
            statements: BTreeMap::new(),
        };
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
                result.ways.insert(service.label(), way);
            }
            let (via, hops) = path.map_or((None, Vec::new()), |(via, hops)| (Some(via), hops));
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
        result
    }

    fn add_failure(&mut self, failure: &Failure, service: Service) {
        let same = |known: &&mut Failure| {
            let causes = || known.cause().iter().zip(failure.cause());
            let like = |a: &AttrRef, b: &AttrRef| block_of(&a.address) == block_of(&b.address) && a.attribute == b.attribute;
            known.kind == failure.kind
                && known.subnet == failure.subnet
                && known.causes == failure.causes
                && causes().all(|(a, b)| like(a, b))
        };
        match self.failures.iter_mut().find(same) {
            Some(known) => {
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

fn judge_launch<'g>(
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
fn agreed(cases: Vec<Vec<One>>) -> Vec<One> {
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

fn reasons(one: &One) -> Vec<(AttrRef, Gap)> {
    match &one.failure {
        Some(failure) => {
            let (subnet, service) = (Span::address(&failure.subnet), Span::code(one.service.label()));
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
        let missing = vec![(AttrRef::resource(target.resource.address()), Gap::new(why))];
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
    if matches!(user_data.content, Content::Unknown)
        && options.assumes(Presumption::AgentSettings)
        && all.iter().any(|one| one.verdict == Verdict::Unknown)
    {
        for interface in &interfaces {
            if let Some(interface) = model.network.interface_mut(*interface) {
                interface.dual_stack_agent = Truth::False;
            }
        }
        if assume_usual_names(&mut all, judge_all(model)) {
            assumed.push(user_data.at.clone());
        }
    }
    for (service, name) in names.into_iter().flatten() {
        let AgentName::Elsewhere(gap) = name else { continue };
        for one in all.iter_mut().filter(|one| one.service == service) {
            one.verdict = Verdict::Unknown;
            one.missing.push((user_data.at.clone(), gap.clone()));
        }
    }
    if user_data.has_agent_proxy() {
        for one in all.iter_mut().filter(|one| one.verdict == Verdict::Fail) {
            one.verdict = Verdict::Unknown;
            one.missing.push((
                user_data.at.clone(),
                Gap::because("what the proxy that it gives the agent lets through", Reason::NotModelled("a proxy")),
            ));
        }
    }
    if let Some(gap) = crate::target::stopped(target.resource) {
        for one in all.iter_mut().filter(|one| one.verdict == Verdict::Pass) {
            one.verdict = Verdict::Unknown;
            one.missing.push((AttrRef::resource(target.resource.address()), gap.clone()));
        }
    }
    all
}

/// Takes what holds for an agent with its own settings where user data, which is not known, could say otherwise; whether anything was
/// taken. Where the dual-stack names alone would do, as with a way out over IPv6 only, whoever built it may have set them: that stays
/// undecided.
fn assume_usual_names(all: &mut [One], usual: Vec<One>) -> bool {
    let mut any = false;
    let (messages, others): (Vec<_>, Vec<_>) = usual.into_iter().partition(|one| one.service == Service::Ec2Messages);
    let mut take = |all: &mut [One], usual: One| {
        if let Some(one) = all.iter_mut().find(|one| one.service == usual.service && one.verdict == Verdict::Unknown) {
            *one = usual;
            any = true;
        }
    };
    others.into_iter().filter(|one| one.verdict == Verdict::Pass).for_each(|one| take(all, one));
    // An agent with dual-stack names does without `ec2messages`.
    let is_settled = all.iter().all(|one| one.service == Service::Ec2Messages || one.verdict != Verdict::Unknown);
    messages.into_iter().filter(|one| is_settled && one.verdict != Verdict::Unknown).for_each(|one| take(all, one));
    any
}

/// Why the network of a task is not that of an interface of its own.
fn without_interface(target: &Target<'_>, source: Source<'_>) -> Option<&'static str> {
    match NetworkMode::of(source) {
        _ if target.resource.kind() == Some(Kind::InstanceProfile) => Some("in which subnets the nodes are started, and with which groups"),
        _ if target.kind != TargetKind::Task => None,
        NetworkMode::OwnInterface => None,
        NetworkMode::OfInstance => Some("which container instances the task runs on, whose network it shares"),
        NetworkMode::Off => Some("what a task without a network is for"),
        NetworkMode::Unknown => Some("the `network_mode` of the task definition"),
    }
}

fn judge_interface(model: &NetModel<'_>, options: &Options, target: &Target<'_>, interface: InterfaceId) -> Vec<One> {
    required(options, target).filter_map(|service| judge_service(model, interface, service)).collect()
}

/// One service from one interface; `None` where it is not needed.
fn judge_service(model: &NetModel<'_>, interface: InterfaceId, service: Service) -> Option<One> {
    let network = &model.network;
    let place = Place::of(network, interface);
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
        Outcome::Reachable { paths } => {
            one.verdict = Verdict::Pass;
            one.way = Way::of_all(paths.iter().map(|path| way(model, path.via)));
            one.path =
                paths.first().map(|path| (via_name(path.via), path.hops.iter().map(|hop| network.name(hop.entity).to_owned()).collect()));
        }
        Outcome::Unreachable { .. } => {
            let obstacle = answer.obstacle()?;
            let (places, causes) = cause_first(model, obstacle);
            let names = |ids: Vec<ssm_check_net::Entity>| ids.into_iter().map(|id| network.name(id).to_owned()).collect::<Vec<_>>();
            one.failure = Some(Failure {
                services: vec![service.label()],
                kind: obstacle.kind.clone(),
                places,
                causes,
                packet: obstacle.witness.as_ref().map(ToString::to_string),
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
            });
            one.verdict = if needed == Truth::True { Verdict::Fail } else { Verdict::Unknown };
            if needed == Truth::Unknown {
                one.missing.push((AttrRef::resource(network.name(interface)), not_known_to_exist(service, unlisted.as_deref())));
            }
        }
        Outcome::Unknown { missing, .. } => {
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

impl Failure {
    /// The places that are the cause.
    fn cause(&self) -> &[AttrRef] {
        self.places.get(..self.causes).unwrap_or(&self.places)
    }
}

/// The places of an obstacle, the cause first: of an endpoint that refuses, its groups, which it may share with others.
fn cause_first(model: &NetModel<'_>, obstacle: &Obstacle) -> (Vec<AttrRef>, usize) {
    let is_cause = |place: &&NetPlace| match (&obstacle.kind, place.entity) {
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

/// The resource block of an instance: `aws_subnet.a` of `aws_subnet.a["x"]`.
fn block_of(address: &str) -> &str {
    match address.rsplit_once('[') {
        Some((block, key)) if key.ends_with(']') => block,
        _ => address,
    }
}

/// Where an interface is, in words.
struct Place {
    subnet: String,
    vpc: Option<String>,
    region: Option<String>,
}

impl Place {
    fn of(network: &Network, interface: InterfaceId) -> Self {
        let subnets: Vec<_> = network.interface(interface).map(|interface| interface.subnet.candidates().to_vec()).unwrap_or_default();
        let subnet = subnets.first().and_then(|id| network.subnet(*id));
        let vpc = subnet.and_then(|subnet| subnet.vpc.candidates().first().copied()).and_then(|id| network.vpc(id));
        Self {
            subnet: subnet.map_or_else(|| "a subnet that is not known".to_owned(), |subnet| subnet.name.clone()),
            vpc: vpc.map(|vpc| vpc.name.clone()),
            region: vpc.and_then(|vpc| vpc.region.known().cloned()),
        }
    }
}

fn way(model: &NetModel<'_>, via: Via) -> Option<Way> {
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

/// What the policy of an endpoint allows the roles of a target; `None` is all:
/// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>.
fn endpoint_policy(endpoint: VpcEndpoint<'_>, target: &Target<'_>, roles: &[Role<'_>]) -> Option<PerService<Truth>> {
    let document = endpoint_document(endpoint)?;
    let way = Way::through(endpoint);
    let truth = |actions: &[&str]| {
        let per_role = roles.iter().map(|role| allowed(&document, target, Some(*role), actions, &way));
        Truth::agreed(per_role).unwrap_or_else(|| allowed(&document, target, None, actions, &way))
    };
    Some(PerService {
        ssm: truth(&AGENT_ACTIONS[..1]),
        ssmmessages: truth(&AGENT_ACTIONS[1..]),
        ec2messages: truth(&["ec2messages:GetMessages"]),
    })
}

/// The endpoint's policy; `None` is AWS's own, which allows all.
fn endpoint_document(endpoint: VpcEndpoint<'_>) -> Option<Document> {
    let graph = endpoint.0.graph();
    let separate = graph.referrers::<VpcEndpointPolicy<'_>>(LinkTarget::Resource(endpoint.0.id()), &["vpc_endpoint_id"]);
    if let Some((policy, referrer)) = separate.first() {
        let document = read(policy.0, "policy").document;
        return Some(if referrer.certain && separate.len() == 1 { document } else { Document::unknown() });
    }
    if !graph.undecided::<VpcEndpointPolicy<'_>>(&["vpc_endpoint_id"]).is_empty() {
        return Some(Document::unknown());
    }
    match endpoint.policy() {
        Attr::Absent if endpoint.0.is_managed() => None,
        Attr::Absent => Some(Document::unknown()),
        _ => Some(read(endpoint.0, "policy").document),
    }
}

fn allowed(document: &Document, target: &Target<'_>, role: Option<Role<'_>>, actions: &[&str], way: &Way) -> Truth {
    let everything = Document::new([Statement::allow(["*"], ["*"])]);
    Truth::all(actions.iter().map(|action| {
        let of_any_role = || {
            let principal = Principal::role(Text::unknown(Placeholder::new("role", Class::Any)));
            Request::new(principal, *action, crate::arn::arn_of(target.resource)).context(Context::new().unlisted(Unlisted::Unknown))
        };
        let request = role.map_or_else(of_any_role, |role| agent_request(target.resource, role, action));
        let layers = Layers {
            identity: vec![Policy::new("anything", everything.clone())],
            endpoint: Some(Policy::new("endpoint policy", document.clone())),
            ..Layers::default()
        };
        let request = by_way(request, Some(way));
        let request = match role {
            Some(role) => with_tags(request, role, &layers),
            None => request,
        };
        evaluate(&request, &layers).allowed()
    }))
}
