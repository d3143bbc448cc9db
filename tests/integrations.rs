//! What `docs/integrations` and the action say is run here: every script of every page, with the environment that the product sets
//! and with doubles of the programs that it calls, on a plan that is fine and on one that is not.
#![cfg(unix)]

mod support;

use regorus::Engine;
use serde_json::Value as Json;
use serde_yaml_ng::Value;
use std::fmt::Write;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use support::{assert_current, files_named, root};
use tempfile::TempDir;

const GOOD: &str = "examples/private-subnet-with-endpoints/plan.json";
const BROKEN: &str = "examples/broken-private-subnet/plan.json";

/// A block of code of a page.
struct Block {
    page: String,
    language: String,
    text: String,
}

fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    for path in files_named("docs/integrations", |name| Path::new(name).extension().is_some_and(|extension| extension == "md")) {
        let page = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        for (index, part) in text.split("```").enumerate().filter(|(index, _)| index % 2 == 1) {
            let (language, text) = part.split_once('\n').unwrap_or_else(|| panic!("{page}: block {index}"));
            blocks.push(Block { page: page.clone(), language: language.to_owned(), text: text.to_owned() });
        }
    }
    assert!(!blocks.is_empty());
    blocks
}

/// A working directory with doubles of what scripts call, and the environment of the products.
struct Sandbox {
    directory: TempDir,
}

/// Prints the plan for `show -json`, and does nothing otherwise, as do those who stand for other programs but for what is said.
const TERRAFORM: &str = "#!/bin/sh\ncase \" $* \" in *' show '*) cat \"$TEST_PLAN\" ;; esac\n";
/// Writes the plans of two units, as `--json-out-dir` does.
const TERRAGRUNT: &str = "#!/bin/sh\nset -e\nfor last; do :; done\nfor unit in network app; do mkdir -p \"$last/$unit\"; done\ncp \"$TEST_OTHER\" \"$last/network/tfplan.json\"\ncp \"$TEST_PLAN\" \"$last/app/tfplan.json\"\n";
/// `docker run` of our image runs the program.
const DOCKER: &str = "#!/bin/sh\ncase $1 in run) ;; *) exit 0 ;; esac\nwhile [ $# -gt 0 ]; do\n  case $1 in */ssm-check:*|ssm-check) shift; exec ssm-check \"$@\" ;; esac\n  shift\ndone\nexit 125\n";
const CONFTEST: &str = "#!/bin/sh\nfor last; do :; done\ntest -s \"$last\"\n";
/// Records what it is asked, and knows of one comment where the test says so.
const GH: &str =
    "#!/bin/sh\necho \"$*\" >> \"$TEST_CALLS\" || exit 1\ncase \"$*\" in *--paginate*) printf '%s' \"$TEST_COMMENTS\" ;; esac\n";

