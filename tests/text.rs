//! What the text report looks like; `UPDATE=1 cargo test --test text` rewrites the snapshots.

mod sample;
mod support;

use ssm_check::{Terminal, text};
use support::assert_current;

#[test]
fn at_80_columns() {
    snapshot("plain.txt", Terminal::PLAIN);
}

#[test]
fn without_unicode() {
    let text = snapshot("ascii.txt", Terminal { unicode: false, ..Terminal::PLAIN });
    assert!(text.is_ascii());
}

#[test]
fn in_color() {
    snapshot("color.txt", Terminal { color: true, ..Terminal::PLAIN });
}

#[test]
fn in_a_narrow_window() {
    snapshot("narrow.txt", Terminal { width: 50, ..Terminal::PLAIN });
}

#[test]
fn in_a_wide_window() {
    snapshot("wide.txt", Terminal { width: 120, ..Terminal::PLAIN });
}

#[test]
fn color_is_all_that_color_adds() {
    let plain = sample::with_report(|report| text::render(report, Terminal::PLAIN));
    let colored = sample::with_report(|report| text::render(report, Terminal { color: true, ..Terminal::PLAIN }));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), plain);
}

#[test]
fn only_the_summary() {
    let summary = sample::with_report(|report| text::summary(report, Terminal::PLAIN));
    let whole = sample::with_report(|report| text::render(report, Terminal::PLAIN));
    assert_eq!(whole.lines().last(), summary.lines().last());
    assert_eq!(summary.lines().count(), 1);
}

#[test]
fn quiet_when_all_is_well() {
    let text = sample::with_good_report(|report| text::render(report, Terminal::PLAIN));
    assert_eq!(text, "✓ 1 instance: 1 pass; no findings\n");
}

fn snapshot(name: &str, terminal: Terminal) -> String {
    let text = sample::with_report(|report| text::render(report, terminal));
    assert_current(format!("tests/snapshots/{name}"), &text.replace('\u{1b}', "␛"));
    text
}
