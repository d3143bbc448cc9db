//! Judges what each way to launch a target comes to: its profile, its role, and what else could serve.

use super::case::{Case, Problem, Question, RoleCase};
use super::gaps::{doubtful_scps, keys_instead, open_keys, open_permissions, too_many};
use super::metadata::{Metadata, metadata};
use super::profile_name::{arn_for_name, not_followed};
use crate::agent_request::{AgentRequests, decide};
use crate::evidence::AttrRef;
use crate::node::Node;
use crate::open_world::{after_apply, reason};
use crate::policies::{PolicySet, read};
use crate::role_trust::trusts;
use crate::target::task::is_on_fargate;
use crate::target::{Launch, Layout, Source, Target, TargetKind};
use crate::user_data::{Registers, UserData};
use crate::way::Ways;
use crate::{Deletions, Options, Presumption, Verdict};
use ssm_check_graph::aws::{InstanceProfile, Role};
use ssm_check_graph::{Graph, Kind, Link, LinkTarget, Resource, Slot};
use ssm_check_iam::{Decision, Layer, Outcome, Policy, Truth};
use ssm_check_message::{Gap, Span, list, say};
use std::collections::BTreeSet;

pub(super) fn only<V: Copy + PartialEq>(all: &[V]) -> Option<V> {
    let (first, rest) = all.split_first()?;
    rest.iter().all(|other| other == first).then_some(*first)
}

/// IAM refuses a second profile or role under one name: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html>,
/// `EntityAlreadyExists`. What refers to that one never comes to be.
fn namesake(resource: Resource<'_>) -> Option<Gap> {
    let other = resource.graph().namesake(resource.id())?;
    Some(crate::open_world::same_name(resource, other))
}

pub(super) struct Judge<'j, 'g> {
    pub(super) graph: &'g Graph<'g>,
    pub(super) deletions: &'g Deletions,
    pub(super) scps: &'j [Vec<Policy>],
    pub(super) target: &'j Target<'g>,
    /// As what its agent registers.
    pub(super) kind: TargetKind,
    pub(super) default_host_management: Truth,
    pub(super) options: &'j Options,
    /// How calls to each service leave, where that is known.
    pub(super) ways: &'j Ways,
}