impl Sandbox {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let this = Self { directory };
        for (name, text) in [
            ("terraform", TERRAFORM),
            ("tofu", TERRAFORM),
            ("terragrunt", TERRAGRUNT),
            ("docker", DOCKER),
            ("conftest", CONFTEST),
            ("gh", GH),
        ] {
            let path = this.path(&format!("bin/{name}"));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        for inner in ["work", "temp"] {
            fs::create_dir(this.path(inner)).unwrap();
        }
        this
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Runs a script as the product does: its shell, its environment.
    fn run(&self, shell: &[&str], script: &str, plan: &str, environment: &[(&str, &str)]) -> (i32, String) {
        let program = Path::new(env!("CARGO_BIN_EXE_ssm-check")).parent().unwrap();
        let work = self.path("work");
        fs::copy(root().join(plan), work.join("show.json")).unwrap();
        let output = Command::new(shell[0])
            .args(&shell[1..])
            .arg(script)
            .env_clear()
            .env("PATH", format!("{}:{}:/usr/local/bin:/usr/bin:/bin", self.path("bin").display(), program.display()))
            .env("HOME", self.path("temp"))
            .env("TEST_PLAN", root().join(plan))
            .env("TEST_OTHER", root().join("testdata/inputs/state.json"))
            .env("TEST_CALLS", self.path("calls"))
            .env("SSM_CHECK_SOURCE", root())
            .envs(product(&work, &self.path("temp")))
            .envs(environment.iter().copied())
            .current_dir(&work)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        (output.status.code().unwrap(), text)
    }
}

/// What the products set.
fn product(work: &Path, temp: &Path) -> Vec<(&'static str, PathBuf)> {
    vec![
        // GitHub Actions.
        ("GITHUB_WORKSPACE", work.to_owned()),
        ("GITHUB_OUTPUT", temp.join("output")),
        ("GITHUB_STEP_SUMMARY", temp.join("summary")),
        ("GITHUB_PATH", temp.join("path")),
        ("GITHUB_REPOSITORY", "owner/repository".into()),
        ("GITHUB_ACTION_PATH", root().join(".github/actions/check")),
        ("RUNNER_TEMP", temp.to_owned()),
        ("RUNNER_OS", "Linux".into()),
        ("RUNNER_ARCH", "X64".into()),
        // GitLab.
        ("CI_PROJECT_DIR", work.to_owned()),
        // Atlantis.
        ("DIR", work.to_owned()),
        ("PLANFILE", work.join("default.tfplan")),
        ("SHOWFILE", work.join("show.json")),
        ("WORKSPACE", "default".into()),
        ("PROJECT_NAME", "".into()),
        // Spacelift.
        ("TF_VAR_spacelift_run_type", "PROPOSED".into()),
        // HCP Terraform.
        ("TF_TOKEN_app_terraform_io", "token".into()),
    ]
}

/// The scripts of a pipeline in YAML, each a shell of its own: `run` steps, and the lists of GitLab and Spacelift.
fn scripts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Mapping(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value) {
                    (Some("run"), Value::String(script)) => found.push(script.clone()),
                    (Some("script" | "before_script" | "after_plan"), Value::Sequence(lines)) => {
                        found.push(lines.iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>().join("\n"));
                    }
                    _ => scripts(value, found),
                }
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| scripts(item, found)),
        _ => {}
    }
}

fn scripts_of(block: &Block) -> Vec<String> {
    match &*block.language {
        "sh" | "bash" => vec![block.text.clone()],
        "yaml" => {
            let mut found = Vec::new();
            scripts(&serde_yaml_ng::from_str(&block.text).unwrap_or_else(|error| panic!("{}: {error}", block.page)), &mut found);
            found
        }
        _ => Vec::new(),
    }
}

fn shell_of(block: &Block) -> &'static [&'static str] {
    match (&*block.page, &*block.language) {
        ("github-actions.md", "yaml") => &["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c"],
        (_, "bash") => &["bash", "-c"],
        ("atlantis.md", _) => &["sh", "-c"],
        // GitLab and Spacelift stop at the first command that fails.
        _ => &["sh", "-e", "-c"],
    }
}

/// Runs the scripts of a block until one fails.
fn run_block(block: &Block, sandbox: &Sandbox, plan: &str, environment: &[(&str, &str)]) -> (i32, String) {
    let mut log = String::new();
    for script in scripts_of(block) {
        assert!(!script.contains("${{"), "{}: an expression in a script is an injection: {script}", block.page);
        let (code, text) = sandbox.run(shell_of(block), &script, plan, environment);
        log += &text;
        if code != 0 {
            return (code, log);
        }
    }
    (0, log)
}

#[test]
fn every_script_lets_a_good_plan_pass_and_stops_a_broken_one() {
    // What leaves the verdict to a policy, or is about something else than a plan.
    let passes = |block: &Block| {
        let policy = ["--fail-on never", "--format atlantis"].iter().any(|sign| block.text.contains(sign));
        policy || ["docker build", "curl ", "examples/"].iter().any(|sign| block.text.contains(sign))
    };
    let mut ran = 0;
    for block in blocks() {
        let scripts = scripts_of(&block);
        if scripts.is_empty() || block.text.contains("curl ") {
            continue;
        }
        // The steps that use the action are run apart.
        let uses_action = block.text.contains("uses: ssm-check/");
        let (code, text) = run_block(&block, &Sandbox::new(), GOOD, &[]);
        assert_eq!(code, 0, "{}:\n{}\n{text}", block.page, block.text);
        let (code, text) = run_block(&block, &Sandbox::new(), BROKEN, &[]);
        assert_eq!(code, i32::from(!passes(&block) && !uses_action), "{}:\n{}\n{text}", block.page, block.text);
        ran += 1;
    }
    assert!(ran >= 12, "{ran} blocks ran");
}

