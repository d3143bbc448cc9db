//! What each value of a plan decides: one is taken away or turned, and what the analysis says of the rest is compared.
//!
//! Whatever is taken away, nothing that is decided then may be decided otherwise with it. What becomes of verdicts, findings, sessions and
//! tunnels stands in `tests/snapshots/sensitivity`, one file for each type: read a line where nothing changes and ask whether AWS would
//! take notice. `UPDATE=1 cargo test --test sensitivity` keeps the places that are there and looks for some of what is new.

#[path = "../support/mod.rs"]
mod support;

mod choice;
mod edit;
mod forget;
mod outcome;
mod perturb;
mod places;
mod schema;
mod subject;

use choice::{Answers, Choice};
use places::{Given, Key, Place};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use subject::{DIRECTORY, KNOWN, Subject, recorded};
use support::{assert_current, fixtures, root, updating};

fn subjects() -> Vec<Subject> {
    fixtures().into_par_iter().filter_map(Subject::of).collect()
}

/// Every place where something can be taken away, by what it is.
fn all_places(subjects: &[Subject], given: &Given) -> BTreeMap<Key, Vec<Place>> {
    let found: Vec<_> = subjects.par_iter().enumerate().map(|(number, subject)| places::of(number, subject, given)).collect();
    choice::by_key(found.into_iter().flatten(), subjects)
}

#[test]
fn knowing_less_decides_nothing_otherwise() {
    let subjects = subjects();
    let given = Given::by(&subjects);
    let all = all_places(&subjects, &given);
    let recorded = recorded();
    let answers: Vec<(&Key, Answers)> = all
        .par_iter()
        .map(|(key, places)| (key, Choice { key, places, subjects: &subjects, given: &given }.answers(recorded.get(&key.of))))
        .collect();
    let violations: BTreeSet<&str> = answers.iter().flat_map(|(_, answers)| answers.violations.iter().map(String::as_str)).collect();
    let tried: usize = answers.iter().map(|(_, answers)| answers.tried).sum();
    println!("{tried} perturbations, {} of which decide otherwise", violations.len());
    let mut files: BTreeMap<&str, Vec<(&Key, &Answers)>> = BTreeMap::new();
    for (key, answers) in &answers {
        files.entry(&key.of).or_default().push((key, answers));
    }
    compare(&files);
    let known = fs::read_to_string(root().join(KNOWN)).unwrap_or_default();
    let new: Vec<&str> = violations.iter().copied().filter(|violation| !known.lines().any(|known| known == *violation)).collect();
    if updating() {
        let lines = violations.iter().map(|violation| [violation, "\n"].concat()).collect::<String>();
        fs::write(root().join(KNOWN), lines).unwrap();
    }
    assert!(new.is_empty(), "{} violations:\n{}", new.len(), new.join("\n"));
    assert!(tried > 1_500, "only {tried} perturbations were tried");
}

/// All of them, which takes an hour: `cargo test --release --test sensitivity -- --ignored --nocapture`. `ONLY` takes a part of the name
/// of a type, or of what is done.
#[test]
#[ignore = "takes long"]
fn everything_that_can_be_taken_away() {
    let subjects = subjects();
    let given = Given::by(&subjects);
    let only = std::env::var("ONLY").unwrap_or_default();
    let every: usize = std::env::var("EVERY").ok().and_then(|every| every.parse().ok()).unwrap_or(1);
    let all: Vec<(Key, Place)> = all_places(&subjects, &given)
        .into_iter()
        .filter(|(key, _)| format!("{} {key}", key.of).contains(&only))
        .flat_map(|(key, places)| places.into_iter().step_by(every).map(move |place| (key.clone(), place)).collect::<Vec<_>>())
        .collect();
    println!("{} perturbations", all.len());
    let violations: Vec<String> = all
        .par_iter()
        .flat_map_iter(|(key, place)| {
            let choice = Choice { key, places: &[], subjects: &subjects, given: &given };
            let violations = choice.answer(place).violations;
            for violation in &violations {
                println!("{violation}");
            }
            violations
        })
        .collect();
    assert!(violations.is_empty(), "{} violations", violations.len());
}

fn compare(files: &BTreeMap<&str, Vec<(&Key, &Answers)>>) {
    fs::create_dir_all(root().join(DIRECTORY)).unwrap();
    let there: BTreeSet<String> = recorded().into_keys().collect();
    for of in there.iter().filter(|of| !files.contains_key(of.as_str())) {
        assert!(updating(), "{DIRECTORY}/{of}.txt is of a type that no fixture has");
        fs::remove_file(root().join(DIRECTORY).join(format!("{of}.txt"))).unwrap();
    }
    for (of, answers) in files {
        assert_current(Path::new(DIRECTORY).join(format!("{of}.txt")), &choice::text(answers));
    }
}
