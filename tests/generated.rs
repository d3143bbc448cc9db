//! Documentation that is generated from the declarations of checks is current, names all formats, and its links lead somewhere;
//! `UPDATE=1 cargo test --test generated` makes the first so.

mod support;

use clap::ValueEnum;
use ssm_check::Format;
use ssm_check_checks::{CHECKS, Check, Presumption};
use ssm_check_graph::Kind;
use ssm_check_graph::aws::Route;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use support::{assert_current, files_named, root, ssm_check, updating};

#[test]
fn every_check_has_its_page() {
    for check in CHECKS {
        assert_current(format!("docs/checks/{}.md", check.id), &page(check));
    }
    let ids: BTreeSet<_> = CHECKS.iter().map(|check| format!("{}.md", check.id)).collect();
    for path in files_named("docs/checks", |name| name.starts_with("SSM") && !ids.contains(name)) {
        assert!(updating(), "{} is the page of no check", path.display());
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn the_index_lists_every_check() {
    let mut text = "# Checks\n\nGenerated from the declarations in `crates/checks/src/rules`. \
        `ssm-check explain ID` prints a page in the terminal.\n\n"
        .to_owned();
    text.push_str(&table(""));
    assert_current("docs/checks/README.md", &text);
}

#[test]
fn the_readme_names_every_group() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for check in CHECKS {
        let group = format!("{}xx", &check.id[..4]);
        assert!(readme.contains(&group), "README.md does not name {group}");
    }
}

/// `docs/SUMMARY.md` makes the pages a book: those that it lists are there, as another test sees to.
#[test]
fn every_page_is_in_the_book() {
    let summary = fs::read_to_string(root().join("docs/SUMMARY.md")).unwrap();
    let checks: Vec<_> = CHECKS.iter().map(|check| format!("  - [{0}](checks/{0}.md)\n", check.id)).collect();
    let checks = checks.concat();
    let (before, rest) = summary.split_once("(checks/README.md)\n").expect("docs/SUMMARY.md lists the checks");
    let after: String = rest.lines().skip_while(|line| line.contains("(checks/SSM")).flat_map(|line| [line, "\n"]).collect();
    assert_current("docs/SUMMARY.md", &format!("{before}(checks/README.md)\n{checks}{after}"));
    for path in files_named("docs", |name| Path::new(name).extension().is_some_and(|extension| extension == "md")) {
        let page = path.strip_prefix(root().join("docs")).unwrap().to_str().unwrap().replace('\\', "/");
        let is_listed = page == "SUMMARY.md" || page.starts_with("checks/") || summary.contains(&format!("({page})"));
        assert!(is_listed, "docs/SUMMARY.md does not list {page}");
    }
}

#[test]
fn the_picture_of_the_terminal_is_what_happens() {
    let arguments = ["--only", "SSM203,SSM401", "examples/broken-private-subnet/plan.json"];
    let output = ssm_check().args(["--color", "always"]).args(arguments).output().unwrap();
    let text = format!("$ ssm-check {}\n{}", arguments.join(" "), String::from_utf8(output.stdout).unwrap());
    assert_current("docs/terminal.svg", &anstyle_svg::Term::new().render_svg(&text));
}

/// What stands between quotes after each of these marks in the sources of the program.
fn quoted(mark: &str) -> BTreeSet<String> {
    let sources = files_named("crates", |name| Path::new(name).extension().is_some_and(|extension| extension == "rs"));
    let texts = sources
        .into_iter()
        .filter(|path| path.components().any(|part| part.as_os_str() == "src"))
        .map(|path| fs::read_to_string(path).unwrap());
    let found = |text: String| {
        let each = text.split(mark).skip(1).filter_map(|rest| Some(rest.trim_start().strip_prefix('"')?.split_once('"')?.0.to_owned()));
        each.collect::<Vec<_>>()
    };
    texts.flat_map(found).collect()
}

#[test]
fn the_page_of_what_is_not_modelled_has_every_gap_that_says_so() {
    let page = fs::read_to_string(root().join("docs/not-modelled.md")).unwrap();
    let gaps = quoted("Reason::NotModelled(");
    assert!(gaps.len() >= 2, "{gaps:?}");
    // Attributes of routes that lead out of the model.
    let is_link = |name: &&str| Kind::Route.spec().links.iter().any(|link| link.path == [*name]);
    let ways = Route::TARGETS.into_iter().filter(|name| !is_link(name));
    for gap in gaps.iter().map(String::as_str).chain(ways) {
        assert!(page.contains(gap), "docs/not-modelled.md says nothing of: {gap}");
    }
}

#[test]
fn every_assumption_is_documented() {
    let text = fs::read_to_string(root().join("docs/assumptions.md")).unwrap();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| assumption")).collect();
    let titles: Vec<&str> = rows.iter().filter_map(|row| row.split('|').nth(1)).map(str::trim).collect();
    assert_eq!(titles, Presumption::ALL.map(Presumption::title));
}

fn page(check: &Check) -> String {
    let Check { id, name, severity, documentation, .. } = check;
    format!("# {id}: {name}\n\nSeverity: {}\n\n{}\n", severity.as_str(), documentation.trim())
}

fn table(directory: &str) -> String {
    let mut text = "| id | name | severity | what it checks |\n|---|---|---|---|\n".to_owned();
    for check in CHECKS {
        let Check { id, name, severity, .. } = check;
        let summary = check.summary().replace('|', "\\|");
        writeln!(text, "| [{id}]({directory}{id}.md) | `{name}` | {} | {summary} |", severity.as_str()).unwrap();
    }
    text
}

#[test]
fn every_format_is_documented() {
    for page in ["docs/formats.md", "docs/integrations/README.md", "README.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        for format in Format::value_variants() {
            let name = format.to_possible_value().unwrap();
            assert!(text.contains(&format!("`{}`", name.get_name())), "{page} does not name `{}`", name.get_name());
        }
    }
}

#[test]
fn relative_links_lead_somewhere() {
    let mut files = vec![root().join("README.md")];
    for directory in ["docs", "examples", ".github"] {
        files.extend(files_named(directory, |name| Path::new(name).extension().is_some_and(|extension| extension == "md")));
    }
    let mut seen = 0;
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target) {
            let path = target.split('#').next().unwrap();
            if path.is_empty() || path.contains("://") || path.contains(char::is_whitespace) {
                continue;
            }
            assert!(file.parent().unwrap().join(path).exists(), "{}: {target}", file.display());
            seen += 1;
        }
    }
    assert!(seen > 60);
}
