//! Advice works: what is shown as HCL is HCL, and what is named is there.

mod support;

use hcl_edit::parser::parse_body;
use rayon::prelude::*;
use ssm_check_checks::{Analysis, CHECKS, Edit, Finding, Options, Severity, Verdict, analyse, describe_repairs};
use ssm_check_message::Message;
use ssm_check_plan::{Configuration, Module, Plan, ResourceAddress};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::{Fixture, files_named, fixtures, root};

/// The blocks of code of Markdown that are said to be HCL.
fn snippets(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    for line in markdown.lines() {
        match (&mut open, line.trim_start()) {
            (Some(_), "```") => found.extend(open.take()),
            (Some(text), _) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, fence) if ["```hcl", "```terraform", "```tf"].contains(&fence) => open = Some(String::new()),
            _ => {}
        }
    }
    assert!(open.is_none(), "{markdown}");
    found
}

/// Blocks and arguments, or a value or several to be put in one.
fn parses(text: &str) -> Result<(), String> {
    let is_value = || {
        ["value = ", "value = [\n"]
            .into_iter()
            .zip(["\n", "\n]\n"])
            .any(|(before, after)| parse_body(&format!("{before}{}{after}", text.trim())).is_ok())
    };
    parse_body(text).map(drop).or_else(|error| if is_value() { Ok(()) } else { Err(error.to_string()) })
}

#[test]
fn what_is_shown_as_hcl_is_hcl() {
    let pages = ["docs", "examples", ".github"]
        .iter()
        .flat_map(|directory| files_named(directory, |name| Path::new(name).extension().is_some_and(|extension| extension == "md")))
        .chain([root().join("README.md")]);
    let mut texts: Vec<_> = pages.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect();
    texts.extend(CHECKS.iter().map(|check| (check.id.to_owned(), check.documentation.to_owned())));
    let mut seen = 0;
    for (name, text) in texts {
        for snippet in snippets(&text) {
            parses(&snippet).unwrap_or_else(|error| panic!("{name}: {error}\n{snippet}"));
            seen += 1;
        }
    }
    assert!(seen > 2 * CHECKS.len(), "{seen}");
}

fn analysed(fixture: &Fixture) -> (Plan<'_>, Analysis) {
    let plan = Plan::parse(&fixture.text).unwrap();
    let analysis = analyse(&[&plan], &Options::default()).unwrap();
    (plan, analysis)
}

