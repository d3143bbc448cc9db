//! Brings tables up to date, says in words what changed, and fails where a check relies on what no test mentions.

use crate::change::{Change, Refreshed, Tests};
use crate::packages::Packages;
use crate::table::Table;
use crate::tables;
use anyhow::Result;
use std::path::Path;
use std::process::ExitCode;

/// Refreshes every table that has a source; writes those that changed.
pub(crate) fn refresh(root: &Path, packages: &Packages) -> Result<ExitCode> {
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
        println!("{}: read by hand on {}; look whether its pages say something else", table.head("name"), table.head("date"));
    }
    if untested.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("\nChecks rely on these, and no test mentions them:");
    untested.iter().for_each(|text| println!("  {text}"));
    Ok(ExitCode::FAILURE)
}

/// Changes that checks rely on and no test mentions.
pub(crate) fn without_test<'c>(changes: &'c [Change], tests: &Tests) -> impl Iterator<Item = &'c str> {
    changes.iter().filter(|change| change.relied_on.as_ref().is_some_and(|name| !tests.mention(name))).map(|change| change.text.as_str())
}

fn told(refreshed: &Refreshed) -> String {
    let Refreshed { old, new, changes } = refreshed;
    let version = |table: &Table| format!("{} of {}", table.head("version"), table.head("date"));
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
