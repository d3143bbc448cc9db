//! The Markdown report, read by a parser of the dialect that GitHub speaks.

mod sample;
mod support;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use rayon::prelude::*;
use ssm_check::{Report, markdown};
use std::collections::BTreeSet;
use support::{assert_current, fixtures};

/// What a reader sees of a report.
#[derive(Default)]
struct Seen {
    words: String,
    /// Of every row of every table.
    cells: BTreeSet<usize>,
    links: BTreeSet<String>,
    /// The words that are not code: a forge reads mentions and references in them.
    plain: String,
}

fn read(markdown: &str) -> Seen {
    let (mut seen, mut cells, mut open, mut code) = (Seen::default(), 0, Vec::new(), false);
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                seen.cells.insert(cells);
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                seen.links.insert(dest_url.to_string());
            }
            Event::Start(
                tag @ (Tag::Image { .. } | Tag::Emphasis | Tag::Strikethrough | Tag::CodeBlock(_) | Tag::FootnoteDefinition(_)),
            ) => {
                panic!("{tag:?} is not ours: {markdown}");
            }
            Event::Html(html) => {
                for tag in html.split_inclusive('>').filter_map(|part| Some(part.split_once('<')?.1)) {
                    match tag.trim_end_matches('>') {
                        "details" | "details open" => open.push("details"),
                        "/details" => assert_eq!(open.pop(), Some("details"), "{markdown}"),
                        "!-- ssm-check --" | "summary" | "/summary" | "code" | "/code" => {}
                        other => panic!("<{other}> is not ours: {markdown}"),
                    }
                }
            }
            Event::InlineHtml(tag) => {
                assert!(matches!(&*tag, "<code>" | "</code>"), "{tag} is not ours: {markdown}");
                code = &*tag == "<code>";
            }
            Event::Text(text) => {
                seen.words.push_str(&text);
                if !code {
                    seen.plain.push_str(&text);
                }
            }
            Event::Code(text) => seen.words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => seen.words.push(' '),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} is not closed: {markdown}");
    seen
}

/// Renders, and asserts what is true of every report.
fn rendered(report: &Report<'_>) -> Seen {
    let text = markdown::render(report);
    assert!(text.len() <= markdown::LARGEST && text.starts_with(markdown::MARK) && text.ends_with('\n'), "{} bytes", text.len());
    let seen = read(&text);
    // With the host where it is why a target fails.
    let columns = seen.cells.first().copied().unwrap_or(4);
    assert!((4..=5).contains(&columns) && seen.cells.iter().all(|cells| *cells == columns), "{:?} cells in the rows of {text}", seen.cells);
    assert!(seen.links.iter().all(|link| link.starts_with("https://github.com/ssm-check/")), "{:?}", seen.links);
    seen
}

#[test]
fn a_report_with_everything() {
    sample::with_report(|report| {
        rendered(report);
        assert_current("tests/snapshots/report.md.txt", &markdown::render(report));
    });
}

#[test]
fn nothing_is_folded_when_all_is_well() {
    let text = sample::with_good_report(markdown::render);
    assert!(text.contains("## ✅ ssm-check: all is well\n") && !text.contains("<details"), "{text}");
}

#[test]
fn reports_of_fixtures_are_sound() {
    fixtures().par_iter().for_each(|fixture| {
        sample::with_fixture(&fixture.name, &fixture.text, |report| {
            let seen = rendered(report);
            for reported in report.findings {
                assert!(seen.words.contains(reported.finding.check.id), "{}: {}", fixture.name, reported.finding.check.id);
            }
        });
    });
}

#[test]
fn hostile_names_are_only_names() {
    for hostile in sample::HOSTILE {
        let seen = sample::with_hostile_report(hostile, rendered);
        assert!(!seen.plain.contains("@everyone") && !seen.plain.contains("#123"), "{}", seen.plain);
        for word in hostile.split(|letter: char| !letter.is_alphanumeric()) {
            assert!(seen.words.contains(word), "{word}: {}", seen.words);
        }
        let text = sample::with_hostile_report(hostile, markdown::render);
        assert!(!text.contains('\u{202e}') && !text.contains('\u{1b}') && !text.contains('\0'));
    }
}

#[test]
fn what_does_not_fit_is_left_out_whole() {
    let text = std::fs::read_to_string(support::root().join("testdata/checks/SSM203/bad-wrong-port/plan.json")).unwrap();
    let plan = ssm_check_plan::Plan::parse(&text).unwrap();
    let once = ssm_check_checks::analyse(&[&plan], &ssm_check_checks::Options::default()).unwrap();
    let mut many = ssm_check_checks::Analysis::default();
    for number in 0..2_000 {
        // No two have a block or a cause in common.
        let rename = |address: &str| format!("{address}_{number}[\"|{}\"]", "é".repeat(number % 50));
        many.targets.extend(once.targets.iter().cloned().map(|mut target| {
            target.address = rename(&target.address);
            target
        }));
        many.findings.extend(once.findings.iter().cloned().map(|mut finding| {
            finding.address = rename(&finding.address);
            let step = ssm_check_checks::Evidence::Fact {
                at: ssm_check_checks::AttrRef::resource(&finding.address),
                shows: "is one of many steps that take room in a comment, and this is all that it says".into(),
            };
            finding.evidence = vec![step; 1 + number % 300];
            finding
        }));
    }
    sample::with_analysis(&many, |report| {
        let seen = rendered(report);
        let text = markdown::render(report);
        assert!(text.len() > markdown::LARGEST / 2, "{} bytes: more would fit", text.len());
        assert!(seen.words.contains("findings left out") && seen.words.contains("instances left out"), "{text}");
        assert!(!seen.words.contains("SSM304"), "a note is there, and errors are not");
    });
}
