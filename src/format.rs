//! Report formats, one module for each. Each mirrors what it needs of the analysis into its own terms, so that a format cannot
//! change by accident when the core does.

pub mod atlantis;
pub(crate) mod excerpt;
pub mod github;
pub mod gitlab;
pub(crate) mod hcl;
pub mod html;
pub mod json;
pub mod junit;
mod location;
pub mod markdown;
pub(crate) mod markdown_text;
pub mod ndjson;
pub(crate) mod outcome;
mod report;
pub mod sarif;
pub mod spacelift;
pub mod text;
pub(crate) mod words;

pub use report::Report;

use crate::Terminal;
use crate::inert::{self, lines};
use clap::ValueEnum;
use std::path::Path;

/// What a report looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs; its schema is `docs/report.schema.json`.
    Json,
    /// For a data lake: rows of JSON, one a line; their schema is `docs/rows.schema.json`.
    Ndjson,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For the test tab of a pipeline: `JUnit` XML.
    #[value(help = "For the test tab of a pipeline: JUnit XML")]
    Junit,
    /// For GitHub Actions: annotations, as workflow commands.
    Github,
    /// For the merge requests of GitLab: a code quality report.
    Gitlab,
    /// For a comment on a pull request.
    Markdown,
    /// One page for a browser, with everything in it.
    Html,
    /// For a custom policy check of Atlantis, which reads the verdict in the text: findings leave the exit status at 0.
    Atlantis,
    /// For a plan policy of Spacelift, as a `KEY.custom.spacelift.json`.
    Spacelift,
}

impl Format {
    /// What a file is by its name; none where that does not tell.
    pub fn of_file(path: &Path) -> Option<Self> {
        const ENDINGS: [(&str, Format); 8] = [
            (".custom.spacelift.json", Format::Spacelift),
            (".json", Format::Json),
            (".ndjson", Format::Ndjson),
            (".sarif", Format::Sarif),
            (".xml", Format::Junit),
            (".md", Format::Markdown),
            (".html", Format::Html),
            (".htm", Format::Html),
        ];
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| *format)
    }

    /// The report as text, with a line end.
    ///
    /// Errors: none that is known; the libraries for JSON and XML have the signature.
    pub fn render(self, report: &Report<'_>, terminal: Terminal, quiet: bool) -> anyhow::Result<String> {
        match self {
            Self::Text if quiet => Ok(lines(&text::summary(report, terminal)).into_owned()),
            Self::Text => Ok(lines(&text::render(report, terminal)).into_owned()),
            Self::Json => Ok(inert::json(&json::render(report)?)),
            Self::Ndjson => Ok(inert::json(&ndjson::render(report)?)),
            Self::Sarif => Ok(inert::json(&sarif::render(report)?)),
            Self::Junit => Ok(lines(&junit::render(report)?).into_owned()),
            // Its lines are commands, made here.
            Self::Github => Ok(github::render(report)),
            Self::Gitlab => Ok(inert::json(&gitlab::render(report)?)),
            Self::Markdown => Ok(lines(&markdown::render(report)).into_owned()),
            Self::Html => Ok(lines(&html::render(report)).into_owned()),
            Self::Atlantis => Ok(lines(&atlantis::render(report)).into_owned()),
            Self::Spacelift => Ok(inert::json(&spacelift::render(report)?)),
        }
    }

    /// Does it show what would put a finding right, as changes of the sources?
    pub(crate) fn suggests(self) -> bool {
        matches!(self, Self::Markdown | Self::Sarif)
    }

    /// Is the verdict read in the text alone, and any exit status but 0 taken for a breakdown?
    pub fn tells_the_verdict_alone(self) -> bool {
        self == Self::Atlantis
    }
}
