//! The plan's own list of relevant attributes: the only trace that locals leave in a plan.
//!
//! `relevant_attributes` names every attribute of a resource that some change depends on, through locals, variables and
//! outputs: <https://developer.hashicorp.com/terraform/internals/json-format#plan-representation>. It says that something is
//! used, not where, so it only narrows what a local may stand for.

use crate::Kind;
use crate::config::config_path;
use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_plan::{Mode, ModuleAddress, Plan, ResourceAddress};

/// The relevant attributes of every input, by place in the configuration.
#[derive(Debug, Default)]
pub(crate) struct Relevant {
    /// (input, module, resource) to the first steps of the attributes; an empty step is the whole resource.
    attributes: FxHashMap<(usize, String, String), Vec<String>>,
    /// Inputs that have the list at all.
    listed: FxHashSet<usize>,
    /// Per module, the first resource of a kind that is not modelled.
    strangers: FxHashMap<(usize, String), String>,
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
    let modelled = Kind::of_type(resource_type).is_some_and(|kind| !matches!(kind, Kind::SsmParameter | Kind::Rendered));
    if modelled || HARMLESS.iter().any(|prefix| resource_type.starts_with(prefix)) {
        return false;
    }
    match attribute {
        "" => CARRIERS.contains(&resource_type) || !resource_type.starts_with("aws_"),
        attribute => CARRYING.iter().any(|word| attribute.contains(word)),
    }
}

impl Relevant {
    pub(crate) fn new(plans: &[&Plan<'_>]) -> Self {
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
}

fn resource_name(address: &ResourceAddress) -> String {
    let data = if address.mode == Mode::Data { "data." } else { "" };
    format!("{data}{}.{}", address.resource_type, address.name)
}
