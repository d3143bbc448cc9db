//! What the command line promises: exit codes, where output goes, what is never printed.

mod support;

use clap::ValueEnum;
use serde_json::Value;
use ssm_check::Format;
use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use support::{root, ssm_check};

const PLAN: &str = "testdata/inputs/plan.json";

fn run(arguments: &[&str]) -> Output {
    ssm_check().args(arguments).output().unwrap()
}

fn run_with(stdin: &str, arguments: &[&str]) -> Output {
    ssm_check().args(arguments).stdin(fs::read(root().join(stdin)).unwrap()).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("no exit code: {output:?}"))
}

#[test]
fn bad_inputs_get_one_sentence_and_nothing_on_stdout() {
    const GOOD: [&str; 7] =
        ["plan.json", "plan.json.gz", "plan-utf16be.json", "plan-utf16le.json", "plan-utf8-bom.json", "state.json", "raw.tfstate"];
    let inputs = fs::read_dir(root().join("testdata/inputs")).unwrap().map(|entry| entry.unwrap().path());
    let own = fs::read_dir(root().join("tests/data")).unwrap().map(|entry| entry.unwrap().path());
    for path in inputs.chain(own).filter(|path| path.is_file()) {
        if GOOD.contains(&path.file_name().unwrap().to_str().unwrap()) {
            continue;
        }
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap();
        for format in ["text", "json"] {
            for (output, title) in [(run(&["--format", format, name]), name), (run_with(name, &["--format", format]), "standard input")] {
                assert_eq!(code(&output), 2, "{name}");
                assert_eq!(text(&output.stdout), "", "{name}");
                assert_eq!(text(&output.stderr).lines().count(), 1, "{name}");
                assert!(text(&output.stderr).starts_with(&format!("ssm-check: {title}: ")), "{}", text(&output.stderr));
            }
        }
    }
}

#[test]
fn every_encoding_gives_the_same_report() {
    let report = |name: &str| text(&run_with(&format!("testdata/inputs/{name}"), &["--format", "json"]).stdout).to_owned();
    let expected = report("plan.json");
    assert!(expected.starts_with('{'));
    for name in ["plan-utf8-bom.json", "plan-utf16le.json", "plan-utf16be.json"] {
        assert_eq!(report(name), expected, "{name}");
    }
}

#[test]
fn standard_input_is_the_default_and_has_a_name() {
    let named = run_with(PLAN, &["--format", "json", "-"]);
    assert_eq!(named, run_with(PLAN, &["--format", "json"]));
    let report: Value = serde_json::from_slice(&named.stdout).unwrap();
    assert_eq!(report["inputs"][0]["name"], "-");
    assert_eq!(report["inputs"][0]["kind"], "plan");
}

