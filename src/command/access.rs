//! `ssm-check access`: who may start which session.

use crate::cli::{AccessArgs, MatrixFormat};
use crate::command::not_one;
use crate::format::json::AccessEntry;
use crate::format::markdown_text::{code, table as markdown_table, text as markdown_text};
use crate::format::text::{Page, columns, natural_width, titled};
use crate::{Failure, Settings, inert, matrix};
use anstyle::AnsiColor;
use serde::Serialize;
use ssm_check_checks::session::MatrixPart;
use ssm_check_checks::{AccessRow, Inputs, Verdict};

/// The matrix, or the part that was asked for, and a sentence if it is cut.
///
/// Errors: a resource whose values cannot be decoded; a principal, target or document that is not there.
pub(crate) fn access(arguments: &AccessArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<(String, Option<String>), Failure> {
    let AccessArgs { principal, target, document, .. } = arguments;
    let part = MatrixPart { principal: principal.clone(), target: target.clone(), document: document.clone() };
    let answer = inputs.access(&settings.options, &part).map_err(|error| Failure::new(error.to_string()))?;
    let (rows, is_cut) = answer.map_err(|not| not_one::failure(&not))?;
    let cut = is_cut.then(|| too_large(arguments));
    if let Some(cut) = cut.as_ref().filter(|_| rows.is_empty()) {
        return Err(Failure::new(cut.clone()));
    }
    let text = match arguments.format {
        MatrixFormat::Json => json(&rows, is_cut)?,
        MatrixFormat::Text => text(&rows, arguments, settings),
        MatrixFormat::Markdown => markdown(&rows, arguments),
    };
    // Where people read the matrix, they read that it is cut; in JSON programs do, and people on standard error.
    match (arguments.format, cut) {
        (MatrixFormat::Json, Some(cut)) => Ok((text, Some(format!("note: {cut}")))),
        (MatrixFormat::Text, Some(cut)) => {
            let mut page = Page::new(settings.terminal);
            page.raw(&text);
            page.blank();
            page.hanging(0, 2, &cut);
            Ok((page.finish(), None))
        }
        (MatrixFormat::Markdown, Some(cut)) => Ok((format!("{text}\n{}\n", markdown_text(&cut)), None)),
        (_, None) => Ok((text, None)),
    }
}

/// What to ask for instead, of what was not asked for yet.
fn too_large(arguments: &AccessArgs) -> String {
    let AccessArgs { principal, target, document, .. } = arguments;
    let options = [("--principal", principal), ("--target", target), ("--document", document)];
    let open: Vec<_> = options.into_iter().filter(|(_, given)| given.is_none()).map(|(option, _)| format!("`{option}`")).collect();
    let advice = if open.is_empty() { String::new() } else { format!("; narrow it with {}", open.join(" or ")) };
    format!("the whole matrix is too large, so this is only part of it{advice}")
}

/// What is said where there is no row.
fn nobody(rows: &[AccessRow], arguments: &AccessArgs) -> String {
    let denied = if rows.is_empty() { "" } else { "; `--denied` lists what is denied" };
    match &arguments.principal {
        Some(principal) => format!("`{}` may not start a session{denied}\n", inert::printable(principal)),
        None => format!("nobody may start a session{denied}\n"),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    access: Vec<AccessEntry<'a>>,
    access_is_cut: bool,
}

fn json(rows: &[AccessRow], access_is_cut: bool) -> Result<String, Failure> {
    let document = Document { access: rows.iter().map(AccessEntry::new).collect(), access_is_cut };
    let text = serde_json::to_string_pretty(&document).map_err(|error| Failure::new(error.to_string()))?;
    Ok(inert::json(&text) + "\n")
}

fn text(rows: &[AccessRow], arguments: &AccessArgs, settings: &Settings) -> String {
    let blocks = matrix::blocks(rows, arguments.denied);
    if blocks.is_empty() {
        return nobody(rows, arguments);
    }
    let all = matrix::targets(rows);
    let mut lines: Vec<Vec<Vec<String>>> = Vec::new();
    for block in &blocks {
        let mut principals = matrix::principals(block);
        for row in &block.rows {
            let mut targets = matrix::targets_of(row, all);
            for cell in &row.cells {
                let documents = cell.documents.iter().map(|document| inert::printable(document).into_owned()).collect();
                // What is above stands for what is below.
                let (principals, targets) = (std::mem::take(&mut principals), std::mem::take(&mut targets));
                let mut decision = vec![matrix::decision(cell)];
                decision.extend(cell.on_request.as_ref().map(|found| format!("just in time: {}", inert::printable(found))));
                lines.push(vec![principals, targets, decision, documents, vec![matrix::ports(cell)]]);
            }
        }
    }
    let page = Page::new(settings.terminal);
    let (headings, width) = (["PRINCIPAL", "TARGET", "DECISION", "DOCUMENT", "PORTS"], settings.terminal.width);
    let text = if natural_width(&headings, &lines) <= width {
        columns(&headings, &lines, width)
    } else {
        under_principals(&headings, lines, width)
    };
    let styles = [
        ("  allowed", AnsiColor::Yellow.on_default().bold()),
        ("  denied", page.style_of(Verdict::Pass)),
        ("  unknown", page.style_of(Verdict::Unknown)),
    ];
    let colored = |line: &str| {
        let found = styles.iter().filter_map(|(word, style)| Some((line.rfind(word)?, word, style))).max_by_key(|(at, ..)| *at);
        found.map_or_else(
            || line.to_owned(),
            |(at, word, style)| {
                let (before, after) = line.split_at(at);
                format!("{before}  {}{}", page.styled(*style, word.trim_start()), after.get(word.len()..).unwrap_or_default())
            },
        )
    };
    text.lines().map(|line| colored(line) + "\n").collect()
}

/// Where the screen is narrow, whose rows these are and on what stands above them.
fn under_principals(headings: &[&str], lines: Vec<Vec<Vec<String>>>, width: usize) -> String {
    let joined = |names: &[String]| names.join(", ").replace(", and ", " and ");
    let mut principals = Vec::new();
    let titled_row = |mut cells: Vec<Vec<String>>| {
        let rest = cells.split_off(2.min(cells.len()));
        if let Some(own) = cells.first().filter(|own| !own.is_empty()) {
            principals.clone_from(own);
        }
        let title = match cells.get(1).filter(|targets| !targets.is_empty()) {
            Some(targets) => format!("{} on {}", joined(&principals), joined(targets)),
            None => String::new(),
        };
        (title, rest)
    };
    let rows: Vec<_> = lines.into_iter().map(titled_row).collect();
    titled(headings.get(2..).unwrap_or_default(), &rows, width)
}

fn markdown(rows: &[AccessRow], arguments: &AccessArgs) -> String {
    let blocks = matrix::blocks(rows, arguments.denied);
    if blocks.is_empty() {
        return markdown_text(nobody(rows, arguments).trim_end()) + "\n";
    }
    let all = matrix::targets(rows);
    let mut lines = Vec::new();
    for block in &blocks {
        for row in &block.rows {
            for cell in &row.cells {
                let documents: Vec<_> = cell.documents.iter().map(|document| code(document)).collect();
                lines.push(vec![
                    markdown_text(&matrix::principals(block).join(", ")),
                    markdown_text(&matrix::targets_of(row, all).join(" ")),
                    documents.join(", "),
                    markdown_text(&match &cell.on_request {
                        Some(found) => format!("{}; just in time: {found}", matrix::decision(cell)),
                        None => matrix::decision(cell),
                    }),
                    matrix::ports(cell),
                ]);
            }
        }
    }
    markdown_table(&["Principal", "Target", "Document", "Decision", "Ports"], &lines)
}
