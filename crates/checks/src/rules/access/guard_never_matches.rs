//! A statement on sessions matches no request.

mod conditions;
mod documents;
mod resource_control;
mod resources;

use crate::declare::declare_check;
use crate::repairs;
use crate::rules::access::{Report, each_guard, name_of};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::access::{Asking, KnownStatement, START, guard_statements};
use ssm_check_assess::arn::arn_of;
use ssm_check_assess::pages::Listed;
use ssm_check_iam::{Effect, Statement, Text, reference};
use ssm_check_message::{Gap, Message, Span, list, say};
use ssm_check_repair::Repair;

declare_check!(
    SSM404,
    "guard-never-matches",
    Error,
    r#"## What it checks
Every statement on `ssm:StartSession` can match a request that names a document: its resources are instances, managed nodes, container tasks or documents that can exist, and its conditions can hold. Statements of identity policies, permissions boundaries and service control policies count. One in a resource control policy never matches: those are for the resources of other services.

## Why it matters
AWS's documents have no account in their ARN; your own documents have one. A deny of `arn:aws:ssm:*:123456789012:document/AWS-StartSSHSession`
guards nothing, and an allowance of `arn:aws:ssm:*::document/SSM-SessionManagerRunShell` allows nothing. Nor does a statement for
another partition, a deny in another Region or account that leaves the documents of this one open, a misspelt document of AWS, a condition on a key that requests to start a session never have (`ssm:PortNumber`, `ec2:ResourceTag/…`), a deny that has ended, or a plain `Bool` on `ssm:SessionDocumentAccessCheck`, which is absent as soon as a document is named.

## Example
```hcl
{ Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:123456789012:document/AWS-StartPortForwardingSession" }
```

## How to fix
Write `arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*` for AWS's documents, your account for your own documents,
`BoolIfExists` for `Bool`, and `aws:ResourceTag/…` or `ssm:resourceTag/…` for tags.

## When it does not fail
When another statement of the same effect covers the same document, so that nothing is lost. When the documents that a deny in
another Region names are denied here anyway. When only some of a statement's resources can never match, and the others do what is meant.
When an allowance has ended, which is how temporary access is written. When part of the resource is known only after apply, the answer is
unknown. It is also unknown when a policy that is not known as a whole names something that belongs to nodes, such as their role.

## References
- <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-sessiondocumentaccesscheck.html>
- <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
- <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    resource_control::report(context, findings);
    each_guard(context, findings, &CHECK, |access, asking| {
        let statements = guard_statements(asking, START);
        let mut faults: Vec<Fault> = Vec::new();
        for known in statements.iter().filter(|known| known.statement.effect != Effect::Unknown) {
            faults.extend(conditions::faults(access, asking, known));
            let of_documents = documents::faults(access, asking, &statements, known);
            faults.extend(resources::fault_of(asking, known, !of_documents.is_empty()));
            faults.extend(of_documents);
        }
        let caller = name_of(asking.caller);
        let Some(first) = faults.first() else {
            return unclear(asking, &statements, caller.clone()).or_else(|| misnamed(context, asking, caller));
        };
        let message = say!("{} of {} {}: {}", &first.name, caller, first.matches, &first.why);
        let help = help(&faults.iter().collect::<Vec<_>>());
        let evidence = faults
            .iter()
            .map(|fault| Evidence::Fact { at: fault.at.clone(), shows: say!("{} {}: {}", &fault.name, fault.matches, &fault.why) })
            .collect();
        let mut causes = Vec::new();
        repairs::merge(&mut causes, faults.iter().map(|fault| fault.repair.iter().cloned().collect()).collect());
        let by_hand: Vec<&Fault> = faults.iter().filter(|fault| fault.repair.is_none() && !causes.is_empty()).collect();
        Some(Report { by_hand: self::help(&by_hand), ..Report::fail(message, evidence, help).repaired(causes) })
    });
}

/// What to do, place by place: what is mended in part is found again.
fn help(faults: &[&Fault]) -> Message {
    let mut places: Vec<(&AttrRef, Vec<&Message>)> = Vec::new();
    for fault in faults {
        match places.iter_mut().find(|(at, _)| *at == &fault.at) {
            Some((_, helps)) if helps.contains(&&fault.help) => {}
            Some((_, helps)) => helps.push(&fault.help),
            None => places.push((&fault.at, vec![&fault.help])),
        }
    }
    let one = |(at, helps): (&AttrRef, Vec<&Message>)| say!("in {}, {}", Span::attribute(at), list(helps.into_iter().cloned()));
    places.into_iter().map(one).reduce(|all, one| say!("{}; {}", all, one)).unwrap_or_default()
}

