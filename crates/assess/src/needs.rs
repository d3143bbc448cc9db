//! What the inputs lack that AWS itself would tell: of which VPCs, roles and templates, by account and Region.

use crate::assumptions::{SUBNETS, links};
use crate::default_host_management::is_setting;
use crate::identity::{Problem, Question};
use crate::image::Carries;
use crate::target::TargetKind;
use crate::{Assessed, Context, Verdict};
use ssm_check_graph::aws::SsmServiceSetting;
use ssm_check_graph::{Kind, LinkTarget, Resource, Slot};
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Reason};
use ssm_check_net::service::{Service, dual_stack_host, host};
use std::collections::{BTreeMap, BTreeSet};

/// An account and a Region, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuestionsPlace {
    /// Twelve digits.
    pub account: Option<String>,
    /// Such as `eu-west-1`.
    pub region: Option<String>,
}

/// What is to be asked in one account and Region.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// Subnets, of whose VPCs all is to be told.
    pub subnets: BTreeSet<String>,
    /// VPCs of which all is to be told.
    pub vpcs: BTreeSet<String>,
    /// Groups, of whose VPCs all is to be told.
    pub groups: BTreeSet<String>,
    /// The Region's default VPC.
    pub default_vpc: bool,
    /// Roles, instance profiles and policies of the account.
    pub identity: bool,
    /// Whether default host management is on, and for which role.
    pub default_host_management: bool,
    /// Users and groups of the account too.
    pub users: bool,
    /// Launch templates.
    pub templates: BTreeSet<String>,
    /// VPCs at the other ends of transit gateways and peerings too.
    pub beyond: bool,
    /// Images, which are named by their ids alone.
    pub images: BTreeSet<String>,
    /// Log groups, by name.
    pub log_groups: BTreeSet<String>,
    /// Instances that are there, of which Systems Manager may list the agent.
    pub instances: BTreeSet<String>,
}

impl Questions {
    /// Something of a network is to be told.
    pub fn network(&self) -> bool {
        self.default_vpc || !self.subnets.is_empty() || !self.vpcs.is_empty() || !self.groups.is_empty()
    }

    fn is_empty(&self) -> bool {
        let nothing = [&self.templates, &self.images, &self.log_groups].into_iter().all(BTreeSet::is_empty);
        nothing && !self.network() && !self.identity && !self.default_host_management
    }
}

impl QuestionsPlace {
    /// The host names of the services, where the Region is known.
    pub fn hosts(&self) -> Vec<String> {
        let of = |service| {
            let region = self.region.as_deref()?;
            Some([Some(host(service, region)), dual_stack_host(service, region)])
        };
        Service::ALL.into_iter().filter_map(of).flatten().flatten().collect()
    }
}

/// What would have to be asked so that nothing stays undecided for lack of its surroundings: no target, and none of what `undecided` says
/// is not known, each of a resource by its address.
pub fn needs<'a>(context: &Context<'_>, undecided: impl IntoIterator<Item = (&'a str, &'a Gap)>) -> BTreeMap<QuestionsPlace, Questions> {
    let mut all: BTreeMap<QuestionsPlace, Questions> = BTreeMap::new();
    for assessed in &context.targets {
        let needs = all.entry(place_of(assessed.target.resource)).or_default();
        of_network(assessed, needs);
        of_identity(assessed, needs);
        of_host(assessed, needs);
    }
    for (address, gap) in undecided {
        if let Some(resource) = context.graph.at(address) {
            of_finding(resource, gap, &mut all);
        }
    }
    all.retain(|_, needs| !needs.is_empty());
    all
}

fn place_of(resource: Resource<'_>) -> QuestionsPlace {
    let location = resource.location();
    QuestionsPlace { account: location.account().map(str::to_owned), region: location.region().map(str::to_owned) }
}

/// What is not known of a resource that no target is undecided for: who holds which policies, and what log groups are encrypted with.
fn of_finding(resource: Resource<'_>, gap: &Gap, all: &mut BTreeMap<QuestionsPlace, Questions>) {
    let (kind, key) = match &gap.reason {
        Reason::Outside { resource_type: Some(kind), key } => (*kind, Some(key)),
        Reason::ManagedElsewhere { resource_type, key, .. } => (resource_type.as_str(), key.as_ref()),
        _ => return,
    };
    let place = place_of(resource);
    if kind == "aws_cloudwatch_log_group" {
        all.entry(place).or_default().log_groups.extend(key.cloned());
    } else if kind.starts_with("aws_iam_") {
        // IAM tells the same in every Region of an account.
        let known = all.keys().find(|known| known.account == place.account).cloned();
        let needs = all.entry(known.unwrap_or(place)).or_default();
        needs.identity = true;
        needs.users |= matches!(resource.kind(), Some(Kind::User | Kind::Group)) || matches!(kind, "aws_iam_user" | "aws_iam_group");
    }
}

