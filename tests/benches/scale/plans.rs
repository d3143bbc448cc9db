//! Large plans made of small real ones.
//!
//! A plan of `testdata/scale` becomes a module that is called many times, as `module "stack" { count = 1000 }` would have planned it:
//! addresses are rewritten, and of numbered parts the names.

use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A small plan, as a module of the large one.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The directory of the small plan.
    source: PathBuf,
    /// What the module is called.
    module: String,
    /// Types of resources that are taken; all where there is none.
    types: &'static [&'static str],
    /// How often it is called with `count`; `None` without `count`.
    count: Option<usize>,
    /// How many teams the copies are of.
    teams: Option<usize>,
}

impl Part {
    /// All of the plan in a directory of `testdata/scale`.
    pub(crate) fn new(of: &str, module: &str) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/scale").join(of);
        Self { source, module: module.to_owned(), types: &[], count: None, teams: None }
    }

    /// Only resources of these types.
    pub(crate) fn only(self, types: &'static [&'static str]) -> Self {
        Self { types, ..self }
    }

    /// Called so many times.
    pub(crate) fn times(self, count: usize) -> Self {
        Self { count: Some(count), ..self }
    }

    /// With names of their own, in so many teams.
    pub(crate) fn in_teams(self, teams: usize) -> Self {
        Self { teams: Some(teams), ..self }
    }

    fn plan(&self) -> Value {
        let text = std::fs::read_to_string(self.source.join("plan.json")).expect("the small plan can be read");
        serde_json::from_str(&text).expect("the small plan is JSON")
    }

    fn is_taken(&self, resource: &Value) -> bool {
        self.types.is_empty() || self.types.iter().any(|wanted| resource["type"] == *wanted)
    }

    /// What `resource_changes` has of a copy.
    fn changes(&self, plan: &Value, copy: usize) -> Vec<String> {
        let called = self.called(copy);
        let taken = plan["resource_changes"].as_array().into_iter().flatten().filter(|change| self.is_taken(change));
        let change = |change: &Value| {
            let mut change = change.clone();
            change["address"] = format!("{called}.{}", change["address"].as_str().unwrap_or_default()).into();
            change["module_address"] = called.clone().into();
            self.named(change.to_string(), copy)
        };
        taken.map(change).collect()
    }

    /// What `planned_values` has of a copy.
    fn planned(&self, plan: &Value, copy: usize) -> String {
        let called = self.called(copy);
        let resources = plan["planned_values"]["root_module"]["resources"].as_array().into_iter().flatten();
        let planned = resources.filter(|resource| self.is_taken(resource)).cloned().map(|mut resource| {
            resource["address"] = format!("{called}.{}", resource["address"].as_str().unwrap_or_default()).into();
            resource
        });
        self.named(json!({"address": called, "resources": planned.collect::<Vec<_>>()}).to_string(), copy)
    }

    fn called(&self, copy: usize) -> String {
        match self.count {
            Some(_) => format!("module.{}[{copy}]", self.module),
            None => format!("module.{}", self.module),
        }
    }

    fn named(&self, text: String, copy: usize) -> String {
        match self.teams {
            Some(teams) => text.replace("person-0", &format!("person-{copy}")).replace("team-0", &format!("team-{}", copy % teams)),
            None => text,
        }
    }

    /// What `configuration` has of the module.
    fn call(&self, plan: &Value) -> Value {
        let mut module = plan["configuration"]["root_module"].clone();
        if let Some(resources) = module["resources"].as_array_mut() {
            resources.retain(|resource| self.is_taken(resource));
        }
        let mut call = json!({"source": format!("./{}", self.module), "module": module});
        if let Some(count) = self.count {
            call["count_expression"] = json!({"constant_value": count});
        }
        call
    }
}

/// Writes the plan of a root that calls these modules.
pub(crate) fn write(parts: &[Part], into: &Path) {
    let (mut changes, mut planned, mut calls) = (Vec::new(), Vec::new(), Map::new());
    let mut last = Value::Null;
    for part in parts {
        let plan = part.plan();
        for copy in 0..part.count.unwrap_or(1) {
            changes.extend(part.changes(&plan, copy));
            planned.push(part.planned(&plan, copy));
        }
        calls.insert(part.module.clone(), part.call(&plan));
        last = plan;
    }
    let provider = &last["configuration"]["provider_config"];
    let configuration = json!({"provider_config": provider, "root_module": {"module_calls": calls}});
    let mut text = String::new();
    write!(
        text,
        r#"{{"format_version":{},"terraform_version":{},"planned_values":{{"root_module":{{"child_modules":[{}]}}}},"resource_changes":[{}],"configuration":{configuration},"timestamp":{},"applyable":true,"complete":true,"errored":false}}"#,
        last["format_version"],
        last["terraform_version"],
        planned.join(","),
        changes.join(","),
        last["timestamp"],
    )
    .expect("a string takes any text");
    std::fs::write(into, text).expect("the plan can be written");
}

/// Writes the `.tf` files of the same root.
pub(crate) fn write_sources(parts: &[Part], into: &Path) {
    let mut root = String::new();
    for part in parts {
        let count = part.count.map_or_else(String::new, |count| format!("  count = {count}\n"));
        write!(root, "module \"{0}\" {{\n  source = \"./{0}\"\n{count}}}\n", part.module).expect("a string takes any text");
        let module = into.join(&part.module);
        std::fs::create_dir_all(&module).expect("the directory can be made");
        std::fs::copy(part.source.join("main.tf"), module.join("main.tf")).expect("the file can be copied");
    }
    std::fs::write(into.join("main.tf"), root).expect("the file can be written");
}
