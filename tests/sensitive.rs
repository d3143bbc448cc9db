//! What a plan marks as sensitive is in no report, whatever its format.

mod sample;
mod support;

use clap::ValueEnum;
use ssm_check::{Format, Terminal};
use support::fixtures;

#[test]
fn sensitive_values_are_in_no_report() {
    let (mut tried, mut told) = (0, Vec::new());
    for fixture in fixtures() {
        let Some(text) = sample::with_canaries(&fixture.text) else { continue };
        sample::with_fixture(&fixture.name, &text, |report| {
            for format in Format::value_variants() {
                let text = format.render(report, Terminal::PLAIN, false).unwrap();
                told.extend(text.lines().find(|line| line.contains(sample::CANARY)).map(|line| format!("{}: {line:.300}", fixture.name)));
            }
        });
        tried += 1;
    }
    assert!(tried > 400, "only {tried} plans were tried");
    assert!(told.is_empty(), "{} reports tell a sensitive value:\n{}", told.len(), told.join("\n"));
}
