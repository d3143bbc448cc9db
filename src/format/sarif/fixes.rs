//! What would put a result right: section 3.55 of the standard.

use super::{ArtifactLocation, Message};
use crate::inert::printable;
use crate::{SuggestedFile, Suggestion};
use serde::Serialize;
use ssm_check_fix::Replaced;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fix {
    description: Message,
    artifact_changes: Vec<ArtifactChange>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: DeletedRegion,
    inserted_content: InsertedContent,
}

/// Whole lines: it ends where the line after them begins.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeletedRegion {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct InsertedContent {
    text: String,
}

impl Fix {
    pub(super) fn new(suggestion: &Suggestion) -> Self {
        Self {
            description: Message::new(&suggestion.with_price().to_string()),
            artifact_changes: suggestion.files.iter().map(ArtifactChange::new).collect(),
        }
    }
}

impl ArtifactChange {
    fn new(file: &SuggestedFile) -> Self {
        Self {
            artifact_location: ArtifactLocation::new(&file.in_repository),
            replacements: file.replaced.iter().map(Replacement::new).collect(),
        }
    }
}

impl Replacement {
    fn new(replaced: &Replaced) -> Self {
        let text = replaced.text.split_inclusive('\n').map(|line| match line.strip_suffix('\n') {
            Some(line) => format!("{}\n", printable(line)),
            None => printable(line).into_owned(),
        });
        Self {
            deleted_region: DeletedRegion {
                start_line: replaced.line,
                start_column: 1,
                end_line: replaced.line + replaced.lines,
                end_column: 1,
            },
            inserted_content: InsertedContent { text: text.collect() },
        }
    }
}
