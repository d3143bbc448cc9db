//! Who may start which session: principals with their targets below, documents to the right; equal ones are one.

use super::markup::{broken, code};
use crate::inert::printable;
use crate::matrix::{self, Block, Cell, Row};
use maud::{Markup, html};
use ssm_check_checks::AccessRow;
use std::collections::{BTreeMap, BTreeSet};

/// Cells on the page: a browser stays quick.
const CELLS: usize = 12_000;
const DOCUMENTS: usize = 40;

pub(super) fn section(access: &[AccessRow], is_cut: bool) -> Markup {
    let blocks = matrix::blocks(access, true);
    let names: BTreeSet<&str> = access.iter().map(|row| row.document.as_str()).collect();
    let documents: Vec<Vec<&str>> = columns(&blocks, &names).into_iter().take(DOCUMENTS).collect();
    let shown = documents.iter().map(Vec::len).sum::<usize>();
    let rows: usize = blocks.iter().map(|block| block.rows.len()).sum();
    let mut room = CELLS / documents.len().max(1);
    let all = matrix::targets(access);
    let mut kept: Vec<(&Block<'_>, &[Row<'_>])> = Vec::new();
    for block in &blocks {
        let some = block.rows.get(..block.rows.len().min(room)).unwrap_or_default();
        room -= some.len();
        if !some.is_empty() {
            kept.push((block, some));
        }
    }
    let shown_rows: usize = kept.iter().map(|(_, rows)| rows.len()).sum();
    html! {
        @if !access.is_empty() {
            section aria-labelledby="access" {
                h2 id="access" { "Who may start sessions" }
                div.scroll role="region" aria-label="Access matrix" tabindex="0" {
                    table.matrix {
                        caption { "For each principal and target, the session documents that it may use, and the ports that a session could open. " code { "*" } " is any other instance." }
                        thead {
                            tr {
                                th scope="col" { "Target" }
                                @for names in &documents { th scope="col" { @for document in names { div { (broken(document)) } } } }
                            }
                        }
                        @for (block, rows) in kept {
                            tbody data-group="" {
                                tr.principal { th scope="rowgroup" colspan=(documents.len() + 1) {
                                    @for (number, principal) in matrix::principals(block).iter().enumerate() {
                                        @if number > 0 { ", " }
                                        (code(principal))
                                    }
                                } }
                                @for row in rows {
                                    tr data-entry=(printable(&[block.principals.join(" "), row.targets.join(" ")].join(" "))) {
                                        th scope="row" { @for words in matrix::targets_of(row, all) { div { (words) } } }
                                        @for names in &documents {
                                            td { @if let Some(found) = names.first().and_then(|name| found(&row.cells, name)) { (cell(found)) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                @if shown_rows < rows || shown < names.len() || is_cut {
                    p.quiet {
                        @if is_cut {
                            "The whole matrix is too large, so this is only part of it. "
                        } @else {
                            "Of " (rows) " rows and " (names.len()) " documents, " (shown_rows) " and " (shown) " are shown here. "
                        }
                        code { "ssm-check access --principal ADDRESS" } " shows all of one principal."
                    }
                }
            }
        }
    }
}

/// Documents of which the same is decided everywhere are one column.
fn columns<'a>(blocks: &[Block<'a>], names: &BTreeSet<&'a str>) -> Vec<Vec<&'a str>> {
    let mut columns: Vec<Vec<&'a str>> = Vec::new();
    let mut known: BTreeMap<Vec<Option<String>>, usize> = BTreeMap::new();
    for name in names {
        let of = |cells: &[Cell<'a>]| {
            found(cells, name).map(|cell| format!("{} {:?} {} {:?}", cell.decision, cell.by, cell.ports.join(","), cell.on_request))
        };
        let key: Vec<_> = blocks.iter().flat_map(|block| block.rows.iter().map(|row| of(&row.cells))).collect();
        if let Some(column) = known.get(&key).and_then(|position| columns.get_mut(*position)) {
            column.push(name);
        } else {
            known.insert(key, columns.len());
            columns.push(vec![name]);
        }
    }
    columns
}

fn found<'c, 'a>(cells: &'c [Cell<'a>], document: &str) -> Option<&'c Cell<'a>> {
    cells.iter().find(|cell| cell.documents.contains(&document))
}

/// What is allowed stands out: it is what this table is read for.
fn cell(cell: &Cell<'_>) -> Markup {
    let (class, glyph) = match cell.decision {
        "allowed" => ("badge warning", "●"),
        "denied" => ("quiet", "–"),
        _ => ("badge unknown", "?"),
    };
    html! {
        span class=(class) { (glyph) " " (cell.decision) }
        @if cell.by == Some("explicit") { span.quiet { " explicitly" } }
        @if let Some(found) = &cell.on_request { span.ports { "just in time: " (printable(found)) } }
        @if !cell.ports.is_empty() { span.ports { "ports " (matrix::ports(cell)) } }
    }
}
