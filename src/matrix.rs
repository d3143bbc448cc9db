//! Who may start which session, with equal rows and columns merged.

use crate::groups::pattern;
use crate::inert::printable;
use ssm_check_checks::AccessRow;
use ssm_check_checks::session::SessionOutcome;
use ssm_check_message::natural;
use std::collections::{BTreeMap, BTreeSet};

/// What stands for any other instance of the account.
const ANY: &str = "*";
/// As many names and ports are told.
const NAMED: usize = 3;
const PORTS: usize = 8;

/// Principals that may do the same on the same targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block<'a> {
    /// Addresses, in natural order.
    pub(crate) principals: Vec<&'a str>,
    /// For each set of targets what is decided there.
    pub(crate) rows: Vec<Row<'a>>,
}

/// Targets of which the same is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row<'a> {
    /// Addresses, in natural order; `*` is any other instance.
    pub(crate) targets: Vec<&'a str>,
    /// What is decided, by document.
    pub(crate) cells: Vec<Cell<'a>>,
}

/// Documents of which the same is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell<'a> {
    /// Names, in natural order.
    pub(crate) documents: Vec<&'a str>,
    /// `allowed`, `denied` or `unknown`.
    pub(crate) decision: &'static str,
    /// `explicit` or `implicit`, of a denial.
    pub(crate) by: Option<&'static str>,
    /// How some other instance has to be tagged.
    pub(crate) tags: Option<&'a str>,
    /// Why the session does not open all the same: `not-connected`.
    pub(crate) session: Option<&'static str>,
    /// Ranges of ports.
    pub(crate) ports: &'a [String],
    /// What the principal gets when it asks, where just-in-time access is used.
    pub(crate) on_request: Option<String>,
}

/// The matrix; without `denied`, what is allowed or not known only.
pub(crate) fn blocks(rows: &[AccessRow], denied: bool) -> Vec<Block<'_>> {
    let mut by_principal: BTreeMap<&str, BTreeMap<&str, Vec<&AccessRow>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| denied || row.decision != "denied" || row.just_in_time.is_some()) {
        by_principal.entry(&row.principal).or_default().entry(&row.target).or_default().push(row);
    }
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut known: BTreeMap<Vec<(Vec<&str>, String)>, usize> = BTreeMap::new();
    for (principal, targets) in by_principal {
        let rows = merged(targets);
        // Rows with equal keys are equal.
        let key: Vec<_> = rows.iter().map(|row| (row.targets.clone(), key_of(&row.cells))).collect();
        if let Some(block) = known.get(&key).and_then(|position| blocks.get_mut(*position)) {
            block.principals.push(principal);
        } else {
            known.insert(key, blocks.len());
            blocks.push(Block { principals: vec![principal], rows });
        }
    }
    for block in &mut blocks {
        block.principals.sort_by_cached_key(|address| natural(address));
    }
    blocks.sort_by_cached_key(|block| block.principals.first().map(|address| natural(address)));
    blocks
}

fn merged<'a>(targets: BTreeMap<&'a str, Vec<&'a AccessRow>>) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (target, of_target) in targets {
        let cells = cells(&of_target);
        if let Some(row) = known.get(&key_of(&cells)).and_then(|position| rows.get_mut(*position)) {
            row.targets.push(target);
        } else {
            known.insert(key_of(&cells), rows.len());
            rows.push(Row { targets: vec![target], cells });
        }
    }
    // Any other instance comes last.
    let order = |target: &&str| (*target == ANY, natural(target));
    for row in &mut rows {
        row.targets.sort_by_cached_key(order);
    }
    rows.sort_by_cached_key(|row| row.targets.first().map(order));
    rows
}

fn cells<'a>(rows: &[&'a AccessRow]) -> Vec<Cell<'a>> {
    let rank = |decision: &str| match decision {
        "allowed" => 0,
        "unknown" => 1,
        _ => 2,
    };
    let mut cells: Vec<Cell<'a>> = Vec::new();
    for row in rows {
        let on_request = row.just_in_time.as_ref().map(ToString::to_string);
        let session = row.session.map(SessionOutcome::as_str);
        let same = |cell: &&mut Cell<'_>| {
            (cell.decision, cell.by, cell.session, cell.tags) == (row.decision, row.by, session, row.tags.as_deref())
                && cell.ports == row.ports
                && cell.on_request == on_request
        };
        match cells.iter_mut().find(same) {
            Some(cell) => cell.documents.push(&row.document),
            None => cells.push(Cell {
                documents: vec![&row.document],
                decision: row.decision,
                by: row.by,
                session,
                tags: row.tags.as_deref(),
                ports: &row.ports,
                on_request,
            }),
        }
    }
    for cell in &mut cells {
        cell.documents.sort_by_cached_key(|document| natural(document));
    }
    cells.sort_by_cached_key(|cell| (rank(cell.decision), cell.by, cell.documents.first().map(|document| natural(document))));
    cells
}

