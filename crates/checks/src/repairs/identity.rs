//! What keeps an agent from its permissions, put right.

use super::{inline_policy, is_ours, value_of};
use crate::{AttrRef, Context, Verdict};
use ssm_check_assess::Assessed;
use ssm_check_assess::identity::{Case, Problem, RoleCase};
use ssm_check_assess::pages::Listed;
use ssm_check_assess::policies::{Body as PolicyBody, Held, PolicySet};
use ssm_check_assess::role_trust::denied_by;
use ssm_check_assess::target::TargetKind;
use ssm_check_aws::Partition;
use ssm_check_graph::aws::{EcsService, InstanceProfile, PolicyAttachmentsExclusive, Role, RolePolicyAttachment, View};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_iam::{Effect, Text, managed};
use ssm_check_plan::Attr;
use ssm_check_repair::{Body, Edit, Repair, Statement, Value};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How a problem is put right; the closest way first.
pub(crate) fn of<'g>(context: &Context<'g>, assessed: &Assessed<'g>, case: &Case<'g>) -> Vec<Repair> {
    let repairs: Vec<Option<Repair>> = match &case.problem {
        Some(Problem::NoProfile) => vec![profile(context, assessed, case, false), profile(context, assessed, case, true)],
        Some(Problem::NoTaskRole) => vec![task_role(assessed)],
        Some(Problem::NoRole) => vec![case.profile.and_then(|profile| role_in(context, profile))],
        Some(Problem::NotAllowed(missing)) => vec![case.role.as_ref().and_then(|role| match assessed.target.kind {
            TargetKind::Instance | TargetKind::HybridNode => Some(attach(role)),
            TargetKind::Task => allow(role.role.0, missing),
        })],
        Some(Problem::PartialGrant(_)) => vec![case.role.as_ref().map(attach)],
        Some(Problem::NotAssumable) => vec![case.role.as_ref().and_then(|role| trust(assessed, role.role))],
        Some(Problem::NoMetadata(at)) => vec![metadata(context, assessed, at)],
        Some(Problem::Denied(denied)) => vec![case.role.as_ref().and_then(|role| boundary(context, role, denied))],
        // Which profile is meant to stay is for people to say.
        Some(Problem::DeletedProfile(_) | Problem::Unknown { .. }) | None => Vec::new(),
    };
    repairs.into_iter().flatten().collect()
}

/// Turns the metadata service on, and no more open than it has to be.
fn metadata(context: &Context<'_>, assessed: &Assessed<'_>, at: &AttrRef) -> Option<Repair> {
    // What the organisation's policy declares is for what an instance leaves out.
    let declared = at.attribute.as_deref() == Some("content");
    let (holder, written) = if declared {
        (assessed.target.template().unwrap_or(assessed.target.resource), "metadata_options.http_endpoint")
    } else {
        (context.graph.at(&at.address)?, at.attribute.as_deref()?)
    };
    let path: Vec<&str> = written.split('.').map(|step| step.split('[').next().unwrap_or(step)).collect();
    let (_, block) = path.split_last()?;
    let tokens: Vec<&str> = block.iter().copied().chain(["http_tokens"]).collect();
    Some(Repair::new([Edit::set(holder.parsed(), &path, "enabled"), Edit::set(holder.parsed(), &tokens, "required")]))
}

pub(crate) fn core(resource: Resource<'_>) -> String {
    managed::arn(resource.location().partition().unwrap_or(Partition::Aws), Listed::PolicyForTheAgent.value())
}

/// The ARN of AWS's policy for the agent.
fn is_core(arn: &str) -> bool {
    arn.rsplit_once(":policy/").is_some_and(|(_, name)| Listed::PolicyForTheAgent.has(name))
}

