//! `ssm-check access`: who may start which session.

use crate::cli::{AccessArgs, MatrixFormat};
use crate::format::json::AccessEntry;
use crate::format::markdown_text::{code, sentence, table as markdown_table};
use crate::{Failure, Settings, inert, near};
use comfy_table::{Table, presets};
use ssm_check_checks::session::Part;
use ssm_check_checks::{AccessRow, Inputs};

/// Of what is asked about: all of the inputs, or a part.
const NOBODY: &str = "nobody may start a session\n";

const TOO_LARGE: &str =
    "note: the whole matrix is too large, so only part of it is told; ask for a `--principal`, `--target` or `--document`";

/// The matrix, or the part that was asked for, and a sentence if it is too large.
///
/// Errors: a resource whose values cannot be decoded; a principal, target or document that is not there.
pub(crate) fn access(
    arguments: &AccessArgs,
    inputs: &Inputs<'_, '_>,
    settings: &Settings,
) -> Result<(String, Option<&'static str>), Failure> {
    let AccessArgs { principal, target, document, .. } = arguments;
    let part = Part { principal: principal.clone(), target: target.clone(), document: document.clone() };
    let answer = inputs.access(&settings.options, &part).map_err(|error| Failure::new(error.to_string()))?;
    let (rows, too_large) = answer.map_err(|sentence| {
        let known = inputs.addresses();
        let wanted = [principal, target, document].into_iter().flatten().filter(|name| !known.contains(*name));
        let meant = wanted.map(|name| near::suggestion(name, known.iter().map(String::as_str))).find(|text| !text.is_empty());
        Failure::new(sentence + &meant.unwrap_or_default())
    })?;
    if too_large && rows.is_empty() {
        return Err(Failure::new(TOO_LARGE.trim_start_matches("note: ")));
    }
    let text = match arguments.format {
        MatrixFormat::Json => json(&rows)?,
        MatrixFormat::Text => table(&rows),
        MatrixFormat::Markdown => markdown(&rows),
    };
    Ok((text, too_large.then_some(TOO_LARGE)))
}

fn json(rows: &[AccessRow]) -> Result<String, Failure> {
    let entries: Vec<_> = rows.iter().map(AccessEntry::new).collect();
    let text = serde_json::to_string_pretty(&entries).map_err(|error| Failure::new(error.to_string()))?;
    Ok(inert::json(&text) + "\n")
}

fn table(rows: &[AccessRow]) -> String {
    if rows.is_empty() {
        return NOBODY.to_owned();
    }
    let asked = rows.iter().any(|row| row.just_in_time.is_some());
    let mut table = Table::new();
    let mut header = vec!["DECISION", "WHY", "PORTS", "DOCUMENT", "TARGET", "PRINCIPAL"];
    header.extend(asked.then_some("JUST IN TIME"));
    table.load_style(presets::NOTHING).set_header(header);
    for row in rows {
        let clean = crate::inert::printable;
        let mut cells = vec![
            row.decision.to_owned(),
            row.by.unwrap_or_default().to_owned(),
            row.ports.join(", "),
            clean(&row.document).into_owned(),
            clean(&row.target).into_owned(),
            clean(&row.principal).into_owned(),
        ];
        cells.extend(asked.then(|| clean(&on_request(row)).into_owned()));
        table.add_row(cells);
    }
    crate::format::text::lines_of(&mut table)
}

/// What the principal gets when it asks; nothing where that is not told.
fn on_request(row: &AccessRow) -> String {
    row.just_in_time.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn markdown(rows: &[AccessRow]) -> String {
    if rows.is_empty() {
        return NOBODY.to_owned();
    }
    let cells = |row: &AccessRow| {
        vec![
            code(&row.principal),
            code(&row.target),
            code(&row.document),
            row.decision.to_owned(),
            row.by.unwrap_or_default().to_owned(),
            row.ports.join(", "),
        ]
    };
    let asked = rows.iter().any(|row| row.just_in_time.is_some());
    let cells = |row: &AccessRow| {
        cells(row)
            .into_iter()
            .chain(asked.then(|| row.just_in_time.as_ref().map(|found| sentence(&found.in_words())).unwrap_or_default()))
            .collect()
    };
    let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
    let header: Vec<&str> =
        ["Principal", "Target", "Document", "Decision", "Why", "Ports"].into_iter().chain(asked.then_some("Just in time")).collect();
    markdown_table(&header, &rows)
}
