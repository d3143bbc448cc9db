//! What must hold of the two pictures of a plan, and of several inputs as one picture.

mod support;

use serde_json::{Value, json};
use ssm_check_checks::{Analysis, Change, Finding, Inputs, Options, Verdict, analyse};
use ssm_check_plan::Plan;
use std::collections::BTreeSet;
use support::{Fixture, fixtures, root};

fn analysis(text: &str) -> Analysis {
    analyse(&[&Plan::parse(text).unwrap()], &Options::default()).unwrap()
}

/// What is found, without words and proof: they name the inputs.
fn found<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> BTreeSet<(&'static str, String, Verdict)> {
    findings.into_iter().map(|finding| (finding.check.id, finding.address.clone(), finding.verdict)).collect()
}

fn verdicts(analysis: &Analysis) -> Vec<(String, Verdict, Verdict, Verdict)> {
    let of =
        |target: &ssm_check_checks::TargetReport| (target.address.clone(), target.verdict, target.identity.verdict, target.network.verdict);
    analysis.targets.iter().map(of).collect()
}

/// The plan's JSON, where it has changes and data sources are not read at apply.
fn plans() -> impl Iterator<Item = (Fixture, Value)> {
    fixtures().into_iter().filter_map(|fixture| {
        let plan: Value = serde_json::from_str(&fixture.text).unwrap();
        plan.get("resource_changes").is_some().then_some((fixture, plan))
    })
}

fn is(change: &Value, actions: &[&str]) -> bool {
    change["change"]["actions"] == json!(actions)
}

#[test]
fn a_plan_of_no_changes_introduces_nothing() {
    let mut tried = 0;
    for (fixture, plan) in plans() {
        if !plan["resource_changes"].as_array().unwrap().iter().all(|change| is(change, &["no-op"])) {
            continue;
        }
        let analysis = analysis(&fixture.text);
        let introduced: Vec<_> = analysis.findings.iter().filter(|finding| finding.change == Change::Introduced).collect();
        assert!(introduced.is_empty(), "{}: {introduced:#?}", fixture.name);
        assert!(analysis.fixed.is_empty(), "{}", fixture.name);
        assert!(analysis.changes.lost.is_empty() && analysis.changes.gained.is_empty(), "{}", fixture.name);
        tried += 1;
    }
    assert!(tried >= 10, "only {tried} plans change nothing");
}

/// The plan that leads back: what it creates is destroyed, and the other way round.
fn back(plan: &Value) -> Value {
    let mut back = plan.clone();
    for change in back["resource_changes"].as_array_mut().unwrap() {
        let moved = change["change"].as_object_mut().unwrap();
        let (before, after) = (moved.remove("before").unwrap_or_default(), moved.remove("after").unwrap_or_default());
        let actions: Vec<Value> =
            match moved["actions"].as_array().unwrap().iter().map(|action| action.as_str().unwrap()).collect::<Vec<_>>()[..] {
                ["create"] => vec!["delete".into()],
                ["delete"] => vec!["create".into()],
                _ => moved["actions"].as_array().unwrap().clone(),
            };
        moved.insert("before".into(), after);
        moved.insert("after".into(), before);
        moved.insert("actions".into(), actions.into());
        moved.insert("after_unknown".into(), json!({}));
    }
    back
}

/// Both pictures are known wholly: nothing is unknown after apply, so that the way back can be written down.
fn is_settled(plan: &Value) -> bool {
    fn none(value: &Value) -> bool {
        match value {
            Value::Bool(unknown) => !unknown,
            Value::Array(values) => values.iter().all(none),
            Value::Object(values) => values.values().all(none),
            _ => true,
        }
    }
    plan["resource_changes"].as_array().unwrap().iter().all(|change| {
        none(&change["change"]["after_unknown"]) && !is(change, &["delete"]) && !is(change, &["read"]) && !is(change, &["forget"])
    })
}