/// Attaches the agent's policy to a role, as the role has its others.
pub(crate) fn attach(case: &RoleCase<'_>) -> Repair {
    let role = case.role.0;
    let graph = role.graph();
    let core = core(role);
    let misnamed = case.policies.held.iter().find(|held| {
        held.arn()
            .is_some_and(|arn| managed::is_misnamed(arn) && arn.rsplit('/').next().is_some_and(|name| Listed::PolicyForTheAgent.has(name)))
    });
    if let Some(holder) = misnamed.and_then(|held| graph.at(&held.by.address)).filter(|holder| holder.is_configured("policy_arn")) {
        return Repair::set(holder.parsed(), &["policy_arn"], core);
    }
    let target = LinkTarget::Resource(role.id());
    let exclusive = graph.referrers::<PolicyAttachmentsExclusive<'_>>(target, &["role_name"]).into_iter().next();
    let attached = || {
        let mut all = graph.referrers::<RolePolicyAttachment<'_>>(target, &["role"]).into_iter();
        all.any(|(attachment, _)| attachment.resource().text("policy_arn").value() == Some(&core))
    };
    let attachment = || {
        let body = Body::new().with("role", Value::of(role.parsed(), "name")).with("policy_arn", core.as_str());
        Edit::add(role.parsed(), "aws_iam_role_policy_attachment", &format!("{}_ssm", role.parsed().name), body)
    };
    if let Some((list, _)) = exclusive {
        let append = Edit::Append {
            block: list.resource().parsed().clone(),
            path: vec!["policy_arns".to_owned()],
            value: Value::from(core.as_str()),
        };
        let attach = if attached() { None } else { Some(attachment()) };
        return Repair::new(attach.into_iter().chain([append]));
    }
    if role.is_configured("managed_policy_arns") {
        let append =
            Edit::Append { block: role.parsed().clone(), path: vec!["managed_policy_arns".to_owned()], value: Value::from(core.as_str()) };
        return Repair::new([append]);
    }
    Repair::new([attachment()])
}

/// Allows actions by a policy of the role's own.
fn allow(role: Resource<'_>, actions: &[&str]) -> Option<Repair> {
    let (name, statement) = (format!("{}_ssm", role.parsed().name), Statement::allow(actions.iter().copied(), ["*"]));
    inline_policy(role, &name, statement).map(Repair::new)
}

/// The service that assumes the role of a target.
fn service(kind: TargetKind) -> Option<&'static str> {
    kind.trusted_by_role(Some(Partition::Aws)).first().copied()
}

fn trust(assessed: &Assessed<'_>, role: Role<'_>) -> Option<Repair> {
    // Beside a deny, another statement does not help.
    let service = service(assessed.target.kind)?;
    let denied = denied_by(role, service, assessed.target.resource).is_some();
    let Role(role) = role;
    if denied {
        return None;
    }
    let statement = Statement::trust(service);
    Some(Repair::new([Edit::add_statement(role.parsed(), &["assume_role_policy"], statement)]))
}

/// What the boundary does not reach is allowed in it.
fn boundary(context: &Context<'_>, case: &RoleCase<'_>, denied: &[&str]) -> Option<Repair> {
    let by_boundary = case.outcomes.iter().any(|(action, outcome)| {
        denied.contains(action)
            && outcome.decision == ssm_check_iam::Decision::ImplicitDeny
            && outcome.by == Some(ssm_check_iam::Layer::Boundary)
    });
    let policy = context.graph.at(&case.policies.boundary.first()?.name).filter(|_| by_boundary)?;
    let statement = Statement::allow(denied.iter().copied(), ["*"]);
    Some(Repair::new([Edit::add_statement(policy.parsed(), &["policy"], statement)]).widens())
}

/// A role that a service assumes, beside something: what it is called there, and the edit that adds it.
fn role_beside(beside: Resource<'_>, what_for: &str, service: &str) -> (String, Edit) {
    let own = &beside.parsed().name;
    let name = format!("{own}_{what_for}");
    let prefix: String = format!("{}-{what_for}-", own.replace('_', "-")).chars().take(38).collect();
    let body = Body::new().with("name_prefix", prefix).with("assume_role_policy", Value::Policy(Statement::trust(service)));
    let edit = Edit::add(beside.parsed(), "aws_iam_role", &name, body);
    (name, edit)
}