/// Every finding of every fixture, with its plan.
fn findings(mut look: impl FnMut(&str, &Plan<'_>, &Finding)) {
    let fixtures = fixtures();
    for (fixture, (plan, analysis)) in fixtures.iter().zip(fixtures.par_iter().map(analysed).collect::<Vec<_>>()) {
        for finding in analysis.findings.iter().chain(&analysis.fixed) {
            look(&fixture.name, &plan, finding);
        }
    }
}

/// What is shown as code.
fn quoted(message: &Message) -> impl Iterator<Item = String> {
    message.runs().into_iter().filter_map(|(is_code, part)| is_code.then_some(part))
}

#[test]
fn hcl_in_a_help_is_hcl() {
    let mut seen = 0;
    findings(|name, _, finding| {
        for part in quoted(&finding.help).filter(|part| part.contains(" = ")) {
            parses(&format!("{part}\n")).unwrap_or_else(|error| panic!("{name}: {}: {error}\n{part}", finding.check.id));
            seen += 1;
        }
    });
    assert!(seen > 10, "{seen}");
}

/// The addresses of a plan: of instances, of blocks, and of calls.
fn addresses(plan: &Plan<'_>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let parsed = plan.changes.iter().map(|change| &change.parsed).chain(plan.state.iter().map(|resource| &resource.parsed));
    for address in parsed {
        all.insert(address.to_string());
        all.insert(ResourceAddress { key: None, ..address.clone() }.to_string());
        all.insert(address.without_keys());
        let steps: Vec<_> = address.module.0.iter().map(|step| format!("module.{}", step.name)).collect();
        all.extend((1..=steps.len()).map(|depth| steps[..depth].join(".")));
        // As its own module names it.
        all.insert(format!("{}.{}", address.resource_type, address.name));
    }
    #[expect(clippy::items_after_statements, reason = "next to its use")]
    fn calls(module: &Module<'_>, prefix: &str, all: &mut BTreeSet<String>) {
        for block in &module.resources {
            all.insert(format!("{prefix}{}.{}", block.resource_type.as_str(), block.name.as_str()));
        }
        for (name, call) in &module.module_calls {
            calls(&call.module, &format!("{prefix}module.{}.", name.as_str()), all);
        }
    }
    if let Some(Configuration { root_module, .. }) = &plan.configuration {
        calls(root_module, "", &mut all);
    }
    all
}

/// What a repair adds, by the name that it gives it.
fn made(edit: &Edit) -> Option<String> {
    match edit {
        Edit::AddResource { kind, name, .. } => Some(format!("{kind}.{name}")),
        _ => None,
    }
}

#[test]
fn whoever_is_told_of_a_failure_is_told_what_to_do() {
    findings(|name, _, finding| assert!(!finding.help.is_empty(), "{name}: {} has no help: {}", finding.check.id, finding.message));
}

/// What is put right by edits is told by the very same data, so that advice and edit are never two things. Of a block of which all instances
/// are meant no instance is named; and what is wrong with the text that its instances share is told in words.
#[test]
fn a_help_says_what_the_repair_does() {
    let keys = regex::Regex::new(r#"\[("[^"]*"|\d+)\]"#).unwrap();
    let of_blocks = |message: Message| keys.replace_all(&message.to_string(), "").into_owned();
    let is_of_shared_text = |edit: &Edit| match edit {
        Edit::Set { block, path, .. } => block.key.is_some() && path == &["service_name"],
        _ => false,
    };
    let mut seen = 0;
    findings(|name, _, finding| {
        let told = of_blocks(describe_repairs(&finding.repairs));
        let by_words = finding.repairs.iter().flatten().flat_map(|repair| &repair.edits).any(is_of_shared_text);
        if !told.is_empty() && finding.verdict == Verdict::Fail && !by_words {
            assert!(of_blocks(finding.help.clone()).contains(&told), "{name}: {}: {} / {told}", finding.check.id, finding.help);
            seen += 1;
        }
    });
    assert!(seen > 300, "{seen}");
}

#[test]
fn what_a_help_names_is_in_the_plan() {
    let mut seen = 0;
    let mut wrong = BTreeSet::new();
    findings(|name, plan, finding| {
        let mut all = addresses(plan);
        all.extend(finding.repairs.iter().flatten().flat_map(|repair| &repair.edits).filter_map(made));
        for part in quoted(&finding.help) {
            // An address alone, or with an attribute behind it.
            let Some(at) = part.find("aws_").filter(|at| *at == 0 || part.starts_with("module.") || part.starts_with("data.")) else {
                continue;
            };
            if !part[at..].contains('.') || part.contains(' ') {
                continue;
            }
            seen += 1;
            let is_there = all
                .iter()
                .any(|address| part.strip_prefix(address.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])));
            if !is_there {
                wrong.insert(format!("{name}: {} says `{part}`: {}", finding.check.id, finding.help));
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert!(seen > 200, "{seen}");
}

#[test]
fn nothing_is_quoted_twice() {
    findings(|name, _, finding| {
        if finding.verdict == Verdict::Fail {
            let nested = |message: &Message| message.runs().iter().any(|(_, part)| part.contains('`'));
            assert!(
                !nested(&finding.help) && !nested(&finding.message),
                "{name}: {}: {} / {}",
                finding.check.id,
                finding.message,
                finding.help
            );
        }
    });
}

/// The failing findings of a plan: check and address, and whether it is an error.
fn failing(path: &Path) -> BTreeSet<(String, String, bool)> {
    let text = fs::read_to_string(path).unwrap();
    let plan = Plan::parse(&text).unwrap();
    let analysis = analyse(&[&plan], &Options::default()).unwrap();
    let failing = analysis.findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
    failing.map(|finding| (finding.check.id.to_owned(), finding.address.clone(), finding.severity == Severity::Error)).collect()
}

/// `bad-…/fixed` is the same root after the help of its check was followed to the letter, as Terraform plans it.
#[test]
fn a_help_that_is_followed_helps() {
    let mut followed = BTreeSet::new();
    for path in files_named("testdata/checks", |name| name == "plan.json") {
        let directory = path.parent().unwrap();
        if !directory.ends_with("fixed") {
            continue;
        }
        let name = directory.strip_prefix(root().join("testdata/checks")).unwrap().display().to_string();
        let check = name.split('/').next().unwrap().to_owned();
        let (before, after) = (failing(&directory.parent().unwrap().join("plan.json")), failing(&path));
        assert!(before.iter().any(|(id, ..)| *id == check), "{name}: nothing to follow");
        let left: Vec<_> = after.iter().filter(|(id, ..)| *id == check).collect();
        assert!(left.is_empty(), "{name}: still there: {left:?}");
        let new: Vec<_> = after.iter().filter(|finding| finding.2 && !before.contains(finding)).collect();
        assert!(new.is_empty(), "{name}: new: {new:?}");
        followed.insert(check);
    }
    // One is about what the project's configuration allows; of the other, sessions end whatever one does but wait.
    let others = ["SSM512", "SSM702"];
    let without: Vec<_> = CHECKS.iter().map(|check| check.id).filter(|id| !others.contains(id) && !followed.contains(*id)).collect();
    assert!(without.is_empty(), "nobody followed the help of {without:?}");
}
