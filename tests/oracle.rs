//! An oracle that nobody wrote: what the planned picture says must be what the provider then makes.
//!
//! Pairs of stacks, before and after a random edit, each a module of one root: the first are applied against a mock of AWS, the second
//! planned over them and the plan judged; then it is applied, refreshed, and the state judged. A pass that is a fail after the apply, or
//! the reverse, is wrong, unless the mock is known to differ from AWS there.
//!
//! Runs where `terraform`, its AWS provider and `moto_server` are at hand, and says so where they are not.
//!
//! ```sh
//! ORACLE_PAIRS=100 ORACLE_SEED=7 ORACLE_MIRROR=/path/of/a/provider/mirror ORACLE_KEEP=/where/differences/are/kept \
//!   cargo test --test oracle -- --nocapture
//! ```

#[path = "oracle/draw.rs"]
mod draw;
#[path = "oracle/render.rs"]
mod render;

use draw::{Dice, Stack};
use ssm_check_checks::{Change, Options, Verdict, analyse};
use ssm_check_plan::Plan;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

/// How many stacks share a root: the provider waits for AWS most of the time, for all of them at once; but with every resource Terraform
/// writes all of its state.
const BATCH: usize = 40;

/// Seconds after which an apply is stopped: some deletions are tried for a quarter of an hour.
const PATIENCE: &str = "300";

#[test]
fn planned_is_what_is_made() {
    let number = |name: &str, default: usize| env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (pairs, seed) = (number("ORACLE_PAIRS", 4), number("ORACLE_SEED", 1));
    let mut bench = match Bench::new() {
        Ok(bench) => bench,
        Err(why) => {
            eprintln!("skipped: {why}");
            return;
        }
    };
    let mut tally = Tally::default();
    for batch in 0..pairs.div_ceil(BATCH) {
        let mut dice = Dice((seed as u64) << 32 | batch as u64);
        let before: Vec<_> = (0..BATCH.min(pairs - batch * BATCH)).map(|_| Stack::draw(&mut dice)).collect();
        let after: Vec<_> = before.iter().map(|stack| stack.edited(&mut dice, |stack| render::module(stack, 0))).collect();
        bench.run(&format!("{seed}-{batch}"), &before, &after, &mut tally);
        eprintln!("{seed}: {tally}");
    }
    assert!(tally.wrong.is_empty(), "{} wrong of {pairs} pairs:\n{}", tally.wrong.len(), tally.wrong.join("\n"));
}

#[derive(Default)]
struct Tally {
    same: usize,
    undecided: usize,
    skipped: usize,
    /// What the mock or AWS's rules refused, each with how often.
    refused: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { same, undecided, skipped, refused, wrong } = self;
        write!(f, "{same} the same, {undecided} undecided, {skipped} not applied, {} wrong", wrong.len())?;
        let mut refused: Vec<_> = refused.iter().collect();
        refused.sort_by_key(|(why, times)| (std::cmp::Reverse(**times), *why));
        refused.iter().take(20).try_for_each(|(why, times)| write!(f, "\n  {times} times: {why}"))
    }
}

/// As many waits at once as there are.
const PARALLEL: &str = "-parallelism=300";

/// Terraform and the mock.
struct Bench {
    mock: Child,
    port: u16,
    folder: PathBuf,
    keep: Option<PathBuf>,
}

