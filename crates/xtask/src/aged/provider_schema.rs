//! The schema of the provider, as Terraform and the package of npm would say it.

use super::{Sandbox, texts};
use crate::packages::PROVIDER_PACKAGE;
use serde_json::{Map, Value, json};
use std::fs;

const FILE: &str = "crates/graph/schema/provider-schema.json";
const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";

impl Sandbox {
    pub(super) fn pack_provider(&self) {
        let table = self.table(FILE);
        let types = |list: &str| -> Map<String, Value> {
            members(&table.content[list]).map(|(name, block)| (name.clone(), json!({ "block": written(block) }))).collect()
        };
        let mut resources = types("resources");
        resources.extend(members(&table.content["naming"]).map(|(name, arguments)| {
            let arguments: Map<_, _> = crate::table::texts(Some(arguments))
                .into_iter()
                .map(|name| (name, json!({ "type": "string", "optional": true })))
                .collect();
            (name.clone(), json!({ "block": { "attributes": arguments } }))
        }));
        for (name, attributes) in members(&table.content["carrying"]) {
            let of = resources.entry(name.clone()).or_insert_with(|| json!({ "block": { "attributes": {} } }));
            for attribute in crate::table::texts(Some(attributes)) {
                let known = &mut of["block"]["attributes"][&attribute];
                known["type"] = "string".into();
                known["computed"] = true.into();
            }
        }
        let schema = json!({ "resource_schemas": resources, "data_source_schemas": types("data_sources") });
        self.write("terraform", "schemas.json", &json!({ "provider_schemas": { PROVIDER: schema } }));
        self.write("terraform", "version.json", &json!({ "provider_selections": { PROVIDER: table.head("version") } }));
        fs::write(self.packages().join("terraform/published"), table.head("date")).unwrap();

        self.npm(PROVIDER_PACKAGE, table.head("package"), "2020-01-01");
        for name in &table.texts("regional") {
            let added = crate::table::texts(table.content["added"].get(name));
            self.list_arguments(
                name.strip_prefix("aws_").unwrap(),
                &added.iter().map(String::as_str).chain(["region"]).collect::<Vec<_>>(),
            );
        }
        for (name, arguments) in members(&table.content["added"]).filter(|(name, _)| !table.texts("regional").contains(name)) {
            let directory = name.replace("data.", "data_").replacen("aws_", if name.starts_with("data.") { "aws_" } else { "" }, 1);
            let arguments = crate::table::texts(Some(arguments));
            self.list_arguments(&directory, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }

    /// Writes the program of a type, which lists its arguments.
    fn list_arguments(&self, name: &str, arguments: &[&str]) {
        let directory = self.packages().join(PROVIDER_PACKAGE).join("lib").join(name.replace('_', "-"));
        let member = |name: &&str| {
            format!("            {name}: {{\n                value: this.value,\n                isBlock: false,\n            }},\n")
        };
        let members: String = arguments.iter().map(member).collect();
        let version = self.table(FILE).head("newer").to_owned();
        let program = format!(
            "    providerVersion: '{version}',\n    synthesizeHclAttributes() {{\n        const attrs = {{\n{members}        }};\n    }}\n    other() {{\n            none: {{\n    }}\n"
        );
        fs::create_dir_all(&directory).unwrap();
        fs::write(directory.join("index.js"), program).unwrap();
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// A block of the table as Terraform writes it.
fn written(block: &Value) -> Value {
    let flags = |is: &mut dyn Iterator<Item = &str>, attribute: &mut Value| is.for_each(|flag| attribute[flag] = true.into());
    let attribute = |known: &Value| {
        let Some(text) = known.as_str() else {
            let mut attribute = json!({ "type": [known["nesting"], ["object", known["attributes"]]] });
            flags(&mut known["is"].as_array().unwrap().iter().filter_map(Value::as_str), &mut attribute);
            return attribute;
        };
        let (name, is) = text.split_once(' ').unwrap_or((text, ""));
        let of = if ["list", "set", "map"].contains(&name) { json!([name, "string"]) } else { name.into() };
        let mut attribute = json!({ "type": of });
        flags(&mut is.split(' ').filter(|flag| !flag.is_empty()), &mut attribute);
        attribute
    };
    let attributes: Map<_, _> = members(&block["attributes"]).map(|(name, known)| (name.clone(), attribute(known))).collect();
    let blocks: Map<_, _> = members(&block["blocks"])
        .map(|(name, block)| (name.clone(), json!({ "nesting_mode": block["nesting"], "block": written(block) })))
        .collect();
    json!({ "attributes": attributes, "block_types": blocks })
}

#[test]
fn an_aged_schema_tells_what_is_new() {
    let sandbox = Sandbox::new();
    sandbox.age(FILE, |content| {
        content["version"] = "5.90.0".into();
        content["date"] = "2020-02-02".into();
        let resources = content["resources"].as_object_mut().unwrap();
        resources.remove("aws_ssm_activation");
        resources["aws_instance"]["attributes"].as_object_mut().unwrap().remove("user_data_base64");
        resources["aws_subnet"]["attributes"]["vpc_id"] = "number required".into();
        resources["aws_route_table"]["attributes"]["route"]["nesting"] = "list".into();
        resources["aws_vpc"]["attributes"]["retired"] = "string optional".into();
        resources.insert("aws_retired".to_owned(), json!({}));
        content["added"].as_object_mut().unwrap().remove("aws_alb");
        content["naming"]["aws_vpn_connection"] = json!([]);
        content["carrying"].as_object_mut().unwrap().remove("aws_cloudformation_stack");
        content["regional"].as_array_mut().unwrap().retain(|name| name != "aws_vpc");
    });
    let said = sandbox.said();
    let mut told = texts(&said);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "aws_cloudformation_stack, which is not declared, may hold keys in outputs",
            "aws_route_table.route: nesting \"set\" (was \"list\")",
            "aws_subnet.vpc_id is \"string required\" (was \"number required\")",
            "aws_vpc has a Region",
            "aws_vpn_connection, which is not declared, names others by transit_gateway_id",
            "new aws_instance.user_data_base64",
            "new type aws_ssm_activation",
            "no aws_vpc.retired any more",
            "no type aws_retired any more",
            "the newer version has on aws_alb: health_check_logs, secondary_ips_auto_assigned_per_subnet",
        ]
    );
    let untested = said.iter().filter(|(_, is_fine)| !is_fine).map(|(text, _)| text.as_str());
    assert_eq!(untested.collect::<Vec<_>>(), ["no aws_vpc.retired any more", "no type aws_retired any more"], "no test mentions them");
    let (now, then) = (sandbox.table(FILE), crate::table::Table::read(&crate::root(), FILE).unwrap());
    assert_eq!(now.content, then.content, "the table is written");
}

#[test]
fn without_terraform_only_the_package_is_read() {
    let sandbox = Sandbox::new();
    sandbox.age(FILE, |content| {
        content["resources"]["aws_instance"]["attributes"].as_object_mut().unwrap().remove("user_data_base64");
        content["added"].as_object_mut().unwrap().remove("aws_alb");
    });
    fs::write(sandbox.packages().join("terraform/missing"), "Terraform is not installed").unwrap();
    assert_eq!(
        texts(&sandbox.said()),
        [
            "only what @cdktn/provider-aws adds is looked at: Terraform is not installed",
            "the newer version has on aws_alb: health_check_logs, secondary_ips_auto_assigned_per_subnet",
        ]
    );
    assert!(sandbox.table(FILE).content["resources"]["aws_instance"]["attributes"]["ami"].is_string());
}
