//! Conditions that never hold.

use super::{Fault, is_of_sessions_alone, names_sessions};
use crate::rules::access::{document_check, with_tag};
use ssm_check_assess::access::{Access, Asking, KnownStatement, START, TargetResource};
use ssm_check_aws::Arn;
use ssm_check_iam::{Base, Condition, Effect, Text, Truth, reference};
use ssm_check_message::{Message, Span, say};

/// Why the conditions of a statement never hold of a session.
pub(super) fn faults(access: &Access<'_>, asking: &Asking<'_, '_>, known: &KnownStatement<'_>) -> Vec<Fault> {
    let mut faults: Vec<Fault> = plain_bool(asking, known).into_iter().collect();
    let is_meant = if known.statement.effect == Effect::Deny { names_sessions(known.statement) } else { is_of_sessions_alone(known) };
    if is_meant {
        faults.extend(known.statement.conditions.iter().find_map(|condition| absent(access, asking, known, condition)));
        faults.extend(known.statement.conditions.iter().find_map(|condition| of_session(known, condition)));
        faults.extend(ended(asking, known));
    }
    faults
}

/// The condition asks for the ARN of a session, where requests have that of the role.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn>
fn of_session(known: &KnownStatement<'_>, condition: &Condition) -> Option<Fault> {
    let operator = condition.operator;
    let is_met_by_one = matches!(operator.base, Base::ArnEquals | Base::ArnLike | Base::StringEquals | Base::StringLike)
        && operator.quantifier != Some(ssm_check_iam::Quantifier::ForAllValues);
    if !is_met_by_one || !condition.complete || !condition.key.eq_ignore_ascii_case("aws:PrincipalArn") {
        return None;
    }
    let of_each: Option<Vec<(&str, String)>> = condition.values.iter().map(|value| role_of_session(value.literal()?)).collect();
    let (written, role) = of_each?.into_iter().next()?;
    let why = say!("{} of a session is the ARN of its role, and never {}", Span::value(&condition.key), Span::value(written));
    Some(Fault::of(known, why, say!("write the ARN of the role, with its path if it has one: {}", Span::value(role))))
}

/// The role of a session, by the session's ARN, which does not tell the path of the role.
fn role_of_session(text: &str) -> Option<(&str, String)> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "sts")?;
    let name = arn.resource.strip_prefix("assumed-role/")?.split('/').next()?;
    Some((text, format!("arn:{}:iam::{}:role/{name}", arn.partition, arn.account)))
}

/// Measured: with a document named, the key is not in the request, so that `Bool` does not hold. Whether a request that names none has it is
/// not known.
fn plain_bool(asking: &Asking<'_, '_>, known: &KnownStatement<'_>) -> Option<Fault> {
    let condition = document_check(known.statement)?;
    let operator = condition.operator;
    (operator.base == Base::Bool && !operator.if_exists).then(|| {
        Fault::of(
            known,
            "`ssm:SessionDocumentAccessCheck` is absent from these, and `Bool` wants it present",
            "write `BoolIfExists` for `Bool`",
        )
        .at_most("matches no request that names a document")
        .rewritten(asking, known, "Bool", "BoolIfExists")
    })
}