#[test]
fn the_way_back_fixes_what_the_plan_introduces() {
    // SSM119 and SSM214 tell what the apply after this one takes away, which the way back never comes to.
    let of_pictures = |finding: &&Finding| {
        !finding.check.id.starts_with("SSM7") && !["SSM119", "SSM214"].contains(&finding.check.id) && finding.verdict == Verdict::Fail
    };
    let mut tried = 0;
    // What a list takes from others does not come back with the list, nor does what user data did once; and an exclusive list that does not
    // change says what is there before, which the way back has no longer.
    let gives_back =
        |fixture: &Fixture| !["-taken-", "-lost-", "-runs-on-", "-unchanged-exclusive"].iter().any(|word| fixture.name.contains(word));
    for (fixture, plan) in plans().filter(|(fixture, plan)| is_settled(plan) && gives_back(fixture)) {
        let (there, back) = (analysis(&fixture.text), analysis(&back(&plan).to_string()));
        // What is only wider than before is there before and after.
        let introduced = |analysis: &Analysis, other: &Analysis| {
            let introduced = analysis.findings.iter().filter(of_pictures).filter(|finding| finding.change == Change::Introduced);
            &found(introduced) - &found(other.findings.iter().filter(of_pictures))
        };
        let fixed = |analysis: &Analysis| found(analysis.fixed.iter().filter(of_pictures));
        assert_eq!(introduced(&there, &back), fixed(&back), "{}", fixture.name);
        assert_eq!(introduced(&back, &there), fixed(&there), "{}", fixture.name);
        assert_eq!((&there.changes.lost, &there.changes.gained), (&back.changes.gained, &back.changes.lost), "{}", fixture.name);
        tried += 1;
    }
    assert!(tried >= 8, "only {tried} plans were turned round");
}

/// Keeps the resources of a module, and of those in it, that pass a test.
fn keep(module: &mut Value, test: &dyn Fn(&Value) -> bool) {
    if let Some(resources) = module.get_mut("resources").and_then(Value::as_array_mut) {
        resources.retain(test);
    }
    for child in module.get_mut("child_modules").and_then(Value::as_array_mut).into_iter().flatten() {
        keep(child, test);
    }
}

/// The state in two: what has to do with the network, and the rest.
fn split(state: &Value) -> (String, String) {
    let network = |resource: &Value| {
        let kind = resource["type"].as_str().unwrap();
        kind != "aws_security_group_rule"
            && ["vpc", "subnet", "route", "gateway", "network_acl", "eip"].iter().any(|part| kind.contains(part))
    };
    let part = |test: &dyn Fn(&Value) -> bool| {
        let mut part = state.clone();
        keep(&mut part["values"]["root_module"], test);
        part.to_string()
    };
    (part(&network), part(&|resource| !network(resource)))
}

#[test]
fn a_state_in_two_parts_is_judged_like_the_whole() {
    let mut tried = 0;
    for fixture in fixtures().into_iter().filter(|fixture| fixture.name.ends_with("state.json")) {
        let state: Value = serde_json::from_str(&fixture.text).unwrap();
        let whole = analysis(&fixture.text);
        let (network, rest) = split(&state);
        let (network, rest) = (Plan::parse(&network).unwrap(), Plan::parse(&rest).unwrap());
        let both = analyse(&[&rest, &network], &Options::default()).unwrap();
        assert_eq!(verdicts(&both), verdicts(&whole), "{}", fixture.name);
        assert_eq!(found(&both.findings), found(&whole.findings), "{}", fixture.name);
        let inputs = Inputs { judged: vec![&rest], context: vec![&network], ..Inputs::default() };
        let with_context = inputs.analyse(&Options::default()).unwrap();
        assert_eq!(verdicts(&with_context), verdicts(&whole), "{}", fixture.name);
        // The same input twice is no other picture.
        let again = analyse(&[&rest, &network, &rest], &Options::default()).unwrap();
        assert_eq!(format!("{:?}", again.findings), format!("{:?}", both.findings), "{}", fixture.name);
        assert!(again.conflicts.is_empty(), "{}", fixture.name);
        tried += 1;
    }
    assert!(tried >= 10, "only {tried} states were split");
}

