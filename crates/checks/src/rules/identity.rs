//! What the identity checks share: which cases a check reports, and the way from the target to the role.

pub(super) mod activation_unusable;
pub(super) mod agent_actions_denied;
pub(super) mod agent_policy_not_managed;
pub(in crate::rules) mod asked;
pub(super) mod attachment_takes_policy_from_others;
pub(super) mod exec_session_not_permitted;
pub(super) mod instance_without_profile;
pub(super) mod legacy_agent_policy;
pub(in crate::rules) mod logs;
pub(super) mod metadata_service_disabled;
pub(super) mod partial_grant_blocks_default_host_management;
pub(super) mod policy_list_mixed_with_attachments;
pub(super) mod profile_without_role;
pub(in crate::rules) mod refusal;
pub(super) mod role_cannot_run_agent;
pub(super) mod role_not_assumable_by_ec2;
pub(super) mod session_preferences_not_permitted;
pub(super) mod task_role_missing;

use crate::repairs;
use crate::{AttrRef, Check, Context, Evidence, Finding, Verdict};
use ssm_check_assess::Assessed;
use ssm_check_assess::identity::{Case, Identity, Problem, Question};
use ssm_check_assess::target::TargetKind;
use ssm_check_aws::Arn;
use ssm_check_graph::LinkTarget;
use ssm_check_graph::aws::{InstanceProfile, Role};
use ssm_check_message::{Message, Reason, Span, list, say};

/// What a check says of its cases.
pub(super) struct Words {
    /// The headline of a failure.
    pub(super) message: Message,
    /// Evidence beyond the way to the role.
    pub(super) evidence: Vec<Evidence>,
    /// The next action.
    pub(super) help: Message,
}

/// Reports the targets whose identity this check is to report.
pub(super) fn report(
    context: &Context<'_>,
    findings: &mut Vec<Finding>,
    check: &'static Check,
    words: impl Fn(&Assessed<'_>, &Case<'_>) -> Option<Words>,
) {
    for assessed in &context.targets {
        let address = assessed.target.resource.address();
        let Some((verdict, cases)) = reported(&assessed.identity, check.id) else { continue };
        let Some(first) = cases.first() else { continue };
        let mut evidence: Vec<Evidence> = Vec::new();
        for case in &cases {
            evidence.extend(way(case));
            evidence.extend(gaps(case));
        }
        let (message, help) = match (verdict, words(assessed, first)) {
            (Verdict::Fail, Some(words)) => {
                evidence.extend(words.evidence);
                (words.message, words.help)
            }
            (Verdict::Fail, None) => continue,
            _ => (undecided(assessed, check), role_for_profile(context, first).unwrap_or_default()),
        };
        let mut causes = Vec::new();
        if verdict == Verdict::Fail {
            repairs::merge(&mut causes, cases.iter().map(|case| repairs::identity::of(context, assessed, case)).collect());
        }
        let finding = Finding::new(check, verdict, address, message).about("iam_instance_profile").because(evidence).help(help);
        findings.push(finding.repaired(causes));
    }
}

/// The name of a role where that of a profile belongs, which no other input would put right.
fn role_for_profile(context: &Context<'_>, case: &Case<'_>) -> Option<Message> {
    let Some(Problem::Unknown { gaps, .. }) = &case.problem else { return None };
    let key = gaps.iter().find_map(|(_, gap)| match &gap.reason {
        Reason::Outside { resource_type: Some("aws_iam_instance_profile"), key } => Some(key.as_str()),
        _ => None,
    })?;
    let role = context.graph.all::<Role<'_>>().find(|role| role.0.text("name").value() == Some(key))?;
    let of_role = |profile: &InstanceProfile<'_>| profile.role().only() == Some(LinkTarget::Resource(role.0.id()));
    let profile = context.graph.all::<InstanceProfile<'_>>().find(of_role)?;
    Some(say!(
        "{} is the name of role {}, whose instance profile is {}: name the profile in {}, or pass the plan or state that holds a profile of that name with `--context`",
        Span::value(key),
        Span::address(role.0.address()),
        Span::address(profile.0.address()),
        Span::attribute(&case.at)
    ))
}

