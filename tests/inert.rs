//! Nothing that leaves the program is more than text, whatever a plan, its sources, a configuration or a name of a file holds: every
//! format and every command is run on the same inputs with hostile text in every place.
//!
//! What is asked of the output is written here anew, from the documentation of those who read it, and is not the program's own idea of it.
#![cfg(unix)]

mod support;

use clap::ValueEnum;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use regex::Regex;
use serde_json::Value;
use ssm_check::Format;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use support::{root, ssm_check};
use tempfile::TempDir;

/// What would be read as something else, each with a word by which to find it.
const SNIPPETS: [&str; 12] = [
    "::error file=a,line=1::gotcha",
    " ::add-mask::hunter",
    "\n::set-output name=markdown::/etc/passwd",
    "\r\n\t::stop-commands::x",
    "a ##[set-output name=html]/etc/passwd",
    "##vso[task.setvariable variable=x]y",
    "##teamcity[buildStatus status='SUCCESS']",
    "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m",
    "\u{202e}desrever\u{2066}x\u{200b}\u{feff}\u{61c}\u{ad}",
    "\u{2028}::warning::x\u{2029}::warning::y\u{85}::warning::z",
    "\u{e0041}\u{e007f}\u{3164}\u{115f}\u{fe0f}\u{180e}",
    "`)]]>--></script><script>alert(1)</script>{{x}}",
];

/// Three of them, each where the one before ends.
fn mix(first: usize) -> String {
    (first..first + 3).map(|number| SNIPPETS[number % SNIPPETS.len()]).collect()
}

/// Where a case puts what.
#[derive(Clone, Debug)]
struct Case {
    /// The place of a snippet for each of the following.
    key: usize,
    value: usize,
    source: usize,
    file: usize,
    config: usize,
    /// Of this many strings of the plan, one is hostile.
    every: usize,
}

fn case() -> impl Strategy<Value = Case> {
    let one = || 0..SNIPPETS.len();
    (one(), one(), one(), one(), one(), 3_usize..40).prop_map(|(key, value, source, file, config, every)| Case {
        key,
        value,
        source,
        file,
        config,
        every,
    })
}

const ROOTS: [&str; 3] = ["examples/broken-private-subnet", "testdata/canaries/new", "examples/tunnels-to-databases"];

/// A root module with hostile text in it.
struct Inputs {
    directory: TempDir,
    plan: PathBuf,
    addresses: Vec<String>,
}

impl Inputs {
    fn new(from: &str, case: &Case) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let text = fs::read_to_string(root().join(from).join("plan.json")).unwrap();
        let mut plan: Value = serde_json::from_str(&text).unwrap();
        let mut seen = 0;
        poison(&mut plan, case, &mut seen);
        let mut addresses = Vec::new();
        for change in plan["resource_changes"].as_array().into_iter().flatten() {
            addresses.extend(change["address"].as_str().map(str::to_owned));
        }
        let name = file_name(&mix(case.file));
        let path = directory.path().join(format!("{name}.json"));
        fs::write(&path, plan.to_string()).unwrap();
        for entry in fs::read_dir(root().join(from)).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.extension().is_some_and(|extension| extension == "tf") {
                let text = fs::read_to_string(&entry).unwrap();
                let stem = entry.file_stem().unwrap().to_str().unwrap();
                let snippet = mix(case.source);
                // In comments, in texts, and in what names a resource, as far as the file stays one of Terraform's.
                let one_line = snippet.replace(['\n', '\r'], " ");
                let text = text.replace("\" {\n", &format!("\" {{\n  # {one_line}\n"));
                let ignore = format!("# ssm-check:ignore=SSM4 reason=\"{}\"\n# ssm-check:ignore={one_line}\n", one_line.replace('"', "'"));
                fs::write(directory.path().join(format!("{stem} {name}.tf")), ignore + &text).unwrap();
            }
        }
        Self { directory, plan: path, addresses }
    }

    fn configure(&self, text: &str) {
        fs::write(self.directory.path().join("ssm-check.toml"), text).unwrap();
    }

    /// Runs the program and looks at all that it says.
    fn run(&self, arguments: &[&str]) {
        let output = ssm_check().current_dir(self.directory.path()).args(arguments).output().unwrap();
        assert_ne!(output.status.code(), None, "{arguments:?}");
        for stream in [&output.stdout, &output.stderr] {
            let text = String::from_utf8(stream.clone()).unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
            assert_inert(&format!("{arguments:?}"), &text, arguments.contains(&"github"));
        }
    }

    /// The same for a file that the program writes.
    fn run_to_file(&self, arguments: &[&str], option: &str) {
        let path = self.directory.path().join("written");
        self.run(&[arguments, &[option, path.to_str().unwrap()]].concat());
        let Ok(text) = fs::read_to_string(&path) else { return };
        assert_inert(&format!("{arguments:?} to a file"), &text, arguments.contains(&"github"));
        fs::remove_file(path).unwrap();
    }
}

