//! One cause is told once, and nothing is lost: many equal modules, and what is accepted in the code.

mod support;

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use support::{root, ssm_check};

const EXAMPLE: &str = "examples/broken-private-subnet";

fn example() -> Value {
    serde_json::from_slice(&fs::read(root().join(EXAMPLE).join("plan.json")).unwrap()).unwrap()
}

/// The plan, with its root module in many modules of different names.
fn modules(number: usize) -> Value {
    let plan = example();
    let named = plan["resource_changes"].as_array().unwrap().iter().filter_map(|change| change["change"]["after"].get("name")?.as_str());
    let names: BTreeSet<&str> = named.collect();
    let (mut children, mut changes, mut calls) = (Vec::new(), Vec::new(), serde_json::Map::new());
    for index in 0..number {
        let name = format!("stack_{index}");
        let inside = |address: &Value| json!(format!("module.{name}.{}", address.as_str().unwrap()));
        let mut module = plan["planned_values"]["root_module"].clone();
        module["address"] = json!(format!("module.{name}"));
        for resource in module["resources"].as_array_mut().unwrap() {
            resource["address"] = inside(&resource["address"]);
        }
        children.push(module);
        for change in plan["resource_changes"].as_array().unwrap() {
            let mut change = change.clone();
            change["address"] = inside(&change["address"]);
            change["module_address"] = json!(format!("module.{name}"));
            // AWS refuses a second role, profile or group of one name.
            let text =
                names.iter().fold(change.to_string(), |text, name| text.replace(&format!("\"{name}\""), &format!("\"{name}-{index}\"")));
            let change: Value = serde_json::from_str(&text).unwrap();
            changes.push(change);
        }
        calls.insert(name, json!({"source": "./stack", "module": plan["configuration"]["root_module"]}));
    }
    let mut all = plan.clone();
    all["planned_values"] = json!({"root_module": {"child_modules": children}});
    all["resource_changes"] = json!(changes);
    all["configuration"]["root_module"] = json!({"module_calls": calls});
    all.as_object_mut().unwrap().remove("relevant_attributes");
    all
}

fn run(directory: &Path, arguments: &[&str]) -> (String, String) {
    let output = ssm_check().current_dir(directory).args(["--fail-on", "never"]).args(arguments).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Statements that go to one place are one help, whichever of the findings they are for.
#[test]
fn one_help_puts_a_group_right() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/broken-private-subnet");
    let (text, _) = run(&directory, &["--only", "SSM4", "plan.json"]);
    let told = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let help = "= help: for SSM401, SSM402, SSM403, SSM410 and SSM411, add an `aws_iam_role_policy` to `aws_iam_role.admin`: Statement = [";
    assert!(told.contains(help) && told.contains("\"ssm:DocumentType\" = \"Session\""), "{text}");
    assert_eq!(text.matches("= help:").count(), 1, "{text}");
    // One finding has its own, and so has each of a few that are put right in places of their own.
    let (text, _) = run(&directory, &["--only", "SSM401", "plan.json"]);
    assert!(!text.contains("Statement = ["), "{text}");
}

/// What closes an endpoint to several subnets is one cause with one help, and the subnets stand in their natural order.
#[test]
fn a_closed_group_is_told_once_for_all_subnets() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/checks/SSM203/bad-group-closed-to-three-subnets");
    let (text, _) = run(&directory, &["--only", "SSM203", "plan.json"]);
    let told = text.split_whitespace().filter(|word| *word != "|").collect::<Vec<_>>().join(" ");
    let subnets = ["[0]", "[1]", "[2]"].map(|key| format!("`aws_subnet.private{key}"));
    let from = format!("packets leave from {}`, {}` and {}`", subnets[0], subnets[1], subnets[2]);
    assert!(told.contains(&from), "{text}");
    let [a, b, c] = subnets.map(|subnet| format!("{subnet}.cidr_block`"));
    assert!(told.contains(&format!("port 443 in from {a}, {b} and {c}, each in a resource of its own")), "{text}");
    assert_eq!(told.matches("for example").count(), 1, "{text}");
}