impl Bench {
    /// Errors: what is not at hand.
    fn new() -> Result<Self, String> {
        let works =
            |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !works(Command::new("terraform").arg("version")) {
            return Err("no `terraform`".to_owned());
        }
        if !works(Command::new("python3").args(["-c", "import moto.server"])) {
            return Err("no `moto.server` for `python3`".to_owned());
        }
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).map_err(|error| error.to_string())?.port();
        let mock = Command::new("python3")
            .args(["-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()])
            .env("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| error.to_string())?;
        let folder = env::temp_dir().join(format!("ssm-check-oracle-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let bench = Self { mock, port, folder, keep: env::var_os("ORACLE_KEEP").map(PathBuf::from) };
        for _ in 0..120 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(500));
        }
        let mirror =
            env::var("ORACLE_MIRROR").map(|path| format!("provider_installation {{\n  filesystem_mirror {{ path = \"{path}\" }}\n}}\n"));
        fs::write(bench.folder.join("terraform.rc"), mirror.unwrap_or_default() + "disable_checkpoint = true\n")
            .map_err(|error| error.to_string())?;
        // Modules of the same names for every batch, so that they are installed once.
        let mut dice = Dice(0);
        bench.write(&(0..BATCH).map(|_| Stack::draw(&mut dice)).collect::<Vec<_>>());
        match bench.terraform(&["init"]) {
            output if output.status.success() => Ok(bench),
            output => Err(format!("`terraform init` fails: {}", String::from_utf8_lossy(&output.stderr).trim())),
        }
    }

    fn terraform(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("timeout");
        command.args(["--signal=INT", PATIENCE, "terraform"]);
        command.current_dir(&self.folder).args(arguments).env("AWS_ENDPOINT_URL", format!("http://127.0.0.1:{}", self.port));
        command.env("TF_CLI_CONFIG_FILE", self.folder.join("terraform.rc")).env("CHECKPOINT_DISABLE", "1").env("TF_IN_AUTOMATION", "1");
        command.output().expect("terraform runs")
    }

    /// One module for each stack.
    fn write(&self, stacks: &[Stack]) {
        let mut root = render::HEAD.to_owned();
        for (number, stack) in stacks.iter().enumerate() {
            let folder = self.folder.join(format!("s{number}"));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("main.tf"), render::module(stack, number)).unwrap();
            writeln!(root, "module \"s{number}\" {{\n  source = \"./s{number}\"\n}}").unwrap();
        }
        fs::write(self.folder.join("main.tf"), root).unwrap();
    }

    fn run(&mut self, name: &str, before: &[Stack], after: &[Stack], tally: &mut Tally) {
        self.reset();
        self.write(before);
        let mut failed = failed(&self.terraform(&["apply", "-json", "-input=false", "-auto-approve", PARALLEL]));
        self.write(after);
        let planning = self.terraform(&["plan", "-json", "-input=false", "-out=plan.bin", PARALLEL]);
        failed.extend(self::failed(&planning));
        let plan = self.terraform(&["show", "-json", "plan.bin"]).stdout;
        let applying = self.terraform(&["apply", "-json", "-input=false", PARALLEL, "plan.bin"]);
        failed.extend(self::failed(&applying));
        for (number, left) in unfinished(&plan, &applying) {
            failed.entry(number).or_insert_with(|| format!("stopped at {left}"));
        }
        let _ = self.terraform(&["apply", "-no-color", "-input=false", "-auto-approve", "-refresh-only", PARALLEL]);
        let state = self.terraform(&["show", "-json"]).stdout;
        for (number, otherwise) in made_otherwise(&plan, &state) {
            failed.entry(number).or_insert_with(|| otherwise.to_owned());
        }
        let (Some(planned), Some(made)) = (answers(&plan), answers(&state)) else {
            eprintln!("{name}: no plan or no state: {}", String::from_utf8_lossy(&planning.stderr));
            tally.skipped += before.len();
            return;
        };
        let mut kept = false;
        for (number, (before, after)) in before.iter().zip(after).enumerate() {
            let module = format!("module.s{number}.");
            let of = |answers: &BTreeMap<String, Verdict>| -> BTreeMap<String, Verdict> {
                answers.iter().filter_map(|(question, answer)| Some((question.strip_prefix(&module)?.to_owned(), *answer))).collect()
            };
            let (planned, made) = (of(&planned), of(&made));
            if failed.contains_key(&number) || made.is_empty() {
                tally.skipped += 1;
                *tally.refused.entry(failed.remove(&number).unwrap_or_default()).or_default() += 1;
                continue;
            }
            let pair = |question: &String| (planned.get(question).copied(), made.get(question).copied());
            let questions: BTreeSet<&String> = planned.keys().chain(made.keys()).collect();
            let differs = |pair: (Option<Verdict>, Option<Verdict>)| {
                matches!(pair, (Some(Verdict::Pass), Some(Verdict::Fail)) | (Some(Verdict::Fail), Some(Verdict::Pass)))
            };
            let wrong: Vec<_> = questions.iter().filter(|question| differs(pair(question))).collect();
            if wrong.is_empty() {
                let decided = questions.iter().all(|question| planned.get(*question) != Some(&Verdict::Unknown));
                *if decided { &mut tally.same } else { &mut tally.undecided } += 1;
                continue;
            }
            for question in wrong {
                let (planned, made) = (planned[*question], made[*question]);
                let line = format!("{name} s{number} {question}: planned {planned:?}, made {made:?}; {}", before.changes(after));
                eprintln!("{line}");
                tally.wrong.push(line);
            }
            kept = true;
        }
        if kept && let Some(keep) = &self.keep {
            let folder = keep.join(name);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("plan.json"), &plan).unwrap();
            fs::write(folder.join("state.json"), &state).unwrap();
            for (number, (before, after)) in before.iter().zip(after).enumerate() {
                fs::write(folder.join(format!("s{number}-before.tf")), render::module(before, number)).unwrap();
                fs::write(folder.join(format!("s{number}-after.tf")), render::module(after, number)).unwrap();
            }
        }
    }