/// A name that a file may have.
fn file_name(snippet: &str) -> String {
    snippet.replace('/', "|")
}

/// Puts text into names and values, keys of `for_each` and of maps. Types and the structure stay.
fn poison(value: &mut Value, case: &Case, seen: &mut usize) {
    match value {
        Value::Object(fields) => {
            if fields.get("type").is_some_and(|kind| kind == "aws_instance") && fields.contains_key("address") {
                let key = &*mix(case.key);
                let address = fields["address"].as_str().unwrap();
                let quoted = serde_json::to_string(key).unwrap();
                let with_key = format!("{}[{quoted}]", address.split('[').next().unwrap());
                fields.insert("address".to_owned(), with_key.into());
                fields.insert("index".to_owned(), key.into());
            }
            for (name, inner) in fields.iter_mut() {
                if name == "tags" && inner.is_object() {
                    inner[format!("Name{}", mix(case.value))] = mix(case.value).into();
                }
                // What tells the format apart, or is no text of anybody's.
                if !["format_version", "address", "mode", "type", "actions", "references", "module_address"].contains(&name.as_str()) {
                    poison(inner, case, seen);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| poison(item, case, seen)),
        Value::String(text) => {
            *seen += 1;
            if seen.is_multiple_of(case.every) {
                text.push_str(SNIPPETS[(case.value + *seen) % SNIPPETS.len()]);
            }
        }
        _ => {}
    }
}

/// What a runner takes for a command.
///
/// GitHub Actions: <https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs>, a line that begins with `::` after
/// white space, and `##[` anywhere. Azure Pipelines: `##vso[` and `##[` anywhere. `TeamCity`: `##teamcity[`.
fn is_command(line: &str) -> bool {
    let marks = ["##[", "##vso[", "##teamcity["];
    line.trim_start().starts_with("::") || marks.iter().any(|mark| line.to_lowercase().contains(mark))
}

fn assert_inert(what: &str, text: &str, annotations: bool) {
    // Controls, what turns text, and what shows nothing, as Unicode has it; variants of the signs of Markdown are the program's own.
    let unseen = Regex::new(r"[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]").unwrap();
    // A difference keeps the tabs of its files.
    let own = text.replace(['\n', '\t'], " ").replace("⚠\u{fe0f}", "").replace("ℹ\u{fe0f}", "");
    if let Some(found) = unseen.find(&own) {
        let around: String = own[..found.end()].chars().rev().take(60).collect::<String>().chars().rev().collect();
        panic!("{what} holds {:?} in {around:?}", found.as_str());
    }
    for line in text.lines() {
        let annotation = annotations && ["::error ", "::warning ", "::notice "].iter().any(|command| line.starts_with(command));
        assert!(!is_command(line) || annotation && !line.contains("##["), "{what} prints a command: {line}");
    }
}

fn run_all(from: &str, case: &Case) {
    let inputs = Inputs::new(from, case);
    let plan = inputs.plan.to_str().unwrap();
    let snippet = &*mix(case.config);
    let quoted = toml_text(snippet);
    let configurations = [
        format!(
            "[[waiver]]\ncheck = \"SSM2\"\naddress = {quoted}\nreason = {quoted}\n\n[[waiver]]\ncheck = \"SSM1\"\naddress = \"*\"\nreason = {quoted}\n"
        ),
        format!(
            "[[allow-port-forwarding]]\nprincipal = \"*\"\ndocuments = [\"*\", {quoted}]\nreason = {quoted}\n\n[[assume.reaches]]\nvpc = {quoted}\nreason = {quoted}\n"
        ),
    ];
    for (number, configuration) in configurations.iter().enumerate() {
        inputs.configure(configuration);
        for format in Format::value_variants() {
            let format = format.to_possible_value().unwrap();
            let arguments = ["--format", format.get_name(), "--show", "fixed,notes,accepted", plan];
            inputs.run(&arguments);
            if number == 0 {
                inputs.run_to_file(&arguments, "--output");
            }
        }
    }
    inputs.run(&["--verbose", "--no-inline-ignore", plan]);
    inputs.run(&["--quiet", "--locked-config", plan]);
    inputs.run(&["--source", "off", plan]);
    inputs.run(&["--source", inputs.directory.path().to_str().unwrap(), plan]);
    inputs.run_to_file(&[plan], "--write-baseline");
    inputs.run(&["--color", "never", "--baseline", snippet, plan]);
    for format in ["text", "json", "markdown"] {
        inputs.run(&["access", "--format", format, plan]);
        inputs.run(&["tunnels", "--format", format, plan]);
        inputs.run(&["list", "--format", format]);
    }
    for format in ["dot", "mermaid"] {
        inputs.run(&["graph", "--format", format, plan]);
    }
    inputs.run(&["needs", plan]);
    inputs.run(&["needs", "--dir", snippet, plan]);
    inputs.run(&["fix", "--allow", "cost,access", plan]);
    for address in inputs.addresses.iter().filter(|address| ["aws_instance", "aws_iam"].iter().any(|kind| address.contains(kind))).take(3) {
        for format in ["text", "json"] {
            inputs.run(&["why", "--format", format, address, plan]);
            inputs.run(&["session", "--format", format, "--as", address, "--target", address, "--document", snippet, plan]);
            inputs.run(&["access", "--principal", address, "--format", format, plan]);
        }
    }

    // What is quoted where something is wrong.
    for wrong in [
        format!("{} = 1\n", toml_text(snippet)),
        format!("skip = [{quoted}]\n"),
        format!("fail-on = {quoted}\n"),
        format!("[severity]\n{quoted} = \"note\"\n"),
        format!("[[waiver]]\n{quoted} = 1\n"),
        format!("{snippet}\n"),
    ] {
        inputs.configure(&wrong);
        inputs.run(&[plan]);
        inputs.run(&["list"]);
    }
    let none = inputs.directory.path().join("none");
    for arguments in [
        &["why", snippet, plan, "--config", "off"][..],
        &["why", "aws_instance.none", plan, "--config", "off"],
        &["explain", snippet],
        &["session", "--as", snippet, "--target", snippet, "--document", snippet, plan, "--config", "off"],
        &["--only", snippet, plan, "--config", "off"],
        &["--format", snippet, plan],
        &["--config", snippet, plan],
        &["--source", snippet, plan, "--config", "off"],
        &["--assume-reaches", snippet, plan, "--config", "off"],
        &["--output", &format!("{}/{snippet}/x", none.display()), plan, "--config", "off"],
        &[snippet],
        &["--", snippet],
        &["iam", snippet],
        &["--context", snippet, plan, "--config", "off"],
    ] {
        inputs.run(arguments);
    }
    let request = serde_json::json!({
        "request": { "action": snippet, "resource": snippet, "context": { snippet: [snippet] } },
        "identity_policies": [{ "Statement": [{ "Sid": snippet, "Effect": "Allow", "Action": snippet, "Resource": "*" }] }],
    });
    for (name, document) in [("request.json", request), ("wrong.json", serde_json::json!({ snippet: snippet }))] {
        fs::write(inputs.directory.path().join(name), document.to_string()).unwrap();
        inputs.run(&["iam", name]);
        inputs.run(&[name, "--config", "off"]);
    }
}

fn toml_text(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        if character.is_alphanumeric() {
            quoted.push(character);
        } else {
            let code = u32::from(character);
            write!(quoted, "\\U{code:08x}").unwrap();
        }
    }
    quoted + "\""
}

#[test]
fn every_snippet_is_hostile() {
    let unseen = Regex::new(r"[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]").unwrap();
    for snippet in SNIPPETS {
        assert!(snippet.lines().any(is_command) || unseen.is_match(snippet) || snippet.contains("<script>"), "{snippet:?}");
    }
}

#[test]
fn nothing_that_leaves_the_program_is_more_than_text() {
    let cases = std::env::var("INERT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(0);
    // Each snippet in each place, and more where that is asked for.
    for (number, from) in (0..SNIPPETS.len()).step_by(3).zip(ROOTS.iter().cycle()) {
        let at = |shift: usize| (number + 3 * shift) % SNIPPETS.len();
        run_all(from, &Case { key: at(0), value: at(1), source: at(2), file: at(3), config: at(0), every: 5 + 3 * number });
    }
    if cases > 0 {
        let mut runner = TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
        runner
            .run(&(case(), 0..ROOTS.len()), |(case, from)| {
                run_all(ROOTS[from], &case);
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn what_is_long_is_cut_and_that_is_said() {
    let directory = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root().join(ROOTS[0]).join("plan.json")).unwrap();
    let long = "x".repeat(380_000);
    let path = directory.path().join("plan.json");
    fs::write(&path, text.replace("aws_iam_role.admin\"", &format!("aws_iam_role.admin[\\\"{long}\\\"]\""))).unwrap();
    for arguments in [&["--verbose"][..], &["--format", "github"], &["--format", "atlantis"], &["--format", "junit"], &["access"], &["fix"]]
    {
        let output = ssm_check().current_dir(directory.path()).args(arguments).arg(&path).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(said.lines().all(|line| line.len() < 60_000), "{arguments:?}: {}", said.lines().map(str::len).max().unwrap());
        assert!(Path::new(&path).exists() && (said.contains("… (cut: ") || !said.contains(&"x".repeat(4_000))), "{arguments:?}");
    }
}
