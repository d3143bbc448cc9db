//! Where the modules of a configuration end says nothing.

use crate::{Comparison, Judged, outcome, plans};
use serde_json::{Map, Value, json};

/// Roles, profiles and policies move into a module of their own.
#[test]
fn moving_identity_into_a_module_changes_addresses_alone() {
    let mut comparison = Comparison::default();
    for Judged { fixture, plan, outcome: whole } in plans() {
        let Some(divided) = Split::of(plan) else { continue };
        // Which attempt of a `try` fails is not in the plan, once it is made across the border.
        if fixture.name.contains("first-of-try") {
            continue;
        }
        let joined: Vec<_> = outcome(&divided).iter().map(|line| line.replace("module.identity.", "")).collect();
        comparison.compare(fixture, whole, &joined);
    }
    comparison.end(100);
}

/// The two sides of a root that is being divided.
#[derive(Default)]
struct Split {
    /// Outputs of the new module, by name.
    outputs: Map<String, Value>,
    /// Arguments of its call, by name.
    arguments: Map<String, Value>,
    /// A reference crosses the border and is cut off, so that no output or argument can stand for it.
    cut: bool,
}

impl Split {
    /// The same plan with everything of IAM in `module.identity`; `None` where the plan does not keep enough to tell how.
    fn of(plan: &Value) -> Option<Value> {
        if plan.get("prior_state").is_some() {
            return None;
        }
        let mut plan = plan.clone();
        let root = plan["configuration"]["root_module"].as_object_mut()?;
        if root.contains_key("module_calls") {
            return None;
        }
        let resources = root["resources"].as_array()?.clone();
        let (mut inside, mut outside): (Vec<_>, Vec<_>) = resources.into_iter().partition(|resource| is_identity(&resource["type"]));
        let mut split = Self::default();
        for (resources, is_inside) in [(&mut inside, true), (&mut outside, false)] {
            for resource in resources {
                split.cross(resource, is_inside);
            }
        }
        if split.cut || inside.is_empty() || split.outputs.is_empty() {
            return None;
        }
        let variables: Map<_, _> = split.arguments.keys().map(|name| (name.clone(), json!({}))).collect();
        root["resources"] = outside.into();
        let module = json!({ "resources": inside, "outputs": split.outputs, "variables": variables });
        root.insert(
            "module_calls".to_owned(),
            json!({ "identity": { "source": "./identity", "expressions": split.arguments, "module": module } }),
        );
        for change in plan["resource_changes"].as_array_mut()? {
            if is_identity(&change["type"]) {
                change["address"] = format!("module.identity.{}", change["address"].as_str()?).into();
                change["module_address"] = "module.identity".into();
            }
        }
        for relevant in plan.get_mut("relevant_attributes").and_then(Value::as_array_mut).into_iter().flatten() {
            let resource = relevant["resource"].as_str()?;
            if is_of_identity(resource) {
                relevant["resource"] = format!("module.identity.{resource}").into();
            }
        }
        Some(plan)
    }

    /// Lets the references of one block go over the border by outputs and arguments.
    fn cross(&mut self, value: &mut Value, inside: bool) {
        match value {
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.cross(element, inside)),
            Value::Object(members) => {
                for (name, value) in members.iter_mut() {
                    match value {
                        Value::Array(list) if name == "references" => *list = self.translated(list, inside),
                        // Dependencies over the border would have to be of the whole module.
                        Value::Array(list) if name == "depends_on" => {
                            self.cut |= list.iter().filter_map(Value::as_str).any(|on| is_of_identity(on) != inside);
                        }
                        value => self.cross(value, inside),
                    }
                }
            }
            _ => {}
        }
    }

    /// One list of references, each a chain that gets shorter.
    fn translated(&mut self, list: &[Value], inside: bool) -> Vec<Value> {
        let mut result = Vec::new();
        let mut rest = list;
        while let Some(longest) = rest.first().and_then(Value::as_str) {
            let length = rest.iter().take_while(|shorter| longest.starts_with(shorter.as_str().unwrap())).count();
            let (chain, others) = rest.split_at(length);
            rest = others;
            let subject = longest.trim_start_matches("data.");
            let stays = ["each.", "count.", "path.", "terraform."].iter().any(|own| longest.starts_with(own));
            let of_identity = is_of_identity(longest);
            // Root variables and locals would have to be handed on under their own names.
            self.cut |= longest.starts_with("local.") || (inside && longest.starts_with("var."));
            if stays || of_identity == inside || longest.starts_with("var.") {
                result.extend_from_slice(chain);
                continue;
            }
            // A whole resource, or one whose key is computed: the two sides would have to be told apart by key.
            self.cut |= subject.split('.').count() < 3 || subject.ends_with(']');
            let name: String = longest.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
            if inside {
                self.arguments.insert(name.clone(), json!({ "references": chain }));
                result.push(format!("var.{name}").into());
            } else {
                self.outputs.insert(name.clone(), json!({ "expression": { "references": chain } }));
                result.extend([format!("module.identity.{name}").into(), "module.identity".into()]);
            }
        }
        result
    }
}

fn is_identity(resource_type: &Value) -> bool {
    resource_type.as_str().is_some_and(|name| name.starts_with("aws_iam_"))
}

fn is_of_identity(address: &str) -> bool {
    address.trim_start_matches("data.").starts_with("aws_iam_")
}
