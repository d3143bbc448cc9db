//! What AWS would answer to `aws ssm start-session`.
//!
//! In the order of AWS: access to the target, access to the document, then the parameters
//! (<https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html>).

mod parameters;

pub use super::answer::{Answer, Call, SessionOutcome};
pub use super::table::MatrixPart;

use super::answer::{said_by_aws, target_not_connected};
use super::names::{self, NotOne, is_named, no_target};
use super::reason::{Reason, reason};
use super::session_key::{self, GENERATE, SessionKey};
use super::table::ANY_TARGET;
use super::{Access, Asking, Caller, Decision, DocumentResource, EXECUTE, START, Shown, Tags, TargetResource};
use crate::Evidence;
use crate::document::{self, DEFAULT_DOCUMENT};
use parameters::parameters;
use ssm_check_aws::Arn;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_iam::{Layer, Satisfiable, Text, Truth};
use ssm_check_message::{Message, Span, say};
use std::rc::Rc;

/// Simulates a call.
///
/// Errors: a principal, target or document that is not there, or may be any of several.
pub fn simulate(access: &Access<'_>, call: &Call) -> Result<Answer, NotOne> {
    let caller = names::principal(access, &call.principal)?;
    let asking = access.asking(caller, START);
    let targets = targets(access, &asking, &call.target)?;
    let Some(target) = targets.first() else { return Err(no_target(access, &call.target)) };
    let foreign;
    let document = match &call.document {
        None => names::document(access, DEFAULT_DOCUMENT)?,
        Some(name) => match named(access, &asking, target, name)? {
            NamedDocument::Known(document) => document,
            NamedDocument::Elsewhere(document) => {
                foreign = document;
                &foreign
            }
            NamedDocument::Nowhere => return Ok(no_such_document(name)),
        },
    };
    let shared;
    let asking = if document.is_foreign() {
        shared = asking.of_shared();
        &shared
    } else {
        &asking
    };
    if asking.is_in_account_of(target) == Truth::False {
        return Ok(Answer::said(SessionOutcome::Invalid, target_not_connected(&target.name)));
    }
    let is_named = call.document.is_some();
    let Some((target, decision)) = asking.best(&targets, document, is_named) else { return Ok(no_such_document(&document.name)) };
    if let Some(denied) = denied(access, asking, &decision) {
        return Ok(denied);
    }
    if decision.truth != Truth::True {
        return Ok(undecided(asking, target, document, is_named));
    }
    let shown = Shown(asking);
    let mut answer = parameters(document, &call.parameters);
    if answer.outcome == SessionOutcome::Allowed {
        if document.is_foreign() {
            answer = Answer::said(
                SessionOutcome::Unknown,
                say!("the policies allow this; the inputs do not show whether {} exists and is shared", Span::value(&document.name)),
            );
        } else if let Some(period) = asking.period(target, document, is_named) {
            let period = period.in_words();
            answer.message = say!("the session would start, {}", Span::Plain(period.clone()));
            answer.period = Some(period);
        }
    }
    answer.target = target.is_of_inputs().then(|| target.name.clone());
    answer.document = document.own.map(|own| own.0.address().to_owned());
    // Of some other instance, the decision is on one that is tagged as it has to be.
    if call.target == ANY_TARGET
        && answer.period.is_none()
        && let Some(tags) = asking.tags_of(&decision)
    {
        answer.period = Some(format!("if it is {tags}"));
    }
    answer.evidence.extend(shown.open(&decision));
    Ok(answer)
}

fn no_such_document(name: &str) -> Answer {
    Answer::said(
        SessionOutcome::Invalid,
        said_by_aws("InvalidDocument", say!("Document with name {} does not exist.", Span::Plain(name.to_owned()))),
    )
}

