//! Resources that have nothing to do with a plan change nothing in it.

use crate::wrap::wrapped;
use crate::{Comparison, Judged, outcome, plans};
use serde_json::{Value, json};

/// A network, a role and an instance of their own, under names that no other fixture has.
const STRANGER: &str = include_str!("../../testdata/links/module-outputs/plan.json");

#[test]
fn unrelated_resources_change_nothing() {
    let stranger: Value = serde_json::from_str(STRANGER).unwrap();
    let stranger = wrapped(&stranger, "module.stranger", json!({}));
    let mut comparison = Comparison::default();
    for Judged { fixture, plan, outcome: alone } in plans() {
        // Approval policies are about every node: of a plan that has none, a stranger's instance is the first.
        if fixture.text.contains("AutoApprovalPolicy") && !fixture.text.contains("aws_instance") {
            continue;
        }
        let mut both = plan.clone();
        for list in ["resource_changes", "relevant_attributes"] {
            let added = stranger.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
            match both.get_mut(list).and_then(Value::as_array_mut) {
                Some(known) => known.extend(added),
                None => both[list] = added.into(),
            }
        }
        both["configuration"]["root_module"]["module_calls"]["stranger"] =
            stranger["configuration"]["root_module"]["module_calls"]["stranger"].clone();
        let mut together = outcome(&both);
        together.retain(|line| !line.starts_with("module.stranger."));
        comparison.compare(fixture, alone, &together);
    }
    comparison.end(200);
}
