//! What is true about the fixtures, and what the analysis says.
//!
//! A wrong answer fails: an alarm where all is well, or a pass where it is not. A missing one, where the analysis says that it
//! cannot tell, is counted in `testdata/undecided.txt`; `UPDATE=1 cargo test --test fixtures` rewrites it.

mod support;

use serde_json::Value;
use ssm_check_checks::session::{Call, SessionOutcome};
use ssm_check_checks::{Analysis, CHECKS, Finding, Inputs, Options, Severity, Sources, Verdict, analyse, tables};
use ssm_check_plan::Plan;
use std::collections::BTreeSet;
use std::fmt::Write;
use support::{Fixture, assert_current, fixtures, sources_of, updating};

/// What the analysis of one fixture comes to.
#[derive(Default)]
struct Judgement {
    decided: usize,
    undecided: Vec<String>,
    wrong: Vec<String>,
}

#[test]
fn no_answer_is_wrong() {
    let (mut decided, mut undecided, mut wrong) = (0, String::new(), Vec::new());
    let fixtures = fixtures();
    for fixture in fixtures.iter().filter(|fixture| fixture.expect.is_some()) {
        let judgement = judge(fixture);
        decided += judgement.decided;
        wrong.extend(judgement.wrong.iter().map(|what| format!("{}: {what}", fixture.name)));
        for what in judgement.undecided {
            writeln!(undecided, "{}: {what}", fixture.name).unwrap();
        }
    }
    let wrong_answers = || assert!(wrong.is_empty(), "{} wrong answers:\n{}", wrong.len(), wrong.join("\n"));
    if !updating() {
        wrong_answers();
    }
    println!("decided as they should be: {decided} expectations");
    assert_current("testdata/undecided.txt", &undecided);
    wrong_answers();
}

/// With the `.tf` files every expectation is decided, but for those that `testdata/undecided-with-sources.txt` lists.
#[test]
fn with_its_sources_no_answer_is_wrong_or_missing() {
    let (mut decided, mut undecided, mut wrong, mut with_sources) = (0, String::new(), Vec::new(), 0);
    for fixture in fixtures().iter().filter(|fixture| fixture.expect.is_some()) {
        let plan = plan_of(fixture);
        let Some(sources) = sources_of(fixture, &plan) else { continue };
        with_sources += 1;
        let judgement = judge_with(fixture, &plan, Some(&sources));
        decided += judgement.decided;
        wrong.extend(judgement.wrong.iter().map(|what| format!("{}: {what}", fixture.name)));
        for what in judgement.undecided {
            writeln!(undecided, "{}: {what}", fixture.name).unwrap();
        }
    }
    println!("decided as they should be: {decided} expectations of {with_sources} fixtures");
    assert!(with_sources > 600, "only {with_sources} fixtures have sources");
    assert!(wrong.is_empty(), "{} wrong answers:\n{}", wrong.len(), wrong.join("\n"));
    assert_current("testdata/undecided-with-sources.txt", &undecided);
}

/// What rests on an assumption is unknown with `--strict`, and nothing else becomes what it is not.
#[test]
fn strict_assumes_nothing() {
    let (mut decided, mut undecided, mut wrong) = (0, Vec::new(), Vec::new());
    for fixture in fixtures().iter().filter(|fixture| fixture.expect.as_ref().is_some_and(|expect| expect["strict"].is_object())) {
        let (plan, mut judgement) = (plan_of(fixture), Judgement::default());
        let options = Options { strict: true, ..Options::default() };
        let analysis = analyse(&[&plan], &options).unwrap();
        assert!(analysis.assumptions.is_empty(), "{}: {:?}", fixture.name, analysis.assumptions);
        for (address, wanted) in fixture.expect.as_ref().unwrap()["strict"].as_object().unwrap() {
            judgement.instance(&analysis, address, wanted);
        }
        decided += judgement.decided;
        wrong.extend(judgement.wrong.iter().map(|what| format!("{}: {what}", fixture.name)));
        undecided.extend(judgement.undecided);
    }
    assert!(wrong.is_empty() && undecided.is_empty(), "{wrong:#?} {undecided:#?}");
    assert!(decided >= 12, "only {decided} expectations");
}

