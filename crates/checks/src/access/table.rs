//! The matrix of principals, targets and documents.

use super::{Access, Asking, Decision, DocumentLeg, START, TargetLeg};
use crate::AccessRow;
use rustc_hash::FxHashSet;
use ssm_check_iam::{Decision as Answer, Layer, May, Outcome, Truth};

/// More decisions than this take too long, and help nobody: then only "any other instance" is told, then only of AWS's own
/// documents, and beyond that nothing.
const TOO_MANY: usize = 2_000;

pub(super) fn rows(access: &Access<'_>) -> Vec<AccessRow> {
    let mut rows = Vec::new();
    let callers: Vec<_> = access.callers.iter().map(|caller| access.asking(caller, START)).filter(Asking::may_grant).collect();
    let documents = told(access, callers.len());
    let few = callers.len() * (access.targets.len() + 1) * documents.len() <= TOO_MANY;
    for asking in &callers {
        for target in access.targets.iter().filter(|_| few) {
            rows.extend(documents.iter().filter_map(|document| row(asking, target, document)));
        }
        rows.extend(documents.iter().map(|document| stand_in(asking, document)));
    }
    rows.sort_by(|a, b| (&a.principal, &a.target, &a.document).cmp(&(&b.principal, &b.target, &b.document)));
    rows.dedup_by(|a, b| (&a.principal, &a.target, &a.document) == (&b.principal, &b.target, &b.document));
    rows
}

/// The documents that rows are told of: one of each name, which is one document of the account.
fn told<'a, 'g>(access: &'a Access<'g>, callers: usize) -> Vec<&'a DocumentLeg<'g>> {
    let mut seen = FxHashSet::default();
    let mut documents: Vec<_> =
        access.documents.iter().filter(|document| seen.insert((document.name.as_str(), document.ports.ranges()))).collect();
    if documents.len() * callers > TOO_MANY {
        documents.retain(|document| document.aws.is_some());
    }
    if documents.len() * callers > TOO_MANY {
        documents.clear();
    }
    documents
}

fn row(asking: &Asking<'_, '_>, target: &TargetLeg, document: &DocumentLeg<'_>) -> Option<AccessRow> {
    let decision = asking.start(target, document, true)?;
    Some(make(asking, &target.name, document, decision.truth, Some(&decision)))
}

fn stand_in(asking: &Asking<'_, '_>, document: &DocumentLeg<'_>) -> AccessRow {
    let mut best: Option<Decision> = None;
    for target in asking.stand_ins() {
        let Some(decision) = asking.start(target, document, true) else { continue };
        let rank = |truth| match truth {
            Truth::True => 2,
            Truth::Unknown => 1,
            Truth::False => 0,
        };
        if best.as_ref().is_none_or(|known| rank(decision.truth) > rank(known.truth)) {
            best = Some(decision);
        }
    }
    let truth = best.as_ref().map_or(Truth::False, |decision| decision.truth);
    make(asking, "*", document, truth, best.as_ref())
}

fn make(asking: &Asking<'_, '_>, target: &str, document: &DocumentLeg<'_>, truth: Truth, decision: Option<&Decision>) -> AccessRow {
    AccessRow {
        principal: asking.caller.address().to_owned(),
        target: target.to_owned(),
        document: document.name.clone(),
        decision: match truth {
            Truth::True => "allowed",
            Truth::False => "denied",
            Truth::Unknown => "unknown",
        },
        by: if truth == Truth::False { Some(decision.map_or("implicit", why)) } else { None },
        ports: if truth == Truth::False { Vec::new() } else { document.ports.ranges() },
    }
}

/// Explicit where a statement refuses one of the legs.
fn why(decision: &Decision) -> &'static str {
    let refused = [&decision.target, &decision.document].into_iter().filter(|may| matches!(***may, May::No { .. }));
    if refused
        .map(|may| may.outcome())
        .any(|outcome| reason(outcome) == Reason::Explicit(None) || matches!(reason(outcome), Reason::Explicit(_)))
    {
        "explicit"
    } else {
        "implicit"
    }
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Nothing allows it; the layer that lacks it.
    Implicit(Option<Layer>),
    /// A statement denies it; the layer that has it.
    Explicit(Option<Layer>),
}

/// Why a request that no choice lets through is refused. Without a choice of what is free the decision may be open: then a
/// statement that may deny is the reason where everything else allows.
pub(super) fn reason(outcome: &Outcome) -> Reason {
    match outcome.decision {
        Answer::ExplicitDeny => Reason::Explicit(outcome.by),
        Answer::ImplicitDeny | Answer::Allowed => Reason::Implicit(outcome.by),
        Answer::Unknown => match outcome.matching().find(|found| found.effect == ssm_check_iam::Effect::Deny) {
            Some(found) => Reason::Explicit(Some(found.layer)),
            None => Reason::Implicit(outcome.by),
        },
    }
}
