//! Links of the documentation lead somewhere, on the forge and in the site that `mdbook build docs` makes.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use support::{files_named, root};

/// The pages of the documentation.
fn pages() -> Vec<PathBuf> {
    let is_page = |name: &str| Path::new(name).extension().is_some_and(|extension| extension == "md");
    let below = ["docs", "examples", ".github"].iter().flat_map(|directory| files_named(directory, is_page));
    below.chain([root().join("README.md"), root().join("CHANGELOG.md")]).collect()
}

/// Where links lead, outside of code.
fn links(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        // What is between backticks is no link.
        let prose: String = line.split('`').step_by(2).filter(|_| !in_code).collect();
        let targets = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        found.extend(targets.map(|(target, _)| target.to_owned()));
    }
    found
}

/// The anchors of a page's headings, as the forge makes them.
fn anchors(markdown: &str) -> BTreeSet<String> {
    let headings = markdown.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim().to_lowercase());
    let anchor = |heading: String| heading.chars().filter(|each| each.is_alphanumeric() || "-_ ".contains(*each)).collect::<String>();
    headings.map(anchor).map(|anchor| anchor.replace(' ', "-")).collect()
}

/// Without `..`, so that what it is below can be told.
fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut all, part| {
        match part {
            Component::ParentDir => drop(all.pop()),
            Component::CurDir => {}
            other => all.push(other),
        }
        all
    })
}

#[test]
fn no_link_is_dead() {
    const HERE: [&str; 2] = ["https://github.com/ssm-check/ssm-check/blob/main/", "https://github.com/ssm-check/ssm-check/tree/main/"];
    let (mut dead, mut seen) = (Vec::new(), 0);
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in links(&text) {
            let own = HERE.iter().find_map(|prefix| link.strip_prefix(prefix));
            if own.is_none() && link.contains("://") {
                continue;
            }
            seen += 1;
            let relative = own.unwrap_or(&link);
            let (path, anchor) = relative.split_once('#').map_or((relative, None), |(path, anchor)| (path, Some(anchor)));
            let from = if own.is_some() { root() } else { page.parent().unwrap() };
            let target = if path.is_empty() && own.is_none() { page.clone() } else { normal(&from.join(path)) };
            // The site has the pages below `docs` only.
            let leaves_site = own.is_none() && page.starts_with(root().join("docs")) && !target.starts_with(root().join("docs"));
            let is_page = target.extension().is_some_and(|extension| extension == "md");
            let is_there = |anchor: &str| !is_page || anchors(&fs::read_to_string(&target).unwrap()).contains(anchor);
            if !target.exists() || leaves_site || !anchor.is_none_or(is_there) {
                dead.push(format!("{}: {link}", page.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
    assert!(seen > 100, "{seen}");
}
