//! `ssm-check list`: the catalogue.

use crate::cli::AnswerFormat;
use comfy_table::{Table, presets};
use serde::Serialize;
use ssm_check_checks::{CHECKS, Check};

#[derive(Serialize)]
struct Entry {
    id: &'static str,
    name: &'static str,
    severity: &'static str,
    summary: String,
    url: String,
}

impl Entry {
    fn new(check: &Check) -> Self {
        Self { id: check.id, name: check.name, severity: check.severity.as_str(), summary: check.summary(), url: check.url() }
    }
}

/// Every check, in the order of ids.
pub(crate) fn list(format: AnswerFormat) -> anyhow::Result<String> {
    match format {
        AnswerFormat::Text => Ok(table()),
        AnswerFormat::Json => Ok(serde_json::to_string_pretty(&CHECKS.iter().map(|check| Entry::new(check)).collect::<Vec<_>>())? + "\n"),
    }
}

fn table() -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(["ID", "SEVERITY", "NAME"]);
    for check in CHECKS {
        table.add_row([check.id, check.severity.as_str(), check.name]);
    }
    crate::format::text::lines_of(&mut table)
}
