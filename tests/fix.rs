//! `ssm-check fix`: the difference for fixtures of every check that it can put right, and, where Terraform is at hand, what a plan of the
//! edited sources says.
//!
//! ```sh
//! FIX_MIRROR=/path/of/a/provider/mirror FIX_FIXTURES=all cargo test --test fix -- --nocapture
//! ```

mod support;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};
use support::{assert_current, files_named, root, ssm_check};

/// Bad fixtures whose sources are beside the plan, by their names.
fn bad() -> Vec<(String, PathBuf)> {
    let plans = files_named("testdata/checks", |name| name == "plan.json").into_iter();
    let directories = plans.filter_map(|path| Some(path.parent()?.to_owned()));
    let named = directories.filter_map(|directory| {
        let name = directory.strip_prefix(root().join("testdata/checks")).ok()?.to_str()?.replace('\\', "/");
        let applied = directory.join("after").is_dir();
        (name.contains("/bad-") && !name.ends_with("/fixed") && !applied && directory.join("main.tf").is_file())
            .then_some((name, directory))
    });
    named.collect()
}

/// A copy of a root, without what is not sources.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.file_name());
        let target = to.join(&name);
        match path.is_dir() {
            true if name != "fixed" => copy(&path, &target),
            false if name != "expect.json" => drop(fs::copy(&path, &target).unwrap()),
            _ => {}
        }
    }
}

fn sources(directory: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
        let name = entry.file_name().unwrap().to_str().unwrap().to_owned();
        if entry.is_dir() {
            found.extend(sources(&entry).into_iter().map(|(inner, text)| (format!("{name}/{inner}"), text)));
        } else if entry.extension().is_some_and(|extension| extension == "tf") {
            found.insert(name, fs::read_to_string(&entry).unwrap());
        }
    }
    found
}

/// Runs `fix` on a root, for one check.
fn fix(directory: &Path, check: &str, more: &[&str]) -> (i32, String) {
    let plan = directory.join("plan.json");
    let output = ssm_check()
        .current_dir(directory)
        .args(["fix", "--config", "off", "--allow", "cost,access", "--only", check])
        .args(more)
        .arg("--source")
        .arg(directory)
        .arg(plan)
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_difference_is_what_a_person_would_write() {
    let mut shown = String::new();
    let mut by_check: BTreeMap<String, usize> = BTreeMap::new();
    let scratch = tempfile::tempdir().unwrap();
    for (name, directory) in bad() {
        let check = name.split('/').next().unwrap().to_owned();
        if by_check.get(&check).is_some_and(|seen| *seen >= 2) {
            continue;
        }
        let to = scratch.path().join(name.replace('/', "-"));
        copy(&directory, &to);
        let (code, diff) = fix(&to, &check, &[]);
        assert!(code < 2, "{name}");
        if diff.is_empty() {
            continue;
        }
        *by_check.entry(check.clone()).or_default() += 1;
        writeln!(shown, "# {name}\n{diff}").unwrap();
        let before = sources(&to);
        let (code, nothing) = fix(&to, &check, &["--write"]);
        assert!(code < 2 && nothing.is_empty(), "{name}");
        let after = sources(&to);
        assert_ne!(before, after, "{name}");
        for (file, text) in &after {
            hcl_edit::parser::parse_body(text).unwrap_or_else(|error| panic!("{name}: {file}: {error}"));
        }
        // The plan is not of these sources any more, so nothing is edited twice.
        fix(&to, &check, &["--write"]);
        assert_eq!(after, sources(&to), "{name}");
    }
    assert!(by_check.len() > 20, "{by_check:?}");
    assert_current("tests/snapshots/fixes.diff", &shown);
}

/// What a plan of edited sources must not have: the finding, a worse verdict, a new error.
#[test]
fn what_is_fixed_plans_well() {
    let bench = match Bench::new() {
        Ok(bench) => bench,
        Err(why) => {
            eprintln!("skipped: {why}");
            return;
        }
    };
    let all = env::var("FIX_FIXTURES").is_ok_and(|value| value == "all");
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut roots = Vec::new();
    for (name, directory) in bad() {
        let check = name.split('/').next().unwrap().to_owned();
        if !all && (seen.contains(&check) || seen.len() >= 3) {
            continue;
        }
        let to = bench.folder.path().join(name.replace('/', "-"));
        copy(&directory, &to);
        let before = report(&to);
        let (_, nothing) = fix(&to, &check, &["--write"]);
        assert!(nothing.is_empty(), "{name}");
        if sources(&to) != sources(&directory) {
            seen.insert(check.clone());
            roots.push((name, check, to, before));
        }
    }
    let mut wrong = Vec::new();
    for (name, check, to, before) in roots {
        if let Err(why) = bench.plan(&to) {
            wrong.push(format!("{name}: {why}"));
            continue;
        }
        let after = report(&to);
        let left = after.failing.iter().filter(|(id, ..)| *id == check).count();
        let worse =
            before.verdicts.iter().filter(|(at, verdict)| *verdict != "fail" && after.verdicts.get(*at).is_some_and(|now| now == "fail"));
        let worse: Vec<_> = worse.collect();
        let new: Vec<_> = after.failing.iter().filter(|finding| finding.2 && !before.failing.contains(finding)).collect();
        eprintln!("{name}: {left} left, worse {worse:?}, new {new:?}");
        if left > 0 || !worse.is_empty() {
            wrong.push(format!("{name}: {left} left, worse {worse:?}, new {new:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a report says.
struct Report {
    failing: BTreeSet<(String, String, bool)>,
    verdicts: BTreeMap<String, String>,
}

fn report(directory: &Path) -> Report {
    let output = ssm_check()
        .args(["--config", "off", "--format", "json", "--fail-on", "never", "--source"])
        .arg(directory)
        .arg(directory.join("plan.json"))
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["verdict"] == "fail");
    Report {
        failing: findings.map(|finding| (text(&finding["id"]), text(&finding["address"]), finding["severity"] == "error")).collect(),
        verdicts: report["targets"].as_array().unwrap().iter().map(|target| (text(&target["address"]), text(&target["verdict"]))).collect(),
    }
}

/// Terraform, with a mirror of its providers.
struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Result<Self, String> {
        let works = Command::new("terraform").arg("version").output().is_ok_and(|output| output.status.success());
        if !works {
            return Err("no `terraform`".to_owned());
        }
        let Ok(mirror) = env::var("FIX_MIRROR") else { return Err("no provider mirror in `FIX_MIRROR`".to_owned()) };
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let text = format!("provider_installation {{\n  filesystem_mirror {{ path = \"{mirror}\" }}\n}}\ndisable_checkpoint = true\n");
        fs::write(folder.path().join("terraform.rc"), text).map_err(|error| error.to_string())?;
        Ok(Self { folder })
    }

    fn terraform(&self, directory: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let mut command = Command::new("terraform");
        command.current_dir(directory).args(arguments).env("TF_CLI_CONFIG_FILE", self.folder.path().join("terraform.rc"));
        command.env("CHECKPOINT_DISABLE", "1").env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
        command.env("AWS_REGION", "eu-west-1");
        let output = command.output().map_err(|error| error.to_string())?;
        if output.status.success() { Ok(output.stdout) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
    }

    fn plan(&self, directory: &Path) -> Result<(), String> {
        self.terraform(directory, &["init", "-no-color", "-input=false"])?;
        self.terraform(directory, &["plan", "-no-color", "-input=false", "-out=plan.bin"])?;
        let json = self.terraform(directory, &["show", "-json", "plan.bin"])?;
        fs::write(directory.join("plan.json"), json).map_err(|error| error.to_string())
    }
}
