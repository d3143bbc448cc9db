//! Whether the log group of sessions is encrypted with a KMS key.
//!
//! Where that is enforced, the agent asks before anything else, and ends the session where no group of the name is there or the group has
//! no key: <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/shell/shell.go>.

use crate::open_world::{newer_argument, outside, text_after_apply};
use ssm_check_graph::Resource;
use ssm_check_graph::aws::CloudwatchLogGroup;
use ssm_check_iam::Truth;
use ssm_check_message::{Gap, Reason};
use ssm_check_plan::Attr;

/// A log group, as far as the inputs show it.
pub struct LogGroup<'g> {
    /// It is encrypted with a KMS key.
    pub has_key: Truth,
    /// The resource of the inputs that says so.
    pub resource: Option<Resource<'g>>,
    /// Why that is not known.
    pub gap: Option<Gap>,
}

impl<'g> LogGroup<'g> {
    /// The group of a name in the account and Region of a resource; `name` may be an attribute of a group, as its address and `name`.
    pub fn named(near: Resource<'g>, name: &str) -> Self {
        let is_it = |group: &CloudwatchLogGroup<'g>| {
            let by_address = || name.strip_prefix(group.0.address()).is_some_and(|rest| matches!(rest, ".name" | ".id"));
            (group.name().value() == Some(name) || by_address()) && group.0.location().is(near.location()).is_possible()
        };
        let found: Vec<_> = near.graph().all::<CloudwatchLogGroup<'g>>().filter(is_it).collect();
        match found.as_slice() {
            [] => Self::unknown(outside("the log group", Some("aws_cloudwatch_log_group"), name)),
            [group] if group.0.location().is(near.location()) == Truth::True => Self::of(*group),
            [group] => Self::unknown(Gap::because("the log group", Reason::OtherPlace(group.0.address().to_owned()))),
            _ => Self::unknown(Gap::because("the log group", Reason::Ambiguous(name.to_owned()))),
        }
    }

    /// One of the inputs.
    pub fn of(group: CloudwatchLogGroup<'g>) -> Self {
        let resource = group.0;
        // What has an ARN has one that is not null.
        let by_arn = || {
            let named = resource.named_in("kms_key_id");
            resource.is_configured_for_certain("kms_key_id")
                && !named.is_empty()
                && named.iter().all(|(_, attribute)| attribute.ends_with("arn"))
        };
        let is_made = || group.kms_key().only().is_some() || by_arn();
        let answer = match resource.text("kms_key_id") {
            Attr::Absent | Attr::Known("") | Attr::Sensitive(Some("")) => newer_argument(resource).map_or(Ok(Truth::False), Err),
            Attr::Known(_) | Attr::Sensitive(Some(_)) => Ok(Truth::True),
            Attr::Unknown(_) if is_made() => Ok(Truth::True),
            Attr::Unknown(_) => Err(text_after_apply(resource, "kms_key_id")),
            Attr::Sensitive(None) => Err(Gap::here(Reason::Unreadable)),
        };
        let (has_key, gap) = answer.map_or_else(|gap| (Truth::Unknown, Some(gap)), |truth| (truth, None));
        Self { has_key, resource: Some(resource), gap }
    }

    /// One of which nothing is known.
    pub fn unknown(gap: Gap) -> Self {
        Self { has_key: Truth::Unknown, resource: None, gap: Some(gap) }
    }
}
