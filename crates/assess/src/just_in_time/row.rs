//! What each requester gets, for which target: a column of the access matrix.

use super::{Approvals, Content, NodeApprovals, Requester, requesters};
use crate::Context;
use crate::access::session::MatrixPart;
use crate::access::{AccessRow, OnRequest, RequestOutcome};
use crate::document::DEFAULT_DOCUMENT;
use ssm_check_iam::Truth;
use ssm_check_just_in_time::{AUTO_APPROVAL_HOURS, Condition, Manual, Told};
use ssm_check_message::Message;

/// What a principal gets for a target.
#[derive(Clone, Debug)]
pub struct Row {
    /// The principal's address.
    pub principal: String,
    /// The target's address.
    pub target: String,
    /// What comes of asking.
    pub on_request: OnRequest,
}

/// Adds what comes of asking to the rows of the shell: a token lets nobody name another document. Who may ask and start nothing by itself
/// gets a row.
pub fn add_column(context: &Context<'_>, part: &MatrixPart, matrix: &mut Vec<AccessRow>) {
    let access = context.access();
    if part.document.as_deref().is_some_and(|wanted| wanted != DEFAULT_DOCUMENT) {
        return;
    }
    for Row { principal, target, on_request } in rows(context, part, &Told::default()) {
        let same = |row: &&mut AccessRow| row.principal == principal && row.target == target && row.document == DEFAULT_DOCUMENT;
        if let Some(row) = matrix.iter_mut().find(same) {
            row.just_in_time = Some(on_request);
        } else if let Some(row) = access.shell_row(&principal, &target) {
            matrix.push(AccessRow { just_in_time: Some(on_request), ..row });
        }
    }
    matrix.sort_by(|a, b| (&a.principal, &a.target, &a.document).cmp(&(&b.principal, &b.target, &b.document)));
}

/// What each principal that may ask gets, with what is told of who calls, in the order of principals and targets; nothing where no policy
/// approves anything.
pub fn rows(context: &Context<'_>, part: &MatrixPart, told: &Told) -> Vec<Row> {
    let approvals = context.approvals();
    if !approvals.in_use() {
        return Vec::new();
    }
    let wanted = |wanted: &Option<String>, address: &str| wanted.as_deref().is_none_or(|wanted| wanted == address);
    let nodes = || {
        let nodes = approvals.nodes.iter().filter(|node| node.in_use != Truth::False);
        nodes.filter(|node| wanted(&part.target, node.target.address()))
    };
    let mut rows = Vec::new();
    for requester in requesters(context).iter().filter(|requester| wanted(&part.principal, requester.caller.address())) {
        // Of whom no statement is known that speaks of it, nothing is told.
        if requester.may_ask() == Truth::False || (requester.may_ask() == Truth::Unknown && !requester.is_spoken_of) {
            continue;
        }
        rows.extend(nodes().map(|node| row(approvals, requester, node, told)));
    }
    rows.sort_by(|a, b| (&a.principal, &a.target).cmp(&(&b.principal, &b.target)));
    rows
}

fn row(approvals: &Approvals<'_>, requester: &Requester<'_, '_>, node: &NodeApprovals<'_>, told: &Told) -> Row {
    let members = Told::member_of(requester.groups.as_deref().unwrap_or_default());
    let automatic = node.answer.automatic.of(&members).of(told);
    let policy = match &node.answer.manual {
        Manual::By(index) => node.manual.get(*index).and_then(|index| approvals.policies.get(*index)),
        Manual::Nobody | Manual::Conflict(_) | Manual::Unknown(_) => None,
    };
    let manual = policy.and_then(|policy| match &policy.content {
        Content::Manual(manual) => Some(manual),
        _ => None,
    });
    let (mut outcome, mut why) = match (&automatic, &node.answer.manual) {
        (Condition::Always, _) => (RequestOutcome::Automatic, None),
        (Condition::Never, Manual::By(_)) => (RequestOutcome::Approval, None),
        (Condition::Never, Manual::Nobody) => (RequestOutcome::Never, Some("no approval policy is for the node")),
        (Condition::Never, Manual::Conflict(_)) => {
            (RequestOutcome::Never, Some("several manual policies are for the node by tags, so requests fail"))
        }
        (Condition::Never, Manual::Unknown(_)) => (RequestOutcome::Unknown, Some("which manual policy is for the node")),
        (condition, _) if condition.open().is_some() => (RequestOutcome::Unknown, None),
        _ => (RequestOutcome::Depends, None),
    };
    if outcome == RequestOutcome::Unknown && why.is_none() {
        why = Some("whether it is approved without a person");
    }
    if manual.is_some_and(|manual| manual.levels.iter().any(ssm_check_just_in_time::Level::cannot_be_met))
        && outcome == RequestOutcome::Approval
    {
        (outcome, why) = (RequestOutcome::Never, Some("nobody can give the approvals"));
    }
    if requester.may_ask() == Truth::Unknown {
        (outcome, why) = (RequestOutcome::Unknown, Some("whether the principal may ask"));
    }
    let seconds = manual.and_then(|manual| manual.seconds).map(|seconds| seconds / 3600);
    let approvals = manual.filter(|_| outcome != RequestOutcome::Automatic).map(ssm_check_just_in_time::ManualPolicy::levels_in_words);
    let on_request = OnRequest {
        outcome,
        automatic_if: matches!(outcome, RequestOutcome::Depends | RequestOutcome::Unknown)
            .then(|| automatic.in_words())
            .filter(|_| !matches!(automatic, Condition::Always | Condition::Never)),
        approvals,
        policy: policy.filter(|_| outcome != RequestOutcome::Automatic).map(|policy| policy.address().to_owned()),
        hours: if outcome == RequestOutcome::Automatic {
            Some(AUTO_APPROVAL_HOURS)
        } else {
            seconds.filter(|_| outcome == RequestOutcome::Approval)
        },
        why: why.map(Message::from),
    };
    Row { principal: requester.caller.address().to_owned(), target: node.target.address().to_owned(), on_request }
}
