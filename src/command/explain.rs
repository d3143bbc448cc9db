//! `ssm-check explain`: the documentation of a check, as plain text.

use crate::format::text::Page;
use crate::{Failure, Terminal, near};
use anstyle::Style;
use ssm_check_checks::{CHECKS, Check};

/// The documentation of the check of that id or name.
///
/// Errors: no such check.
pub(crate) fn explain(selector: &str, terminal: Terminal) -> Result<String, Failure> {
    let check = find(selector)?;
    let mut page = Page::new(terminal);
    let bold = Style::new().bold();
    page.line(0, &format!("{} ({})", page.styled(bold, &format!("{} {}", check.id, check.name)), check.severity.as_str()));
    page.markdown(check.documentation);
    page.blank();
    page.line(0, &check.url());
    Ok(page.finish())
}

/// Is there a check of that id or name, or one whose id begins so?
///
/// Errors: there is none.
pub(crate) fn selects_something(selector: &str) -> Result<(), Failure> {
    if CHECKS.iter().any(|check| check.is_selected_by(selector)) { Ok(()) } else { Err(Failure::new(no_such_check(selector))) }
}

/// A sentence that says so, with what may have been meant.
pub(crate) fn no_such_check(selector: &str) -> String {
    let meant = near::suggestion(selector, CHECKS.iter().flat_map(|check| [check.id, check.name]));
    let meant = if meant.is_empty() { "; `ssm-check list` shows all".to_owned() } else { meant };
    format!("`{selector}` matches no check{meant}")
}

fn find(selector: &str) -> Result<&'static Check, Failure> {
    let matching: Vec<_> = CHECKS.iter().filter(|check| check.is_selected_by(selector)).collect();
    let exact = matching.iter().find(|check| check.id.eq_ignore_ascii_case(selector) || check.name.eq_ignore_ascii_case(selector));
    match (exact, matching.as_slice()) {
        (Some(check), _) | (None, [check]) => Ok(check),
        (None, []) => Err(Failure::new(no_such_check(selector))),
        (None, several) => {
            let ids: Vec<_> = several.iter().map(|check| check.id).collect();
            Err(Failure::new(format!("`{selector}` matches several checks: {}", ids.join(", "))))
        }
    }
}