#[test]
fn the_order_of_resources_does_not_matter() {
    for fixture in fixtures() {
        let mut document: Value = serde_json::from_str(&fixture.text).unwrap();
        let forward = document.to_string();
        if let Some(Value::Array(changes)) = document.get_mut("resource_changes") {
            changes.reverse();
        }
        let (forward, backward) = (outcome(&forward), outcome(&document.to_string()));
        assert_eq!(forward, backward, "{}", fixture.name);
    }
}

/// Every table of facts: what it is called in the program, and its file.
const TABLES: [(&str, &str); 24] = [
    ("partitions", "crates/aws/data/partitions.json"),
    ("managed-policies", "crates/iam/data/managed-policies.json"),
    ("service-authorization", "crates/iam/data/service-authorization.json"),
    ("condition-keys", "crates/iam/data/condition-keys.json"),
    ("ec2messages", "crates/net/data/ec2messages.json"),
    ("aws-documents", "crates/assess/data/aws-documents.json"),
    ("image-families", "crates/assess/data/image-families.json"),
    ("ports", "crates/assess/data/ports.json"),
    ("agents", "crates/assess/data/agents.json"),
    ("token", "crates/just-in-time/data/token.json"),
    ("cedar-schema", "crates/just-in-time/data/cedar-schema.json"),
    ("instance-starters", "crates/checks/data/instance-starters.json"),
    ("api-values", "crates/assess/data/api-values.json"),
    ("attributes", "crates/source/data/attributes.json"),
    ("provider-schema", "crates/graph/schema/provider-schema.json"),
    ("shapes", "crates/aws/data/shapes.json"),
    ("types", "crates/graph/data/types.json"),
    ("pages", "crates/assess/data/pages.json"),
    ("lists", "crates/assess/data/lists.json"),
    ("listings", "crates/describe/data/listings.json"),
    ("agent-names", "crates/user-data/data/agent-names.json"),
    ("programs", "crates/user-data/data/programs.json"),
    ("well-known", "crates/aws/data/well-known.json"),
    ("reserved", "crates/iam/data/reserved.json"),
];

#[test]
fn every_table_that_the_program_tells_of_is_here() {
    let read = |file: &str| std::fs::read_to_string(support::root().join(file)).unwrap();
    let here: BTreeSet<String> = TABLES.iter().map(|(_, file)| ssm_check_aws::Table::of(&read(file)).name).collect();
    let told: BTreeSet<String> = tables().into_iter().map(|table| table.name).collect();
    assert_eq!(here, told);
}

/// A table that lists nothing any more. What a partition's names are like is no list that could lack something.
fn emptied(name: &str, text: &str) -> String {
    let mut table: Value = serde_json::from_str(text).unwrap();
    if name == "partitions" {
        table["partitions"].as_array_mut().unwrap().iter_mut().for_each(|partition| partition["regions"] = Value::Array(Vec::new()));
        return table.to_string();
    }
    // Which actions were examined is no fact of AWS's.
    for (_, value) in table.as_object_mut().unwrap().iter_mut().filter(|(member, _)| name != "managed-policies" || *member != "actions") {
        match value {
            Value::Array(elements) => elements.clear(),
            Value::Object(members) => members.clear(),
            _ => {}
        }
    }
    table.to_string()
}

/// Of every so many fixtures one is judged without a table, each time others; `EVERY=1` judges all.
fn every() -> usize {
    std::env::var("EVERY").ok().and_then(|every| every.parse().ok()).unwrap_or(6)
}

#[test]
fn no_answer_is_wrong_for_lack_of_a_table() {
    for (name, _) in TABLES {
        let test = std::env::current_exe().unwrap();
        let arguments = ["--exact", "answers_without_a_table", "--ignored", "--nocapture"];
        let output = std::process::Command::new(test).args(arguments).env("EMPTIED", name).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "without {name}: {}", String::from_utf8_lossy(&said));
    }
}

