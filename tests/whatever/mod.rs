//! What must hold whatever the bytes are: nothing panics, and what is read can be shown. Fuzz targets and a test share it.
//!
//! Bytes that stand for several files are an archive: before each file stands a line `-- name --`, as in Go's `txtar`.
#![allow(dead_code, reason = "each fuzz target uses a part of it")]

use clap::ValueEnum as _;
use ssm_check::{Accepted, Config, Format, InputInfo, PartialInfo, Places, Report, Role, Summary, Terminal};
use ssm_check_checks::{Inputs, Options};
use ssm_check_describe::{Answer, Answers};
use ssm_check_plan::{Plan, decode_text};
use ssm_check_source::{Evaluator, Sources};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// As many files are written.
const FILES: usize = 12;

/// A directory for the files of one process.
pub(crate) fn directory() -> PathBuf {
    let directory = std::env::temp_dir().join(format!("ssm-check-fuzz-{}", std::process::id()));
    fs::create_dir_all(&directory).expect("a directory for temporary files");
    directory
}

/// The files of an archive, each with its name.
fn files(text: &str) -> Vec<(&str, String)> {
    let mut files: Vec<(&str, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let name = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
        match (name, files.last_mut()) {
            (Some(name), _) => files.push((name, String::new())),
            (None, Some((_, content))) => content.push_str(line),
            (None, None) => {}
        }
    }
    files.truncate(FILES);
    files
}

/// Writes files in place of those of the run before.
fn write(directory: &Path, files: &[(&str, String)]) {
    let _ = fs::remove_dir_all(directory);
    fs::create_dir_all(directory).expect("the directory of temporary files");
    for (name, content) in files {
        let path = Path::new(name);
        if name.len() < 100 && path.components().all(|component| matches!(component, Component::Normal(_))) {
            let path = directory.join(path);
            // A name may be that of a directory, or hold what no name may.
            let _ = path.parent().map(fs::create_dir_all);
            let _ = fs::write(path, content);
        }
    }
}

/// Reads answers of AWS, and judges what they show.
pub(crate) fn answers(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut answers = Answers::default();
    for part in text.split("\n--\n").take(FILES) {
        if let Some(answer) = Answer::recognise(part) {
            answers.push("answer.json", answer);
        }
    }
    if !answers.is_empty() {
        judge(&answers.join("answers".to_owned(), false).plan, None, &Config::default());
    }
}

/// Reads a configuration.
pub(crate) fn configuration(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(error) = Config::parse("ssm-check.toml", text) {
        assert!(!error.to_string().is_empty());
    }
}

/// Reads a directory of sources beside a plan of one resource that they may have or not, and evaluates all arguments.
pub(crate) fn sources(directory: &Path, bytes: &[u8]) {
    const PLAN: &str = r#"{"format_version": "1.2", "terraform_version": "1.8.0", "resource_changes": [{"address": "t_a.x", "mode": "managed", "change": {"actions": ["create"], "after": {"b": "c"}, "after_unknown": {"id": true, "d": true}}}], "configuration": {"root_module": {"resources": [{"address": "t_a.x", "mode": "managed", "type": "t_a", "name": "x", "expressions": {"d": {"references": ["local.d"]}}}]}}}"#;
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    write(directory, &files(text));
    let plan = Plan::parse(PLAN).expect("a plan");
    if let Ok(sources) = Sources::load(directory, &plan) {
        let _ = (sources.broken(), sources.remarks(), sources.missing());
        let evaluator = Evaluator::new(&sources, &plan);
        let found = evaluator.unevaluated();
        assert_eq!(found, Evaluator::new(&sources, &plan).unevaluated());
    }
}

/// Judges `plan.json` of an archive with its sources and its `ssm-check.toml`, and shows the report in every format.
pub(crate) fn whole(directory: &Path, bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let files = files(text);
    let named = |name: &str| files.iter().find(|(found, _)| *found == name).map(|(_, content)| content.as_str());
    let Some(plan) = named("plan.json") else { return };
    let Ok(plan) = decode_text(plan.as_bytes()) else { return };
    let Ok(plan) = Plan::parse(&plan) else { return };
    let config = named("ssm-check.toml").and_then(|text| Config::parse("ssm-check.toml", text).ok()).unwrap_or_default();
    write(directory, &files);
    let sources = Sources::load(directory, &plan).ok();
    judge(&plan, sources.as_ref(), &config);
}

fn judge(plan: &Plan<'_>, sources: Option<&Sources>, config: &Config) {
    let inputs = Inputs { judged: vec![plan], sources: vec![sources], context: Vec::new() };
    let Ok(analysis) = inputs.analyse(&Options::default()) else { return };
    assert!(analysis.internal_errors.is_empty(), "{:?}", analysis.internal_errors);
    let accepted = Accepted::new(&analysis, config, None, &Places::new(&inputs.sources, &analysis.origins));
    let input = InputInfo {
        name: "plan.json".to_owned(),
        kind: plan.kind,
        role: Role::Judged,
        terraform_version: None,
        format_version: plan.format_version.to_string(),
        timestamp: None,
        partial: None::<PartialInfo>,
    };
    let shown = [input];
    let summary = Summary::new(&analysis, &accepted, true, &shown);
    let report = Report::new(&shown, &analysis, &accepted, &summary);
    for format in Format::value_variants() {
        let rendered = format
            .render(&report, Terminal { width: 80, color: false, unicode: true, links: false }, false)
            .expect("every report can be shown");
        assert!(!rendered.chars().any(|character| character == '\u{1b}'), "{format:?}");
    }
}
