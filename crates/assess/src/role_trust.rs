//! Whether a service may assume a role: the role's trust policy, and control policies of the organisation.

use crate::access::scps::rcps;
use crate::agent_request::timed;
use crate::pages::Listed;
use crate::policies::{Read, read};
use ssm_check_graph::Resource;
use ssm_check_graph::aws::Role;
use ssm_check_iam::{
    Class, Context, Decision, Effect, Element, Layers, Outcome, Placeholder, Policy, Principal, Request, Scope, StatementMatch, Text,
    Truth, Unlisted, Value, evaluate,
};
use ssm_check_plan::Attr;

/// A service may assume the role for a target: the trust policy lets one of them, and no control policy of the organisation is in the way.
///
/// What a resource control policy makes of a service that hands a role to an instance no page says, so one that denies it leaves it open.
pub fn trusts(role: Role<'_>, services: &[&str], target: Resource<'_>) -> Truth {
    if services.is_empty() || role.assume_role_policy() == Attr::Absent && !role.0.is_managed() {
        return Truth::Unknown;
    }
    let answers = services.iter().map(|service| match assumption(role, service, target).allowed() {
        Truth::True if may_be_denied(role, service, target) => Truth::Unknown,
        answer => answer,
    });
    Truth::any(answers)
}

/// A resource control policy may keep the service from the role.
fn may_be_denied(role: Role<'_>, service: &str, target: Resource<'_>) -> bool {
    let denies = |policy: Policy| {
        let outcome = evaluate(&request(role, service, target), &Layers { resource: Some(policy), ..Layers::default() });
        outcome.statements.iter().any(|one| one.effect == Effect::Deny && one.matched != Truth::False)
    };
    rcps(role.0.graph(), &role.0.location().account).into_iter().flatten().any(denies)
}

/// The statement of the trust policy that keeps a service from the role, if one does.
pub fn denied_by(role: Role<'_>, service: &str, target: Resource<'_>) -> Option<StatementMatch> {
    let outcome = assumption(role, service, target);
    let mut denies = outcome.statements.into_iter().filter(|one| one.effect == Effect::Deny && one.matched == Truth::True);
    denies.next().filter(|_| outcome.decision == Decision::ExplicitDeny)
}

/// The statement of the trust policy that would let a service assume the role but for its conditions, with the keys that are in the way.
pub fn unmet_conditions(role: Role<'_>, service: &str, target: Resource<'_>) -> Option<(StatementMatch, Vec<String>)> {
    let outcome = assumption(role, service, target);
    outcome.statements.into_iter().filter(|one| one.effect == Effect::Allow).find_map(|one| {
        let keys: Option<Vec<String>> = one
            .mismatches
            .iter()
            .filter(|mismatch| mismatch.matched == Truth::False || !matches!(mismatch.element, Element::Condition { .. }))
            .map(|mismatch| match &mismatch.element {
                Element::Condition { key, .. } => Some(key.clone()),
                _ => None,
            })
            .collect();
        keys.filter(|keys| !keys.is_empty()).map(|keys| (one, keys))
    })
}

/// What the trust policy says to a service that assumes the role.
fn assumption(role: Role<'_>, service: &str, target: Resource<'_>) -> Outcome {
    let Read { document, .. } = read(role.0, "assume_role_policy");
    evaluate(&request(role, service, target), &Layers { resource: Some(Policy::new(role.0.address(), document)), ..Layers::default() })
}

/// A service's request for credentials of a role. The service is a member of no organisation, and names no external id.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice>
fn request(role: Role<'_>, service: &str, target: Resource<'_>) -> Request {
    let mut context = timed(Context::new().unlisted(Unlisted::Unknown), role.0.graph())
        .with("aws:PrincipalIsAWSService", "true")
        .with("aws:PrincipalServiceName", service)
        .with("aws:SecureTransport", "true")
        .with_value("aws:TokenIssueTime", Value::Unknown);
    for key in ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "sts:ExternalId"] {
        context = context.with_value(key, Value::Absent);
    }
    if let Some(source) = source_service(service) {
        let some = Text::unknown(Placeholder::new("what it asks for", Class::Any));
        let location = target.location();
        context = context
            .with("aws:SourceArn", Text::arn(location, source, Scope::Regional, &some))
            .with("aws:SourceAccount", Text::account(&location.account));
    }
    Request::new(Principal::Service(Text::lit(service)), "sts:AssumeRole", crate::arn::arn_of(role.0)).context(context)
}

/// The service in `aws:SourceArn`, of those that are documented to send it when they assume a role.
fn source_service(service: &str) -> Option<&'static str> {
    Listed::SourcesThatServicesName.rows().find(|(name, _)| *name == service).map(|(_, source)| source)
}