/// A role for instances, with the agent's policy, beside something: what it is called there, and the edits that add it.
fn instance_role(beside: Resource<'_>) -> Option<(String, Vec<Edit>)> {
    let (name, role) = role_beside(beside, "ssm", service(TargetKind::Instance)?);
    let attachment = Body::new().with("role", Value::made("aws_iam_role", &name, "name")).with("policy_arn", core(beside));
    let attach = Edit::add(beside.parsed(), "aws_iam_role_policy_attachment", &name, attachment);
    Some((name, vec![role, attach]))
}

/// So many profiles are looked into.
const MOST_COMPARED: usize = 16;

/// A profile that another target works with, where there is one that is not the administrators'.
fn working_profile<'g>(context: &Context<'g>, holder: Resource<'g>) -> Option<InstanceProfile<'g>> {
    let usable = |profile: &InstanceProfile<'g>| {
        profile.resource().input() == holder.input()
            && profile.resource().is_judged()
            && profile.resource().location().account() == holder.location().account()
    };
    let working = context.targets.iter().filter(|other| other.identity.verdict == Verdict::Pass).filter_map(|other| other.identity.profile);
    let is_near = |profile: &InstanceProfile<'g>| profile.resource().parsed().module == holder.parsed().module;
    let mut by_use: BTreeMap<&'g str, (InstanceProfile<'g>, usize)> = BTreeMap::new();
    for profile in working.filter(usable) {
        by_use.entry(profile.resource().address()).or_insert((profile, 0)).1 += 1;
    }
    let mut by_use: Vec<_> = by_use.into_values().collect();
    by_use.sort_by_key(|(profile, count)| (!is_near(profile), Reverse(*count)));
    // The one that lends least, of those that are nearest and used most.
    let rated = by_use.into_iter().take(MOST_COMPARED).map(|(profile, _)| (lends(context, profile), profile));
    let best = rated.filter(|(lends, _)| *lends < Lends::Everything).min_by_key(|(lends, _)| *lends);
    best.map(|(_, profile)| profile).or_else(|| {
        let nearby = |profile: &InstanceProfile<'g>| {
            let role = profile.role().only();
            usable(profile)
                && is_ours(profile.resource())
                && profile.resource().parsed().module == holder.parsed().module
                && role.is_some_and(|role| has_core(context, role))
                && lends(context, *profile) < Lends::Everything
        };
        context.graph.all::<InstanceProfile<'g>>().find(nearby)
    })
}

/// The agent's policy is attached to the role.
fn has_core(context: &Context<'_>, role: LinkTarget) -> bool {
    let attached = context.graph.referrers::<RolePolicyAttachment<'_>>(role, &["role"]);
    attached.into_iter().any(|(attachment, referrer)| {
        let arn = attachment.resource().text("policy_arn").value();
        referrer.certain && arn.is_some_and(is_core)
    })
}

/// Gives a target a profile: one that is there, or a new one.
fn profile<'g>(context: &Context<'g>, assessed: &Assessed<'g>, case: &Case<'g>, anew: bool) -> Option<Repair> {
    let own = assessed.target.resource;
    let holder = assessed.target.template().unwrap_or(own);
    let holder = if is_ours(holder) { holder } else { return None };
    let (path, attribute): (Vec<&str>, &str) = match holder.resource_type() {
        "aws_launch_template" => (vec!["iam_instance_profile", "name"], "name"),
        "aws_spot_fleet_request" => {
            let specification = case.at.attribute.as_deref()?.strip_prefix("launch_specification[")?;
            let written = holder.values().get("launch_specification").elements().count();
            // A set has no order: only of one is it known which it is.
            (written == 1 && specification.starts_with('0')).then(|| (vec!["launch_specification", "iam_instance_profile_arn"], "arn"))?
        }
        "aws_ec2_fleet" | "aws_autoscaling_group" => return None,
        "aws_batch_compute_environment" => (vec!["compute_resources", "instance_role"], "arn"),
        "aws_emr_cluster" => (vec!["ec2_attributes", "instance_profile"], "arn"),
        "aws_imagebuilder_infrastructure_configuration" => (vec!["instance_profile_name"], "name"),
        _ => (vec!["iam_instance_profile"], "name"),
    };
    if !anew {
        let working = working_profile(context, holder)?;
        let profile = working.resource();
        let repair = Repair::set(holder.parsed(), &path, value_of(holder, profile, attribute)?);
        return Some(if lends(context, working) > Lends::Nothing { repair.widens() } else { repair });
    }
    let (name, mut edits) = instance_role(holder)?;
    let body = Body::new().with("role", Value::made("aws_iam_role", &name, "name"));
    edits.push(Edit::add(holder.parsed(), "aws_iam_instance_profile", &name, body));
    edits.push(Edit::set(holder.parsed(), &path, Value::made("aws_iam_instance_profile", &name, attribute)));
    Some(Repair::new(edits))
}

