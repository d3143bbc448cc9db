//! The matrix of principals, targets and documents.

use super::names::is_named;
use super::reason::{Reason, reason};
use super::{Access, Asking, BeyondTarget, Decision, DocumentResource, EXECUTE, OnRequest, START, TargetResource};
use rustc_hash::FxHashSet;
use ssm_check_iam::{Satisfiable, Truth};

/// More decisions than this take too long, and help nobody: then only "any other instance" is told, then only of AWS's own
/// documents, and beyond that nothing.
const TOO_MANY: usize = 2_000;

/// Stands for any instance that is not in the inputs.
pub(super) const ANY_TARGET: &str = "*";

/// Whether a principal may start a session on a target with a document.
#[derive(Clone, Debug)]
pub struct AccessRow {
    /// The principal's address.
    pub principal: String,
    /// The target's address, or `*` for any other instance of the account.
    pub target: String,
    /// The document's name; `ecs:ExecuteCommand` of a shell by ECS Exec, which names none.
    pub document: String,
    /// `allowed`, `denied` or `unknown`.
    pub decision: &'static str,
    /// `explicit` or `implicit`, of a denial.
    pub by: Option<&'static str>,
    /// The ports that the session could open, as ranges: `22`, `1-65535`.
    pub ports: Vec<String>,
    /// Of any other instance, how it has to be tagged, in words: `tagged Team=payments`; none where any will do.
    pub tags: Option<String>,
    /// What becomes of a session that is allowed and does not open for certain; none where that was not asked for.
    pub session: Option<super::answer::SessionOutcome>,
    /// What the principal gets when it asks, of the shell alone, and only where approval policies are in use.
    pub just_in_time: Option<OnRequest>,
}

/// A part of the matrix, in words as [`super::names`] takes them; what is `None` is not narrowed.
#[derive(Clone, Debug, Default)]
pub struct MatrixPart {
    /// A principal.
    pub principal: Option<String>,
    /// A target, or `*`.
    pub target: Option<String>,
    /// A document.
    pub document: Option<String>,
}

/// The part of the matrix that is asked for, and whether it is too large to be told as a whole.
pub(super) fn rows(access: &Access<'_>, part: &MatrixPart) -> (Vec<AccessRow>, bool) {
    let mut rows = Vec::new();
    let asked: Vec<_> = match part.principal.as_deref() {
        Some(principal) => access.caller(principal).into_iter().collect(),
        None => access.callers.iter().collect(),
    };
    let callers: Vec<_> = asked.iter().map(|caller| access.asking(caller, START)).filter(Asking::may_grant).collect();
    let wanted = |name: &str| part.target.as_deref().is_none_or(|wanted| wanted == name);
    let targets: Vec<_> = access.every_target().filter(|target| wanted(&target.name)).collect();
    let of_part = |document: &&DocumentResource<'_>| part.document.as_deref().is_none_or(|wanted| is_named(document, wanted));
    let all: Vec<_> = access.documents.iter().filter(of_part).collect();
    let documents = shown_documents(&all, callers.len());
    let few = callers.len() * (targets.len() + 1) * documents.len() <= TOO_MANY;
    for asking in &callers {
        for target in targets.iter().filter(|_| few) {
            rows.extend(documents.iter().filter_map(|document| row(asking, target, document)));
        }
        if wanted(ANY_TARGET) {
            rows.extend(documents.iter().map(|document| stand_in(asking, document)));
        }
    }
    if few && part.document.as_deref().is_none_or(|wanted| wanted == EXECUTE) {
        for beyond in access.beyond.iter().filter(|beyond| wanted(&beyond.target.name)) {
            rows.extend(asked.iter().filter_map(|caller| Some(executed(caller.address(), beyond, beyond.execute(access, caller)?))));
        }
    }
    rows.sort_by(|a, b| (&a.principal, &a.target, &a.document).cmp(&(&b.principal, &b.target, &b.document)));
    rows.dedup_by(|a, b| (&a.principal, &a.target, &a.document) == (&b.principal, &b.target, &b.document));
    let whole = few && all.iter().all(|document| documents.iter().any(|shown| shown.name == document.name));
    (rows, !whole && !callers.is_empty())
}

/// Whether a principal may start a shell on a target.
pub(super) fn shell_row(access: &Access<'_>, principal: &str, target: &str) -> Option<AccessRow> {
    let caller = access.caller(principal)?;
    let target = access.targets.iter().find(|known| known.name == target)?;
    row(&access.asking(caller, START), target, access.shell()?)
}

/// The documents that rows are told of: one of each name, which is one document of the account.
fn shown_documents<'a, 'g>(documents: &[&'a DocumentResource<'g>], callers: usize) -> Vec<&'a DocumentResource<'g>> {
    let mut seen = FxHashSet::default();
    let mut documents: Vec<_> =
        documents.iter().copied().filter(|document| seen.insert((document.name.as_str(), document.ports.ranges()))).collect();
    if documents.len() * callers > TOO_MANY {
        documents.retain(|document| document.aws.is_some());
    }
    if documents.len() * callers > TOO_MANY {
        documents.clear();
    }
    documents
}

fn row(asking: &Asking<'_, '_>, target: &TargetResource, document: &DocumentResource<'_>) -> Option<AccessRow> {
    let decision = asking.start(target, document, true)?;
    Some(make(asking, &target.name, document, decision.truth, Some(&decision)))
}

/// A shell by ECS Exec, which names no document.
fn executed(principal: &str, beyond: &BeyondTarget, truth: Truth) -> AccessRow {
    AccessRow {
        principal: principal.to_owned(),
        target: beyond.target.name.clone(),
        document: EXECUTE.to_owned(),
        decision: word(truth),
        by: (truth == Truth::False).then_some("explicit"),
        ports: Vec::new(),
        session: None,
        tags: None,
        just_in_time: None,
    }
}

fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "allowed",
        Truth::False => "denied",
        Truth::Unknown => "unknown",
    }
}

fn stand_in(asking: &Asking<'_, '_>, document: &DocumentResource<'_>) -> AccessRow {
    let best = asking.best(asking.stand_ins(), document, true).map(|(_, decision)| decision);
    let truth = best.as_ref().map_or(Truth::False, |decision| decision.truth);
    let tags = best.as_ref().filter(|_| truth != Truth::False).and_then(|decision| asking.tags_of(decision));
    AccessRow { tags, ..make(asking, ANY_TARGET, document, truth, best.as_ref()) }
}

fn make(asking: &Asking<'_, '_>, target: &str, document: &DocumentResource<'_>, truth: Truth, decision: Option<&Decision>) -> AccessRow {
    AccessRow {
        principal: asking.caller.address().to_owned(),
        target: target.to_owned(),
        document: document.name.clone(),
        decision: word(truth),
        by: if truth == Truth::False { Some(decision.map_or("implicit", why)) } else { None },
        ports: if truth == Truth::False { Vec::new() } else { document.ports.ranges() },
        session: None,
        tags: None,
        just_in_time: None,
    }
}

/// Explicit where a statement refuses one of the resources.
fn why(decision: &Decision) -> &'static str {
    let refused = [&decision.target, &decision.document].into_iter().filter(|may| matches!(***may, Satisfiable::No { .. }));
    if refused.map(|may| may.outcome()).any(|outcome| matches!(reason(outcome), Reason::Explicit(_))) { "explicit" } else { "implicit" }
}