/// In a process of its own, as tables are read once: the test above runs it.
#[test]
#[ignore = "the test above runs it, once for each table"]
fn answers_without_a_table() {
    let Some(name) = std::env::var("EMPTIED").ok() else { return };
    let position = TABLES.iter().position(|(known, _)| *known == name).unwrap();
    let (name, file) = TABLES[position];
    let text = std::fs::read_to_string(support::root().join(file)).unwrap();
    ssm_check_aws::replace(name, emptied(name, &text).leak());
    let (mut decided, mut wrong) = (0, Vec::new());
    let fixtures = fixtures();
    let known: Vec<_> = fixtures.iter().filter(|fixture| fixture.expect.is_some()).collect();
    for fixture in known.into_iter().skip(position % every()).step_by(every()) {
        let judgement = judge(fixture);
        decided += judgement.decided;
        wrong.extend(judgement.wrong.iter().map(|what| format!("{}: {what}", fixture.name)));
    }
    println!("{name}: {decided} decided");
    // What is not reported, or reported as open, is not decided; a verdict or an alarm would be. Nor is that of what nothing tells any more to
    // be for nodes of EKS.
    let is_of_nobody = |what: &str| name == "pages" && what.ends_with("is no target");
    // An image of which nothing tells the family is taken to have the agent, as the report says.
    let is_taken_to_have_it = |what: &str| name == "image-families" && what.ends_with("verdict: expected unknown, found pass");
    wrong.retain(|what| {
        !is_of_nobody(what)
            && !is_taken_to_have_it(what)
            && !LEFT_OPEN.iter().any(|words| what.contains(words))
            && !what.contains(": cannot determine from this plan ")
    });
    assert!(wrong.is_empty(), "{} wrong answers:\n{}", wrong.len(), wrong.join("\n"));
}

fn outcome(text: &str) -> String {
    let plan = Plan::parse(text).unwrap();
    format!("{:#?}", analyse(&[&plan], &Options::default()).unwrap())
}

/// With what the plan alone shows.
fn judge(fixture: &Fixture) -> Judgement {
    let plan = plan_of(fixture);
    let mut judgement = judge_with(fixture, &plan, None);
    if fixture.expect.as_ref().unwrap()["needs_sources"] == Value::Bool(true) {
        let is_missing = |what: &String| LEFT_OPEN.iter().any(|words| what.contains(words));
        judgement.undecided.extend(judgement.wrong.extract_if(.., |what| is_missing(what)));
    }
    judgement
}

/// What is missed, and no wrong verdict or alarm.
const LEFT_OPEN: [&str; 3] = ["is missing", "is not reported", "does not say that it cannot tell"];

fn plan_of(fixture: &Fixture) -> Plan<'_> {
    Plan::parse(&fixture.text).unwrap_or_else(|error| panic!("{}: {error}", fixture.name))
}

fn judge_with(fixture: &Fixture, plan: &Plan<'_>, sources: Option<&Sources>) -> Judgement {
    let mut judgement = Judgement::default();
    let expect = fixture.expect.as_ref().unwrap();
    let with_sources = expect.get("with_sources").filter(|_| sources.is_some());
    let expect = with_sources.unwrap_or(expect);
    let inputs = Inputs { judged: vec![plan], sources: vec![sources], ..Inputs::default() };
    let analysis = inputs.analyse(&Options::default()).unwrap_or_else(|error| panic!("{}: {error}", fixture.name));
    judgement.wrong.extend(analysis.internal_errors.iter().cloned());
    for (address, wanted) in expect["instances"].as_object().into_iter().flatten() {
        judgement.instance(&analysis, address, wanted);
    }
    for (id, address) in pairs(&expect["rules"]) {
        judgement.reported(&analysis, id, address);
    }
    for (id, address) in pairs(&expect["absent"]) {
        let alarm = |finding: &&Finding| {
            selects(id, finding.check.id) && failed(finding) && finding.severity != Severity::Note && concerns(finding, address)
        };
        judgement.silent(analysis.findings.iter().find(alarm));
    }
    for (id, address) in pairs(&expect["unknown"]).filter(|(id, _)| exists(id)) {
        judgement.untold(&analysis, id, address);
    }
    for tunnel in expect["tunnels"].as_array().into_iter().flatten() {
        judgement.tunnel(&analysis, tunnel);
    }
    for wanted in expect["simulate"].as_array().into_iter().flatten() {
        judgement.session(&inputs, wanted);
    }
    for (id, change) in expect["changes"].as_object().into_iter().flatten().filter(|(id, _)| exists(id)) {
        let mut found = analysis.findings.iter().filter(|finding| finding.check.id == id && failed(finding)).peekable();
        if found.peek().is_some() && !found.any(|finding| Some(finding.change.as_str()) == change.as_str()) {
            judgement.wrong.push(format!("{id} is not {change}"));
        }
    }
    if with_sources.is_none() {
        judgement.named(fixture, &analysis);
    }
    judgement
}