fn key_of(cells: &[Cell<'_>]) -> String {
    format!("{cells:?}")
}

/// How many targets the matrix has, without any other instance.
pub(crate) fn targets(rows: &[AccessRow]) -> usize {
    rows.iter().map(|row| row.target.as_str()).filter(|target| *target != ANY).collect::<BTreeSet<_>>().len()
}

/// Names as people say them: "all 96 targets", `aws_iam_role.team[*]` (3), the first few and how many more.
pub(crate) fn principals(block: &Block<'_>) -> Vec<String> {
    names(&block.principals)
}

/// The same of targets, of which there are so many in all.
pub(crate) fn targets_of(row: &Row<'_>, all: usize) -> Vec<String> {
    let (any, named): (Vec<&str>, Vec<&str>) = row.targets.iter().partition(|target| **target == ANY);
    let mut words = match named.len() {
        0 => Vec::new(),
        number if number == all && number > 1 => vec![format!("all {number} targets")],
        _ => names(&named),
    };
    if !any.is_empty() {
        words.push(if words.is_empty() { "any other instance (*)" } else { "and any other instance (*)" }.to_owned());
    }
    words
}

fn names(all: &[&str]) -> Vec<String> {
    let mut by_block: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for address in all {
        by_block.entry(crate::groups::general(address).into_owned()).or_default().push(address);
    }
    let word = |addresses: &Vec<&str>| match pattern(addresses).filter(|_| addresses.len() > 1) {
        Some(pattern) => vec![format!("{} ({})", printable(&pattern), addresses.len())],
        None => addresses.iter().map(|address| printable(address).into_owned()).collect(),
    };
    let mut words: Vec<_> = by_block.values().flat_map(word).collect();
    words.sort_by_cached_key(|word| natural(word));
    if words.len() > NAMED {
        let more = words.len() - (NAMED - 1);
        words.truncate(NAMED - 1);
        words.push(format!("and {more} more"));
    }
    words
}

/// The ports, the first few of many.
pub(crate) fn ports(cell: &Cell<'_>) -> String {
    let named = cell.ports.iter().take(PORTS).map(|ports| printable(ports).into_owned()).collect::<Vec<_>>().join(", ");
    match cell.ports.len().saturating_sub(PORTS) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// `allowed`, `denied (explicit)`, `allowed (not connected)`, `allowed if tagged Team=payments`
pub(crate) fn decision(cell: &Cell<'_>) -> String {
    if let Some(tags) = cell.tags {
        return format!("{} if {}", cell.decision, printable(tags));
    }
    match cell.by.or(cell.session) {
        Some(by) => format!("{} ({})", cell.decision, by.replace('-', " ")),
        None => cell.decision.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(principal: &str, target: &str, document: &str, decision: &'static str) -> AccessRow {
        AccessRow {
            principal: principal.to_owned(),
            target: target.to_owned(),
            document: document.to_owned(),
            decision,
            by: (decision == "denied").then_some("implicit"),
            ports: Vec::new(),
            session: None,
            tags: None,
            just_in_time: None,
        }
    }

    #[test]
    fn equal_rows_and_columns_are_one() {
        let mut rows = Vec::new();
        for principal in ["aws_iam_role.team[10]", "aws_iam_role.team[9]", "aws_iam_role.z"] {
            for target in ["*", "aws_instance.web[0]", "aws_instance.web[1]"] {
                rows.push(row(principal, target, "A", "allowed"));
                rows.push(row(principal, target, "B", "allowed"));
                rows.push(row(principal, target, "C", if principal.ends_with('z') && target == "*" { "unknown" } else { "denied" }));
            }
        }
        let blocks = blocks(&rows, false);
        let told = |block: &Block<'_>| {
            let rows: Vec<_> = block.rows.iter().map(|row| (targets_of(row, targets(&rows)).join(" "), row.cells.len())).collect();
            (principals(block).join(", "), rows)
        };
        assert_eq!(
            blocks.iter().map(told).collect::<Vec<_>>(),
            [
                ("aws_iam_role.team[*] (2)".to_owned(), vec![("all 2 targets and any other instance (*)".to_owned(), 1)]),
                ("aws_iam_role.z".to_owned(), vec![("all 2 targets".to_owned(), 1), ("any other instance (*)".to_owned(), 2)]),
            ]
        );
        assert_eq!(super::blocks(&rows, true)[0].rows[0].cells.len(), 2);
        assert_eq!(blocks[0].principals, ["aws_iam_role.team[9]", "aws_iam_role.team[10]"]);
    }
}