/// Why a statement never matches.
struct Fault {
    at: AttrRef,
    name: Message,
    /// "never matches"
    matches: &'static str,
    why: Message,
    help: Message,
    /// Where it is clear what is meant.
    repair: Option<Repair>,
}

impl Fault {
    fn of(known: &KnownStatement<'_>, why: impl Into<Message>, help: impl Into<Message>) -> Self {
        Self { at: known.at.clone(), name: known.name.clone(), matches: "never matches", why: why.into(), help: help.into(), repair: None }
    }

    /// It matches no request of a kind, and others perhaps.
    fn at_most(self, matches: &'static str) -> Self {
        Self { matches, ..self }
    }

    /// A resource that is written wrongly where it is clear what is meant.
    fn misspelt(asking: &Asking<'_, '_>, known: &KnownStatement<'_>, why: impl Into<Message>, written: &str, meant: &str) -> Self {
        Self::of(known, why, say!("write {} for {}", Span::value(meant), Span::value(written))).rewritten(asking, known, written, meant)
    }

    /// It is put right by this text in place of that one.
    fn rewritten(self, asking: &Asking<'_, '_>, known: &KnownStatement<'_>, written: &str, meant: &str) -> Self {
        Self { repair: repairs::access::rewritten(asking.caller.resource.graph(), known, written, meant), ..self }
    }
}

/// The statement speaks of sessions and of nothing else.
fn is_of_sessions_alone(known: &KnownStatement<'_>) -> bool {
    let actions = &known.statement.actions;
    !actions.negated
        && actions.complete
        && actions.list.iter().all(|text| text.literal().is_some_and(|text| text.eq_ignore_ascii_case(START)))
}

/// The statement names sessions: not by "all actions", nor by all but some.
fn names_sessions(statement: &Statement) -> bool {
    let actions = &statement.actions;
    let names = |text: &ssm_check_iam::Text| {
        text.literal().is_some_and(|text| {
            text.to_ascii_lowercase().starts_with("ssm:")
                && ssm_check_assess::monitoring::wildcard(&text.to_ascii_lowercase(), &START.to_ascii_lowercase())
        })
    };
    !actions.negated && actions.list.iter().any(names)
}

/// A deny of which a resource is not known may be no guard.
fn unclear(asking: &Asking<'_, '_>, statements: &[KnownStatement<'_>], caller: Message) -> Option<Report> {
    let vague = |known: &&KnownStatement<'_>| {
        let resources = known.statement.resources.as_ref();
        known.statement.effect == Effect::Deny
            && resources.is_some_and(|resources| !resources.complete || resources.list.iter().any(|text| !text.is_known()))
    };
    let known = statements.iter().find(vague)?;
    let mut report =
        Report::unknown(asking, say!("cannot determine from this plan whether {} of {} can match", known.name.clone(), caller));
    report.evidence = vec![Evidence::Gap { at: known.at.clone(), gap: Gap::after_apply("a resource of the statement") }];
    Some(report)
}

/// A policy that is not known names the ARN of what no session is for: if that is in a statement on sessions, it never matches.
fn misnamed(context: &Context<'_>, asking: &Asking<'_, '_>, caller: Message) -> Option<Report> {
    let start = reference::action(START)?;
    let is_other = |arn: &Text| {
        arn.to_string().split(':').nth(2).is_some_and(|service| Listed::ServicesAroundNodes.has(service)) && !start.can_be_for(arn)
    };
    let unread = asking.caller.policies.named_unread(context.graph);
    let (at, named, _) = unread.into_iter().find(|(_, named, taken)| *taken == "arn" && is_other(&arn_of(*named)))?;
    let message = say!(
        "cannot determine from this plan whether a statement of {} is on sessions of {}, which no session is for",
        caller,
        Span::address(named.address())
    );
    Some(Report { evidence: vec![Evidence::Gap { at, gap: Gap::after_apply("what the policy says") }], ..Report::unknown(asking, message) })
}
