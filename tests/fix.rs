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

/// Runs `fix` on a root, for one check: its exit status, the difference, and what it says.
fn fix(directory: &Path, check: &str, more: &[&str]) -> (i32, String, String) {
    let plan = directory.join("plan.json");
    let output = ssm_check()
        .current_dir(directory)
        .args(["fix", "-v", "--config", "off", "--allow", "cost,access", "--only", check])
        .args(more)
        .arg("--source")
        .arg(directory)
        .arg(plan)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// What `fix` says of a finding that the edited sources show to be gone.
const FIXED: &str = ": fixed; plan again to confirm";

/// What a difference does, without names and values: fixtures with another one have their mistake in another style.
fn style(diff: &str) -> BTreeSet<String> {
    let edited = diff.lines().filter(|line| !line.starts_with("+++") && !line.starts_with("---"));
    let edited = edited.filter(|line| line.starts_with('+') || line.starts_with('-'));
    let word = |line: &str| {
        let is_part = |character: &char| character.is_alphanumeric() || "_+-\"".contains(*character);
        line.chars().filter(|character| !character.is_whitespace()).take_while(is_part).collect::<String>()
    };
    // In a module of its own, it is another one too.
    let modules = diff.lines().filter(|line| line.starts_with("+++ b/") && line[6..].contains('/')).map(|_| "a module".to_owned());
    edited.map(word).filter(|word| word.len() > 1).chain(modules).collect()
}

/// What is outside of blocks, and the blocks by their kind and labels.
fn parts(text: &str) -> (String, Vec<(String, String)>) {
    let body = hcl_edit::parser::parse_body(text).unwrap();
    let (mut outside, mut blocks, mut end) = (String::new(), Vec::new(), 0);
    for block in body.blocks() {
        let at = hcl_edit::Span::span(block).unwrap();
        outside.push_str(&text[end..at.start]);
        let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
        blocks.push((format!("{} {}", block.ident.as_str(), labels.join(".")), text[at.clone()].to_owned()));
        end = at.end;
    }
    outside.push_str(&text[end..]);
    (outside.split_whitespace().collect::<Vec<_>>().join(" "), blocks)
}

/// Comments and other blocks stay, byte for byte.
fn assert_kept(name: &str, diff: &str, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    for (file, text) in before {
        let after = &after[file];
        let ((outside, blocks), (outside_after, blocks_after)) = (parts(text), parts(after));
        let gone = blocks.iter().any(|(name, _)| !blocks_after.iter().any(|(other, _)| other == name));
        assert!(gone || outside == outside_after, "{name}: {file}: what is outside of blocks is not the same");
        for (block, text) in blocks {
            // Blocks of one name, such as providers, are told apart by what they say.
            if blocks_after.contains(&(block.clone(), text.clone())) {
                continue;
            }
            let after = blocks_after.iter().find(|(other, _)| *other == block).map(|(_, text)| text.as_str());
            // A block that is edited has lines of its own in the difference.
            let is_edited = text.lines().any(|line| diff.lines().any(|shown| shown.strip_prefix(['-', ' ']) == Some(line)));
            assert!(is_edited, "{name}: {file}: {block} is not the same");
            let comments =
                |text: &str| text.lines().filter(|line| line.trim_start().starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
            assert!(after.is_none_or(|after| comments(&text) == comments(after)), "{name}: {file}: {block} lost a comment");
        }
    }
    for text in after.values() {
        hcl_edit::parser::parse_body(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn the_difference_is_what_a_person_would_write() {
    let mut shown = String::new();
    let mut by_check: BTreeMap<String, usize> = BTreeMap::new();
    let scratch = tempfile::tempdir().unwrap();
    let (mut edited, mut predicted) = (0, 0);
    for (name, directory) in bad() {
        let check = name.split('/').next().unwrap().to_owned();
        let to = scratch.path().join(name.replace('/', "-"));
        copy(&directory, &to);
        let (code, diff, said) = fix(&to, &check, &[]);
        assert!(code < 2, "{name}");
        let seen = by_check.entry(check.clone()).or_default();
        if diff.is_empty() {
            continue;
        }
        if *seen < 2 {
            writeln!(shown, "# {name}\n{diff}").unwrap();
        }
        *seen += 1;
        edited += 1;
        predicted += usize::from(said.contains(FIXED));
        let before = sources(&to);
        let (code, nothing, _) = fix(&to, &check, &["--write"]);
        assert!(code < 2 && nothing.is_empty(), "{name}");
        let after = sources(&to);
        assert_ne!(before, after, "{name}");
        assert_kept(&name, &diff, &before, &after);
        // The plan is not of these sources any more, or what it asks for is there: nothing is edited twice.
        fix(&to, &check, &["--write"]);
        assert_eq!(after, sources(&to), "{name}");
    }
    by_check.retain(|_, seen| *seen > 0);
    assert!(by_check.len() > 25, "{by_check:?}");
    assert!(predicted * 20 >= edited * 19, "of {edited} edits, {predicted} are seen to help");
    assert_current("tests/snapshots/fixes.diff", &shown);
}

/// What SARIF proposes for the only finding of a check, taken over as its readers do, is what `fix` writes.
#[test]
fn what_sarif_suggests_is_what_fix_writes() {
    let scratch = tempfile::tempdir().unwrap();
    let mut compared = BTreeSet::new();
    for (name, directory) in bad() {
        let check = name.split('/').next().unwrap().to_owned();
        let to = scratch.path().join(name.replace('/', "-"));
        if compared.contains(&check) {
            continue;
        }
        copy(&directory, &to);
        let arguments = ["--config", "off", "--fail-on", "never", "--format", "sarif", "--only", &check, "--source", ".", "plan.json"];
        let output = ssm_check().current_dir(&to).args(arguments).output().unwrap();
        let log: Value = serde_json::from_slice(&output.stdout).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let [result] = results.iter().filter(|result| result["kind"] == "fail").collect::<Vec<_>>()[..] else { continue };
        let Some(change) = result["fixes"].get(0) else { continue };
        let mut suggested = sources(&to);
        for change in change["artifactChanges"].as_array().unwrap() {
            let file = change["artifactLocation"]["uri"].as_str().unwrap().to_owned();
            let text = suggested.get_mut(&file).unwrap();
            *text = replaced(text, change["replacements"].as_array().unwrap());
        }
        fix(&to, &check, &["--write"]);
        assert_eq!(suggested, sources(&to), "{name}");
        compared.insert(check);
    }
    assert!(compared.len() > 20, "{compared:?}");
}

/// A text after replacements of whole lines.
fn replaced(text: &str, replacements: &[Value]) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for replacement in replacements.iter().rev() {
        let number = |name: &str| usize::try_from(replacement["deletedRegion"][name].as_u64().unwrap()).unwrap();
        assert_eq!((number("startColumn"), number("endColumn")), (1, 1));
        let text = replacement["insertedContent"]["text"].as_str().unwrap().to_owned();
        lines.splice(number("startLine") - 1..number("endLine") - 1, [text]);
    }
    lines.concat()
}

/// Without `-v`, standard error says what is fixed and left in a line each; the difference shows the rest.
#[test]
fn standard_error_sums_up() {
    let directory = root().join("examples/broken-private-subnet");
    let run = |more: &[&str]| {
        let output = ssm_check().current_dir(&directory).args(["fix", "plan.json"]).args(more).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let said = run(&["--allow", "cost"]);
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        [
            "ssm-check: fixed; plan again to confirm: SSM401, SSM402, SSM403, SSM410, SSM411 aws_iam_role.admin; SSM201 aws_instance.app",
            "ssm-check: fix by hand: SSM406, SSM507 aws_iam_role.admin",
            "ssm-check: left (it opens something: `--allow access`): SSM203 aws_instance.app",
            "ssm-check: `--verbose` tells each edit, what could be done instead, and how to fix the rest by hand",
            "ssm-check: no edit is known for notes of SSM304: `--only SSM304` tells how to put them right",
        ]
    );
    assert!(run(&["--allow", "cost", "-v"]).contains("SSM406 aws_iam_role.admin: fix by hand: detach `AmazonSSMFullAccess`"));
    let said = run(&["--prefer", "nat"]);
    assert!(said.contains("SSM201 aws_instance.app: `--prefer nat` changes nothing here: the VPC has no NAT gateway "), "{said}");
    assert!(!run(&["--prefer", "endpoints"]).contains("changes nothing"));
}

/// What `fix` does for a fixture of several roles, of which the configuration says something.
fn for_several_roles(config: &str, more: &[&str]) -> (String, String) {
    let directory = root().join("testdata/checks/SSM402/bad-policy-of-several-roles");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ssm-check.toml");
    fs::write(&file, config).unwrap();
    let output = ssm_check().current_dir(&directory).args(["fix", "plan.json", "--config"]).arg(file).args(more).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// The document of a policy is written once for several roles: what one of them is allowed stays.
#[test]
fn what_is_accepted_stays_where_a_block_serves_others_too() {
    let allow = |principal: &str| {
        format!(
            "[[allow-port-forwarding]]\nprincipal = '{principal}'\ndocuments = [\"AWS-StartPortForwardingSessionToRemoteHost\"]\nreason = \"x\"\n"
        )
    };
    let deny = "+resource \"aws_iam_role_policy\" \"developer_no_tunnels\" {\n+  role = aws_iam_role.developer[\"search\"].name";
    let in_document = "\n+  statement {\n+    effect  = \"Deny\"";
    let (diff, _) = for_several_roles("", &["--only", "SSM402"]);
    assert!(diff.contains(in_document) && !diff.contains(deny), "{diff}");
    let waiver = "[[waiver]]\ncheck = \"SSM402\"\naddress = 'aws_iam_role.developer[\"payments\"]'\nreason = \"x\"\n";
    for config in [allow("aws_iam_role.developer[\"payments\"]").as_str(), waiver] {
        let (diff, said) = for_several_roles(config, &["--only", "SSM402"]);
        assert!(diff.contains(deny) && !diff.contains(in_document), "{diff}");
        assert!(!said.contains("takes it away"), "{said}");
    }
    // A document that is allowed is not denied to its own role for the sake of another one.
    let (diff, said) = for_several_roles(&allow("aws_iam_role.oncall"), &["--only", "SSM401"]);
    assert!(diff.is_empty(), "{diff}");
    assert!(said.contains("left (not edited: it would put SSM402 right too, which is allowed): SSM401 aws_iam_role.oncall"), "{said}");
    // What the configuration leaves out is none of it either.
    assert!(!for_several_roles("skip = [\"SSM402\"]\n", &[]).0.contains(in_document));
}

/// Two roles have one statement, which is put right once for both.
#[test]
fn what_one_edit_puts_right_for_two_is_left_for_none() {
    let (_, said) = for_several_roles("", &["--only", "SSM408", "--allow", "access", "-v"]);
    assert!(
        said.contains("SSM408 aws_iam_role.developer[\"search\"]: done by the edit for `aws_iam_role.developer[\"payments\"]`"),
        "{said}"
    );
    assert!(!said.contains("left:"), "{said}");
}

/// What a module is given, it cannot name: another call of it has other subnets.
#[test]
fn no_key_of_one_environment_is_written_into_a_module() {
    let (_, diff, said) = fix(&root().join("testdata/checks/SSM201/bad-subnets-of-a-variable"), "SSM201", &[]);
    assert!(diff.contains("subnet_ids          = values(aws_subnet.private)[*].id\n"), "{diff}");
    assert!(!diff.contains("[\"a\"]") && said.contains(FIXED), "{diff}{said}");
}

/// What a variable holds is edited where it is written: in the call, or as the default of the root's variable that counts.
#[test]
fn a_key_is_added_where_the_collection_is_written() {
    let (_, diff, said) = fix(&root().join("testdata/checks/SSM201/bad-services-of-a-variable"), "SSM201", &[]);
    assert!(diff.contains("+  default = [\"ssm\", \"ec2messages\", \"ssmmessages\"]\n") && said.contains(FIXED), "{diff}{said}");
}

/// What is in YAML is not edited, and that is why.
#[test]
fn yaml_is_left_and_that_is_said() {
    let directory = root().join("testdata/checks/SSM502/bad-not-anchored-in-a-yaml-heredoc");
    let output = ssm_check().current_dir(&directory).args(["fix", "--config", "off", "plan.json"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("left (not edited: `content`: it is written in YAML): SSM502 aws_ssm_document.db"), "{said}");
}

/// Of a group that exists, a rule goes with its block only where an empty list stands for it.
#[test]
fn the_last_inline_rule_of_a_group_that_exists_is_taken_away() {
    let directory = root().join("testdata/checks/SSM601/bad-only-inline-rule-of-a-group-that-exists");
    let (code, diff, said) = fix(&directory, "SSM601", &[]);
    assert_eq!(code, 1);
    assert!(diff.contains("\n+  ingress = []\n") && diff.contains("\n-  ingress {\n"), "{diff}");
    assert!(said.contains("write `ingress = []` if none is left"), "{said}");
}

/// A log that is new is not encrypted, which the next plan would report.
#[test]
fn what_an_edit_brings_to_light_is_told() {
    let (_, diff, said) = fix(&root().join("testdata/checks/SSM505/bad-no-log"), "SSM505", &[]);
    assert!(diff.contains("+      cloudWatchLogGroupName = "), "{diff}");
    assert!(said.contains("SSM506 aws_ssm_document.preferences: shows up after this edit; plan and fix again: "), "{said}");
}

/// An edit that Terraform would not apply is none, and the advice says so.
#[test]
fn what_terraform_is_told_to_ignore_is_not_edited() {
    let directory = root().join("testdata/checks/SSM201/bad-route-under-ignore-changes");
    let (_, diff, _) = fix(&directory, "SSM201", &["--prefer", "nat"]);
    assert!(!diff.contains("nat_gateway_id") && diff.contains("resource \"aws_vpc_endpoint\""), "{diff}");
    let arguments = ["--config", "off", "--fail-on", "never", "--only", "SSM201", "--format", "json", "--source", ".", "plan.json"];
    let output = ssm_check().current_dir(&directory).args(arguments).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let told = "`ignore_changes` keeps Terraform from changing `route` of `aws_route_table.private`: remove that there first";
    assert!(report["findings"][0]["help"].to_string().contains(told), "{}", report["findings"][0]);
}

/// What a plan of edited sources must not have: the finding, a worse verdict, a new error. Of each check two fixtures whose mistake is in
/// different styles, or all with `FIX_FIXTURES=all`, or those whose name holds the text.
#[test]
fn what_is_fixed_plans_well() {
    let bench = match Bench::new() {
        Ok(bench) => bench,
        Err(why) => {
            eprintln!("skipped: {why}");
            return;
        }
    };
    let wanted = env::var("FIX_FIXTURES").unwrap_or_default();
    let mut styles: BTreeMap<String, Vec<BTreeSet<String>>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (name, directory) in bad() {
        let check = name.split('/').next().unwrap().to_owned();
        let to = bench.folder.path().join(name.replace('/', "-"));
        if !wanted.is_empty() && wanted != "all" && !name.contains(&wanted) {
            continue;
        }
        copy(&directory, &to);
        // The account is asked of AWS.
        let asks = |line: &str| line.contains("skip_requesting_account_id") && line.contains("false");
        if sources(&to).values().any(|text| text.lines().any(asks)) {
            continue;
        }
        let (_, diff, _) = fix(&to, &check, &[]);
        let style = style(&diff);
        let seen = styles.entry(check.clone()).or_default();
        if diff.is_empty() || (wanted.is_empty() && (seen.len() >= 2 || seen.contains(&style))) {
            continue;
        }
        if !seen.contains(&style) {
            seen.push(style);
        }
        match bench.follow(&to, &check) {
            Ok(()) => eprintln!("{name}: gone"),
            Err(why) => {
                eprintln!("{name}: {why}");
                wrong.push(format!("{name}: {why}"));
            }
        }
    }
    for (check, styles) in styles.iter().filter(|(_, styles)| !styles.is_empty()) {
        eprintln!("{check}: {} styles", styles.len());
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

    /// Edits a root for a check, plans it, and says what is not as it should be.
    fn follow(&self, to: &Path, check: &str) -> Result<(), String> {
        let before = report(to);
        let mut after = report(to);
        let (mut left, mut announced) = (1, String::new());
        // What one run says is not all of it, another one puts right.
        for _ in 0..3 {
            let (.., said) = fix(to, check, &["--write"]);
            self.plan(to)?;
            after = report(to);
            announced.push_str(&said);
            // What is left for a person is told, and is not held against it.
            let is_by_hand = |at: &str| ["fix by hand", "left"].iter().any(|left| said.contains(&format!("{check} {at}: {left}:")));
            left = after.failing.iter().filter(|(id, at, _)| id == check && !is_by_hand(at)).count();
            if left == 0 || said.contains(FIXED) {
                break;
            }
        }
        let is_worse = |at: &str, verdict: &str| verdict != "fail" && after.verdicts.get(at).is_some_and(|now| now == "fail");
        let worse: Vec<_> = before.verdicts.iter().filter(|(at, verdict)| is_worse(at, verdict)).map(|(at, _)| at).collect();
        // What one mistake hid of a target that fails all the same is no new one.
        let failed: Vec<_> = before.verdicts.iter().filter(|(_, verdict)| *verdict == "fail").map(|(at, _)| at).collect();
        // What a deny of everything hid was announced.
        let is_told = |(id, at, _): &(String, String, bool)| announced.contains(&format!("{id} {at}: shows up after this edit"));
        let is_new = |finding: &&(String, String, bool)| {
            finding.2 && !before.failing.contains(finding) && !failed.contains(&&finding.1) && !is_told(finding)
        };
        let new: Vec<_> = after.failing.iter().filter(is_new).collect();
        if left > 0 || !worse.is_empty() || !new.is_empty() {
            return Err(format!("{left} left, worse {worse:?}, new {new:?}"));
        }
        Ok(())
    }
}
