//! What must hold for every fixture, whatever it is about.

#[path = "../support/mod.rs"]
mod support;

mod add;
mod apply;
mod forget;
mod forms;
mod permute;
mod places;
mod rename;
mod split;
mod truth;
mod wrap;

use rayon::prelude::*;
use serde_json::Value;
use ssm_check_checks::{Options, Verdict, analyse};
use ssm_check_plan::Plan;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;
use support::{Fixture, fixtures};

/// Identity and network of every target.
type Verdicts = BTreeMap<String, (Verdict, Verdict)>;

fn verdicts(text: &str) -> Verdicts {
    let plan = Plan::parse(text).unwrap();
    let options = Options { only: vec!["SSM101".into()], ..Options::default() };
    let analysis = analyse(&[&plan], &options).unwrap();
    analysis.targets.into_iter().map(|target| (target.address, (target.identity.verdict, target.network.verdict))).collect()
}

fn contradicts(a: Verdict, b: Verdict) -> bool {
    matches!((a, b), (Verdict::Pass, Verdict::Fail) | (Verdict::Fail, Verdict::Pass))
}

/// What was decided is decided alike; what was not may be.
fn refines(before: &Verdicts, after: &Verdicts) -> bool {
    let kept = |before: Verdict, after: Verdict| before == Verdict::Unknown || before == after;
    before
        .iter()
        .all(|(address, (identity, network))| after.get(address).is_some_and(|after| kept(*identity, after.0) && kept(*network, after.1)))
}

/// What a report says of each address: targets with their verdicts, findings with theirs.
fn outcome(plan: &Value) -> Vec<String> {
    // What a property rewrites is the changes; the values that Terraform derives of them are not read.
    let mut plan = plan.clone();
    plan.as_object_mut().unwrap().remove("planned_values");
    let text = plan.to_string();
    let plan = Plan::parse(&text).unwrap();
    let analysis = analyse(&[&plan], &Options::default()).unwrap();
    assert!(analysis.internal_errors.is_empty(), "{:?}", analysis.internal_errors);
    let targets = analysis.targets.iter().map(|target| {
        let verdicts = [target.identity.verdict, target.network.verdict, target.host, target.verdict].map(Verdict::as_str);
        format!("{} {}", target.address, verdicts.join(" "))
    });
    // Told once for several, at the first of them in the order of addresses.
    let at_first = |finding: &&ssm_check_checks::Finding| !["SSM304", "SSM507"].contains(&finding.check.id);
    let findings = analysis.findings.iter().filter(at_first).map(|finding| {
        let words = [finding.check.id, finding.verdict.as_str(), finding.severity.as_str(), finding.change.as_str()];
        format!("{} {}", finding.address, words.join(" "))
    });
    targets.chain(findings).collect::<BTreeSet<_>>().into_iter().collect()
}

/// A plan, and what its report says.
struct Judged {
    fixture: Fixture,
    plan: Value,
    outcome: Vec<String>,
}

/// Every fixture that is a plan, of which the configuration is there; each is judged once.
fn plans() -> &'static [Judged] {
    static PLANS: LazyLock<Vec<Judged>> = LazyLock::new(|| {
        let judged = |fixture: Fixture| {
            let plan: Value = serde_json::from_str(&fixture.text).unwrap();
            let whole = plan["resource_changes"].is_array() && plan["configuration"]["root_module"].is_object();
            whole.then(|| Judged { outcome: outcome(&plan), fixture, plan })
        };
        fixtures().into_par_iter().filter_map(judged).collect()
    });
    &PLANS
}

/// Visits every text of a document, with the name of the member that holds it.
fn each_text(value: &mut Value, member: &str, change: &mut dyn FnMut(&str, &mut String)) {
    match value {
        Value::String(text) => change(member, text),
        Value::Array(elements) => elements.iter_mut().for_each(|element| each_text(element, member, change)),
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| each_text(value, name, change)),
        _ => {}
    }
}

/// Compares two outcomes of each fixture, and tells of all that differ.
#[derive(Default)]
struct Comparison {
    tried: usize,
    different: String,
}

impl Comparison {
    fn compare(&mut self, fixture: &Fixture, before: &[String], after: &[String]) {
        self.tried += 1;
        for (sign, these, those) in [('-', before, after), ('+', after, before)] {
            for line in these.iter().filter(|line| !those.contains(line)) {
                writeln!(self.different, "{}: {sign} {line}", fixture.name).unwrap();
            }
        }
    }

    fn end(self, at_least: usize) {
        assert!(self.different.is_empty(), "\n{}", self.different);
        assert!(self.tried >= at_least, "only {} plans were tried", self.tried);
    }
}