    /// The mock and Terraform forget everything.
    fn reset(&self) {
        use std::io::{Read, Write};
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let request = "POST /moto-api/reset HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            let _ = stream.write_all(request.as_bytes());
            let _ = stream.read_to_end(&mut Vec::new());
        }
        for file in ["terraform.tfstate", "terraform.tfstate.backup", "plan.bin"] {
            let _ = fs::remove_file(self.folder.join(file));
        }
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = self.mock.kill();
        let _ = self.mock.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The stacks of which something could not be planned or applied, each with the type of the first resource and what was said of it.
fn failed(output: &Output) -> BTreeMap<usize, String> {
    let log = String::from_utf8_lossy(&output.stdout);
    let lines = log.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap_or_default());
    let mut failed = BTreeMap::new();
    for line in lines.filter(|line| line["type"] == "diagnostic" && line["diagnostic"]["severity"] == "error") {
        let Some((module, resource)) =
            line["diagnostic"]["address"].as_str().and_then(|address| address.split_once('.')?.1.split_once('.'))
        else {
            continue;
        };
        let Some(number) = module.strip_prefix('s').and_then(|number| number.parse().ok()) else { continue };
        let said = line["diagnostic"]["summary"].as_str().unwrap_or_default();
        // What AWS refuses comes last, behind ids.
        let said = said.rsplit("api error ").next().unwrap_or_default();
        let said: String = said.chars().take_while(|character| !matches!(character, ':' | '(')).collect();
        let resource_type = resource.split('.').next().unwrap_or_default();
        failed.entry(number).or_insert_with(|| format!("{resource_type}: {said}"));
    }
    failed
}

/// The stacks of which some change of the plan was not made, each with the type of the first and what was to be done to it.
fn unfinished(plan: &[u8], apply: &Output) -> BTreeMap<usize, String> {
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_default();
    let plan = json(&String::from_utf8_lossy(plan));
    let changes = plan["resource_changes"].as_array().into_iter().flatten();
    let acts = |change: &&serde_json::Value| {
        change["mode"] == "managed" && !matches!(change["change"]["actions"][0].as_str(), Some("no-op" | "forget"))
    };
    let log = String::from_utf8_lossy(&apply.stdout);
    let done: BTreeSet<String> = log
        .lines()
        .map(json)
        .filter(|line| line["type"] == "apply_complete")
        .filter_map(|line| line["hook"]["resource"]["addr"].as_str().map(str::to_owned))
        .collect();
    let mut left = BTreeMap::new();
    for change in changes.filter(acts) {
        let address = change["address"].as_str().unwrap_or_default();
        if let Some(number) = stack_of(address).filter(|_| !done.contains(address)) {
            let said = format!("{} {}", change["type"].as_str().unwrap_or_default(), change["change"]["actions"]);
            left.entry(number).or_insert(said);
        }
    }
    left
}