impl Judgement {
    fn instance(&mut self, analysis: &Analysis, address: &str, wanted: &Value) {
        let Some(target) = analysis.targets.iter().find(|target| target.address == address) else {
            self.wrong.push(format!("{address} is no target"));
            return;
        };
        for (aspect, wanted) in wanted.as_object().unwrap() {
            let wanted = wanted.as_str().unwrap();
            let found = match aspect.as_str() {
                "identity" => target.identity.verdict,
                "network" => target.network.verdict,
                "host" => target.host,
                "verdict" => target.verdict,
                other => panic!("{other} is no aspect of a target"),
            };
            match found {
                found if found.as_str() == wanted => self.decided += 1,
                Verdict::Unknown => self.undecided.push(format!("{address} {aspect}: {wanted}")),
                found => self.wrong.push(format!("{address} {aspect}: expected {wanted}, found {}", found.as_str())),
            }
        }
    }

    /// A principal, a target, a destination, a port, and whether there is a tunnel between them.
    fn tunnel(&mut self, analysis: &Analysis, wanted: &Value) {
        let text = |index: usize| wanted[index].as_str().unwrap();
        let port = u16::try_from(wanted[3].as_u64().unwrap()).unwrap();
        let ends = (text(0), text(1), text(2));
        let found: Vec<_> = analysis
            .tunnels
            .iter()
            .filter(|tunnel| (tunnel.principal.as_str(), tunnel.target.as_str(), tunnel.destination.as_str()) == ends)
            .filter(|tunnel| tunnel.ports.contains(&port))
            .map(|tunnel| tunnel.verdict)
            .collect();
        if found.is_empty() && text(4) != "closed" {
            self.wrong.push(format!("tunnel {wanted} is missing"));
            return;
        }
        let found = if found.contains(&Verdict::Pass) {
            "open"
        } else if found.contains(&Verdict::Unknown) {
            "unknown"
        } else {
            "closed"
        };
        match found {
            found if found == text(4) => self.decided += 1,
            "unknown" => self.undecided.push(format!("tunnel {wanted}")),
            found => self.wrong.push(format!("tunnel {wanted}: found {found}")),
        }
    }

