//! What a check is: id, name, severity and documentation, from which everything else is generated.

use crate::{Options, Severity};

/// A check.
#[derive(Debug)]
pub struct Check {
    /// For ever: `SSM201`.
    pub id: &'static str,
    /// What the situation is called: `no-path-to-ssm`.
    pub name: &'static str,
    /// The severity of its findings by default.
    pub severity: Severity,
    /// Markdown with the headings of [`HEADINGS`].
    pub documentation: &'static str,
    /// The text report lists its notes; else it counts them, unless they are asked for.
    pub listed: bool,
}

/// The headings that every check's documentation has, in this order.
pub const HEADINGS: [&str; 6] = ["What it checks", "Why it matters", "Example", "How to fix", "When it does not fail", "References"];

impl Check {
    /// Its page.
    pub fn url(&self) -> String {
        format!("https://github.com/ssm-check/ssm-check/blob/main/docs/checks/{}.md", self.id)
    }

    /// What it is about, in a word or two.
    pub fn group(&self) -> &'static str {
        match self.id.as_bytes().get("SSM".len()) {
            Some(b'1') => "identity",
            Some(b'2') => "network",
            Some(b'3') => "host",
            Some(b'4') => "access",
            Some(b'5') => "documents and logging",
            Some(b'6') => "bastion leftovers",
            _ => "changes",
        }
    }

    /// The first sentence of its documentation: what it checks.
    pub fn summary(&self) -> String {
        let text = self.documentation.split_once("## What it checks").map_or(self.documentation, |(_, text)| text);
        let paragraph = text.trim_start().split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        paragraph.split_once(". ").map_or(paragraph.clone(), |(first, _)| format!("{first}."))
    }

    /// Do the options ask for it?
    pub fn runs(&self, options: &Options) -> bool {
        let named_in = |list: &[String]| list.iter().any(|selector| self.is_selected_by(selector));
        (options.only.is_empty() || named_in(&options.only)) && !named_in(&options.skip)
    }

    /// Does a selector name it: an id, the beginning of one, a name, or a group.
    pub fn is_selected_by(&self, selector: &str) -> bool {
        self.name.eq_ignore_ascii_case(selector)
            || GROUPS.iter().any(|(beginning, group)| self.id.starts_with(beginning) && group.eq_ignore_ascii_case(selector))
            || (!selector.is_empty() && self.id.to_ascii_lowercase().starts_with(&selector.to_ascii_lowercase()))
    }
}

/// What ids of one beginning have in common, in a word that selects them all.
pub const GROUPS: &[(&str, &str)] = &[
    ("SSM1", "identity"),
    ("SSM2", "network"),
    ("SSM3", "host"),
    ("SSM4", "access"),
    ("SSM5", "documents"),
    ("SSM6", "bastion"),
    ("SSM7", "changes"),
];