#[test]
fn a_state_file_says_what_show_json_says() {
    let files = support::files_named("testdata", |name| name == "terraform.tfstate");
    assert!(!files.is_empty());
    for file in files {
        let read = |name: &str| std::fs::read_to_string(file.with_file_name(name)).unwrap();
        let (raw, shown) = (read("terraform.tfstate"), read("state.json"));
        let (raw, shown) = (analysis(&raw), analysis(&shown));
        assert!(!raw.targets.is_empty());
        assert_eq!(format!("{raw:?}"), format!("{shown:?}"), "{}", file.strip_prefix(root()).unwrap().display());
    }
}

/// What a root module's resources are called elsewhere does not matter, unless they are the same objects.
#[test]
fn equal_addresses_are_different_resources() {
    let fixture = fixtures().into_iter().find(|fixture| fixture.name.ends_with("applied/ssm208-good-elastic-ip/new.json")).unwrap();
    let input = |name: &str| Plan { name: name.to_owned(), ..Plan::parse(&fixture.text).unwrap() };
    let (a, b) = (input("a/plan.json"), input("b/plan.json"));
    let alone = analysis(&fixture.text);
    let both = analyse(&[&a, &b], &Options::default()).unwrap();
    assert_eq!(both.targets.len(), 2 * alone.targets.len());
    let labels: Vec<_> = both.targets.iter().map(|target| target.address.as_str()).collect();
    assert!(labels[0].ends_with(" (a/plan.json)") && labels[alone.targets.len()].ends_with(" (b/plan.json)"), "{labels:?}");
    for (target, alone) in both.targets.iter().zip(alone.targets.iter().cycle()) {
        assert_eq!((target.identity.verdict, target.network.verdict), (alone.identity.verdict, alone.network.verdict));
        assert_eq!(both.origins[&target.address].address, alone.address);
    }
    assert!(both.conflicts.is_empty());
}

/// What a plan destroys is gone, although the state beside it still shows it.
#[test]
fn a_plan_counts_more_than_the_state_beside_it() {
    let text = std::fs::read_to_string(root().join("testdata/checks/SSM701/bad-one-endpoint-dropped/plan.json")).unwrap();
    let plan: Value = serde_json::from_str(&text).unwrap();
    let mut state = json!({ "format_version": "1.0", "terraform_version": "1.11.4", "values": plan["prior_state"]["values"] });
    let (plan, beside) = (Plan::parse(&text).unwrap(), state.to_string());
    let beside = Plan::parse(&beside).unwrap();
    let inputs = Inputs { judged: vec![&plan], context: vec![&beside], ..Inputs::default() };
    let with_state = inputs.analyse(&Options::default()).unwrap();
    assert_eq!(verdicts(&with_state), verdicts(&analysis(&text)));
    assert_eq!(with_state.changes.lost.len(), 1);
    assert!(with_state.conflicts.is_empty(), "{:?}", with_state.conflicts);

    // A state that differs is told once, however many of its resources do.
    for resource in state["values"]["root_module"]["resources"].as_array_mut().unwrap() {
        resource["values"]["tags"] = json!({ "changed": "elsewhere" });
    }
    let differs = state.to_string();
    let differs = Plan::parse(&differs).unwrap();
    let inputs = Inputs { judged: vec![&plan], context: vec![&differs], ..Inputs::default() };
    assert_eq!(inputs.analyse(&Options::default()).unwrap().conflicts.len(), 1);
}

