//! The HTML report, read by a parser that does as browsers do.

mod sample;
mod support;

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use rayon::prelude::*;
use ssm_check::html;
use std::collections::{BTreeMap, BTreeSet};
use support::{assert_current, fixtures};

/// What a browser sees of a page.
#[derive(Default)]
struct Seen {
    words: String,
    elements: BTreeMap<String, usize>,
    /// Of every element.
    attributes: Vec<(String, String)>,
    /// Of every table, the columns of its rows.
    columns: Vec<BTreeSet<usize>>,
}

impl Seen {
    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.attributes.iter().filter(move |(of, _)| of == name).map(|(_, value)| value.as_str())
    }
}

fn read(page: &str) -> Seen {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page);
    assert!(dom.errors.borrow().is_empty(), "{:?}", dom.errors.borrow());
    let mut seen = Seen::default();
    walk(&dom.document, &mut seen);
    let (ids, distinct): (Vec<_>, BTreeSet<_>) = (seen.values("id").collect(), seen.values("id").collect());
    assert_eq!(ids.len(), distinct.len(), "an id is there twice: {ids:?}");
    for link in seen.values("href") {
        let inside = link.strip_prefix('#').is_some_and(|id| distinct.contains(id));
        assert!(inside || link.starts_with("https://github.com/ssm-check/"), "{link}");
    }
    for of in ["aria-labelledby", "for"] {
        for id in seen.values(of).flat_map(str::split_whitespace) {
            assert!(distinct.contains(id), "{of}={id}");
        }
    }
    assert!(seen.columns.iter().all(|columns| columns.len() == 1), "{:?}", seen.columns);
    seen
}

fn walk(node: &Handle, seen: &mut Seen) {
    match &node.data {
        NodeData::Text { contents } => seen.words.push_str(&contents.borrow()),
        NodeData::Comment { contents } => panic!("a comment: {contents}"),
        NodeData::Element { name, attrs, .. } => {
            let element = name.local.to_string();
            assert!(ELEMENTS.contains(&element.as_str()), "<{element}> is not ours");
            for attribute in attrs.borrow().iter() {
                let name = attribute.name.local.to_string();
                // The policy allows neither.
                assert!(!name.starts_with("on") && !matches!(&*name, "style" | "src"), "{name} of <{element}>");
                seen.attributes.push((name, attribute.value.to_string()));
            }
            match element.as_str() {
                "table" => seen.columns.push(BTreeSet::new()),
                "tr" => {
                    seen.columns.last_mut().unwrap().insert(columns(node));
                }
                _ => {}
            }
            *seen.elements.entry(element).or_default() += 1;
        }
        _ => {}
    }
    node.children.borrow().iter().for_each(|child| walk(child, seen));
}

fn columns(row: &Handle) -> usize {
    let width = |cell: &Handle| match &cell.data {
        NodeData::Element { attrs, .. } => {
            attrs.borrow().iter().find(|attribute| &*attribute.name.local == "colspan").map_or(1, |span| span.value.parse().unwrap())
        }
        _ => 0,
    };
    row.children.borrow().iter().map(width).sum()
}

const ELEMENTS: [&str; 49] = [
    "a", "article", "body", "caption", "code", "details", "div", "footer", "form", "g", "h1", "h2", "h3", "h4", "head", "header", "html",
    "input", "label", "li", "line", "main", "meta", "nav", "ol", "option", "output", "p", "path", "pre", "rect", "script", "section",
    "select", "span", "strong", "style", "summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "ul", "wbr",
];

#[test]
fn a_report_with_everything() {
    let page = sample::with_report(html::render);
    let seen = read(&page);
    assert_eq!((seen.elements["style"], seen.elements["script"], seen.elements["main"]), (1, 1, 1));
    assert_eq!(seen.values("lang").collect::<Vec<_>>(), ["en"]);
    for word in ["pass", "stopped here: SSM201", "aws_route_table.private", "break-glass | until the <new> bastion", "1024-65535"] {
        assert!(seen.words.contains(word), "{word}");
    }
    // The style sheet and the script are files of their own.
    let (head, rest) = page.split_once("<style>").unwrap();
    let (_, body) = rest.split_once("</style>").unwrap();
    let (body, _) = body.split_once("<script>").unwrap();
    let lines = format!("{head}{body}").replace("><", ">\n<") + "\n";
    let policy = lines.lines().find(|line| line.contains("Content-Security-Policy")).unwrap().to_owned();
    assert_current("tests/snapshots/report.html.txt", &lines.replace(&policy, "<meta http-equiv=\"Content-Security-Policy\" …>"));
}

