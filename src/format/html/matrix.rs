//! Who may start which session: targets of each principal below, documents to the right.

use super::code;
use crate::inert::printable;
use maud::{Markup, html};
use ssm_check_checks::AccessRow;
use std::collections::{BTreeMap, BTreeSet};

/// Cells on the page: a browser stays quick.
const CELLS: usize = 12_000;
const DOCUMENTS: usize = 40;

/// A target, and what is decided for each document.
type Row<'a> = (&'a str, &'a BTreeMap<&'a str, &'a AccessRow>);

pub(super) fn section(access: &[AccessRow]) -> Markup {
    let all: BTreeSet<&str> = access.iter().map(|row| row.document.as_str()).collect();
    let documents: Vec<&str> = all.iter().copied().take(DOCUMENTS).collect();
    let mut rows: BTreeMap<(&str, &str), BTreeMap<&str, &AccessRow>> = BTreeMap::new();
    for row in access {
        rows.entry((&row.principal, &row.target)).or_default().insert(&row.document, row);
    }
    let shown = rows.len().min(CELLS / documents.len().max(1));
    let mut principals: Vec<(&str, Vec<Row<'_>>)> = Vec::new();
    for ((principal, target), cells) in rows.iter().take(shown) {
        match principals.last_mut() {
            Some((last, targets)) if last == principal => targets.push((target, cells)),
            _ => principals.push((principal, vec![(target, cells)])),
        }
    }
    html! {
        @if !access.is_empty() {
            section aria-labelledby="access" {
                h2 id="access" { "Who may start sessions" }
                div.scroll role="region" aria-label="Access matrix" tabindex="0" {
                    table {
                        caption { "For each principal and target, the session documents that it may use, and the ports that a session could open. " code { "*" } " is any other instance." }
                        thead {
                            tr {
                                th scope="col" { "Target" }
                                @for document in &documents { th scope="col" { (name(document)) } }
                            }
                        }
                        @for (principal, targets) in &principals {
                            tbody data-group="" {
                                tr.principal { th scope="rowgroup" colspan=(documents.len() + 1) { (code(principal)) } }
                                @for (target, cells) in targets {
                                    tr data-entry=(printable(principal)) {
                                        th scope="row" { (code(target)) }
                                        @for document in &documents { td { @if let Some(row) = cells.get(document) { (cell(row)) } } }
                                    }
                                }
                            }
                        }
                    }
                }
                @if shown < rows.len() || documents.len() < all.len() {
                    p.quiet {
                        "Of " (rows.len()) " rows and " (all.len()) " documents, " (shown) " and " (documents.len())
                        " are shown here; " code { "ssm-check access" } " and the JSON report have all."
                    }
                }
            }
        }
    }
}

/// A document's name, which may break between its words: `StartPortForwardingSessionToRemoteHost` is wider than what is below it.
fn name(document: &str) -> Markup {
    let mut parts = vec![String::new()];
    let mut before = ' ';
    for character in printable(document).chars() {
        if character.is_uppercase() && before.is_lowercase() {
            parts.push(String::new());
        }
        parts.last_mut().into_iter().for_each(|part| part.push(character));
        before = character;
    }
    html! {
        code { @for (number, part) in parts.iter().enumerate() { @if number > 0 { wbr; } (part) } }
    }
}

/// What is allowed stands out: it is what this table is read for.
fn cell(row: &AccessRow) -> Markup {
    let (class, glyph) = match row.decision {
        "allowed" => ("badge warning", "●"),
        "denied" => ("quiet", "–"),
        _ => ("badge unknown", "?"),
    };
    html! {
        span class=(class) { (glyph) " " (row.decision) }
        @if row.by == Some("explicit") { span.quiet { " explicitly" } }
        @if let Some(found) = &row.just_in_time { span.ports { "just in time: " (printable(&found.to_string())) } }
        @if !row.ports.is_empty() { span.ports { "ports " (printable(&row.ports.join(", "))) } }
    }
}