/// What a target may be: one of the inputs, a node that is not in the inputs by its id, or any other one.
///
/// Errors: there is no such target, or there are several.
fn targets(access: &Access<'_>, asking: &Asking<'_, '_>, name: &str) -> Result<Vec<TargetResource>, NotOne> {
    if name == ANY_TARGET {
        return Ok(asking.stand_ins().to_vec());
    }
    match names::target(access, name) {
        Err(_) if name.starts_with("i-") || name.starts_with("mi-") => {
            let mut target = asking.any_named(name);
            // It has the tags that it has.
            Rc::make_mut(&mut target.resource).tags = Tags::unknown();
            Ok(vec![target])
        }
        found => Ok(vec![found?.clone()]),
    }
}

/// Which document a name is of.
enum NamedDocument<'a, 'g> {
    Known(&'a DocumentResource<'g>),
    /// One by its ARN that the inputs do not have, of another account perhaps.
    Elsewhere(Box<DocumentResource<'g>>),
    /// None: an ARN that no document can have there.
    Nowhere,
}

/// By its name or address, or by the whole ARN, which is that document and none of the same name elsewhere.
///
/// Errors: there is no such document, or there are several.
fn named<'a, 'g>(
    access: &'a Access<'g>,
    asking: &Asking<'_, '_>,
    target: &TargetResource,
    name: &str,
) -> Result<NamedDocument<'a, 'g>, NotOne> {
    let Some((arn, short)) = Arn::parse(name).and_then(|arn| Some((arn, arn.resource.strip_prefix("document/")?))) else {
        return names::document(access, name).map(NamedDocument::Known);
    };
    let region = target.region.as_deref();
    let is_it = |document: &&DocumentResource<'_>| {
        let arn = asking.document_resource(document, region).map(|resource| resource.arn.clone());
        document.name == short && arn.is_some_and(|arn| arn.is_like(name).is_possible())
    };
    if let Some(document) = access.documents.iter().find(is_it) {
        return Ok(NamedDocument::Known(document));
    }
    if arn.service != "ssm" {
        return Ok(NamedDocument::Nowhere);
    }
    let elsewhere = region.is_some_and(|region| region != arn.region);
    let of_aws = access.documents.iter().any(|document| document.aws.is_some() && document.name == short);
    let is_nowhere = elsewhere || arn.account.is_empty() || of_aws;
    Ok(if is_nowhere { NamedDocument::Nowhere } else { NamedDocument::Elsewhere(Box::new(DocumentResource::foreign(name))) })
}

/// The first of the two requests that is refused; where each is allowed under conditions that no call meets together, that.
fn denied(access: &Access<'_>, asking: &Asking<'_, '_>, decision: &Decision) -> Option<Answer> {
    let shown = Shown(asking);
    for (may, arn) in [(&decision.target, &decision.target_arn), (&decision.document, &decision.document_arn)] {
        let Satisfiable::No { outcome } = &**may else { continue };
        let reason = reason(outcome);
        let evidence = match reason {
            Reason::Explicit(_) => shown.refusal(outcome, START, arn).into_iter().collect(),
            Reason::Implicit(_) => Vec::new(),
        };
        return Some(Answer {
            resource: Some(arn.to_string()),
            why: Some(why(reason)),
            evidence,
            ..Answer::said(SessionOutcome::Denied, said_by_aws("AccessDeniedException", denial(asking.caller, access, START, arn, reason)))
        });
    }
    (decision.truth == Truth::False).then(|| {
        let never = "no call meets the conditions on the target and those on the document at once";
        Answer { why: Some("implicit"), ..Answer::said(SessionOutcome::Denied, said_by_aws("AccessDeniedException", never)) }
    })
}

/// What it depends on: the tags of a node that the inputs do not have, or a policy.
fn undecided(asking: &Asking<'_, '_>, target: &TargetResource, document: &DocumentResource<'_>, named: bool) -> Answer {
    let mut free = target.clone();
    Rc::make_mut(&mut free.resource).tags = Tags::Free;
    let wanted = asking
        .start(&free, document, named)
        .filter(|decision| decision.truth == Truth::True)
        .and_then(|decision| asking.tags_of(&decision));
    let message = match wanted {
        Some(wanted) => say!("the inputs do not show whether AWS would allow this: allowed if {}", Span::Plain(wanted)),
        None => "the inputs do not show whether AWS would allow this".into(),
    };
    Answer { evidence: Shown(asking).gaps_of(target, document), ..Answer::said(SessionOutcome::Unknown, message) }
}

