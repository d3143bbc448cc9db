//! Brings tables up to date, says in words what changed, and fails where a check relies on what no test mentions.

use crate::change::{Change, Refreshed, Tests};
use crate::packages::{self, Packages};
use crate::table::Table;
use crate::tables;
use anyhow::Result;
use std::path::Path;
use std::process::ExitCode;

/// Refreshes every table that has a source; writes those that changed.
pub(crate) fn refresh(root: &Path, packages: &Packages) -> Result<ExitCode> {
    let today = packages::today()?;
    let tests = Tests::of(root);
    let mut untested = Vec::new();
    for refreshed in tables::all(root, packages)? {
        println!("{}", told(&refreshed));
        if refreshed.old.content != refreshed.new.content {
            refreshed.new.write(root)?;
        }
        let name = refreshed.old.head("name").to_owned();
        untested.extend(without_test(&refreshed.changes, &tests).map(|text| format!("{name}: {text}")));
    }
    for table in tables::read_by_hand(root)? {
        println!("{}", of_pages(&table, &today));
    }
    if untested.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("\nChecks rely on these, and no test mentions them:");
    untested.iter().for_each(|text| println!("  {text}"));
    Ok(ExitCode::FAILURE)
}

/// What is to be done about a table that only pages have the facts of.
pub(crate) fn of_pages(table: &Table, today: &str) -> String {
    let (name, date) = (table.head("name"), table.head("date"));
    let is_old = ssm_check_aws::Table { date: date.to_owned(), ..ssm_check_aws::Table::default() }.is_old_on(today);
    let what = if is_old { "which is more than a year ago: read its pages again" } else { "look whether its pages say something else" };
    format!("{name}: read by hand on {date}; {what}")
}

/// Changes that checks rely on and no test mentions.
pub(crate) fn without_test<'c>(changes: &'c [Change], tests: &Tests) -> impl Iterator<Item = &'c str> {
    changes.iter().filter(|change| change.relied_on.as_ref().is_some_and(|name| !tests.mention(name))).map(|change| change.text.as_str())
}

fn told(refreshed: &Refreshed) -> String {
    let Refreshed { old, new, changes } = refreshed;
    let newer = |table: &Table| if table.head("newer").is_empty() { String::new() } else { format!(" and {}", table.head("newer")) };
    let version = |table: &Table| format!("{}{} of {}", table.head("version"), newer(table), table.head("date"));
    let head = if version(old) == version(new) {
        format!("{}: {}", old.head("name"), version(new))
    } else {
        format!("{}: {} -> {}", old.head("name"), version(old), version(new))
    };
    if changes.is_empty() {
        return format!("{head}: no change");
    }
    changes.iter().fold(head, |text, change| format!("{text}\n  {}", change.text))
}
