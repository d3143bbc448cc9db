//! Findings that are accepted in the code: `# ssm-check:ignore=SSM601 reason="…" until=2027-01-31`, above a block or at a line's end.

use crate::config::{State, is_over};
use crate::selectors::no_such_check;
use crate::{FilePosition, Places};
use jiff::civil::Date;
use ssm_check_checks::{CHECKS, Finding, Sources};

/// What makes a comment one.
const MARK: &str = "ssm-check:ignore";

/// A comment that accepts findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// Where it stands.
    pub place: FilePosition,
    /// Ids, beginnings of ids, names, or groups.
    pub checks: Vec<String>,
    /// Why.
    pub reason: String,
    /// The last day that it holds on.
    pub until: Option<Date>,
    /// The line that it is about: its own, or that after it.
    about: usize,
}

/// What became of one in a run.
#[derive(Clone, Debug)]
pub struct IgnoreUse<'a> {
    /// The comment.
    pub ignore: &'a Ignore,
    /// How it stands.
    pub state: State,
    /// How many findings it accepts, or would accept if it had not ended.
    pub findings: usize,
}

/// All comments of the sources, and what is wrong with those that accept nothing.
#[derive(Clone, Debug, Default)]
pub struct Ignores {
    /// In the order of files and lines.
    pub all: Vec<Ignore>,
    /// Sentences, each with its place.
    pub wrong: Vec<String>,
}

impl Ignores {
    /// Of the sources of the inputs.
    pub fn of(sources: &[Option<&Sources>], places: &Places<'_>) -> Self {
        let mut ignores = Self::default();
        let mut comments: Vec<_> = sources
            .iter()
            .flatten()
            .flat_map(|sources| sources.remarks().into_iter().map(|remark| (places.at(sources, &remark.span), remark)))
            .collect();
        comments.sort_by(|(one, _), (other, _)| one.cmp(other));
        comments.dedup_by(|(one, _), (other, _)| one == other);
        for (place, remark) in comments {
            match parse(&remark.text) {
                Ok(None) => {}
                Ok(Some((checks, reason, until))) => {
                    ignores.all.push(Ignore { about: remark.about, place, checks, reason, until });
                }
                Err(what) => {
                    ignores.wrong.push(format!("{}:{}: warning: this comment accepts nothing: {what}", place.file, place.line));
                }
            }
        }
        ignores
    }
}

impl Ignore {
    /// Is it about a finding at these places? They are a line and the headers of blocks.
    pub(crate) fn matches(&self, finding: &Finding, places: &[&FilePosition]) -> bool {
        let selected = self.checks.iter().any(|selector| finding.check.is_selected_by(selector));
        selected && places.iter().any(|place| place.file == self.place.file && place.line == self.about)
    }

    /// Is its last day over?
    pub(crate) fn is_expired(&self, today: Date) -> bool {
        is_over(self.until, today)
    }

    /// As a complaint names it.
    pub(crate) fn title(&self) -> String {
        format!("{}:{}: warning: the comment that ignores {}", self.place.file, self.place.line, self.checks.join(", "))
    }
}

/// Checks, reason and last day; none where the comment is something else.
///
/// Errors: what is wrong, as the beginning of a sentence.
#[expect(clippy::type_complexity, reason = "read once, right above")]
fn parse(comment: &str) -> Result<Option<(Vec<String>, String, Option<Date>)>, String> {
    let Some((_, rest)) = comment.split_once(MARK) else {
        return if is_meant(comment) {
            Err("this is not understood: write `ssm-check:ignore=SSM601 reason=\"…\"`".to_owned())
        } else {
            Ok(None)
        };
    };
    let rest = rest.trim_end_matches("*/").trim_end();
    let Some(rest) = rest.strip_prefix('=') else {
        return Err("the checks are missing after `ssm-check:ignore`: write `ssm-check:ignore=SSM601 reason=\"…\"`".to_owned());
    };
    let mut checks: Vec<String> = Vec::new();
    let mut rest = rest;
    // A comma goes on with the list, a space after it or not.
    loop {
        let (list, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        checks.extend(list.split(',').filter(|check| !check.is_empty()).map(ToOwned::to_owned));
        rest = after.trim_start();
        if !list.ends_with(',') || rest.is_empty() {
            break;
        }
    }
    if checks.is_empty() {
        return Err("the checks are missing after `ssm-check:ignore=`".to_owned());
    }
    for check in &checks {
        if !CHECKS.iter().any(|known| known.is_selected_by(check)) {
            return Err(no_such_check(check));
        }
    }
    let (mut reason, mut until) = (None, None);
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let Some((key, value)) = rest.split_once('=') else { return Err(format!("`{rest}` is neither `reason=\"…\"` nor `until=DATE`")) };
        let (value, after) = match value.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').ok_or("the reason has no closing quote")?,
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        match key.trim() {
            "reason" => reason = Some(value.trim().to_owned()),
            "until" => until = Some(value.parse::<Date>().map_err(|_| "`until` is no date such as 2026-12-31".to_owned())?),
            // What waivers call it.
            "expires" => return Err("there is no key `expires`; did you mean `until`?".to_owned()),
            other => return Err(format!("there is no key `{other}`; the keys are `reason` and `until`")),
        }
        rest = after;
    }
    match reason.filter(|reason| !reason.is_empty()) {
        Some(reason) => Ok(Some((checks, reason, until))),
        None => Err("a reason is missing: add `reason=\"…\"`".to_owned()),
    }
}