#[test]
fn every_script_stops_where_nothing_could_be_analysed() {
    for block in blocks() {
        let scripts = scripts_of(&block);
        let skipped = ["uses: ssm-check/", "curl ", "docker build", "examples/"].iter().any(|sign| block.text.contains(sign));
        if scripts.is_empty() || skipped {
            continue;
        }
        let (code, text) = run_block(&block, &Sandbox::new(), "testdata/inputs/truncated.json", &[]);
        assert_eq!(code, 2, "{}:\n{}\n{text}", block.page, block.text);
    }
}

#[test]
fn artifacts_of_a_pipeline_are_there_whatever_the_verdict() {
    for block in blocks().iter().filter(|block| block.page == "gitlab.md" && block.language == "yaml") {
        let pipeline: Value = serde_yaml_ng::from_str(&block.text).unwrap();
        let reports = pipeline["ssm-check"]["artifacts"]["reports"].as_mapping().unwrap();
        for plan in [GOOD, BROKEN] {
            let sandbox = Sandbox::new();
            run_block(block, &sandbox, plan, &[]);
            for file in reports.values().map(|file| file.as_str().unwrap()) {
                assert!(!sandbox.read(&format!("work/{file}")).is_empty(), "{file}");
            }
        }
    }
}

#[test]
fn atlantis_sees_letters_only_where_something_is_wrong() {
    let sandbox = Sandbox::new();
    let check = |plan: &str, more: &str| {
        let (code, text) = sandbox.run(&["sh", "-c"], &format!("ssm-check --format atlantis {more} \"$SHOWFILE\""), plan, &[]);
        assert_eq!(code, 0, "{text}");
        assert!(!text.trim().is_empty());
        text
    };
    assert!(!check(GOOD, "").to_lowercase().contains("fail"));
    assert!(check(GOOD, "").lines().last().unwrap().ends_with("exceptions"));
    let broken = check(BROKEN, "");
    assert!(broken.lines().next().unwrap().starts_with("FAIL - SSM"), "{broken}");
    assert_eq!(broken, check(BROKEN, ""));
    let counts: Vec<usize> =
        broken.lines().last().unwrap().split(", ").map(|part| part.split(' ').next().unwrap().parse().unwrap()).collect();
    assert_eq!(counts[0], counts[1..].iter().sum::<usize>(), "{broken}");
    assert_eq!(broken.lines().filter(|line| line.starts_with("FAIL - ")).count(), counts[3]);
    assert!(!check(BROKEN, "--fail-on never").to_lowercase().contains("fail"));

    // Letters of an address, in a report where all is well and beside it.
    let renamed = sandbox.path("renamed.json");
    fs::write(&renamed, fs::read_to_string(root().join(BROKEN)).unwrap().replace("aws_instance.app", "aws_instance.FailOver")).unwrap();
    fs::write(sandbox.path("work/ssm-check.toml"), "[[waiver]]\ncheck = \"SSM1\"\naddress = \"aws_instance.failover\"\nreason = \"x\"\n")
        .unwrap();
    let text = check(renamed.to_str().unwrap(), "--fail-on never");
    assert!(text.contains("\\u{46}ailOver") && text.contains("\\u{66}ailover"), "{text}");
    assert!(!text.to_lowercase().contains("fail"));
}

#[test]
fn undecided_is_held_where_that_is_asked() {
    let sandbox = Sandbox::new();
    let unknown = files_named("testdata/checks", |name| name == "plan.json")
        .into_iter()
        .find(|path| path.to_str().unwrap().contains("SSM201/unknown-"));
    let unknown = unknown.unwrap();
    let text = |more: &str| {
        sandbox
            .run(&["sh", "-c"], &format!("ssm-check --only SSM2 --format atlantis {more} \"$SHOWFILE\""), unknown.to_str().unwrap(), &[])
            .1
    };
    assert!(text("").starts_with("WARN - SSM2"), "{}", text(""));
    assert!(text("--fail-on unknown").starts_with("FAIL - SSM2"), "{}", text("--fail-on unknown"));
}