/// Roles and profiles of another account may have the same names, and are others all the same.
#[test]
fn equal_names_in_two_accounts_are_different_resources() {
    let text = std::fs::read_to_string(root().join("testdata/inputs/state-file/state.json")).unwrap();
    let state: Value = serde_json::from_str(&text).unwrap();
    // The other account: ids that AWS makes up are others, its roles may do nothing.
    let mut other = text.replace("123456789012", "210987654321").replace("AmazonSSMManagedInstanceCore", "AmazonSSMAutomationRole");
    let mut modules = vec![&state["values"]["root_module"]];
    while let Some(module) = modules.pop() {
        modules.extend(module["child_modules"].as_array().into_iter().flatten());
        for resource in module["resources"].as_array().into_iter().flatten() {
            let id = resource["values"]["id"].as_str().unwrap();
            if let Some((kind, made_up)) = id.rsplit_once('-').filter(|(_, end)| end.len() >= 8) {
                other = other.replace(id, &format!("{kind}-{}", made_up.chars().rev().collect::<String>()));
            }
        }
    }
    let (here, there) = (Plan { name: "here".to_owned(), ..Plan::parse(&text).unwrap() }, Plan::parse(&other).unwrap());
    let both = analyse(&[&here, &there], &Options::default()).unwrap();
    let (here, there) = (analysis(&text), analysis(&other));
    let alone: Vec<_> = here.targets.iter().chain(&there.targets).map(|target| (target.identity.verdict, target.network.verdict)).collect();
    let together: Vec<_> = both.targets.iter().map(|target| (target.identity.verdict, target.network.verdict)).collect();
    assert_eq!(together, alone);
    assert_ne!(alone.first(), alone.last());
}

/// What a plan does to principals of another input is reported at what it gives them, or takes from them.
#[test]
fn what_a_plan_does_to_roles_of_another_input_is_reported() {
    let text = std::fs::read_to_string(root().join("testdata/checks/SSM401/bad-policies-by-name-on-roles/plan.json")).unwrap();
    let of_the_other = |address: &str| {
        address.starts_with("aws_iam_role.") || ["aws_iam_role_policy.all", "aws_iam_role_policy.guard[\"guarded\"]"].contains(&address)
    };
    let (plan, context) = moved(&text, &of_the_other);
    let (plan, context) = (Plan::parse(&plan).unwrap(), Plan::parse(&context).unwrap());
    let inputs = Inputs { judged: vec![&plan], context: vec![&context], ..Inputs::default() };
    let analysis = inputs.analyse(&Options::default()).unwrap();
    let of_check = |id: &str| -> BTreeSet<(&str, Verdict, Change)> {
        let findings = analysis.findings.iter().filter(|finding| finding.check.id == id);
        findings.map(|finding| (finding.address.as_str(), finding.verdict, finding.change)).collect()
    };
    let (lost, given) = ("aws_iam_role_policy.guard[\"admin\"]", "aws_iam_role_policy.sessions[\"ops\"]");
    for id in ["SSM401", "SSM402", "SSM403"] {
        assert_eq!(of_check(id), BTreeSet::from([lost, given].map(|at| (at, Verdict::Fail, Change::Introduced))), "{id}");
    }
    assert_eq!(of_check("SSM507").len(), 1);
    // The other way round, what the other input does is its own.
    let inputs = Inputs { judged: vec![&context], context: vec![&plan], ..Inputs::default() };
    let other = inputs.analyse(&Options::default()).unwrap();
    assert!(other.findings.iter().all(|finding| of_the_other(&finding.address)), "{:?}", found(&other.findings));
}

/// A plan without some of its resources, and a state of those as they were.
fn moved(text: &str, is_moved: &dyn Fn(&str) -> bool) -> (String, String) {
    let mut plan: Value = serde_json::from_str(text).unwrap();
    let mut state = json!({ "format_version": "1.0", "terraform_version": "1.11.4", "values": plan["prior_state"]["values"] });
    let is_moved_resource = |resource: &Value| is_moved(resource["address"].as_str().unwrap());
    keep(&mut state["values"]["root_module"], &is_moved_resource);
    for part in ["prior_state", "planned_values"] {
        let values = if part == "prior_state" { &mut plan[part]["values"] } else { &mut plan[part] };
        keep(&mut values["root_module"], &|resource| !is_moved_resource(resource));
    }
    plan["resource_changes"].as_array_mut().unwrap().retain(|change| !is_moved_resource(change));
    (plan.to_string(), state.to_string())
}
