//! Why it is not known what an identity may do.

use super::case::{Problem, Question};
use crate::access::scps::{self, FULL_ACCESS};
use crate::evidence::AttrRef;
use crate::target::Source;
use crate::target::task::Containers;
use ssm_check_iam::{Element, Layer, Outcome, Truth};
use ssm_check_message::{Gap, Reason, Span, list, say};
use std::collections::BTreeSet;

/// Credentials that a container is given go before those of the task role, and whose they are no input tells.
pub(super) fn keys_instead(source: Source<'_>) -> Option<Problem> {
    let definition = source.template?;
    let (container, variable) = Containers::of(definition)?.with_keys.into_iter().next()?;
    let what = say!("what the credentials in {} of container {} may do", Span::value(variable), Span::value(container));
    let gap = Gap::because(what, Reason::RunTime("whoever they belong to; they go before the task role's"));
    let at = AttrRef::new(definition.address(), "container_definitions");
    Some(Problem::Unknown { about: Question::Permissions, gaps: vec![(at, gap)] })
}

/// Of more possibilities than this each has its own policies to look at, and nobody would read of them.
const MOST: usize = 16;

pub(super) fn too_many(candidates: usize, what: &'static str) -> Option<Gap> {
    (candidates > MOST).then(|| Gap::new(say!("which of {} {} it is", candidates, what)))
}

/// What is not known where every policy is: whether the actions are allowed, which may turn on keys of the request.
pub(super) fn open_permissions(actions: &[&'static str], keys: &BTreeSet<&str>) -> Gap {
    let whether = say!("whether {} is allowed", list(actions.iter().copied().map(Span::code)));
    if keys.is_empty() {
        return Gap::new(whether);
    }
    let turns_on = say!("{}, which turns on {}", whether, list(keys.iter().copied().map(Span::value)));
    Gap::because(turns_on, Reason::RunTime("the request"))
}

/// The condition keys on which statements turn that may match.
pub(super) fn open_keys(outcome: &Outcome) -> impl Iterator<Item = &str> {
    let open = outcome.statements.iter().filter(|statement| statement.matched == Truth::Unknown);
    open.flat_map(|statement| &statement.mismatches).filter_map(|mismatch| match &mismatch.element {
        Element::Condition { key, .. } if mismatch.matched == Truth::Unknown => Some(key.as_str()),
        _ => None,
    })
}

/// Service control policies of the inputs that deny the action if they apply.
pub(super) fn doubtful_scps(outcome: &Outcome) -> impl Iterator<Item = (AttrRef, Gap)> {
    let of_scps = outcome.statements.iter().filter(|statement| statement.layer == Layer::Scp && statement.matched == Truth::Unknown);
    of_scps.map(|statement| {
        let what =
            if statement.policy == FULL_ACCESS { scps::may_be_detached() } else { Gap::new("whether this control policy denies here") };
        (AttrRef::resource(statement.policy.clone()), what)
    })
}
