//! What a plan is said to fix.

use serde_json::{Value, json};
use ssm_check_checks::{Options, analyse};
use ssm_check_plan::Plan;

const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";

/// An instance without a profile gets one by this plan, as far as the plan shows.
fn fixed(profile: Option<&str>) -> Vec<String> {
    let mut before = json!({"id": "i-0123456789abcdef0", "iam_instance_profile": ""});
    let mut after = before.clone();
    let unknown = json!({"iam_instance_profile": profile.is_none()});
    match profile {
        Some(profile) => after["iam_instance_profile"] = profile.into(),
        None => drop(after.as_object_mut().unwrap().remove("iam_instance_profile")),
    }
    let resource = |values: &mut Value| {
        json!({"address": "aws_instance.i", "mode": "managed", "type": "aws_instance", "name": "i", "provider_name": PROVIDER,
            "schema_version": 1, "values": values.take(), "sensitive_values": {}})
    };
    let change = json!({"actions": ["update"], "before": before, "after": after, "after_unknown": unknown});
    let block = json!({"address": "aws_instance.i", "mode": "managed", "type": "aws_instance", "name": "i", "provider_config_key": "aws",
        "schema_version": 1, "expressions": {"iam_instance_profile": {"references": ["random_id.x.hex", "random_id.x"]}}});
    let text = json!({
        "format_version": "1.2",
        "terraform_version": "1.11.0",
        "resource_changes": [{"address": "aws_instance.i", "mode": "managed", "type": "aws_instance", "name": "i",
            "provider_name": PROVIDER, "change": change}],
        "prior_state": {"format_version": "1.0", "terraform_version": "1.11.0",
            "values": {"root_module": {"resources": [resource(&mut before)]}}},
        "configuration": {"provider_config": {"aws": {"name": "aws", "full_name": PROVIDER}}, "root_module": {"resources": [block]}},
    })
    .to_string();
    let plan = Plan::parse(&text).unwrap();
    let analysis = analyse(&[&plan], &Options::default()).unwrap();
    analysis.fixed.iter().map(|finding| finding.check.id.to_owned()).collect()
}

#[test]
fn what_is_undecided_is_not_fixed() {
    // With a profile of which nothing is known, whether the agent works is not told, so nothing of identity is said to be fixed.
    for profile in [Some("node"), None] {
        assert!(!fixed(profile).contains(&"SSM101".to_owned()), "{profile:?}");
    }
    // Nothing changes.
    assert!(fixed(Some("")).is_empty());
}
