//! The workspace that values of a plan show: a tag `prod` where `terraform.workspace` is written, a name `app-prod` of
//! `"app-${terraform.workspace}"`.

use super::{Selected, symbol};
use crate::evaluator::Evaluator;
use crate::modules::Sources;
use crate::value::{Piece, Sym, Symbol};
use ssm_check_plan::{Attr, Mode, Plan, Value};
use std::collections::BTreeSet;

/// Arguments that a plan shows as they are written: providers change others in ways of their own, such as the case of an identifier.
const AS_WRITTEN: [&str; 2] = ["name", "tags"];

/// Each name that some value of the plan shows.
pub(super) fn names(sources: &Sources, plan: &Plan<'_>) -> BTreeSet<String> {
    let evaluator = Evaluator::with_workspace(sources, plan, Selected::Symbol);
    let mut names = BTreeSet::new();
    let changes = plan.changes.iter().filter(|change| change.deposed.is_none() && !change.change.actions.removes());
    for change in changes.filter(|change| change.parsed.mode == Mode::Managed) {
        let (Ok(Some(values)), Some(body)) = (change.change.after(), evaluator.resource(&change.parsed)) else { continue };
        for argument in AS_WRITTEN.into_iter().filter(|argument| !sources.ignores(&change.parsed, argument)) {
            if let Some(written) = body.attribute(argument) {
                collect(&written.value, values.root().get(argument), &mut names);
            }
        }
    }
    names
}

fn collect(written: &Sym, planned: Value<'_, '_>, names: &mut BTreeSet<String>) {
    if let Sym::Mapping(_, members) = written {
        members.iter().for_each(|(name, member)| collect(member, planned.get(name), names));
        return;
    }
    // A name of DNS is one whatever its case, and is planned in small letters.
    let Attr::Known(json) = planned.json() else { return };
    let Some(text) = json.as_str().filter(|text| !text.contains('.')) else { return };
    names.extend(solve(written, text).filter(|name| !name.is_empty()).map(str::to_owned));
}

/// What stands for the workspace in a text.
fn solve<'t>(written: &Sym, text: &'t str) -> Option<&'t str> {
    let is_workspace = |found: &Symbol| *found == symbol();
    match written {
        Sym::Symbol(found) if is_workspace(found) => Some(text),
        Sym::Template(pieces) => match pieces.as_slice() {
            [Piece::Symbol(found)] if is_workspace(found) => Some(text),
            [Piece::Literal(before), Piece::Symbol(found)] if is_workspace(found) => text.strip_prefix(before.as_str()),
            [Piece::Symbol(found), Piece::Literal(after)] if is_workspace(found) => text.strip_suffix(after.as_str()),
            [Piece::Literal(before), Piece::Symbol(found), Piece::Literal(after)] if is_workspace(found) => {
                text.strip_prefix(before.as_str())?.strip_suffix(after.as_str())
            }
            _ => None,
        },
        _ => None,
    }
}
