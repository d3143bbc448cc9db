//! In which Region and account everything is says nothing, nor whether something of the same name is in another.

use crate::wrap::wrapped;
use crate::{Comparison, Judged, outcome, plans};
use serde_json::{Value, json};

#[test]
fn another_region_changes_nothing() {
    // Both offer the same services.
    everywhere(&["eu-west-1", "us-west-2"]);
}

#[test]
fn another_account_changes_nothing() {
    everywhere(&["123456789012", "210987654321"]);
}

/// The two texts change places in the whole of each plan.
fn everywhere(texts: &[&str; 2]) {
    let mut comparison = Comparison::default();
    // Encoded or hashed user data that names a Region would have to move with everything else.
    let names_region = |judged: &&Judged| {
        let plan = judged.plan.to_string();
        let hosts = ["amazon-ssm-eu-west-1", "ssm.eu-west-1.amazonaws.com", "ssmmessages.eu-west-1.amazonaws.com"];
        judged.fixture.name.contains("/good-host-changes-") || hosts.iter().any(|host| plan.contains(host))
    };
    for Judged { fixture, plan, outcome: before } in plans().iter().filter(|judged| !names_region(judged)) {
        let before: Vec<_> = before.iter().map(|line| swapped(line, texts)).collect();
        let text = swapped(&plan.to_string(), texts);
        comparison.compare(fixture, &before, &outcome(&serde_json::from_str(&text).unwrap()));
    }
    comparison.end(200);
}

fn swapped(text: &str, [one, other]: &[&str; 2]) -> String {
    text.replace(one, "\u{1}").replace(other, one).replace('\u{1}', other)
}

/// Everything once more, in another account and Region, under the same names.
#[test]
fn the_same_names_elsewhere_change_nothing() {
    let mut comparison = Comparison::default();
    for Judged { fixture, plan, .. } in plans().iter().filter(|judged| is_new(&judged.plan) && !is_of_accounts(&judged.plan)) {
        let here = in_account(plan, "123456789012");
        let there: Value = serde_json::from_str(&swapped(&plan.to_string(), &["eu-west-1", "us-west-2"])).unwrap();
        let there = wrapped(&in_account(&there, "999999999999"), "module.twin", json!({}));
        let mut both = here.clone();
        let added = there["resource_changes"].as_array().unwrap().clone();
        both["resource_changes"].as_array_mut().unwrap().extend(added);
        if let (Some(known), Some(added)) = (both["relevant_attributes"].as_array().cloned(), there["relevant_attributes"].as_array()) {
            both["relevant_attributes"] = [known, added.clone()].concat().into();
        }
        let mut twin = there["configuration"]["root_module"]["module_calls"]["twin"].clone();
        each_provider_key(&mut twin, &mut |key| *key = format!("module.twin:{key}"));
        both["configuration"]["root_module"]["module_calls"]["twin"] = twin;
        for (key, provider) in there["configuration"]["provider_config"].as_object().unwrap() {
            both["configuration"]["provider_config"][format!("module.twin:{key}")] = provider.clone();
        }
        let mut together = outcome(&both);
        together.retain(|line| !line.starts_with("module.twin."));
        comparison.compare(fixture, &outcome(&here), &together);
    }
    comparison.end(100);
}

/// All is made by this plan, and none of it is of an organisation, whose policies are for every account, or a bucket, of whose name there is
/// [one in the world](https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
fn is_new(plan: &Value) -> bool {
    let changes = plan["resource_changes"].as_array().unwrap();
    let is_new = |change: &Value| change["change"]["actions"] == json!(["create"]);
    let is_of_all =
        |change: &Value| ["aws_organizations_", "aws_s3_bucket"].iter().any(|of| change["type"].as_str().unwrap().starts_with(of));
    plan["prior_state"].is_null() && changes.iter().all(|change| is_new(change) && !is_of_all(change))
}

/// Its providers say which accounts they are of, so that everything once more is in the same ones.
fn is_of_accounts(plan: &Value) -> bool {
    let providers = plan["configuration"]["provider_config"].as_object();
    providers.is_some_and(|providers| providers.values().any(|provider| !provider["expressions"]["assume_role"].is_null()))
}

/// The plan with this account for every provider that does not say which.
fn in_account(plan: &Value, account: &str) -> Value {
    let mut plan = plan.clone();
    let configuration = &mut plan["configuration"];
    if configuration["provider_config"]["aws"].is_null() {
        configuration["provider_config"]["aws"] = json!({ "name": "aws" });
    }
    for provider in configuration["provider_config"].as_object_mut().unwrap().values_mut().filter(|provider| provider["name"] == "aws") {
        if provider["expressions"]["assume_role"].is_null() {
            provider["expressions"]["assume_role"] =
                json!([{ "role_arn": { "constant_value": format!("arn:aws:iam::{account}:role/deploy") } }]);
        }
    }
    plan
}

/// Visits the key of every provider that a module's resources are made through.
fn each_provider_key(value: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| each_provider_key(element, visit)),
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(key) if name == "provider_config_key" => visit(key),
                    value => each_provider_key(value, visit),
                }
            }
        }
        _ => {}
    }
}