impl<'g> Judge<'_, 'g> {
    pub(super) fn launch(&self, launch: &Launch<'g>) -> (Verdict, Vec<Case<'g>>) {
        let mut cases = Vec::new();
        for source in &launch.possibilities {
            cases.append(&mut self.source(*source, launch.possibilities.len() > 1));
        }
        if let Some((at, why)) = &launch.gap {
            // The target's own profile decides, whatever the template says.
            let own = Source { own: self.target.resource, template: None, specification: None };
            if own.profile().links.is_empty() {
                cases.push(Case {
                    at: at.clone(),
                    profile: None,
                    role: None,
                    problem: Some(Problem::Unknown { about: Question::Profile, gaps: vec![(at.clone(), why.clone())] }),
                    uncertain: true,
                    presumed: Vec::new(),
                });
            } else if launch.possibilities.is_empty() {
                cases.append(&mut self.source(own, false));
            }
        }
        (Verdict::agreed(cases.iter().map(Case::verdict)), cases)
    }

    fn source(&self, source: Source<'g>, uncertain: bool) -> Vec<Case<'g>> {
        if let Some(layout) = Layout::of(source.own.kind()).filter(|layout| !layout.role.is_empty()) {
            return self.without_profile(layout, uncertain, source);
        }
        if let Some(name) = Layout::of(source.own.kind()).and_then(|layout| layout.profile_name) {
            return self.named_profile(name.value(), uncertain, source);
        }
        if self.target.kind == TargetKind::Instance
            && let Some(cases) = self.registered(source, uncertain)
        {
            return cases;
        }
        let setting = source.profile();
        let at = setting.at;
        if setting.links.is_empty() {
            let problem = match source.unknown_profile() {
                // A saved configuration or the platform may name one.
                _ if source.own.kind() == Some(Kind::ElasticBeanstalkEnvironment) => Problem::Unknown {
                    about: Question::Profile,
                    gaps: vec![(at.clone(), Gap::new("whether a saved configuration or the platform names a profile"))],
                },
                Some(at) => Problem::Unknown { about: Question::Profile, gaps: vec![(at, after_apply(source.own))] },
                None => Problem::NoProfile,
            };
            return vec![self.case(at, None, None, Some(problem), uncertain, source)];
        }
        if let Some(gap) = arn_for_name(source) {
            let problem = Problem::Unknown { about: Question::Profile, gaps: vec![(at.clone(), gap)] };
            return vec![self.case(at, None, None, Some(problem), uncertain, source)];
        }
        let slots: Vec<&Slot> = setting.links.iter().flat_map(|link| &link.slots).collect();
        // A block may show a profile by name and by ARN: both are the same.
        let Some(slot) = slots.iter().find(|slot| slot.only().is_some()).or(slots.first()) else { return Vec::new() };
        let mut cases = Vec::new();
        if let Slot::Outside(value) = slot {
            let problem = if self.deletions.has(Kind::InstanceProfile, value) {
                Problem::DeletedProfile(value.clone())
            } else {
                let gap = (at.clone(), crate::open_world::outside("the instance profile", Some("aws_iam_instance_profile"), value));
                Problem::Unknown { about: Question::Permissions, gaps: vec![gap] }
            };
            cases.push(self.case(at.clone(), None, None, Some(problem), uncertain, source));
        }
        if let Some(gap) = slot.gap() {
            let gap = (at.clone(), Gap::here(reason(gap)).with_sources(source.own.has_sources()));
            cases.push(self.case(
                at.clone(),
                None,
                None,
                Some(Problem::Unknown { about: Question::Permissions, gaps: vec![gap] }),
                true,
                source,
            ));
        }
        let several = slot.candidates().len() > 1 || slot.gap().is_some();
        if let Some(gap) = too_many(slot.candidates().len(), "instance profiles") {
            let problem = Problem::Unknown { about: Question::Permissions, gaps: vec![(at.clone(), gap)] };
            return vec![self.case(at, None, None, Some(problem), true, source)];
        }
        for candidate in slot.candidates() {
            if let LinkTarget::Resource(id) = candidate.target
                && let Some(profile) = self.graph.view::<InstanceProfile<'g>>(id)
            {
                cases.append(&mut self.profile(profile, &at, uncertain || several, source));
            }
        }
        cases
    }

    /// What registers with an activation works with the role of that, whatever its profile is; `None` where it does not.
    fn registered(&self, source: Source<'g>, uncertain: bool) -> Option<Vec<Case<'g>>> {
        let user_data = UserData::of(source);
        let at = user_data.at.clone();
        let link = match user_data.registers(source) {
            Registers::No => return None,
            Registers::With(activation) => activation.role(),
            Registers::Unclear => {
                let gap = (at.clone(), Gap::new("which activation it registers with, if it does"));
                let problem = Problem::Unknown { about: Question::Permissions, gaps: vec![gap] };
                return Some(vec![Case { at, profile: None, role: None, problem: Some(problem), uncertain, presumed: Vec::new() }]);
            }
        };
        let as_node = Self { kind: TargetKind::HybridNode, scps: self.scps, ..*self };
        Some(as_node.roles(link, &at, None, uncertain, source))
    }

    /// The profile that a service always takes, which the inputs may have.
    fn named_profile(&self, name: &'static str, uncertain: bool, source: Source<'g>) -> Vec<Case<'g>> {
        let at = AttrRef::resource(source.own.address());
        let named = |profile: &InstanceProfile<'g>| profile.0.text("name").value() == Some(name);
        if let Some(profile) = self.graph.all::<InstanceProfile<'g>>().find(named) {
            self.profile(profile, &at, uncertain, source)
        } else {
            let gap = (at.clone(), crate::open_world::outside("the instance profile", Some("aws_iam_instance_profile"), name));
            vec![self.case(at, None, None, Some(Problem::Unknown { about: Question::Permissions, gaps: vec![gap] }), uncertain, source)]
        }
    }

    /// What takes a role by itself: the nodes of EKS, for whose role it makes a profile, tasks and machines outside.
    fn without_profile(&self, layout: Layout, uncertain: bool, source: Source<'g>) -> Vec<Case<'g>> {
        let holder = if self.target.kind == TargetKind::Task { source.template.unwrap_or(source.own) } else { source.own };
        let at = AttrRef::new(holder.address(), layout.role.join("."));
        let link = holder.link(layout.role);
        if !link.is_absent() {
            return self.roles(link, &at, None, uncertain, source);
        }
        let problem = match self.target.kind {
            // A data source of a task definition does not show every attribute.
            TargetKind::Task if !holder.is_managed() => {
                let gap = (at.clone(), crate::open_world::elsewhere(holder, "the task role"));
                Problem::Unknown { about: Question::TaskRole, gaps: vec![gap] }
            }
            // On instances of one's own the agent falls back on the role of the instance:
            // https://github.com/aws-containers/amazon-ecs-exec-checker
            TargetKind::Task if is_on_fargate(source) != Truth::True => {
                let gap = (at.clone(), Gap::new("whether the role of the container instances does in place of a task role"));
                Problem::Unknown { about: Question::TaskRole, gaps: vec![gap] }
            }
            TargetKind::Task => Problem::NoTaskRole,
            // A profile that is a target by itself has a role of its own or none.
            TargetKind::Instance if source.own.kind() == Some(Kind::InstanceProfile) => Problem::NoRole,
            TargetKind::Instance | TargetKind::HybridNode => Problem::NoProfile,
        };
        vec![self.case(at, None, None, Some(problem), uncertain, source)]
    }

    pub(super) fn profile(&self, profile: InstanceProfile<'g>, at: &AttrRef, uncertain: bool, source: Source<'g>) -> Vec<Case<'g>> {
        if let Some(gap) = namesake(profile.0) {
            let problem = Problem::Unknown { about: Question::Profile, gaps: vec![(AttrRef::new(profile.0.address(), "name"), gap)] };
            return vec![self.case(at.clone(), Some(profile), None, Some(problem), uncertain, source)];
        }
        if let Some(problem) = not_followed(self.deletions, profile.0, source) {
            return vec![self.case(at.clone(), Some(profile), None, Some(problem), uncertain, source)];
        }
        let links = [profile.role(), profile.role_by_name(), profile.role_by_arn()];
        match links.into_iter().find(|link| !link.is_absent()) {
            Some(link) => self.roles(link, at, Some(profile), uncertain, source),
            None if crate::open_world::is_open(profile.0) => {
                let gap = (AttrRef::resource(profile.0.address()), crate::open_world::elsewhere(profile.0, "the role"));
                vec![self.case(
                    at.clone(),
                    Some(profile),
                    None,
                    Some(Problem::Unknown { about: Question::Role, gaps: vec![gap] }),
                    uncertain,
                    source,
                )]
            }
            None => vec![self.case(at.clone(), Some(profile), None, Some(Problem::NoRole), uncertain, source)],
        }
    }

    fn roles(
        &self,
        link: &'g Link,
        at: &AttrRef,
        profile: Option<InstanceProfile<'g>>,
        uncertain: bool,
        source: Source<'g>,
    ) -> Vec<Case<'g>> {
        let mut cases = Vec::new();
        let place = profile.map_or_else(|| at.clone(), |profile| AttrRef::new(profile.0.address(), "role"));
        for slot in &link.slots {
            let unknown = match slot {
                Slot::Outside(value) => Some(crate::open_world::outside("the role", Some("aws_iam_role"), value)),
                slot => slot.gap().map(|gap| Gap::here(reason(gap)).with_sources(source.own.has_sources())),
            };
            let several = slot.candidates().len() > 1 || slot.gap().is_some();
            if let Some(why) = too_many(slot.candidates().len(), "roles") {
                let problem = Problem::Unknown { about: Question::Permissions, gaps: vec![(place.clone(), why)] };
                cases.push(self.case(at.clone(), profile, None, Some(problem), true, source));
                continue;
            }
            if let Some(why) = unknown {
                let problem = Problem::Unknown { about: Question::Permissions, gaps: vec![(place.clone(), why)] };
                cases.push(self.case(at.clone(), profile, None, Some(problem), uncertain || several, source));
            }
            for candidate in slot.candidates() {
                if let LinkTarget::Resource(id) = candidate.target
                    && let Some(role) = self.graph.view::<Role<'g>>(id)
                {
                    let refused = namesake(role.0)
                        .map(|gap| Problem::Unknown { about: Question::Role, gaps: vec![(AttrRef::new(role.0.address(), "name"), gap)] });
                    let (role, problem) = self.role(role);
                    let problem = refused.or(problem);
                    cases.push(self.case(at.clone(), profile, Some(role), problem, uncertain || several, source));
                }
            }
        }
        cases
    }

    /// Puts a case together; the metadata service comes before all else, and default host management after.
    fn case(
        &self,
        at: AttrRef,
        profile: Option<InstanceProfile<'g>>,
        role: Option<RoleCase<'g>>,
        problem: Option<Problem>,
        uncertain: bool,
        source: Source<'g>,
    ) -> Case<'g> {
        let mut presumed = Vec::new();
        let problem = match (metadata(self.graph, source), self.kind) {
            (_, TargetKind::Task) => keys_instead(source).or(problem),
            (_, TargetKind::HybridNode) => problem,
            (Metadata::Off(at), _) => Some(Problem::NoMetadata(at)),
            (metadata, _) => match (self.rescued(problem, role.as_ref(), &mut presumed), metadata) {
                (None, Metadata::Unknown(at)) => {
                    Some(Problem::Unknown { about: Question::Metadata, gaps: vec![(at, after_apply(source.own))] })
                }
                (None, Metadata::LeftOut) if self.options.assumes(Presumption::ImageDefaults) => {
                    presumed.push(Presumption::ImageDefaults);
                    None
                }
                (None, Metadata::LeftOut) => {
                    let at = AttrRef::new(source.own.address(), "metadata_options.http_endpoint");
                    let gap = Gap::new("whether the image and the account leave the metadata service on");
                    Some(Problem::Unknown { about: Question::Metadata, gaps: vec![(at, gap)] })
                }
                (problem, _) => problem,
            },
        };
        Case { at, profile, role, problem, uncertain, presumed }
    }

    /// Default host management steps in where the profile does not let the agent register:
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/managed-instances-default-host-management.html>.
    fn rescued(&self, problem: Option<Problem>, role: Option<&RoleCase<'g>>, presumed: &mut Vec<Presumption>) -> Option<Problem> {
        let problem = problem?;
        let registers = role.map_or(Truth::False, |role| role.allowed("ssm:UpdateInstanceInformation"));
        let stepping_in = match &problem {
            Problem::NoProfile | Problem::DeletedProfile(_) | Problem::NoRole | Problem::NotAssumable => Truth::True,
            Problem::NotAllowed(_) | Problem::Denied(_) => !registers,
            _ => Truth::False,
        };
        let too_old = Node::of(self.target).and_then(Node::is_too_old_for_default_host_management);
        let stepping_in = if too_old == Some(true) { Truth::False } else { stepping_in };
        let version_is_known = too_old.is_some();
        let at = || AttrRef::resource(self.target.resource.address());
        match (self.default_host_management.and(stepping_in), self.default_host_management) {
            (Truth::True, _) if !version_is_known && !self.options.assumes(Presumption::AgentVersion) => Some(Problem::Unknown {
                about: Question::Profile,
                gaps: vec![(at(), Gap::new("whether the agent is new enough for default host management"))],
            }),
            (Truth::True, _) => {
                presumed.extend((!version_is_known).then_some(Presumption::AgentVersion));
                None
            }
            (Truth::Unknown, _) => Some(Problem::Unknown {
                about: Question::Profile,
                gaps: vec![(at(), Gap::new("whether default host management steps in"))],
            }),
            (Truth::False, Truth::True) => match problem {
                Problem::NotAllowed(missing) | Problem::Denied(missing) => Some(Problem::PartialGrant(missing)),
                other => Some(other),
            },
            (Truth::False, _) => Some(problem),
        }
    }

    pub(super) fn role(&self, role: Role<'g>) -> (RoleCase<'g>, Option<Problem>) {
        let policies = PolicySet::of_role(self.graph, role);
        let services = self.kind.trusted_by_role(role.0.location().partition());
        let trust = trusts(role, &services, self.target.resource);
        let way = |action: &str| self.ways.get(action.split(':').next().unwrap_or_default());
        let requests = AgentRequests::new(self.target, role);
        let decide =
            |action: &'static str| (action, decide(self.target, role, &policies, self.scps, requests.request(action), way(action)));
        let outcomes: Vec<_> = self.kind.actions().map(decide).collect();
        let case = RoleCase { role, policies, outcomes };
        let with = |test: &dyn Fn(&Outcome) -> bool| -> Vec<&'static str> {
            case.outcomes.iter().filter(|(_, outcome)| test(outcome)).map(|(action, _)| *action).collect()
        };
        let denied = with(&|outcome| {
            outcome.decision == Decision::ExplicitDeny
                || (outcome.decision == Decision::ImplicitDeny && !matches!(outcome.by, None | Some(Layer::Identity)))
        });
        let missing = with(&|outcome| outcome.decision == Decision::ImplicitDeny && matches!(outcome.by, None | Some(Layer::Identity)));
        let unknown = with(&|outcome| outcome.decision == Decision::Unknown);
        let problem = match trust {
            Truth::False => Some(Problem::NotAssumable),
            _ if case.outcomes.is_empty() => {
                let gap = Gap::new("which actions the agent needs: no table of this version tells");
                Some(Problem::Unknown { about: Question::Permissions, gaps: vec![(AttrRef::resource(role.0.address()), gap)] })
            }
            _ if !missing.is_empty() => Some(Problem::NotAllowed(missing)),
            _ if !denied.is_empty() => Some(Problem::Denied(denied)),
            _ if !unknown.is_empty() => {
                let mut gaps = case.policies.all_gaps();
                gaps.extend(case.outcomes.iter().flat_map(|(_, outcome)| doubtful_scps(outcome)));
                gaps.sort();
                gaps.dedup();
                if gaps.is_empty() {
                    let keys: BTreeSet<&str> = case.outcomes.iter().flat_map(|(_, outcome)| open_keys(outcome)).collect();
                    gaps.push((AttrRef::resource(role.0.address()), open_permissions(&unknown, &keys)));
                }
                Some(Problem::Unknown { about: Question::Permissions, gaps })
            }
            Truth::Unknown => {
                let gap = read(role.0, "assume_role_policy").gap.unwrap_or_else(|| {
                    (
                        AttrRef::new(role.0.address(), "assume_role_policy"),
                        Gap::new(say!("whether {} may assume it", list(services.iter().copied().map(Span::code)))),
                    )
                });
                Some(Problem::Unknown { about: Question::Trust, gaps: vec![gap] })
            }
            Truth::True => None,
        };
        (case, problem)
    }
}
