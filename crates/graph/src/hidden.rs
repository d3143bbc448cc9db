//! The plan's own list of relevant attributes: the only trace that locals and dynamic blocks leave in a plan.
//!
//! `relevant_attributes` names every attribute of a resource that some change depends on, through locals, variables and
//! outputs: <https://developer.hashicorp.com/terraform/internals/json-format#plan-representation>. It says that something is
//! used, not where, so it only narrows what is possible, or warns that something is used out of sight.

use crate::config::{Configs, config_path};
use crate::{Kind, Node};
use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_plan::{Expression, Mode, ModuleAddress, Plan, Reference, ResourceAddress, Subject};

/// The relevant attributes of every input, by place in the configuration.
#[derive(Debug, Default)]
pub(crate) struct Relevant {
    /// (input, module, resource) to the first steps of the attributes; an empty step is the whole resource.
    attributes: FxHashMap<(usize, String, String), Vec<String>>,
    /// Inputs that have the list at all.
    listed: FxHashSet<usize>,
    /// Per module, the first resource of a kind that is not modelled.
    strangers: FxHashMap<(usize, String), String>,
    /// Per module, resources that are used but that no expression in sight names.
    out_of_sight: FxHashMap<(usize, String), Vec<String>>,
}

/// Types that are no source of a key although their attributes are unknown.
const HARMLESS: [&str; 5] = ["random_", "time_", "null_", "tls_", "local_"];

/// AWS types whose computed attributes hold keys of other resources: a group that EKS makes, the outputs of a stack.
const CARRIERS: [&str; 5] =
    ["aws_eks_cluster", "aws_cloudformation_stack", "aws_directory_service_directory", "aws_elb", "aws_elastic_beanstalk_environment"];

/// What the attributes are called that hold keys of other resources, or anything at all.
const CARRYING: [&str; 13] =
    ["vpc", "subnet", "security_group", "role", "profile", "policy", "policies", "route_table", "interface", "template", "output", "result", "input"];

/// May an unknown attribute of this type, not modelled, be the key of a modelled resource?
pub(crate) fn is_stranger(resource_type: &str, attribute: &str) -> bool {
    if Kind::of_type(resource_type).is_some() || HARMLESS.iter().any(|prefix| resource_type.starts_with(prefix)) {
        return false;
    }
    match attribute {
        "" => CARRIERS.contains(&resource_type) || !resource_type.starts_with("aws_"),
        attribute => CARRYING.iter().any(|word| attribute.contains(word)),
    }
}

impl Relevant {
    pub(crate) fn new(plans: &[&Plan<'_>], configs: &Configs<'_>) -> Self {
        let mut relevant = Self::default();
        for (input, plan) in plans.iter().enumerate() {
            if !plan.relevant_attributes.is_empty() {
                relevant.listed.insert(input);
            }
            for entry in &plan.relevant_attributes {
                let Ok(address) = ResourceAddress::parse(&entry.resource) else { continue };
                let module = config_path(&address.module);
                let attribute = entry.attribute.first().and_then(|step| step.as_str()).unwrap_or_default().to_owned();
                if is_stranger(&address.resource_type, &attribute) {
                    relevant.strangers.entry((input, module.clone())).or_insert_with(|| entry.resource.to_string());
                }
                relevant.attributes.entry((input, module, resource_name(&address))).or_default().push(attribute);
            }
        }
        relevant.find_out_of_sight(plans, configs);
        relevant
    }

    /// Some change depends on this attribute, or the input does not have the list.
    pub(crate) fn has(&self, input: usize, address: &ResourceAddress, attribute: &str) -> bool {
        if !self.listed.contains(&input) {
            return true;
        }
        let place = (input, config_path(&address.module), resource_name(address));
        self.attributes.get(&place).is_some_and(|attributes| attributes.iter().any(|used| used.is_empty() || used == attribute))
    }

    /// A resource of a kind that is not modelled, in this module, that some change depends on.
    pub(crate) fn stranger(&self, input: usize, module: &ModuleAddress) -> Option<&str> {
        self.strangers.get(&(input, config_path(module))).map(String::as_str)
    }

    /// In this node's module a resource other than itself is used by something that the configuration does not show.
    pub(crate) fn uses_out_of_sight(&self, node: &Node<'_>) -> bool {
        let own = resource_name(node.parsed);
        let module = (node.input, config_path(&node.parsed.module));
        self.out_of_sight.get(&module).is_some_and(|resources| resources.iter().any(|resource| *resource != own))
    }

    fn find_out_of_sight(&mut self, plans: &[&Plan<'_>], configs: &Configs<'_>) {
        let mut seen: FxHashSet<(usize, String, String)> = FxHashSet::default();
        let mut note = |input: usize, module: &str, expression: &Expression<'_>| {
            for reference in expression.references() {
                if let Some(name) = referred(reference) {
                    seen.insert((input, module.to_owned(), name));
                }
            }
        };
        for entry in &configs.entries {
            for (_, expression) in entry.block.iter() {
                note(entry.input, &entry.module, expression);
            }
            if let Some(repetition) = &entry.repetition {
                note(entry.input, &entry.module, repetition);
            }
        }
        for (input, plan) in plans.iter().enumerate() {
            if let Some(configuration) = &plan.configuration {
                note_calls(input, String::new(), &configuration.root_module, &mut note);
            }
        }
        let mut unseen: Vec<_> = self.attributes.keys().filter(|place| !seen.contains(place)).cloned().collect();
        unseen.sort_unstable();
        for (input, module, resource) in unseen {
            self.out_of_sight.entry((input, module)).or_default().push(resource);
        }
    }
}

fn note_calls(input: usize, module: String, config: &ssm_check_plan::Module<'_>, note: &mut impl FnMut(usize, &str, &Expression<'_>)) {
    for output in config.outputs.values() {
        if let Some(expression) = output.expression() {
            note(input, &module, &expression);
        }
    }
    for (name, call) in &config.module_calls {
        for (_, expression) in call.expressions().iter() {
            note(input, &module, expression);
        }
        if let Some(repetition) = call.repetition() {
            note(input, &module, &repetition);
        }
        let child = if module.is_empty() { name.to_string() } else { format!("{module}.{name}") };
        note_calls(input, child, &call.module, note);
    }
}

fn resource_name(address: &ResourceAddress) -> String {
    let data = if address.mode == Mode::Data { "data." } else { "" };
    format!("{data}{}.{}", address.resource_type, address.name)
}

fn referred(reference: &Reference) -> Option<String> {
    match &reference.subject {
        Subject::Resource { mode, resource_type, name, .. } => {
            let data = if *mode == Mode::Data { "data." } else { "" };
            Some(format!("{data}{resource_type}.{name}"))
        }
        _ => None,
    }
}