/// The condition wants a key that no request for a resource of the statement has.
fn absent(access: &Access<'_>, asking: &Asking<'_, '_>, known: &KnownStatement<'_>, condition: &Condition) -> Option<Fault> {
    let operator = condition.operator;
    let wants_it = match operator.base {
        Base::Null => condition.complete && condition.values.iter().all(|value| value.literal() == Some("false")),
        base => !base.is_negated() && !operator.if_exists,
    };
    if !wants_it || operator.quantifier == Some(ssm_check_iam::Quantifier::ForAllValues) {
        return None;
    }
    let mut resources = requested(access, asking);
    resources.retain(|arn| known.statement.includes_resource(known.version, arn).is_possible());
    if resources.is_empty() {
        return None;
    }
    let key = &condition.key;
    // AWS's own documents have no tags: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-docs.html
    let of_session = is_tag_of_sessions(key);
    let untagged = |arn: &Text| is_tag(key) && is_of_aws(arn);
    if asking.is_newer_key(key)
        || !resources.iter().all(|arn| of_session || untagged(arn) || reference::carries(START, arn, key) == Truth::False)
    {
        return None;
    }
    if of_session {
        let why = say!("AWS gives {} to sessions alone, when they have started", Span::value(key));
        let help = say!("ask for a tag of the instances, or take {} out of the statement", Span::value(START));
        return Some(Fault::of(known, why, help));
    }
    if resources.iter().any(untagged) {
        let why = say!("documents of AWS have no tags, and {} asks for one", Span::value(key));
        return Some(Fault::of(known, why, without_tag(known, key)));
    }
    let why = say!("no request to start a session on such a resource has the condition key {}", Span::value(key));
    let is_carried = |near: &String| resources.iter().any(|arn| reference::carries(START, arn, near) != Truth::False);
    Some(match reference::nearest_key(START, key).map(|near| with_tag(near, key)).filter(is_carried) {
        Some(near) => {
            Fault::of(known, why, say!("write {} for {}", Span::value(&near), Span::value(key))).rewritten(asking, known, key, &near)
        }
        None => Fault::of(known, why, without(asking, known, key)),
    })
}

/// What to do about a condition that says nothing of sessions: a deny of everything would refuse every session without it.
fn without(asking: &Asking<'_, '_>, known: &KnownStatement<'_>, key: &str) -> Message {
    let any_target = |target: &TargetResource| known.statement.includes_resource(known.version, &target.resource.arn) == Truth::True;
    if known.statement.effect == Effect::Deny && asking.stand_ins().iter().any(any_target) {
        return say!("take the statement out: without its condition on {} it would refuse every session", Span::value(key));
    }
    say!("take the condition on {} out", Span::value(key))
}

fn without_tag(known: &KnownStatement<'_>, key: &str) -> Message {
    let key = Span::value(key);
    if known.statement.effect != Effect::Deny {
        return say!("take the condition on {} out, and put it on the statement that allows the instances", key);
    }
    say!(
        "take the condition on {} out, which denies these documents on every instance, or deny the instances that have the tag, which \
         refuses every session on them",
        key
    )
}

fn is_tag(key: &str) -> bool {
    let key = key.to_lowercase();
    key.starts_with("aws:resourcetag/") || key.starts_with("ssm:resourcetag/")
}

/// A tag that nobody sets, and AWS on sessions only:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html>.
fn is_tag_of_sessions(key: &str) -> bool {
    let key = key.to_lowercase();
    is_tag(&key) && key.split_once('/').is_some_and(|(_, tag)| tag.starts_with("aws:ssmmessages:"))
}

/// Documents of AWS have no account.
fn is_of_aws(arn: &Text) -> bool {
    let arn = arn.to_string();
    Arn::parse(&arn).is_some_and(|arn| arn.service == "ssm" && arn.account.is_empty())
}

/// Resources of every type that a session is for, as stand-ins.
fn requested(access: &Access<'_>, asking: &Asking<'_, '_>) -> Vec<Text> {
    let mut arns: Vec<Text> = asking.targets().chain(asking.stand_ins()).map(|target| target.resource.arn.clone()).collect();
    for region in asking.regions() {
        let region = region.as_deref();
        arns.push(asking.arn("ecs", region, "task/cluster/0123456789abcdef0123456789abcdef"));
        arns.extend(access.documents.iter().filter_map(|document| Some(asking.document_resource(document, region)?.arn.clone())));
        arns.push(asking.arn("ssm", region, "document/any-other"));
    }
    arns
}

/// A deny that ended before the plan was made.
fn ended(asking: &Asking<'_, '_>, known: &KnownStatement<'_>) -> Option<Fault> {
    let now = asking.now().filter(|_| known.statement.effect == Effect::Deny)?;
    let condition = known.statement.conditions.iter().find(|condition| condition.holds_since(known.version, now) == Some(Truth::False))?;
    let value = condition.values.first().map(ToString::to_string).unwrap_or_default();
    let why = say!(
        "{} on {} with {} does not hold any more, the plan being of {}",
        Span::value(condition.operator.to_string()),
        Span::value(&condition.key),
        Span::value(&value),
        Span::Plain(now.to_string())
    );
    Some(Fault::of(known, why, "take the statement out, or set the time anew"))
}
