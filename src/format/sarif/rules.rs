//! What SARIF says of the checks.

use super::{Message, level};
use serde::Serialize;
use ssm_check_checks::{Check, Severity};

/// A `reportingDescriptor`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Rule {
    id: &'static str,
    name: &'static str,
    short_description: Message,
    full_description: Message,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

/// What GitHub reads: <https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support>. There is no
/// `security-severity`, a score out of ten that nothing here measures: the level says how much a finding matters.
#[derive(Serialize)]
struct Properties {
    tags: Vec<&'static str>,
    /// A verdict holds in every completion of what is not known.
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
}

impl Rule {
    pub(super) fn new(check: &Check) -> Self {
        let what = first_paragraph(check.documentation, "What it checks");
        let why = first_paragraph(check.documentation, "Why it matters");
        Self {
            id: check.id,
            name: check.name,
            short_description: Message::new(first_sentence(&what)),
            full_description: Message::new(format!("{what} {why}").trim()),
            help: Help { text: check.documentation.trim(), markdown: check.documentation.trim() },
            help_uri: check.url(),
            default_configuration: Configuration { level: level(check.severity) },
            properties: Properties {
                tags: tags(check),
                precision: "very-high",
                problem_severity: match check.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Note => "recommendation",
                },
            },
        }
    }
}

/// Where to find it in the catalogue: the hundreds of the ids are areas.
fn tags(check: &Check) -> Vec<&'static str> {
    let area: &[_] = match check.id.get(..4) {
        Some("SSM1") => &["identity"],
        Some("SSM2") => &["network"],
        Some("SSM3") => &["agent"],
        Some("SSM4") => &["access", "security"],
        Some("SSM5") => &["session-documents", "security"],
        Some("SSM6") => &["exposure", "security"],
        Some("SSM7") => &["change"],
        _ => &[],
    };
    [&["aws", "session-manager", "terraform"], area].concat()
}

/// The first paragraph under a heading, on one line; empty where there is none.
fn first_paragraph(markdown: &str, heading: &str) -> String {
    let lines = markdown.lines().skip_while(|line| line.trim_start_matches('#').trim() != heading).skip(1);
    let paragraph = lines.skip_while(|line| line.trim().is_empty()).take_while(|line| !line.trim().is_empty() && !line.starts_with('#'));
    paragraph.map(str::trim).collect::<Vec<_>>().join(" ")
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").and_then(|end| text.get(..=end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ssm_check_checks::CHECKS;

    #[test]
    fn descriptions_are_whole_sentences_as_long_as_code_scanning_takes() {
        for check in CHECKS {
            let rule = Rule::new(check);
            for text in [&rule.short_description.text, &rule.full_description.text] {
                assert!(!text.is_empty() && text.len() <= 1024, "{}: {text}", check.id);
            }
            let short = &rule.short_description.text;
            assert!(short.ends_with(['.', ':']), "{}: {short}", check.id);
            assert!(rule.properties.tags.len() > 3, "{} has no area", check.id);
        }
    }

    #[test]
    fn a_paragraph_ends_where_the_next_begins() {
        let markdown = "## What it checks\nOne.\nTwo.\n\nThree.\n## Why it matters\nFour.\n";
        assert_eq!(first_paragraph(markdown, "What it checks"), "One. Two.");
        assert_eq!(first_paragraph(markdown, "Why it matters"), "Four.");
        assert_eq!(first_paragraph(markdown, "Example"), "");
        assert_eq!(first_sentence("One `a.b` two. Three."), "One `a.b` two.");
    }
}