/// What a policy of a page says of an input.
fn evaluate(page: &str, rule: &str, input: &Json) -> Vec<String> {
    let policy = blocks().into_iter().find(|block| block.page == page && block.language == "rego").unwrap();
    let mut engine = Engine::new();
    let package = engine.add_policy(page.to_owned(), policy.text).unwrap();
    engine.set_input(regorus::Value::from_json_str(&input.to_string()).unwrap());
    let value = engine.eval_rule(format!("{package}.{rule}")).unwrap();
    let said: Json = serde_json::from_str(&value.to_json_str().unwrap()).unwrap();
    said.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn report(format: &str, plan: &str) -> Json {
    let output = support::ssm_check().args(["--fail-on", "never", "--format", format, plan]).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_plan_policy_of_spacelift_denies_what_fails() {
    let policy = |rule: &str, plan: &str| {
        let input = serde_json::json!({ "third_party_metadata": { "custom": { "ssm_check": report("spacelift", plan) } } });
        evaluate("spacelift.md", rule, &input)
    };
    assert!(policy("deny", GOOD).is_empty(), "{:?}", policy("deny", GOOD));
    let denied = policy("deny", BROKEN);
    let errors = report("json", BROKEN)["summary"]["findings"]["error"].as_u64().unwrap();
    assert_eq!(denied.len() as u64, errors, "{denied:?}");
    assert!(denied.iter().any(|text| text.starts_with("SSM201 aws_instance.app: ")), "{denied:?}");
    assert!(!policy("warn", BROKEN).is_empty());
    let nothing = evaluate("spacelift.md", "deny", &serde_json::json!({ "third_party_metadata": { "custom": {} } }));
    assert_eq!(nothing, ["ssm-check did not run"]);
}

#[test]
fn the_policy_for_conftest_denies_what_fails() {
    assert!(evaluate("conftest.md", "deny", &report("json", GOOD)).is_empty());
    let denied = evaluate("conftest.md", "deny", &report("json", BROKEN));
    assert!(denied.iter().any(|text| text.starts_with("SSM201 aws_instance.app: ")), "{denied:?}");
    let warned = evaluate("conftest.md", "warn", &report("json", BROKEN));
    assert!(warned.iter().any(|text| text.starts_with("aws_iam_role.admin may forward ports")), "{warned:?}");
}

#[test]
fn the_page_lists_what_the_action_takes_and_gives() {
    let action: Value = serde_yaml_ng::from_str(&fs::read_to_string(root().join(".github/actions/check/action.yml")).unwrap()).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut inputs = "| input | default | |\n|---|---|---|\n".to_owned();
    for (name, input) in action["inputs"].as_mapping().unwrap() {
        let default = match (input["required"].as_bool(), text(&input["default"])) {
            (Some(true), _) => "required".to_owned(),
            (_, default) if default.is_empty() => String::new(),
            (_, default) => format!("`{default}`"),
        };
        writeln!(inputs, "| `{}` | {default} | {} |", text(name), text(&input["description"])).unwrap();
    }
    let mut outputs = "| output | |\n|---|---|\n".to_owned();
    for (name, output) in action["outputs"].as_mapping().unwrap() {
        writeln!(outputs, "| `{}` | {} |", text(name), text(&output["description"])).unwrap();
    }
    let path = "docs/integrations/github-actions.md";
    let mut page = fs::read_to_string(root().join(path)).unwrap();
    for (name, table) in [("inputs", inputs), ("outputs", outputs)] {
        let (start, end) = (format!("<!-- {name}: generated -->\n"), format!("<!-- end of {name} -->"));
        let (before, rest) = page.split_once(&start).unwrap();
        let (_, after) = rest.split_once(&end).unwrap();
        page = format!("{before}{start}\n{table}\n{end}{after}");
    }
    assert_current(path, &page);
    assert_eq!(text(&action["inputs"]["version"]["default"]), env!("CARGO_PKG_VERSION"));
}

/// What the action sets, where nothing is asked for.
const ACTION: [(&str, &str); 6] = [
    ("SSM_CHECK_PLAN", "show.json\n"),
    ("SSM_CHECK_CONTEXT", ""),
    ("SSM_CHECK_FAIL_ON", ""),
    ("SSM_CHECK_CONFIG_FILE", ""),
    ("SSM_CHECK_LOCKED_CONFIG", "false"),
    ("SSM_CHECK_ARGUMENTS", ""),
];

const BASH: [&str; 7] = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c"];

#[test]
fn the_action_installs_what_has_its_checksum_and_nothing_else() {
    let sandbox = Sandbox::new();
    let releases = sandbox.path("releases");
    let (directory, version) = (releases.join("v0.1.0"), env!("CARGO_PKG_VERSION"));
    let name = format!("ssm-check-{version}-x86_64-unknown-linux-musl");
    fs::create_dir_all(directory.join(&name)).unwrap();
    // The program of a release that is not: a script, as the tested one is large.
    fs::write(directory.join(&name).join("ssm-check"), "#!/bin/sh\necho ssm-check 0.1.0\n").unwrap();
    fs::set_permissions(directory.join(&name).join("ssm-check"), fs::Permissions::from_mode(0o755)).unwrap();
    let made = sandbox.run(
        &BASH,
        &format!("cd '{}' && tar -czf {name}.tar.gz {name} && sha256sum {name}.tar.gz > SHA256SUMS", directory.display()),
        GOOD,
        &[],
    );
    assert_eq!(made.0, 0, "{}", made.1);

    let from = format!("file://{}", releases.display());
    let install = |sandbox: &Sandbox, version: &str| {
        sandbox.run(&BASH, "\"$GITHUB_ACTION_PATH/install.sh\"", GOOD, &[("SSM_CHECK_RELEASES", &from), ("SSM_CHECK_VERSION", version)])
    };
    for version in ["0.1.0", "v0.1.0"] {
        let (code, text) = install(&sandbox, version);
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("ssm-check 0.1.0"));
    }
    assert!(sandbox.read("temp/path").contains("ssm-check/bin"));
    // The page says the same in short.
    let block = blocks().into_iter().find(|block| block.page == "README.md" && block.text.contains("curl ")).unwrap();
    let (code, text) = sandbox.run(&["sh", "-e", "-c"], &block.text, GOOD, &[("SSM_CHECK_RELEASES", &from)]);
    assert!(code == 0 && text.contains("ssm-check 0.1.0"), "{text}");

    assert_ne!(install(&sandbox, "9.9.9").0, 0, "no such release");
    fs::write(directory.join("SHA256SUMS"), format!("{}  {name}.tar.gz\n", "0".repeat(64))).unwrap();
    let other = Sandbox::new();
    let (code, text) = install(&other, "0.1.0");
    assert!(code == 2 && text.contains("does not have the checksum"), "{text}");
    assert!(!other.path("temp/ssm-check/bin/ssm-check").exists());
}

#[test]
fn the_action_reports_and_leaves_the_verdict_to_its_last_step() {
    for (plan, status) in [(GOOD, 0), (BROKEN, 1), ("testdata/inputs/truncated.json", 2)] {
        let sandbox = Sandbox::new();
        let (code, text) = sandbox.run(&BASH, "\"$GITHUB_ACTION_PATH/check.sh\"", plan, &ACTION);
        assert_eq!(code, 0, "{text}");
        let output = sandbox.read("temp/output");
        assert!(output.contains(&format!("status={status}\n")), "{output}");
        for name in ["json", "sarif", "markdown", "html"] {
            let report = output.lines().find_map(|line| line.strip_prefix(&format!("{name}=")));
            assert_eq!(report.is_some_and(|path| fs::metadata(path).is_ok_and(|file| file.len() > 0)), status != 2, "{name}: {output}");
        }
        assert!(!sandbox.read("temp/summary").is_empty());
        assert_eq!(text.contains("::error "), status != 0, "{text}");
    }
}

#[test]
fn arguments_of_the_action_are_words_as_in_a_shell() {
    let run = |arguments: &str| {
        let sandbox = Sandbox::new();
        fs::write(sandbox.path("work/my file.toml"), "skip = [\"SSM2\"]\n").unwrap();
        let environment = [&ACTION[..], &[("SSM_CHECK_ARGUMENTS", arguments)]].concat();
        let (code, text) = sandbox.run(&BASH, "\"$GITHUB_ACTION_PATH/check.sh\"", BROKEN, &environment);
        (code, text, sandbox.read("temp/output"))
    };
    let (code, text, output) = run("--only SSM401 --fail-on note\n--config 'my file.toml'\n");
    assert!(code == 0 && output.contains("status=1\n") && text.contains("my file.toml"), "{text} {output}");
    assert!(!text.contains("SSM201"), "{text}");
    assert_eq!(run("--config '$(id)'").2.lines().last(), Some("status=2"), "nothing is expanded");
    // It ends as what could not be analysed does, with every output.
    let (code, text, output) = run("--config 'x");
    assert!(code == 0 && text.contains("::error title=ssm-check::the input `arguments`") && output.lines().count() == 6, "{text} {output}");
    assert_eq!(output.lines().last(), Some("status=2"));
}

/// What the runner makes of a log: <https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs>. A line is a
/// command if it begins with `::name` after white space, or has `##[name]` anywhere; after `::stop-commands::WORD`, none is until
/// `::WORD::`.
fn commands(log: &str) -> Vec<(String, String)> {
    let (mut found, mut fence) = (Vec::new(), None::<String>);
    for line in log.split(['\n', '\r']) {
        let new = line.trim_start().strip_prefix("::").and_then(|rest| rest.split_once("::"));
        let old = line.find("##[").and_then(|at| line[at + 3..].split_once(']'));
        let Some((name, data)) = new.or(old) else { continue };
        let name = name.split(' ').next().unwrap_or_default();
        match &fence {
            Some(word) if name == word => fence = None,
            Some(_) => {}
            None if name == "stop-commands" => fence = Some(data.to_owned()),
            None => found.push((name.to_owned(), data.to_owned())),
        }
    }
    assert_eq!(fence, None, "{log}");
    found
}

#[test]
fn a_hostile_pull_request_gets_nothing_from_the_action() {
    const EVIL: &str =
        "x\\n::set-output name=markdown::/etc/passwd\\r\\n##[set-output name=html]/etc/passwd ##vso[task.setvariable variable=a]b";
    let broken = fs::read_to_string(root().join(BROKEN)).unwrap();
    let named = broken.replace("aws_instance.app", &format!("aws_instance.app[\\\"{EVIL}\\\"]"));
    let configurations = [
        String::new(),
        format!("\"{EVIL}\" = 1\n"),
        format!("skip = [\"{EVIL}\"]\n"),
        format!("fail-on = \"{EVIL}\"\n"),
        format!("[[waiver]]\ncheck = \"SSM201\"\naddress = \"{EVIL}\"\nreason = \"{EVIL}\"\n"),
        "::set-output name=markdown::/etc/passwd\n".to_owned(),
    ];
    for (plan, configuration) in [broken, named].iter().flat_map(|plan| configurations.iter().map(move |each| (plan, each))) {
        let sandbox = Sandbox::new();
        fs::write(sandbox.path("hostile.json"), plan).unwrap();
        fs::write(sandbox.path("work/ssm-check.toml"), configuration).unwrap();
        let (code, log) = sandbox.run(&BASH, "\"$GITHUB_ACTION_PATH/check.sh\"", sandbox.path("hostile.json").to_str().unwrap(), &ACTION);
        assert_eq!(code, 0, "{log}");
        for (name, data) in commands(&log) {
            assert!(["error", "warning", "notice"].contains(&&*name), "{name} {data}");
        }
        let output = sandbox.read("temp/output");
        let names: Vec<_> = output.lines().map(|line| line.split('=').next().unwrap()).collect();
        assert_eq!(names, ["json", "sarif", "markdown", "html", "reported", "status"], "{output}");
        let reports = sandbox.path("temp/ssm-check/reports");
        let is_ours = |value: &str| value.is_empty() || Path::new(value).parent() == Some(&reports);
        assert!(output.lines().take(4).all(|line| is_ours(line.split_once('=').unwrap().1)), "{output}");
        for report in files_in(&reports) {
            let text = fs::read_to_string(&report).unwrap();
            assert!(!text.contains("##[") && !text.contains("##vso["), "{}: {text}", report.display());
        }
        // Whatever a page of the summary or a comment shows, it names no other file.
        assert!(!sandbox.read("temp/summary").contains("\n::"));
    }
}

fn files_in(directory: &Path) -> Vec<PathBuf> {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn every_root_has_a_name_of_its_own_and_a_plain_one() {
    let name = |root: &str| {
        let sandbox = Sandbox::new();
        let (code, text) = sandbox.run(&BASH, "\"$GITHUB_ACTION_PATH/root.sh\"", GOOD, &[("SSM_CHECK_ROOT", root)]);
        assert_eq!(code, 0, "{text}");
        sandbox.read("temp/output")
    };
    assert_eq!(name("."), "name=ssm-check\n");
    assert_eq!(name("./net"), "name=ssm-check/net\n");
    assert_eq!(name("live/app"), "name=ssm-check/live/app\n");
    let hostile = name("a -->\nname=x");
    assert!(hostile.lines().count() == 1 && hostile.starts_with("name=ssm-check/a"), "{hostile}");
    assert_ne!(name("a b"), name("a-b"));
}

#[test]
fn the_action_keeps_one_comment() {
    let post = |comments: &str, more: &[(&str, &str)]| {
        let sandbox = Sandbox::new();
        fs::create_dir_all(sandbox.path("temp/ssm-check/reports")).unwrap();
        fs::write(sandbox.path("temp/ssm-check/reports/report.md"), "the report\n").unwrap();
        let environment = [("SSM_CHECK_PULL_REQUEST", "7"), ("SSM_CHECK_NAME", "ssm-check/net"), ("TEST_COMMENTS", comments)];
        let (code, text) = sandbox.run(&BASH, "\"$GITHUB_ACTION_PATH/comment.sh\"", GOOD, &[&environment, more].concat());
        assert_eq!(code, 0, "{text}");
        assert_eq!(sandbox.read("temp/ssm-check/reports/comment.md"), "<!-- ssm-check/net -->\nthe report\n");
        (sandbox.read("calls").lines().last().unwrap_or_default().to_owned(), text)
    };
    assert!(post("", &[]).0.starts_with("api --method POST repos/owner/repository/issues/7/comments --field body=@"));
    assert!(post("41\n42\n", &[]).0.starts_with("api --method PATCH repos/owner/repository/issues/comments/41 --field body=@"));
    // A token of a fork: said, and no failure.
    assert!(post("", &[("TEST_CALLS", "/nowhere/calls")]).1.starts_with("::warning title=ssm-check::the comment was not written"));
}

/// Workflows of this repository and of the pages, with their text.
fn workflows() -> Vec<(String, String)> {
    let files = files_named(".github", |name| Path::new(name).extension().is_some_and(|extension| extension == "yml"));
    let own = files.into_iter().map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap()));
    let pages = blocks().into_iter().filter(|block| block.page == "github-actions.md" && block.language == "yaml");
    own.chain(pages.map(|block| (block.page, block.text))).collect()
}

