//! `ssm-check explain`: the documentation of a check, as plain text.

use crate::format::text::Page;
use crate::selectors::selected;
use crate::{Failure, Terminal};
use anstyle::Style;

/// The documentation of the checks of these ids, prefixes of ids, or names.
///
/// Errors: a word that selects none.
pub(crate) fn explain(selectors: &[String], terminal: Terminal) -> Result<String, Failure> {
    let mut page = Page::new(terminal);
    let bold = Style::new().bold();
    for (number, check) in selected(selectors)?.into_iter().enumerate() {
        if number > 0 {
            page.raw("\n\n");
        }
        page.line(0, &format!("{} ({})", page.styled(bold, &format!("{} {}", check.id, check.name)), check.severity.as_str()));
        page.markdown(check.documentation);
        page.blank();
        page.line(0, &check.url());
    }
    Ok(page.finish())
}