/// The verdict and the cases that this check reports for a target; `None` where another check does, or all is well.
fn reported<'i, 'g>(identity: &'i Identity<'g>, id: &str) -> Option<(Verdict, Vec<&'i Case<'g>>)> {
    let checks = |case: &&Case<'g>| case.problem.as_ref().is_some_and(|problem| check_of(problem) == id);
    let failing = |case: &&Case<'g>| case.verdict() == Verdict::Fail;
    let certain: Vec<_> = identity.cases.iter().filter(|case| !case.uncertain).filter(failing).collect();
    match identity.verdict {
        Verdict::Pass => None,
        Verdict::Fail if !certain.is_empty() => {
            let own: Vec<_> = certain.into_iter().filter(checks).collect();
            (!own.is_empty()).then_some((Verdict::Fail, own))
        }
        // Several possibilities, all of which fail: the first one's check reports them together.
        Verdict::Fail => {
            let all: Vec<_> = identity.cases.iter().filter(failing).collect();
            all.first().is_some_and(checks).then_some((Verdict::Fail, all))
        }
        Verdict::Unknown => {
            let unclear: Vec<_> = identity.cases.iter().filter(|case| case.verdict() != Verdict::Pass).collect();
            let first = unclear.iter().find(|case| case.verdict() == Verdict::Fail).or(unclear.first())?;
            checks(first).then(|| (Verdict::Unknown, identity.cases.iter().collect()))
        }
    }
}

/// From the target to the role.
fn way(case: &Case<'_>) -> Vec<Evidence> {
    let mut steps = Vec::new();
    if let Some(profile) = case.profile {
        steps.push(Evidence::Link { at: case.at.clone(), to: profile.0.address().to_owned(), how: possibly(case) });
        if let Some(role) = &case.role {
            let at = AttrRef::new(profile.0.address(), "role");
            steps.push(Evidence::Link { at, to: role.role.0.address().to_owned(), how: Message::default() });
        }
    }
    steps
}

fn possibly(case: &Case<'_>) -> Message {
    if !case.uncertain {
        return Message::default();
    }
    let outcome = match case.verdict() {
        Verdict::Pass => "with which the agent works",
        Verdict::Fail => "with which the agent does not work",
        Verdict::Unknown => "with which it is not known whether the agent works",
    };
    say!("as one of several possibilities, {}", outcome)
}

fn gaps(case: &Case<'_>) -> Vec<Evidence> {
    match &case.problem {
        Some(Problem::Unknown { gaps, .. }) => gaps.iter().map(|(at, gap)| Evidence::Gap { at: at.clone(), gap: gap.clone() }).collect(),
        _ => Vec::new(),
    }
}

fn undecided(assessed: &Assessed<'_>, check: &Check) -> Message {
    let address = assessed.target.resource.address();
    let several = assessed.identity.cases.len() > 1;
    let fails = assessed.identity.cases.iter().any(|case| case.verdict() == Verdict::Fail);
    let and_not_all = if fails { ", and not all of them work" } else { "" };
    match check.id {
        _ if several && assessed.target.kind == TargetKind::Task => {
            say!("cannot determine from this plan which task role {} gets{}", Span::address(address), and_not_all)
        }
        "SSM101" if assessed.target.kind == TargetKind::Task => {
            say!("cannot determine from this plan whether {} has a task role with which ECS Exec works", Span::address(address))
        }
        "SSM101" if !several => say!("cannot determine from this plan whether {} has an instance profile", Span::address(address)),
        _ if several => {
            say!("cannot determine from this plan which instance profile {} gets{}", Span::address(address), and_not_all)
        }
        "SSM102" => say!("cannot determine from this plan whether the instance profile of {} holds a role", Span::address(address)),
        "SSM104" => say!("cannot determine from this plan whether the role of {} can be assumed for it", Span::address(address)),
        "SSM107" => say!("cannot determine from this plan whether {} has its metadata service", Span::address(address)),
        _ => say!("cannot determine from this plan whether the role of {} allows what the agent needs", Span::address(address)),
    }
}

/// A policy that nobody but AWS edits.
fn is_aws_managed(policy: &str) -> bool {
    Arn::parse(policy).is_some_and(|arn| arn.service == "iam" && arn.is_of_aws())
}

/// The id of the check that reports a problem.
pub(super) fn check_of(problem: &Problem) -> &'static str {
    match problem {
        Problem::NoProfile | Problem::DeletedProfile(_) | Problem::Unknown { about: Question::Profile, .. } => "SSM101",
        Problem::NoTaskRole | Problem::Unknown { about: Question::TaskRole, .. } => "SSM112",
        Problem::NoRole | Problem::Unknown { about: Question::Role, .. } => "SSM102",
        Problem::NotAllowed(_) | Problem::Unknown { about: Question::Permissions, .. } => "SSM103",
        Problem::NotAssumable | Problem::Unknown { about: Question::Trust, .. } => "SSM104",
        Problem::Denied(_) => "SSM105",
        Problem::NoMetadata(_) | Problem::Unknown { about: Question::Metadata, .. } => "SSM107",
        Problem::PartialGrant(_) => "SSM110",
    }
}

/// Actions, as `a`, `b` and `c`.
pub(super) fn listed(actions: &[&'static str]) -> Message {
    list(actions.iter().map(|action| Span::code(action)))
}