/// Once a session has started, its client makes a data key of the key that the preferences name: may the caller? And the answer if not.
pub fn key_of_caller(access: &Access<'_>, principal: &str, preferences: SsmDocument<'_>) -> (Truth, Option<Answer>) {
    let is_it = |document: &&DocumentResource<'_>| document.own.is_some_and(|own| own.0.id() == preferences.0.id());
    let key = access.documents.iter().find(is_it).and_then(SessionKey::of);
    let caller = access.caller(principal);
    let (Some(key), Some(caller)) = (key, caller) else { return (Truth::True, None) };
    let asking = access.asking(caller, GENERATE);
    let Some(answer) = key.usable_by(&asking) else { return (Truth::Unknown, None) };
    let refused = session_key::is_refused(&answer).then(|| {
        let reason = reason(answer.outcome());
        let evidence =
            vec![Evidence::Fact { at: document::content_of(key.document), shows: say!("has `kmsKeyId`: {}", key.shown.clone()) }];
        let denial = denial(caller, access, GENERATE, &key.arn, reason);
        let message = say!(
            "Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: Failed to process action \
             KMSEncryption: Error calling KMS GenerateDataKey API: AccessDeniedException: {}",
            denial
        );
        Answer { resource: Some(key.arn.to_string()), why: Some(why(reason)), evidence, ..Answer::said(SessionOutcome::Denied, message) }
    });
    (answer.truth(), refused)
}

/// The same part of the matrix, with the addresses and names that its words mean.
///
/// Errors: a principal, target or document that is not there, or may be any of several.
pub fn resolved(access: &Access<'_>, part: &MatrixPart) -> Result<MatrixPart, NotOne> {
    let principal = part.principal.as_deref().map(|word| names::principal(access, word)).transpose()?;
    let target = match part.target.as_deref() {
        None | Some(ANY_TARGET) => part.target.clone(),
        Some(word) => Some(names::target(access, word)?.name.clone()),
    };
    let document = match part.document.as_deref() {
        None | Some(EXECUTE) => part.document.clone(),
        Some(word) => {
            let document = names::document(access, word)?;
            let address = || document.own.map(|own| own.0.address().to_owned());
            Some(word.to_owned()).filter(|word| is_named(document, word)).or_else(address)
        }
    };
    Ok(MatrixPart { principal: principal.map(|caller| caller.address().to_owned()), target, document })
}

pub(super) fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Implicit(Some(Layer::Boundary)) | Reason::Explicit(Some(Layer::Boundary)) => "boundary",
        Reason::Implicit(Some(Layer::Scp)) | Reason::Explicit(Some(Layer::Scp)) => "scp",
        Reason::Implicit(Some(Layer::Rcp)) | Reason::Explicit(Some(Layer::Rcp)) => "rcp",
        Reason::Implicit(_) => "implicit",
        Reason::Explicit(_) => "explicit",
    }
}

/// AWS's words:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>.
fn denial(caller: &Caller<'_>, access: &Access<'_>, action: &'static str, resource: &Text, reason: Reason) -> Message {
    let who = access.scope.fill(&caller.session());
    let policy = |layer: Option<Layer>| match layer {
        Some(Layer::Boundary) => "permissions boundary",
        Some(Layer::Scp) => "service control policy",
        Some(Layer::Rcp) => "resource control policy",
        Some(Layer::Resource) => "resource-based policy",
        _ => "identity-based policy",
    };
    let because = match reason {
        Reason::Implicit(layer) => say!("because no {} allows the {} action", policy(layer), action),
        Reason::Explicit(layer) => {
            let policy = policy(layer);
            let article = if policy.starts_with('i') { "an" } else { "a" };
            say!("with an explicit deny in {} {}", article, policy)
        }
    };
    say!(
        "User: {} is not authorized to perform: {} on resource: {} {}",
        Span::Plain(who.to_string()),
        action,
        Span::Plain(resource.to_string()),
        because
    )
}
