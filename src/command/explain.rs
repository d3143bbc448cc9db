//! `ssm-check explain`: the documentation of a check, as plain text.

use crate::format::text::Page;
use crate::{Failure, Terminal};
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

fn find(selector: &str) -> Result<&'static Check, Failure> {
    let matching: Vec<_> = CHECKS.iter().filter(|check| check.is_selected_by(selector)).collect();
    let exact = matching.iter().find(|check| check.id.eq_ignore_ascii_case(selector) || check.name.eq_ignore_ascii_case(selector));
    match (exact, matching.as_slice()) {
        (Some(check), _) | (None, [check]) => Ok(check),
        (None, []) => Err(Failure::new(format!("`{selector}` matches no check; `ssm-check list` shows all"))),
        (None, several) => {
            let ids: Vec<_> = several.iter().map(|check| check.id).collect();
            Err(Failure::new(format!("`{selector}` matches several checks: {}", ids.join(", "))))
        }
    }
}