/// What a role may do beside what the agent does: whoever gets its profile may do that too.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege>
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lends {
    Nothing,
    Something,
    Everything,
}

fn lends(context: &Context<'_>, profile: InstanceProfile<'_>) -> Lends {
    let role = match profile.role().only() {
        Some(LinkTarget::Resource(id)) => context.graph.view::<Role<'_>>(id),
        _ => None,
    };
    let Some(role) = role else { return Lends::Something };
    let policies = PolicySet::of_role(context.graph, role);
    let agents = |held: &Held| held.arn().is_some_and(is_core);
    if policies.held.iter().any(is_for_everything) {
        Lends::Everything
    } else if policies.gaps.is_empty() && policies.held.iter().all(agents) {
        Lends::Nothing
    } else {
        Lends::Something
    }
}

/// A policy of administrators.
fn is_for_everything(held: &Held) -> bool {
    match &held.body {
        PolicyBody::AwsManaged(arn) => {
            ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"].iter().any(|name| arn.ends_with(&format!("/{name}")))
        }
        PolicyBody::Document(read) => read.document.statements.iter().any(|statement| {
            // Who may do all of IAM may do anything.
            let is_any = |action: &Text| {
                let parts = action.literal().map(|action| action.split_once(':').unwrap_or((action, "*")));
                matches!(parts, Some(("*" | "iam", "*")))
            };
            statement.effect == Effect::Allow && (statement.actions.negated || statement.actions.list.iter().any(is_any))
        }),
    }
}

/// Puts a role into a profile: the role of the module that has the agent's policy, or a new one.
fn role_in(context: &Context<'_>, profile: InstanceProfile<'_>) -> Option<Repair> {
    let holder = profile.resource();
    let near = |role: &Role<'_>| {
        role.0.parsed().module == holder.parsed().module
            && role.0.input() == holder.input()
            && is_ours(role.0)
            && has_core(context, LinkTarget::Resource(role.0.id()))
    };
    let found = context.graph.all::<Role<'_>>().find(near);
    if let Some(role) = found {
        return Some(Repair::set(holder.parsed(), &["role"], value_of(holder, role.0, "name")?));
    }
    let (name, mut edits) = instance_role(holder)?;
    edits.push(Edit::set(holder.parsed(), &["role"], Value::made("aws_iam_role", &name, "name")));
    Some(Repair::new(edits))
}

/// Gives a task definition a role that allows what ECS Exec needs.
fn task_role(assessed: &Assessed<'_>) -> Option<Repair> {
    let graph = assessed.target.resource.graph();
    let running = graph.view::<EcsService<'_>>(assessed.target.resource.id())?;
    let Some(LinkTarget::Resource(definition)) = running.task_definition().only() else { return None };
    let definition = graph.resource(definition);
    if !is_ours(definition) || definition.value("task_role_arn").text() != Attr::Absent {
        return None;
    }
    let (name, role) = role_beside(definition, "exec", service(TargetKind::Task)?);
    let allowed = Statement::allow(assessed.target.kind.actions(), ["*"]);
    let policy = Body::new().with("role", Value::made("aws_iam_role", &name, "name")).with("policy", Value::Policy(allowed));
    Some(Repair::new([
        role,
        Edit::add(definition.parsed(), "aws_iam_role_policy", &name, policy),
        Edit::set(definition.parsed(), &["task_role_arn"], Value::made("aws_iam_role", &name, "arn")),
    ]))
}
