//! What must not be printed: the values that an input marks as sensitive.

use crate::{Json, Plan};
use serde_json::value::RawValue;

impl Plan<'_> {
    /// The texts and numbers that are marked as sensitive: in attributes before and after, in the state, and in variables. In no
    /// particular order, with repetitions. Marks that cannot be decoded mark nothing; their resource is an error elsewhere.
    pub fn secrets(&self) -> Vec<String> {
        let mut secrets = Vec::new();
        for change in self.changes.iter().map(|change| &change.change) {
            collect_marked(change.before, change.before_sensitive, &mut secrets);
            collect_marked(change.after, change.after_sensitive, &mut secrets);
        }
        for resource in &self.state {
            if resource.may_be_sensitive()
                && let Ok(Some(values)) = resource.values()
            {
                let (value, _, marks) = values.parts();
                collect(value, marks, &mut secrets);
            }
        }
        let declared = self.configuration.iter().flat_map(|configuration| &configuration.root_module.variables);
        for (name, variable) in declared.filter(|(_, variable)| variable.sensitive) {
            for value in [self.variables.get(name).copied(), variable.default].into_iter().flatten() {
                if let Ok(value) = Json::parse(value.get()) {
                    collect(&value, &Json::Bool(true), &mut secrets);
                }
            }
        }
        secrets
    }
}

fn collect_marked(value: Option<&RawValue>, marks: Option<&RawValue>, secrets: &mut Vec<String>) {
    let (Some(value), Some(marks)) = (value, marks) else { return };
    // Nearly always there is no mark, and nothing has to be decoded to see that.
    if !marks.get().contains("true") {
        return;
    }
    if let (Ok(value), Ok(marks)) = (Json::parse(value.get()), Json::parse(marks.get())) {
        collect(&value, &marks, secrets);
    }
}

fn collect(value: &Json<'_>, mark: &Json<'_>, secrets: &mut Vec<String>) {
    let all = *mark == Json::Bool(true);
    match value {
        Json::String(text) if all => secrets.push(text.to_string()),
        Json::Number(number) if all => secrets.push(number.to_string()),
        Json::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                if let Some(mark) = if all { Some(mark) } else { mark.elements().get(index) } {
                    collect(element, mark, secrets);
                }
            }
        }
        Json::Object(members) => {
            for (key, member) in members {
                if all {
                    secrets.push(key.to_string());
                }
                if let Some(mark) = if all { Some(mark) } else { mark.get(key) } {
                    collect(member, mark, secrets);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::Plan;

    #[test]
    fn what_is_marked_is_secret_and_nothing_else() {
        let text = r#"{
            "format_version": "1.2",
            "resource_changes": [{
                "address": "aws_instance.a", "mode": "managed", "change": {
                    "actions": ["update"],
                    "before": { "name": "old-secret", "tags": { "a": "public" } }, "before_sensitive": { "name": true },
                    "after": { "name": "new", "tags": { "a": "secret-a", "b": "public" }, "list": ["x", { "port": 4711 }] },
                    "after_sensitive": { "tags": { "a": true }, "list": [false, true] }
                }
            }],
            "prior_state": { "values": { "root_module": { "resources": [
                { "address": "aws_vpc.a", "mode": "managed", "values": { "id": "vpc-1", "tags": { "k": "v" } }, "sensitive_values": { "tags": true } }
            ] } } },
            "variables": { "token": { "value": "hush" }, "region": { "value": "eu-west-1" } },
            "configuration": { "root_module": { "variables": { "token": { "sensitive": true, "default": "change-me" }, "region": {} } } }
        }"#;
        let mut secrets = Plan::parse(text).unwrap().secrets();
        secrets.sort();
        assert_eq!(secrets, ["4711", "change-me", "hush", "k", "old-secret", "port", "secret-a", "v"]);
    }
}
