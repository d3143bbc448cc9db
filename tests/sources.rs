//! Where the `.tf` files behind a plan are found, and what is said where they are another plan's.

mod support;

use serde_json::Value;
#[cfg(unix)]
use std::fmt::Write;
use std::fs;
use std::path::Path;
use support::{root, ssm_check};

const PLAN: &str = "examples/broken-private-subnet/plan.json";

/// The report on plans, and what was said beside it.
fn run(directory: &Path, arguments: &[&str]) -> (Value, String) {
    let output = ssm_check().current_dir(directory).args(["--format", "json", "--only", "SSM201"]).args(arguments).output().unwrap();
    (serde_json::from_slice(&output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn file(report: &Value) -> Option<&str> {
    report["findings"][0]["location"]["file"].as_str()
}

#[test]
fn sources_are_found_where_the_run_is_and_beside_the_plan() {
    let (report, said) = run(&root().join("examples/broken-private-subnet"), &["plan.json"]);
    assert_eq!((file(&report), said.as_str()), (Some("main.tf"), ""));
    let (report, said) = run(root(), &[PLAN]);
    assert_eq!((file(&report), said.as_str()), (Some("examples/broken-private-subnet/main.tf"), ""));
    let (report, said) = run(&root().join("examples/nat-gateway"), &["--config", "off", "../broken-private-subnet/plan.json"]);
    assert_eq!((file(&report), said.as_str()), (Some("../broken-private-subnet/main.tf"), ""));
    let (report, said) = run(root(), &["--source", "off", PLAN]);
    assert_eq!((file(&report), said.as_str()), (None, ""));
}

#[test]
fn the_sources_of_another_plan_are_left_aside_with_one_warning() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(root().join(PLAN), elsewhere.path().join("plan.json")).unwrap();
    fs::write(elsewhere.path().join("main.tf"), "resource \"aws_instance\" \"other\" {}\n").unwrap();
    let warning = |dir: &str| format!("ssm-check: warning: the sources in `{dir}` are left aside: ");
    for arguments in [&["plan.json"][..], &["--source", ".", "plan.json"]] {
        let (report, said) = run(elsewhere.path(), arguments);
        assert_eq!(file(&report), None);
        assert!(said.starts_with(&warning(".")) && said.lines().count() == 1, "{said}");
    }
    let plan = root().join(PLAN);
    let (report, said) = run(elsewhere.path(), &[plan.to_str().unwrap()]);
    assert!(file(&report).is_some() && said.is_empty(), "the plan's own directory has its sources: {said}");
}

#[test]
fn a_working_directory_without_configuration_is_no_news() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(root().join(PLAN), elsewhere.path().join("plan.json")).unwrap();
    let (report, said) = run(elsewhere.path(), &["plan.json"]);
    assert_eq!((file(&report), said.as_str()), (None, ""));
}

/// A root module of the plan of the example in a tree beside a file and a module that the tree does not hold.
#[cfg(unix)]
struct Tree {
    directory: tempfile::TempDir,
}

#[cfg(unix)]
impl Tree {
    fn new(in_repository: bool) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let this = Self { directory };
        for inner in ["tree/root/.terraform/modules", "tree/shared", "elsewhere"] {
            fs::create_dir_all(this.path(inner)).unwrap();
        }
        if in_repository {
            fs::create_dir(this.path("tree/.git")).unwrap();
        }
        let example = root().join("examples/broken-private-subnet");
        for file in ["plan.json", "main.tf"] {
            fs::copy(example.join(file), this.path(&format!("tree/root/{file}"))).unwrap();
        }
        fs::write(this.path("elsewhere/secret.tf"), "locals {\n  hunter = \"hunter2\"\n}\nsyntax hunter2 error\n").unwrap();
        this
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.directory.path().join(name)
    }

    fn link(&self, to: &str, at: &str) {
        std::os::unix::fs::symlink(self.path(to), self.path(at)).unwrap();
    }

    /// What is said beside the report, and that it tells nothing of what is elsewhere.
    fn said(&self) -> String {
        let output = ssm_check().current_dir(self.path("tree/root")).args(["--verbose", "plan.json"]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let all = String::from_utf8(output.stdout).unwrap() + &said;
        assert!(!all.contains("hunter") && output.status.code() == Some(1), "{all}");
        said
    }
}

#[cfg(unix)]
#[test]
fn nothing_that_leads_out_of_the_tree_is_read() {
    for in_repository in [true, false] {
        let tree = Tree::new(in_repository);
        assert_eq!(tree.said(), "");
        tree.link("elsewhere/secret.tf", "tree/root/more.tf");
        assert_eq!(
            tree.said(),
            "ssm-check: warning: `more.tf` leads out of the tree of the sources, and is not read; what it holds is not known\n"
        );
        fs::remove_file(tree.path("tree/root/more.tf")).unwrap();

        // An override file may change anything.
        tree.link("elsewhere/secret.tf", "tree/root/override.tf");
        assert_eq!(
            tree.said(),
            "ssm-check: warning: the sources in `.` are left aside: `override.tf` leads out of the tree of the sources, and is not read\n"
        );
        fs::remove_file(tree.path("tree/root/override.tf")).unwrap();

        for own in [".terraform/modules/modules.json", ".terraform/environment"] {
            tree.link("elsewhere/secret.tf", &format!("tree/root/{own}"));
            assert!(tree.said().starts_with(&format!("ssm-check: warning: `{own}` leads out of the tree")), "{}", tree.said());
            fs::remove_file(tree.path("tree/root").join(own)).unwrap();
            std::os::unix::fs::symlink("/dev/zero", tree.path("tree/root").join(own)).unwrap();
            assert!(tree.said().contains(own), "{}", tree.said());
            fs::remove_file(tree.path("tree/root").join(own)).unwrap();
            fs::create_dir(tree.path("tree/root").join(own)).unwrap();
            assert!(tree.said().starts_with(&format!("ssm-check: warning: `{own}` is no regular file")), "{}", tree.said());
            fs::remove_dir(tree.path("tree/root").join(own)).unwrap();
        }
    }
}

#[cfg(unix)]
#[test]
fn no_list_of_modules_leads_out_of_the_tree() {
    for in_repository in [true, false] {
        let elsewhere = |tree: &Tree| tree.path("elsewhere").to_str().unwrap().to_owned();
        for way in ["absolute", "relative", "link", "written"] {
            let tree = Tree::new(in_repository);
            let mut main = fs::read_to_string(tree.path("tree/root/main.tf")).unwrap();
            let source = if way == "written" { "../../elsewhere" } else { "example.com/m" };
            writeln!(main, "module \"m\" {{\n  source = \"{source}\"\n}}").unwrap();
            fs::write(tree.path("tree/root/main.tf"), main).unwrap();
            let plan = fs::read_to_string(tree.path("tree/root/plan.json")).unwrap();
            let mut plan: Value = serde_json::from_str(&plan).unwrap();
            plan["configuration"]["root_module"]["module_calls"] = serde_json::json!({ "m": { "source": source, "module": {} } });
            fs::write(tree.path("tree/root/plan.json"), plan.to_string()).unwrap();
            tree.link("elsewhere", "tree/root/linked");
            let dir = match way {
                "absolute" => elsewhere(&tree),
                "relative" | "written" => "../../elsewhere".to_owned(),
                _ => "linked".to_owned(),
            };
            let manifest = serde_json::json!({ "Modules": [{ "Key": "m", "Source": source, "Dir": dir }] });
            fs::write(tree.path("tree/root/.terraform/modules/modules.json"), manifest.to_string()).unwrap();
            // Without a repository, a module that a call of the sources names is one of theirs; what it says is not shown all the same.
            let expected = way != "written" || in_repository;
            assert_eq!(tree.said().contains("leads out of the tree of the sources"), expected, "{way} {in_repository}: {}", tree.said());
        }
    }
}

#[cfg(unix)]
#[test]
fn links_and_modules_inside_of_the_repository_are_read() {
    let tree = Tree::new(true);
    fs::rename(tree.path("tree/root/main.tf"), tree.path("tree/shared/main.tf")).unwrap();
    tree.link("tree/shared/main.tf", "tree/root/main.tf");
    assert_eq!(tree.said(), "");
    let (report, _) = run(&tree.path("tree/root"), &["plan.json"]);
    assert_eq!(file(&report), Some("main.tf"));
}

#[test]
fn the_environment_may_name_the_workspace() {
    let verdicts = |workspace: &str| {
        let command = ssm_check().current_dir(root().join("testdata/assumptions/workspace")).env("TF_WORKSPACE", workspace);
        let output = command.args(["--config", "off", "--format", "json", "--fail-on", "never", "plan.json"]).output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let verdict = |name: &str| {
            let mut targets = report["targets"].as_array().unwrap().iter();
            targets.find(|target| target["address"] == format!("aws_instance.{name}")).unwrap()["verdict"].as_str().unwrap().to_owned()
        };
        let says = |note: &Value| note.as_str().unwrap().contains("made in workspace");
        assert!(report["notes"].as_array().unwrap().iter().any(says), "{}", report["notes"]);
        ["prod_only", "not_prod"].map(verdict)
    };
    assert_eq!(verdicts(""), ["fail", "pass"]);
    assert_eq!(verdicts("prod"), ["pass", "fail"]);
}

/// What a plan does not know of a compute environment of AWS Batch, its sources may tell: on Fargate it starts no instances. Without
/// them it may start some, which nothing tells of.
#[test]
fn what_starts_no_instances_by_its_sources_is_not_listed() {
    let directory = root().join("tests/data/batch-on-fargate");
    let (report, _) = run(&directory, &["--config", "off", "--source", "off", "plan.json"]);
    assert_eq!(report["targets"][0]["address"], "aws_batch_compute_environment.jobs");
    assert_eq!(report["targets"][0]["verdict"], "unknown");
    let (report, _) = run(&directory, &["--config", "off", "plan.json"]);
    assert_eq!(report["targets"], serde_json::json!([]));
    assert_eq!(report["not_judged"], serde_json::json!([]));
}
