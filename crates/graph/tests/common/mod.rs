//! Plans that hold nothing but what is in question.
#![allow(dead_code, reason = "each test binary uses its part")]

use serde_json::{Map, Value, json};
use ssm_check_graph::{AwsDefault, Graph, LinkTarget};
use ssm_check_plan::Plan;
use ssm_check_source::Sources;
use std::path::Path;

/// A plan of new resources, and what the configuration says of them.
#[derive(Default)]
pub(crate) struct Root {
    pub(crate) changes: Vec<Value>,
    pub(crate) module: Module,
    pub(crate) providers: Map<String, Value>,
}

/// A module of the configuration.
#[derive(Default)]
pub(crate) struct Module {
    pub(crate) resources: Vec<Value>,
    pub(crate) outputs: Map<String, Value>,
    pub(crate) variables: Map<String, Value>,
    pub(crate) calls: Map<String, Value>,
}

pub(crate) fn refers(references: &[&str]) -> Value {
    json!({"references": references})
}

/// The arguments by which a provider acts as a role of another account.
pub(crate) fn of_another_account() -> Value {
    json!({"assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::111122223333:role/r"}}]})
}

/// What a link leads to, in words.
pub(crate) fn name_of(graph: &Graph<'_>, target: LinkTarget) -> String {
    match target {
        LinkTarget::Resource(id) => graph.resource(id).address().to_owned(),
        LinkTarget::Default(AwsDefault::SecurityGroup, vpc) => format!("default group of {}", graph.resource(vpc).address()),
        LinkTarget::Default(_, vpc) => format!("another default of {}", graph.resource(vpc).address()),
    }
}

/// The sources of a plan that say this; each test has a directory of its own.
pub(crate) fn sources(test: &str, plan: &str, main: &str) -> Sources {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("main.tf"), main).unwrap();
    Sources::load(&directory, &Plan::parse(plan).unwrap()).unwrap()
}

impl Module {
    /// A block, with the expressions of its arguments; its meta-argument is `count` or `for_each`, if any.
    pub(crate) fn block(mut self, address: &str, arguments: Value, meta: Option<&str>) -> Self {
        let mut parts = address.rsplit('.');
        let (name, kind) = (parts.next().unwrap(), parts.next().unwrap());
        let mode = if address.starts_with("data.") { "data" } else { "managed" };
        let mut block = json!({
            "address": address, "mode": mode, "type": kind, "name": name, "provider_config_key": "aws", "expressions": arguments,
            "schema_version": 0,
        });
        if let Some(meta) = meta {
            block[format!("{meta}_expression")] = json!({"references": ["var.it"]});
        }
        self.resources.push(block);
        self
    }

    pub(crate) fn output(mut self, name: &str, references: &[&str]) -> Self {
        self.outputs.insert(name.into(), json!({"expression": refers(references)}));
        self
    }

    pub(crate) fn variable(mut self, name: &str) -> Self {
        self.variables.insert(name.into(), json!({}));
        self
    }

    pub(crate) fn call(mut self, name: &str, arguments: Value, module: Self) -> Self {
        self.calls.insert(name.into(), json!({"source": "./m", "expressions": arguments, "module": module.json()}));
        self
    }

    pub(crate) fn json(self) -> Value {
        json!({"resources": self.resources, "outputs": self.outputs, "variables": self.variables, "module_calls": self.calls})
    }
}

impl Root {
    pub(crate) fn new(module: Module) -> Self {
        Self { module, ..Self::default() }
    }

    /// A resource instance that is created, with what is known of it; of `unknown` nothing is.
    pub(crate) fn creates(self, address: &str, known: Value, unknown: &[&str]) -> Self {
        let unknown: Map<String, Value> = unknown.iter().map(|name| ((*name).to_owned(), Value::Bool(true))).collect();
        self.change(address, &["create"], json!({"before": null, "after": known, "after_unknown": unknown}))
    }

    /// One that is there and stays.
    pub(crate) fn keeps(self, address: &str, values: &Value) -> Self {
        self.change(address, &["no-op"], json!({"before": values, "after": values, "after_unknown": {}}))
    }

    pub(crate) fn destroys(self, address: &str, values: &Value) -> Self {
        self.change(address, &["delete"], json!({"before": values, "after": null, "after_unknown": {}}))
    }

    pub(crate) fn change(mut self, address: &str, actions: &[&str], mut change: Value) -> Self {
        change["actions"] = json!(actions);
        let module: Vec<&str> = address.split('.').take_while(|part| *part != "data" && !part.starts_with("aws_")).collect();
        let own = address.strip_prefix(&module.join(".")).unwrap().trim_start_matches('.');
        let (block, index) = own.split_once('[').map_or((own, None), |(block, index)| (block, Some(index.trim_end_matches(']'))));
        let mut parts = block.rsplit('.');
        let (name, kind) = (parts.next().unwrap(), parts.next().unwrap());
        let mut made = json!({
            "address": address, "mode": if own.starts_with("data.") { "data" } else { "managed" }, "type": kind, "name": name,
            "provider_name": "registry.terraform.io/hashicorp/aws", "change": change,
        });
        if let Some(index) = index {
            made["index"] = serde_json::from_str(index).unwrap();
        }
        if !module.is_empty() {
            made["module_address"] = json!(module.join("."));
        }
        self.changes.push(made);
        self
    }

    /// Another configuration of the provider, in the same Region, with these arguments.
    pub(crate) fn other_provider(mut self, arguments: &Value) -> Self {
        let mut block = json!({"region": {"constant_value": "eu-west-1"}});
        arguments.as_object().unwrap().iter().for_each(|(name, value)| block[name] = value.clone());
        let other = json!({"name": "aws", "alias": "other", "full_name": "registry.terraform.io/hashicorp/aws", "expressions": block});
        self.providers.insert("aws.other".into(), other);
        self
    }

    pub(crate) fn text(self) -> String {
        let mut providers = self.providers;
        let region = json!({"region": {"constant_value": "eu-west-1"}});
        providers.insert("aws".into(), json!({"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws", "expressions": region}));
        json!({
            "format_version": "1.2", "terraform_version": "1.11.0", "resource_changes": self.changes,
            "configuration": {"provider_config": providers, "root_module": self.module.json()},
        })
        .to_string()
    }
}