#[test]
fn several_files_are_one_picture() {
    let output = run(&["--format", "json", PLAN, "testdata/inputs/state.json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let kinds: Vec<_> = report["inputs"].as_array().unwrap().iter().map(|input| input["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["plan", "state"]);
}

#[test]
fn context_is_looked_at_and_not_judged() {
    let plan = "examples/broken-private-subnet/plan.json";
    let output = run_with(PLAN, &["--format", "json", "--fail-on", "never", "--context", plan]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let roles: Vec<_> = report["inputs"].as_array().unwrap().iter().map(|input| (input["name"].as_str(), input["role"].as_str())).collect();
    assert_eq!(roles, [(Some("-"), Some("judged")), (Some(plan), Some("context"))]);
    let addresses: Vec<_> = report["targets"].as_array().unwrap().iter().map(|target| &target["address"]).collect();
    assert!(addresses.is_empty(), "{addresses:?}");
}

#[test]
fn the_format_never_changes_the_exit_code() {
    for name in ["broken-private-subnet", "private-subnet-with-endpoints"] {
        let plan = format!("examples/{name}/plan.json");
        for level in ["error", "warning", "note", "unknown", "never"] {
            let expected = code(&run(&["--quiet", "--fail-on", level, &plan]));
            for format in Format::value_variants() {
                let name = format.to_possible_value().unwrap();
                // The one exception: whoever reads that format takes the verdict from its text.
                let expected = if *format == Format::Atlantis { 0 } else { expected };
                assert_eq!(code(&run(&["--format", name.get_name(), "--fail-on", level, &plan])), expected, "{plan} {level} {name:?}");
            }
        }
        assert_eq!(code(&run(&["--fail-on", "never", &plan])), 0);
    }
}

#[test]
fn reports_are_the_same_every_time() {
    let plan = "examples/broken-private-subnet/plan.json";
    for format in ["text", "json"] {
        assert_eq!(run(&["--format", format, plan]), run(&["--format", format, plan]));
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [vec!["examples/broken-private-subnet/plan.json"], vec!["list"], vec!["completions", "bash"], vec!["--help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ssm-check"));
        let child = command.args(&arguments).current_dir(root()).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{arguments:?}");
        assert_eq!(text(&output.stderr), "");
    }
}

#[test]
fn every_report_goes_to_its_own_place() {
    let directory = tempfile::tempdir().unwrap();
    let (json, words) = (directory.path().join("report.json"), directory.path().join("report.txt"));
    let (json, words) = (json.to_str().unwrap(), words.to_str().unwrap());
    let output = run(&["--fail-on", "never", "--format", "json", "--output", json, "-f", "text", "-o", words, PLAN]);
    assert_eq!((code(&output), text(&output.stdout), text(&output.stderr)), (0, "", ""));
    assert_eq!(fs::read(json).unwrap(), run(&["--format", "json", PLAN]).stdout);
    assert_eq!(fs::read(words).unwrap(), run(&[PLAN]).stdout);
    let output = run(&["--color", "always", "--format", "text", "--format", "json", "--output", json, PLAN]);
    assert_eq!(output.stdout, run(&["--color", "always", PLAN]).stdout);
}

#[test]
fn a_report_is_written_whole_or_not_at_all() {
    let directory = tempfile::tempdir().unwrap();
    let report = directory.path().join("report.json");
    fs::write(&report, "the old one").unwrap();
    let name = report.to_str().unwrap();
    assert_eq!(code(&run(&["--format", "json", "--output", name, "testdata/inputs/truncated.json"])), 2);
    assert_eq!(fs::read_to_string(&report).unwrap(), "the old one");
    assert_eq!(code(&run(&["--fail-on", "never", "--format", "json", "--output", name, PLAN])), 0);
    assert!(fs::read_to_string(&report).unwrap().starts_with('{'));
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 1, "nothing else is left behind");
}

#[cfg(unix)]
#[test]
fn a_link_and_a_device_stay_what_they_are() {
    let directory = tempfile::tempdir().unwrap();
    let (report, link) = (directory.path().join("report.txt"), directory.path().join("link.txt"));
    fs::write(&report, "the old one").unwrap();
    std::os::unix::fs::symlink(&report, &link).unwrap();
    assert_eq!(code(&run(&["--fail-on", "never", "-o", link.to_str().unwrap(), PLAN])), 0);
    assert!(link.is_symlink());
    assert_ne!(fs::read_to_string(&report).unwrap(), "the old one");
    assert_eq!(code(&run(&["--fail-on", "never", "-o", "/dev/null", PLAN])), 0);
    assert!(!Path::new("/dev/null").is_file());
}

#[test]
fn color_is_a_choice() {
    let plan = "examples/private-subnet-with-endpoints/plan.json";
    let escape = |output: Output| text(&output.stdout).contains('\u{1b}');
    assert!(!escape(run(&[plan])), "a pipe is not coloured");
    assert!(escape(run(&["--color", "always", plan])));
    assert!(!escape(run(&["--color", "never", plan])));
    assert!(!escape(ssm_check().env("NO_COLOR", "1").args([plan]).output().unwrap()));
    assert!(!escape(run(&["--color", "always", "--format", "json", plan])));
}

#[test]
fn a_locale_without_unicode_gets_ascii() {
    let plan = "examples/broken-private-subnet/plan.json";
    let output = ssm_check().env("LC_ALL", "C").arg(plan).output().unwrap();
    assert!(output.stdout.is_ascii(), "{}", text(&output.stdout));
    assert!(!run(&[plan]).stdout.is_ascii());
}

#[test]
fn quiet_is_one_line() {
    let output = run(&["--quiet", "examples/broken-private-subnet/plan.json"]);
    assert_eq!(text(&output.stdout).lines().count(), 1);
}

#[test]
fn checks_are_chosen_by_id_beginning_or_name() {
    let ids = |arguments: &[&str]| {
        let output = run(&[arguments, &["--format", "json", "examples/broken-private-subnet/plan.json"]].concat());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
        let findings = report["findings"].as_array().unwrap().clone();
        findings.iter().map(|finding| finding["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = ids(&[]);
    assert!(ids(&["--only", "SSM101"]).iter().all(|id| id == "SSM101"));
    assert_eq!(ids(&["--only", "instance-without-profile"]), ids(&["--only", "ssm101"]));
    assert_eq!(
        ids(&["--skip", "SSM1", "--skip", "SSM101,instance-without-profile"]),
        all.into_iter().filter(|id| !id.starts_with("SSM1")).collect::<Vec<_>>()
    );
}

#[test]
fn a_wrong_selector_is_an_error() {
    for arguments in [["--only", "SSM999"], ["--skip", "ssm101,nonsense"], ["--only", ""]] {
        let output = run(&[&arguments[..], &[PLAN]].concat());
        assert_eq!((code(&output), text(&output.stdout)), (2, ""), "{arguments:?}");
        assert_eq!(text(&output.stderr).lines().count(), 1);
    }
}

#[test]
fn options_that_assume_are_accepted() {
    let options = ["--assume-default-host-management", "--ec2messages", "optional", "--source", "off", "--fail-on", "never"];
    assert_eq!(code(&run(&[&options[..], &[PLAN]].concat())), 0);
    for source in ["auto", "."] {
        assert_eq!(code(&run(&["--source", source, "--fail-on", "never", PLAN])), 0);
    }
}

#[test]
fn the_catalogue_is_listed_and_explained() {
    let list: Value = serde_json::from_slice(&run(&["list", "--format", "json"]).stdout).unwrap();
    let table = run(&["list"]);
    for check in list.as_array().unwrap() {
        let (id, name) = (check["id"].as_str().unwrap(), check["name"].as_str().unwrap());
        assert!(text(&table.stdout).lines().any(|line| line.starts_with(id) && line.ends_with(name)), "{id}");
        let explained = run(&["explain", id]);
        assert_eq!(code(&explained), 0, "{id}");
        assert_eq!(explained, run(&["explain", name]));
        let width = text(&explained.stdout)
            .lines()
            .filter(|line| !line.starts_with("    ") && !line.contains("https://"))
            .map(|line| line.chars().count())
            .max();
        assert!(width <= Some(80), "{id} explained is {width:?} columns wide");
    }
}

#[test]
fn installers_get_completions_and_a_manual_page() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(text(&run(&["completions", shell]).stdout).contains("ssm-check"), "{shell}");
    }
    assert!(text(&run(&["man"]).stdout).contains(".TH ssm-check"));
}

#[test]
fn values_of_a_plan_are_not_in_messages() {
    let output = run(&["tests/data/wrong-shape.json"]);
    assert!(!text(&output.stderr).contains("hunter2"), "{}", text(&output.stderr));
}

#[test]
fn who_is_not_there_is_not_nobody() {
    let plan = "examples/broken-private-subnet/plan.json";
    for (option, known) in [("--principal", "aws_iam_role.admin"), ("--target", "aws_instance.app"), ("--document", "AWS-StartSSHSession")]
    {
        let output = run(&["access", option, "nope", plan]);
        assert_eq!((code(&output), text(&output.stdout)), (2, ""), "{option}");
        let said = text(&output.stderr);
        assert!(said.starts_with("ssm-check: `nope` is no ") && said.contains(known), "{said}");
        assert!(text(&run(&["access", option, known, plan]).stdout).contains("allowed"), "{option}");
    }
    // A principal that is there, and may not.
    assert_eq!(text(&run(&["access", "--principal", "aws_iam_role.node", plan]).stdout), "`aws_iam_role.node` may not start a session\n");
}

#[test]
fn a_part_of_a_large_matrix_is_told_whole() {
    let plan: Value = serde_json::from_slice(&fs::read(root().join("examples/broken-private-subnet/plan.json")).unwrap()).unwrap();
    let directory = tempfile::tempdir().unwrap();
    for unit in 0..60 {
        let path = directory.path().join(format!("{unit:02}.json"));
        fs::write(path, plan.to_string().replace("aws_instance.app", &format!("aws_instance.app{unit}"))).unwrap();
    }
    let access = |arguments: &[&str]| run(&[&["access", "--source", "off", directory.path().to_str().unwrap()], arguments].concat());
    let all = access(&[]);
    assert!(text(&all.stdout).contains("the whole matrix is too large"), "{}", text(&all.stdout));
    let cut = |arguments: &[&str]| {
        let found: Value = serde_json::from_slice(&access(&[&["--format", "json"], arguments].concat()).stdout).unwrap();
        assert!(!found["access"].as_array().unwrap().is_empty());
        found["access_is_cut"].clone()
    };
    assert_eq!((cut(&[]), cut(&["--target", "aws_instance.app7"])), (true.into(), false.into()));
    let one = access(&["--target", "aws_instance.app7", "--document", "AWS-StartSSHSession"]);
    assert_eq!((code(&one), text(&one.stderr)), (0, ""));
    assert!(text(&one.stdout).contains("aws_instance.app7"), "{}", text(&one.stdout));
}

#[test]
fn a_source_that_is_not_there_is_wrong_usage() {
    for (source, what) in [("nowhere", "no such directory"), ("README.md", "this is no directory")] {
        let output = run(&["--source", source, PLAN]);
        assert_eq!((code(&output), text(&output.stdout)), (2, ""));
        let expected = format!("ssm-check: {source}: {what}; `--source` takes the directory of the .tf files\n");
        assert_eq!(text(&output.stderr), expected);
    }
}

#[test]
fn json_of_something_else_is_called_json() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("input.json");
    for json in ["null", "[]", "[1, 2]", "3", "\"text\"", "{}"] {
        fs::write(&path, json).unwrap();
        let output = run(&[path.to_str().unwrap()]);
        assert!(code(&output) == 2 && text(&output.stderr).contains("this JSON is neither a plan nor a state"), "{}", text(&output.stderr));
    }
    fs::write(&path, " \n").unwrap();
    let output = run(&["iam", path.to_str().unwrap()]);
    assert!(code(&output) == 2 && text(&output.stderr).contains("the input is empty; pass a request"), "{}", text(&output.stderr));
}

#[test]
fn the_configuration_that_counts_is_of_the_repository_and_is_named() {
    let outside = tempfile::tempdir().unwrap();
    let repository = outside.path().join("repository");
    let (work, config) = (repository.join("live/app"), "ssm-check.toml");
    fs::create_dir_all(&work).unwrap();
    fs::create_dir(repository.join(".git")).unwrap();
    fs::write(outside.path().join(config), "skip = [\"SSM2\"]\n").unwrap();
    let plan = root().join("examples/broken-private-subnet/plan.json");
    let run = |arguments: &[&str], variable: Option<&Path>| {
        let command = ssm_check().args(["--fail-on", "never"]).args(arguments).arg(&plan).current_dir(&work);
        let command = variable.into_iter().fold(command, |command, path| command.env("SSM_CHECK_CONFIG", path));
        let output = command.output().unwrap();
        // However it is wrapped.
        let words = |bytes: &[u8]| text(bytes).split_whitespace().collect::<Vec<_>>().join(" ");
        (code(&output), words(&output.stdout), words(&output.stderr))
    };
    let skips = |arguments: &[&str], variable: Option<&Path>| run(arguments, variable).1.contains("skips SSM2");
    // What is above the repository is not the repository's.
    assert!(!run(&[], None).1.contains("configuration"));
    assert!(skips(&["--config", "../../../ssm-check.toml"], None));
    assert!(skips(&[], Some(&outside.path().join(config))));
    fs::write(repository.join(config), "fail-on = \"never\"\n[severity]\nSSM201 = \"note\"\n").unwrap();
    let (_, found, _) = run(&["--quiet"], None);
    let found = found.replace("\n  ", " ");
    assert!(found.contains("`../../ssm-check.toml` makes SSM201 a matter of note, sets `fail-on` to `never`"), "{found}");
    assert!(found.contains("; 1 lowered"), "{found}");
    assert!(!run(&["--config", "off"], None).1.contains("the configuration"));
    assert!(run(&["--locked-config"], None).1.contains("`../../ssm-check.toml` is left aside"));
    assert!(skips(&["--locked-config"], Some(&outside.path().join(config))));
    for format in Format::value_variants() {
        let name = format.to_possible_value().unwrap();
        let (_, out, err) = run(&["--format", name.get_name()], None);
        assert!(out.contains("ssm-check.toml") && out.contains("SSM201 a matter of note"), "{}: {out} {err}", name.get_name());
    }
    #[cfg(unix)]
    {
        fs::remove_file(repository.join(config)).unwrap();
        fs::write(outside.path().join("secret"), "hunter2 = hunter2\n").unwrap();
        for target in [outside.path().join("secret"), "/dev/zero".into(), "nowhere".into(), outside.path().to_owned()] {
            std::os::unix::fs::symlink(&target, repository.join(config)).unwrap();
            let (status, out, err) = run(&[], None);
            assert_eq!((status, out.as_str()), (2, ""), "{}", target.display());
            assert!(err.contains("so it is not read") && !err.contains("hunter2"), "{err}");
            assert_eq!(run(&["--locked-config"], None).0, 0);
            fs::remove_file(repository.join(config)).unwrap();
        }
        let (status, _, err) = run(&["--config", "/dev/zero"], None);
        assert!(status == 2 && err.contains("larger than 1 MiB"), "{err}");
    }
}

#[test]
fn what_has_no_end_is_not_read_for_ever() {
    #[cfg(unix)]
    for arguments in [&["/dev/zero"][..], &["--context", "/dev/zero", PLAN], &["--baseline", "/dev/zero", PLAN], &["iam", "/dev/zero"]] {
        let output = run(arguments);
        assert_eq!((code(&output), text(&output.stdout)), (2, ""), "{arguments:?}");
    }
}