/// Is it nearly one: `ssm-check: ignore=…`, `ssm-check ignore …`, `ssm-check:skip=…`?
fn is_meant(comment: &str) -> bool {
    let text = comment.trim_start_matches(['#', '/', '*']).trim_start();
    let Some(rest) = text.strip_prefix("ssm-check") else { return false };
    let rest = rest.trim_start_matches([':', '-', '=', ' ']);
    let word = rest.split(|other: char| !other.is_ascii_alphabetic()).next().unwrap_or_default();
    let after = rest.get(word.len()..).unwrap_or_default().trim_start();
    ["ignore", "skip", "disable", "suppress", "accept", "allow", "waive", "nosec"].contains(&word) && after.starts_with(['=', ':', 'S'])
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_comment_says_what_and_why_and_until_when() {
        let parsed = parse("# ssm-check:ignore=SSM601,key-pair-still-attached reason=\"until the migration\" until=2027-01-31").unwrap();
        let (checks, reason, until) = parsed.unwrap();
        assert_eq!(checks, ["SSM601", "key-pair-still-attached"]);
        assert_eq!((reason.as_str(), until.unwrap().to_string().as_str()), ("until the migration", "2027-01-31"));
        assert!(parse("/* ssm-check:ignore=SSM6 reason=\"x\" */").unwrap().is_some());
        for spaced in ["SSM601, SSM602 reason", "SSM601,SSM602 reason", "SSM601 reason"] {
            let (checks, ..) = parse(&format!("# ssm-check:ignore={spaced}=\"x\"")).unwrap().unwrap_or_default();
            assert_eq!(checks.first().map(String::as_str), Some("SSM601"), "{spaced}");
        }
        for other in ["# all of ssm-check", "# ssm-check ignores what is no plan", "# ssm-check: see the docs", "# ssm-check:"] {
            assert_eq!(parse(other).unwrap(), None, "{other}");
        }
        for meant in ["# ssm-check: ignore=SSM601", "// ssm-check ignore=SSM601", "# ssm-check:skip=SSM601", "# ssm-check ignore SSM601"] {
            assert!(parse(meant).unwrap_err().starts_with("this is not understood"), "{meant}");
        }
        for (text, what) in [
            ("# ssm-check:ignore", "the checks are missing"),
            ("# ssm-check:ignore=", "the checks are missing"),
            ("# ssm-check:ignore=SSM601", "a reason is missing"),
            ("# ssm-check:ignore=SSM601 reason=\" \"", "a reason is missing"),
            ("# ssm-check:ignore=SSM999 reason=\"x\"", "`SSM999` matches no check"),
            ("# ssm-check:ignore=SSM601 because", "`because` is neither"),
            ("# ssm-check:ignore=SSM601 reason=\"x", "the reason has no closing quote"),
            ("# ssm-check:ignore=SSM601 reason=\"x\" until=soon", "`until` is no date"),
            ("# ssm-check:ignore=SSM601 because=\"x\"", "there is no key `because`"),
            ("# ssm-check:ignore=SSM601 reason=\"x\" expires=2027-01-31", "there is no key `expires`; did you mean `until`?"),
        ] {
            assert!(parse(text).unwrap_err().starts_with(what), "{text}");
        }
    }
}
