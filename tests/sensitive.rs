//! What a plan marks as sensitive is in no report, whatever its format.

mod sample;
mod support;

use clap::ValueEnum;
use rayon::prelude::*;
use ssm_check::{Format, Terminal};
use support::{Fixture, fixtures};

#[test]
fn sensitive_values_are_in_no_report() {
    let tried: Vec<Vec<String>> = fixtures().par_iter().enumerate().filter_map(|(number, fixture)| leaks(number, fixture)).collect();
    assert!(tried.len() > 400, "only {} plans were tried", tried.len());
    let told = tried.concat();
    assert!(told.is_empty(), "{} reports tell a sensitive value:\n{}", told.len(), told.join("\n"));
}

/// Of each fixture, the reports in every third format are looked at; of the next one, those in others.
const EVERY: usize = 3;

/// The lines of reports of a fixture that tell what is sensitive in it; `None` where nothing can be.
fn leaks(number: usize, fixture: &Fixture) -> Option<Vec<String>> {
    let text = sample::with_canaries(&fixture.text)?;
    Some(sample::with_fixture(&fixture.name, &text, |report| {
        let reports = Format::value_variants()
            .iter()
            .skip(number % EVERY)
            .step_by(EVERY)
            .map(|format| format.render(report, Terminal::PLAIN, false).unwrap());
        let line =
            |text: String| text.lines().find(|line| line.contains(sample::CANARY)).map(|line| format!("{}: {line:.300}", fixture.name));
        reports.filter_map(line).collect()
    }))
}