#[test]
fn equal_modules_are_told_once_and_none_is_lost() {
    const MODULES: usize = 12;
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("plan.json"), modules(MODULES).to_string()).unwrap();
    let (text, _) = run(directory.path(), &["--source", "off", "plan.json"]);
    assert!(text.lines().count() < 60, "{text}");
    assert!(text.contains("module.*.aws_instance.app (12 instances)"), "{text}");
    assert!(text.contains("= also: 11 more of `module.*.aws_instance.app`"), "{text}");
    assert!(text.lines().all(|line| line.starts_with('✗') || line.chars().count() <= 80), "{text}");

    let findings = |plan: &str| {
        let (report, _) = run(directory.path(), &["--source", "off", "-f", "json", plan]);
        serde_json::from_str::<Value>(&report).unwrap()["findings"].as_array().unwrap().clone()
    };
    let all = findings("plan.json");
    // Of each module what is found of one; that nobody is told of tunnels is one finding of all.
    for id in ["SSM201", "SSM203", "SSM401", "SSM402"] {
        assert_eq!(all.iter().filter(|finding| finding["id"] == id).count(), MODULES, "{id}");
    }
    let groups: BTreeSet<_> = all.iter().map(|finding| finding["group"].as_str().unwrap()).collect();
    assert!(groups.len() <= 6, "{groups:?}");
    let known: BTreeSet<_> = all.iter().map(|finding| finding["fingerprint"].as_str().unwrap()).collect();
    assert!(groups.is_subset(&known));
    // Everything is listed where that is asked for.
    let (verbose, _) = run(directory.path(), &["--source", "off", "--verbose", "plan.json"]);
    assert!(verbose.contains("module.stack_11.aws_instance.app"), "{verbose}");
}

#[test]
fn one_principal_is_one_entry() {
    let (text, _) = run(root(), &[&format!("{EXAMPLE}/plan.json")]);
    assert_eq!(text.matches("AWS-StartPortForwardingSession*").count(), 1, "the same help is there once: {text}");
    assert_eq!(text.matches("ssm-check explain SSM401").count(), 1);
    // Targets come first.
    assert!(text.find("error[SSM201]") < text.find("error[SSM401]"), "{text}");
}

/// The example, with its sources changed.
fn sources(change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let source = fs::read_to_string(root().join(EXAMPLE).join("main.tf")).unwrap();
    fs::write(directory.path().join("main.tf"), change(&source)).unwrap();
    fs::copy(root().join(EXAMPLE).join("plan.json"), directory.path().join("plan.json")).unwrap();
    directory
}

const GROUP: &str = "resource \"aws_security_group\" \"endpoints\" {";

fn accepted(directory: &Path, arguments: &[&str]) -> (Vec<(String, String)>, String) {
    let (report, said) = run(directory, &[arguments, &["-f", "json", "plan.json"]].concat());
    let report: Value = serde_json::from_str(&report).unwrap();
    let waived = report["findings"].as_array().unwrap().iter().filter(|finding| finding["waived"]["by"] == "comment");
    let told = waived.map(|finding| (finding["id"].as_str().unwrap().to_owned(), finding["waived"]["reason"].as_str().unwrap().to_owned()));
    (told.collect(), said)
}

#[test]
fn a_comment_above_a_block_accepts_what_is_found_there() {
    let comment = |comment: &str| sources(|source| source.replace(GROUP, &format!("{comment}\n{GROUP}")));
    let with = comment("# ssm-check:ignore=SSM203 reason=\"closed on purpose\" until=9999-01-31");
    let (told, said) = accepted(with.path(), &[]);
    assert_eq!((told, said.as_str()), (vec![("SSM203".to_owned(), "closed on purpose".to_owned())], ""));
    let (text, _) = run(with.path(), &["--show", "accepted", "plan.json"]);
    // However it is wrapped.
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("(comment until 9999-01-31: closed on purpose)"), "{text}");
    // Where the configuration is locked, whoever writes the sources does not decide.
    assert_eq!(accepted(with.path(), &["--locked-config"]).0, []);

    let (told, said) = accepted(comment("# ssm-check:ignore=SSM203 reason=\"x\" until=2020-01-31").path(), &[]);
    assert!(told.is_empty() && said.contains("main.tf:71: warning: the comment that ignores SSM203 ended on 2020-01-31"), "{said}");
    let (told, said) = accepted(comment("# ssm-check:ignore=SSM203").path(), &[]);
    assert!(told.is_empty() && said.contains("a reason is missing"), "{said}");
    let (told, said) = accepted(comment("# ssm-check:ignore=SSM602 reason=\"x\"").path(), &[]);
    assert!(told.is_empty() && said.contains("the comment that ignores SSM602 matches no finding"), "{said}");
    assert_eq!(accepted(comment("locals { x = \"# ssm-check:ignore=SSM203 reason='x'\" }").path(), &[]), (vec![], String::new()));
}

#[test]
fn a_comment_at_the_end_of_a_line_accepts_what_is_found_there() {
    let policy = "policy_arn = \"arn:aws:iam::aws:policy/AmazonSSMFullAccess\"";
    let with = sources(|source| source.replace(policy, &format!("{policy} # ssm-check:ignore=SSM401,SSM402 reason=\"on call\"")));
    let (told, said) = accepted(with.path(), &[]);
    assert_eq!(told.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["SSM401", "SSM402"]);
    assert_eq!(said, "");
}
