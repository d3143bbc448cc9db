//! What the checks of just-in-time node access share.

pub(super) mod access_request_not_allowed;
pub(super) mod approval_by_nobody_or_oneself;
pub(super) mod approval_policy_authoring;
pub(super) mod approval_policy_invalid;
pub(super) mod approval_policy_matches_nothing;
pub(super) mod approval_policy_misplaced;
pub(super) mod auto_approval_for_everybody;
pub(super) mod node_cannot_be_asked_for;
pub(super) mod second_auto_approval_policy;
pub(super) mod standing_access_beside_just_in_time;

use crate::rules::access::{Report, finding};
use crate::{AttrRef, Check, Context, Evidence, Finding};
use ssm_check_assess::just_in_time::{ApprovalKind, Policy};
use ssm_check_message::{Message, Span, say};

/// A finding about the content of a policy.
fn of_policy(report: Report, check: &'static Check, policy: &Policy<'_>) -> Finding {
    finding(check, policy.address(), Some("content"), report)
}

/// "auto-approval policy `aws_ssm_document.auto`"
fn name_of(policy: &Policy<'_>) -> Message {
    let address = Span::address(policy.address());
    match policy.kind {
        ApprovalKind::AutoApproval => say!("auto-approval policy {}", address),
        ApprovalKind::DenyAccess => say!("deny-access policy {}", address),
        ApprovalKind::Manual => say!("manual approval policy {}", address),
    }
}

/// Something that the content of a policy shows.
fn fact(policy: &Policy<'_>, shows: &Message) -> Evidence {
    Evidence::Fact { at: policy.at(), shows: shows.clone() }
}

/// The policies that approve something, as what makes just-in-time node access count.
fn policies_in_use(context: &Context<'_>) -> Evidence {
    let approving = context.approvals().policies.iter().filter(|policy| policy.approves());
    let names: Vec<Message> = approving.map(|policy| Span::address(policy.address()).into()).collect();
    let at = context.approvals().policies.iter().find(|policy| policy.approves()).map_or("", |policy| policy.address());
    Evidence::Fact { at: AttrRef::resource(at), shows: say!("just-in-time node access is in use: {}", ssm_check_message::list(names)) }
}
