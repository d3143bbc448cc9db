//! What the analysis says of every fixture, whole: targets with their paths, findings with their proof and help, sessions and tunnels; and
//! the graph that it rests on.
//!
//! `expect.json` holds what is true; these files hold what is said. `UPDATE=1 cargo test --test findings` rewrites them: read the
//! difference, it is what users will see.

mod support;

use rayon::prelude::*;
use ssm_check_checks::Sources;
use ssm_check_plan::Plan;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use support::{Fixture, assert_current, fixtures, resolved, root, said, sources_of, updating};

/// What is told of a plan, with its sources or without.
type Lines = fn(&Plan<'_>, Option<&Sources>) -> Vec<String>;

#[test]
fn what_is_said_of_every_fixture() {
    assert_snapshots("tests/snapshots/findings", said::lines);
}

/// What each resource links to and how that was found, much of which no finding shows.
#[test]
fn what_every_fixture_resolves_to() {
    assert_snapshots("tests/snapshots/resolved", resolved::lines);
}

fn assert_snapshots(directory: &str, lines: Lines) {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let fixtures = fixtures();
    for (fixture, told) in fixtures.iter().zip(fixtures.par_iter().map(|fixture| told_of(fixture, lines)).collect::<Vec<_>>()) {
        write!(files.entry(file_of(&fixture.name)).or_default(), "{}\n{told}\n", fixture.name).unwrap();
    }
    fs::create_dir_all(root().join(directory)).unwrap();
    for name in fs::read_dir(root().join(directory)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
        let is_current = files.contains_key(&name);
        if !is_current && updating() {
            fs::remove_file(root().join(directory).join(&name)).unwrap();
        }
        assert!(is_current || updating(), "{directory}/{name} is of no fixture");
    }
    for (name, text) in &files {
        assert_current(Path::new(directory).join(name), text);
    }
}

/// One file for each directory of fixtures: `checks-SSM201.txt`.
fn file_of(fixture: &str) -> String {
    let parts: Vec<&str> = fixture.trim_start_matches("testdata/").split('/').collect();
    format!("{}.txt", parts[..parts.len().saturating_sub(2).clamp(1, 2)].join("-"))
}

/// By the plan alone; then what its sources take away from that, and add.
fn told_of(fixture: &Fixture, lines: Lines) -> String {
    let plan = Plan::parse(&fixture.text).unwrap();
    let alone = lines(&plan, None);
    let with_sources = sources_of(fixture, &plan).map(|sources| lines(&plan, Some(&sources)));
    let mut told = alone.iter().map(|line| format!("  {line}\n")).collect::<Vec<_>>().concat();
    if let Some(with_sources) = with_sources {
        let (before, after): (BTreeSet<_>, BTreeSet<_>) = (alone.iter().collect(), with_sources.iter().collect());
        alone.iter().filter(|line| !after.contains(line)).for_each(|line| writeln!(told, "- {line}").unwrap());
        with_sources.iter().filter(|line| !before.contains(line)).for_each(|line| writeln!(told, "+ {line}").unwrap());
    }
    told
}
