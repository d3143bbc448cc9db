//! What newer versions write of the same thing says the same.

use crate::{Comparison, Judged, outcome, plans};
use serde_json::{Value, json};

/// hashicorp/aws 6: every regional resource shows its Region, and every instance that exists its primary interface.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support>
#[test]
fn the_form_of_provider_6_changes_nothing() {
    let mut comparison = Comparison::default();
    for Judged { fixture, plan, outcome: before } in plans() {
        // The provider's Region, where there is one and a literal says which.
        let providers: Vec<_> = plan["configuration"]["provider_config"].as_object().into_iter().flatten().collect();
        let [(_, provider)] = providers.as_slice() else { continue };
        let Some(region) = provider["expressions"]["region"]["constant_value"].as_str() else { continue };
        let mut newer = plan.clone();
        for list in ["resource_changes", "resource_drift"] {
            for change in newer.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
                let kind = change["type"].as_str().unwrap().to_owned();
                for state in ["before", "after"] {
                    add(&kind, region, &mut change["change"][state]);
                }
                if kind == "aws_instance" && change["change"]["after"]["id"].is_null() && change["change"]["after"].is_object() {
                    change["change"]["after_unknown"]["primary_network_interface"] = true.into();
                }
            }
        }
        if let Some(root) = newer.pointer_mut("/prior_state/values/root_module") {
            each_state(root, &mut |resource| {
                let kind = resource["type"].as_str().unwrap().to_owned();
                add(&kind, region, &mut resource["values"]);
            });
        }
        comparison.compare(fixture, before, &outcome(&newer));
    }
    comparison.end(200);
}

/// What the newer provider shows besides.
fn add(kind: &str, region: &str, values: &mut Value) {
    const GLOBAL: [&str; 4] = ["aws_iam_", "aws_organizations_", "aws_route53_", "aws_caller_identity"];
    if !values.is_object() || !kind.starts_with("aws_") {
        return;
    }
    if values["region"].is_null() && !GLOBAL.iter().any(|prefix| kind.starts_with(prefix)) {
        values["region"] = region.into();
    }
    let interface = values["primary_network_interface_id"].clone();
    if kind == "aws_instance" && interface.is_string() {
        values["primary_network_interface"] = json!([{ "delete_on_termination": true, "network_interface_id": interface }]);
    }
}

fn each_state(module: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    module.get_mut("resources").and_then(Value::as_array_mut).into_iter().flatten().for_each(&mut *visit);
    let children = module.get_mut("child_modules").and_then(Value::as_array_mut);
    children.into_iter().flatten().for_each(|child| each_state(child, visit));
}

/// A root in JSON syntax: of a template, Terraform writes the text beside the references.
/// <https://developer.hashicorp.com/terraform/language/syntax/json>
#[test]
fn a_root_in_json_syntax_changes_nothing() {
    let mut comparison = Comparison::default();
    for Judged { fixture, plan, outcome: before } in plans() {
        let mut in_json = plan.clone();
        add_templates(&mut in_json["configuration"]["root_module"]);
        comparison.compare(fixture, before, &outcome(&in_json));
    }
    comparison.end(200);
}

fn add_templates(value: &mut Value) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(add_templates),
        Value::Object(members) => {
            let first = members.get("references").and_then(|references| Some(format!("${{{}}}", references.get(0)?.as_str()?)));
            match first {
                Some(template) if !members.contains_key("constant_value") => {
                    members.insert("constant_value".to_owned(), template.into());
                }
                _ => members.values_mut().for_each(add_templates),
            }
        }
        _ => {}
    }
}