#[test]
fn workflows_may_only_what_they_need() {
    let mut seen = 0;
    for (name, text) in workflows() {
        let workflow: Value = serde_yaml_ng::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let Some(jobs) = workflow["jobs"].as_mapping() else { continue };
        assert_eq!(workflow["permissions"].as_mapping().map(serde_yaml_ng::Mapping::len), Some(0), "{name}: `permissions: {{}}`");
        for (job, settings) in jobs {
            let job = job.as_str().unwrap();
            assert!(settings["permissions"].is_mapping(), "{name}: permissions of {job}");
            // A workflow that is called has what it says itself.
            if settings["uses"].is_string() {
                continue;
            }
            assert!(settings["timeout-minutes"].is_u64(), "{name}: timeout of {job}");
            for step in settings["steps"].as_sequence().unwrap() {
                if step["uses"].as_str().is_some_and(|action| action.starts_with("actions/checkout@")) {
                    assert_eq!(step["with"]["persist-credentials"].as_bool(), Some(false), "{name}: {job}");
                }
            }
            seen += 1;
        }
    }
    assert!(seen > 4);
}

#[test]
fn actions_are_pinned_by_commit_with_their_version() {
    for (name, text) in workflows() {
        for line in text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: ")) {
            // Ours is pinned by whoever copies the example.
            if line.starts_with("$/") || line.starts_with("./") || line.starts_with("ssm-check/ssm-check/") {
                continue;
            }
            let (action, version) = line.split_once(" # v").unwrap_or_else(|| panic!("{name}: no version: {line}"));
            let (_, commit) = action.split_once('@').unwrap();
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {line}");
            assert!(version.split('.').all(|part| part.parse::<u32>().is_ok()), "{name}: {line}");
        }
        let mut found = Vec::new();
        scripts(&serde_yaml_ng::from_str(&text).unwrap(), &mut found);
        assert!(found.iter().all(|script| !script.contains("${{")), "{name}: an expression in a script is an injection");
    }
}