/// The stack that a resource is of: 12 of `module.s12.aws_instance.w`.
fn stack_of(address: &str) -> Option<usize> {
    address.strip_prefix("module.s")?.split('.').next()?.parse().ok()
}

/// The stacks with an instance that the mock makes otherwise than AWS would: it says that an address is associated where it was not to be,
/// or where there is none, and may forget the groups of an instance.
fn made_otherwise(plan: &[u8], state: &[u8]) -> BTreeMap<usize, &'static str> {
    let json = |text: &[u8]| serde_json::from_slice::<serde_json::Value>(text).unwrap_or_default();
    let (plan, state) = (json(plan), json(state));
    let modules = state["values"]["root_module"]["child_modules"].as_array().into_iter().flatten();
    let resources = modules.flat_map(|module| module["resources"].as_array().into_iter().flatten());
    let made: BTreeMap<_, _> = resources.filter_map(|resource| Some((resource["address"].as_str()?, &resource["values"]))).collect();
    let (public, groups) = ("associate_public_ip_address", "vpc_security_group_ids");
    let has_groups = |values: &serde_json::Value| values[groups].as_array().is_some_and(|groups| !groups.is_empty());
    let changes = plan["resource_changes"].as_array().into_iter().flatten().filter(|change| change["type"] == "aws_instance");
    let otherwise = changes.filter_map(|change| {
        let (address, asked) = (change["address"].as_str()?, &change["change"]["after"]);
        let made = made.get(address)?;
        let number = stack_of(address)?;
        let what = match () {
            () if made[public] == true && (asked[public] == false || made["public_ip"] == "") => {
                "aws_instance: its public address in the mock"
            }
            () if has_groups(asked) && !has_groups(made) => "aws_instance: the mock forgets its groups",
            () => return None,
        };
        Some((number, what))
    });
    otherwise.collect()
}

/// What is asked of a picture, each with its answer.
fn answers(json: &[u8]) -> Option<BTreeMap<String, Verdict>> {
    let text = std::str::from_utf8(json).ok()?;
    let plan = Plan::parse(text).ok()?;
    let analysis = analyse(&[&plan], &Options::default()).ok()?;
    let mut answers = BTreeMap::new();
    for target in &analysis.targets {
        answers.insert(format!("{} identity", target.address), target.identity.verdict);
        answers.insert(format!("{} network", target.address), target.network.verdict);
    }
    // What stays open or dangerous, of anything that both pictures have.
    for address in addresses(text) {
        for check in LOOKED_AT {
            let found = analysis.findings.iter().filter(|finding| finding.check.id == check && finding.address == address);
            let found = found.filter(|finding| finding.change != Change::Fixed).map(|finding| finding.verdict);
            answers.insert(format!("{address} {check}"), found.min_by_key(|verdict| worst_first(*verdict)).unwrap_or(Verdict::Pass));
        }
    }
    Some(answers)
}

/// Checks of people, guards and open ports.
const LOOKED_AT: [&str; 12] =
    ["SSM401", "SSM402", "SSM403", "SSM404", "SSM405", "SSM406", "SSM410", "SSM412", "SSM413", "SSM415", "SSM601", "SSM107"];

fn worst_first(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Fail => 0,
        Verdict::Unknown => 1,
        Verdict::Pass => 2,
    }
}

/// Users, policies and instances.
fn addresses(text: &str) -> BTreeSet<&str> {
    let all = text.match_indices("\"address\":\"module.s").filter_map(|(start, _)| text.get(start + 11..)?.split('"').next());
    all.filter(|address| [".aws_iam_user.", ".aws_iam_policy.", ".aws_instance."].iter().any(|of| address.contains(of))).collect()
}
