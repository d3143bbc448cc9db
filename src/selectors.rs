//! Which checks a word selects, and what was meant by one that selects none.

use crate::{Failure, near};
use ssm_check_checks::{CHECKS, Check, GROUPS};

/// The checks that these words select, each once, in the order of ids; all without a word.
///
/// Errors: a word that selects none.
pub(crate) fn selected(selectors: &[String]) -> Result<Vec<&'static Check>, Failure> {
    selectors.iter().try_for_each(|selector| selects_something(selector))?;
    let is_selected = |check: &&'static Check| selectors.is_empty() || selectors.iter().any(|selector| check.is_selected_by(selector));
    Ok(CHECKS.iter().copied().filter(is_selected).collect())
}

/// Is there a check of that id, name or group, or one whose id begins so?
///
/// Errors: there is none.
pub(crate) fn selects_something(selector: &str) -> Result<(), Failure> {
    if CHECKS.iter().any(|check| check.is_selected_by(selector)) { Ok(()) } else { Err(Failure::new(no_such_check(selector))) }
}

/// A sentence that says so, with what may have been meant: a slip of the keyboard, an id without its letters, a part of a name.
pub(crate) fn no_such_check(selector: &str) -> String {
    let parts = || CHECKS.iter().filter(|check| selector.len() >= SHORTEST_PART && check.name.contains(&selector.to_ascii_lowercase()));
    let id = CHECKS.iter().find(|check| check.id.strip_prefix("SSM") == Some(selector));
    let near =
        near::nearest(selector, CHECKS.iter().flat_map(|check| [check.id, check.name]).chain(GROUPS.iter().map(|(_, group)| *group)));
    let meant = match (id.map(|check| check.id).or(near), parts().count()) {
        (Some(near), _) => format!("; did you mean `{near}`?"),
        (None, 0) => "; `ssm-check list` shows all".to_owned(),
        (None, 1..=MEANT) => {
            let names: Vec<_> = parts().map(|check| format!("`{}`", check.name)).collect();
            format!("; did you mean {}?", names.join(" or "))
        }
        (None, many) => format!("; {many} names have it in them, which `ssm-check list` shows"),
    };
    format!("`{selector}` matches no check{meant}")
}

/// A part of a name that says something.
const SHORTEST_PART: usize = 3;
/// As many names are proposed.
const MEANT: usize = 3;