    /// A call of `ssm-check session`: what is decided, of which resource and why, and whether a session opens.
    fn session(&mut self, inputs: &Inputs<'_, '_>, wanted: &Value) {
        let arguments: Vec<&str> = wanted["args"].as_array().unwrap().iter().map(|argument| argument.as_str().unwrap()).collect();
        let mut call = Call::default();
        for pair in arguments.chunks(2) {
            let value = pair[1].to_owned();
            match pair[0] {
                "--as" => call.principal = value,
                "--target" => call.target = value,
                "--document" => call.document = Some(value),
                "--parameter" => call.parameters.extend(value.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()))),
                other => panic!("{other} is no option of a session"),
            }
        }
        let answer = match inputs.session(&Options::default(), &call).unwrap() {
            Ok(answer) => answer,
            // A document of AWS, for lack of the table.
            Err(why) => return self.wrong.push(format!("session {wanted} is missing: {}", why.sentence)),
        };
        let is = |key: &str, found: Option<&str>| wanted[key].as_str().is_none_or(|text| found.is_some_and(|found| found.contains(text)));
        let opens = wanted.get("opens").is_none_or(|opens| *opens == Value::from(answer.outcome.opens()));
        if is("outcome", Some(answer.outcome.decision())) && is("resource", answer.resource.as_deref()) && is("why", answer.why) && opens {
            self.decided += 1;
        } else if matches!(answer.outcome, SessionOutcome::Unknown | SessionOutcome::MaybeNotConnected | SessionOutcome::MaybeEnds)
            || wanted["outcome"] == "unknown" && answer.outcome.opens().is_none()
        {
            self.undecided.push(format!("session {}", wanted["args"]));
        } else {
            self.wrong.push(format!("session {wanted}: found {:?}: {}", answer.outcome, answer.message));
        }
    }

    /// A check that exists reports it, or says that it cannot tell.
    fn reported(&mut self, analysis: &Analysis, id: &str, address: &str) {
        if !exists(id) {
            return;
        }
        let mut findings = analysis.findings.iter().filter(|finding| finding.check.id == id && concerns(finding, address)).peekable();
        let target_unknown =
            || analysis.targets.iter().any(|target| (target.address == address || address == "*") && target.verdict == Verdict::Unknown);
        if findings.peek().is_none() && !target_unknown() {
            self.wrong.push(format!("{id} at {address} is missing"));
        } else if findings.any(failed) {
            self.decided += 1;
        } else {
            self.undecided.push(format!("{id} at {address}"));
        }
    }

    fn silent(&mut self, alarm: Option<&Finding>) {
        match alarm {
            Some(finding) => self.wrong.push(format!("false {} at {}: {}", finding.check.id, finding.address, finding.message)),
            None => self.decided += 1,
        }
    }

    /// A check says that it cannot tell.
    fn untold(&mut self, analysis: &Analysis, id: &str, address: &str) {
        let mut findings = analysis.findings.iter().filter(|finding| finding.check.id == id && concerns(finding, address)).peekable();
        if findings.peek().is_some() && findings.all(|finding| finding.verdict == Verdict::Unknown) {
            self.decided += 1;
        } else {
            self.wrong.push(format!("{id} does not say that it cannot tell {address}"));
        }
    }

    /// `checks/SSM201/bad-…` is reported, `good-…` and `unknown-…` are not; of an `unknown-…` the check says that it cannot tell, or
    /// nothing where the fixture says `silent`.
    fn named(&mut self, fixture: &Fixture, analysis: &Analysis) {
        let mut parts = fixture.name.split('/').skip(1);
        let (Some("checks"), Some(id), Some(name)) = (parts.next(), parts.next(), parts.next()) else { return };
        if !exists(id) {
            return;
        }
        let mut findings = analysis.findings.iter().filter(|finding| finding.check.id == id);
        if name.starts_with("bad-") {
            if findings.any(failed) {
                self.decided += 1;
            } else {
                self.wrong.push(format!("{id} is not reported"));
            }
        } else {
            assert!(name.starts_with("good-") || name.starts_with("unknown-"), "{}: bad-, good- or unknown-", fixture.name);
            self.silent(findings.find(|finding| failed(finding)));
        }
        if name.starts_with("unknown-") {
            let expect = fixture.expect.as_ref().unwrap();
            let told = pairs(&expect["unknown"]).any(|(told, _)| told == id);
            let silent = expect["silent"] == Value::Bool(true);
            assert!(told != silent, "{}: `unknown` names {id}, or `silent` is true", fixture.name);
            if silent {
                self.silent(analysis.findings.iter().find(|finding| finding.check.id == id));
            }
        }
    }
}

fn pairs(list: &Value) -> impl Iterator<Item = (&str, &str)> {
    list.as_array().into_iter().flatten().map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
}

fn exists(id: &str) -> bool {
    CHECKS.iter().any(|check| check.id == id)
}

/// `SSM201`, or `SSM2*` for all that begin like it.
fn selects(pattern: &str, id: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == id, |prefix| id.starts_with(prefix))
}

fn failed(finding: &Finding) -> bool {
    finding.verdict == Verdict::Fail
}

/// It is about the address, or its proof names it.
fn concerns(finding: &Finding, address: &str) -> bool {
    address == "*" || finding.address == address || finding.evidence.iter().filter_map(|step| step.at()).any(|at| at.address == address)
}
