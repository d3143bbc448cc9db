//! The verdicts of all fixtures, and what became of them.

use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Prints the verdicts of every fixture, one a line; or as a table in Markdown those that differ from what was printed before.
pub(crate) fn print(root: &Path, binary: &Path, against: Option<&Path>) -> Result<ExitCode> {
    let now = verdicts(root, binary)?;
    let Some(before) = against else {
        now.iter().for_each(|(target, verdict)| println!("{target}\t{verdict}"));
        return Ok(ExitCode::SUCCESS);
    };
    let text = fs::read_to_string(before).with_context(|| format!("{} cannot be read", before.display()))?;
    let before: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.rsplit_once('\t')).collect();
    let changed: Vec<_> = now.iter().filter(|(target, verdict)| before.get(target.as_str()) != Some(&verdict.as_str())).collect();
    if changed.is_empty() {
        println!("No verdict of any fixture changes.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("| fixture and target | before | after |\n|---|---|---|");
    for (target, verdict) in changed {
        println!("| {target} | {} | {verdict} |", before.get(target.as_str()).unwrap_or(&"-"));
    }
    Ok(ExitCode::SUCCESS)
}

fn verdicts(root: &Path, binary: &Path) -> Result<BTreeMap<String, String>> {
    let mut plans = Vec::new();
    find(&root.join("testdata/checks"), &mut plans);
    plans.sort();
    let mut verdicts = BTreeMap::new();
    for plan in plans {
        let common = ["--format", "json", "--fail-on", "never", "--source", "off", "--config", "off"];
        let output =
            Command::new(binary).args(common).arg(&plan).output().with_context(|| format!("{} cannot be run", binary.display()))?;
        let report: Value = serde_json::from_slice(&output.stdout).with_context(|| format!("no report of {}", plan.display()))?;
        let fixture = plan.parent().and_then(|path| path.strip_prefix(root).ok()).unwrap_or(&plan).display().to_string();
        for target in report["targets"].as_array().into_iter().flatten() {
            let of = |part: &str| target[part]["verdict"].as_str().unwrap_or("-").to_owned();
            let address = target["address"].as_str().unwrap_or_default();
            verdicts.insert(format!("{fixture} {address}"), format!("identity {}, network {}", of("identity"), of("network")));
        }
    }
    Ok(verdicts)
}

fn find(directory: &Path, plans: &mut Vec<PathBuf>) {
    for path in fs::read_dir(directory).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            find(&path, plans);
        } else if path.file_name().is_some_and(|name| name == "plan.json") {
            plans.push(path);
        }
    }
}