fn of_network(assessed: &Assessed<'_>, needs: &mut Questions) {
    let gaps = || assessed.reachability.undecided.iter().flat_map(|undecided| undecided.missing.iter().map(|(_, gap)| gap));
    if assessed.reachability.verdict != Verdict::Unknown {
        return;
    }
    let graph = assessed.target.resource.graph();
    let sources = assessed.target.launches.iter().flat_map(|launch| &launch.possibilities);
    let named: Vec<_> = sources.clone().flat_map(|source| links(*source, &SUBNETS)).collect();
    let nameless = sources.into_iter().any(|source| links(*source, &SUBNETS).is_empty());
    if !nameless && !gaps().any(is_of_surroundings) {
        return;
    }
    let before = needs.clone();
    for slot in named.iter().flat_map(|link| &link.slots) {
        if let Slot::Outside(id) = slot {
            needs.subnets.insert(id.clone());
        }
        for candidate in slot.candidates() {
            let LinkTarget::Resource(id) = candidate.target else { continue };
            let subnet = graph.resource(id);
            match (subnet.text("vpc_id").value(), subnet.text("id").value()) {
                (Some(vpc), _) if !vpc.is_empty() => drop(needs.vpcs.insert(vpc.to_owned())),
                (_, Some(id)) => drop(needs.subnets.insert(id.to_owned())),
                _ => {}
            }
        }
    }
    let resource = assessed.target.resource;
    if resource.kind() == Some(Kind::Instance) && !resource.existence().is_new() {
        needs.instances.extend(resource.text("id").value().map(str::to_owned));
    }
    for gap in gaps() {
        match &gap.reason {
            Reason::Unlisted(command) => needs.beyond |= ["transit-gateway", "peering"].iter().any(|other| command.contains(other)),
            Reason::Outside { key, .. } | Reason::ManagedElsewhere { key: Some(key), .. } => {
                match key.split_once('-').map_or("", |(prefix, _)| prefix) {
                    "vpc" => drop(needs.vpcs.insert(key.clone())),
                    "subnet" => drop(needs.subnets.insert(key.clone())),
                    "sg" => drop(needs.groups.insert(key.clone())),
                    "lt" => drop(needs.templates.insert(key.clone())),
                    "tgw" | "pcx" => needs.beyond = true,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    needs.default_vpc |= nameless && needs.subnets == before.subnets && needs.vpcs == before.vpcs && needs.groups == before.groups;
}

/// What an image is by its name decides where the agent is not taken to be in it; where it is, that is asked besides other things only.
fn of_host(assessed: &Assessed<'_>, needs: &mut Questions) {
    if assessed.host.verdict != Verdict::Unknown && needs.is_empty() {
        return;
    }
    let cases = assessed.host.launches.iter().flat_map(|launch| &launch.cases);
    let images = cases.map(|case| &case.image).filter(|image| image.carries == Carries::Unknown && image.shown.starts_with("ami-"));
    needs.images.extend(images.map(|image| image.shown.clone()));
}

/// Who manages the surroundings would tell, or AWS.
fn is_of_surroundings(gap: &Gap) -> bool {
    matches!(gap.reason, Reason::Outside { .. } | Reason::ManagedElsewhere { .. } | Reason::Unlisted(_) | Reason::Partial { .. })
}

fn of_identity(assessed: &Assessed<'_>, needs: &mut Questions) {
    let problems = assessed.identity.cases.iter().filter_map(|case| case.problem.as_ref());
    for problem in problems {
        // The role of the setting decides too.
        if may_be_rescued(problem) && !is_set_by_inputs(assessed) {
            (needs.default_host_management, needs.identity) = (true, true);
        }
        let Problem::Unknown { gaps, .. } = problem else { continue };
        for (_, gap) in gaps.iter().filter(|(_, gap)| is_of_surroundings(gap)) {
            match &gap.reason {
                Reason::Outside { resource_type: Some("aws_launch_template"), key } => drop(needs.templates.insert(key.clone())),
                _ => needs.identity = true,
            }
        }
    }
}

/// Default host management may stand in for what is wrong.
fn may_be_rescued(problem: &Problem) -> bool {
    let of_profile = [Question::Profile, Question::Role, Question::Trust, Question::Permissions];
    match problem {
        Problem::NoProfile
        | Problem::DeletedProfile(_)
        | Problem::NoRole
        | Problem::NotAssumable
        | Problem::NotAllowed(_)
        | Problem::Denied(_) => true,
        Problem::Unknown { about, .. } => of_profile.contains(about),
        Problem::NoTaskRole | Problem::PartialGrant(_) | Problem::NoMetadata(_) => false,
    }
}

/// The inputs, or the project, say what the setting is where the target is.
fn is_set_by_inputs(assessed: &Assessed<'_>) -> bool {
    let resource = assessed.target.resource;
    let is_here = |setting: SsmServiceSetting<'_>| {
        let named = setting.setting_id().value().is_none_or(|id| is_setting(id) != Truth::False);
        named && setting.0.location().is(resource.location()) != Truth::False
    };
    assessed.target.kind != TargetKind::Instance || resource.graph().all::<SsmServiceSetting<'_>>().any(is_here)
}