/// The policy that the page has: nothing is fetched, and only what the hashes name is run.
#[test]
fn the_page_asks_nothing_of_the_network() {
    let page = sample::with_report(html::render);
    let seen = read(&page);
    let policy = seen.values("content").find(|content| content.contains("default-src")).unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe") && !policy.contains("http"));
    for element in ["img", "link", "iframe", "object", "base"] {
        assert!(!seen.elements.contains_key(element));
    }
    let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert!(!style.contains("url(") && !style.contains("@import") && !style.contains('<'));
    let script = page.split_once("<script>").unwrap().1.split_once("</script>").unwrap().0;
    assert!(!script.contains("</") && !script.contains("<!--") && !script.contains("innerHTML"));
}

#[test]
fn reports_of_fixtures_are_sound() {
    fixtures().par_iter().for_each(|fixture| {
        let page = sample::with_fixture(&fixture.name, &fixture.text, |report| {
            let page = html::render(report);
            let pictures = report.analysis.targets.iter().filter(|target| !target.network.paths.is_empty()).count();
            // All tunnels are one picture.
            let tunnels = usize::from(!report.analysis.tunnels.is_empty());
            assert_eq!(page.matches("<svg").count(), pictures + tunnels, "{}", fixture.name);
            page
        });
        read(&page);
    });
}

#[test]
fn hostile_names_are_only_names() {
    let usual = read(&sample::with_report(html::render)).elements;
    for hostile in sample::HOSTILE {
        let page = sample::with_hostile_report(hostile, html::render);
        let mut seen = read(&page);
        for word in hostile.split(|letter: char| !letter.is_alphanumeric()) {
            assert!(seen.words.contains(word), "{word}");
        }
        assert!(!page.contains(['\u{202e}', '\u{1b}', '\0']));
        // A long name takes lines in a picture and may break at its joints, values in backticks are code, and the waivers no longer match: those elements aside,
        // a name adds none.
        let counted =
            ["text", "title", "code", "section", "h2", "ul", "li", "a", "span", "article", "h4", "p", "strong", "details", "summary"];
        let counted: Vec<_> = counted.into_iter().chain(["ol", "h3", "line", "path", "rect", "g", "wbr"]).collect();
        seen.elements.retain(|element, _| !counted.contains(&element.as_str()));
        for (element, count) in seen.elements {
            assert_eq!(Some(&count), usual.get(&element), "{element}: {hostile}");
        }
    }
}

#[test]
fn a_large_report_is_bounded() {
    let mut analysis = sample::with_report(|report| report.analysis.clone());
    let (target, finding, row) = (analysis.targets[1].clone(), analysis.findings[2].clone(), analysis.access[2].clone());
    for number in 0..5_000 {
        let address = format!("aws_instance.many[{number}]");
        analysis.targets.push(ssm_check_checks::TargetReport { address: address.clone(), ..target.clone() });
        analysis.findings.push(ssm_check_checks::Finding { address: address.clone(), ..finding.clone() });
        for document in 0..60 {
            let document = format!("document-{document}");
            analysis.access.push(ssm_check_checks::AccessRow {
                target: address.clone(),
                document,
                ports: vec![number.to_string()],
                ..row.clone()
            });
        }
    }
    let page = sample::with_analysis(&analysis, html::render);
    let seen = read(&page);
    assert!(page.len() < 8_000_000, "{} bytes", page.len());
    assert!(seen.words.contains("Of 5003 targets, 2000 are shown here") && seen.words.contains("Of 5003 rows"), "what is left out is told");
}
