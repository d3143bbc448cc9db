//! The plan's own list of relevant attributes: the only trace that locals leave in a plan.
//!
//! `relevant_attributes` names every attribute of a resource that some change depends on, through locals, variables and
//! outputs: <https://developer.hashicorp.com/terraform/internals/json-format#plan-representation>. It says that something is
//! used, not where, so it only narrows what a local may stand for.

use crate::Kind;
use crate::config::config_path;
use crate::schema::carrying;
use rustc_hash::FxHashMap;
use ssm_check_plan::{Mode, ModuleAddress, Plan, ResourceAddress};

/// The relevant attributes of every input, by place in the configuration.
#[derive(Debug, Default)]
pub(crate) struct Relevant {
    /// For each input that has the list at all, (module, resource) to the first steps of the attributes; an empty step is the whole
    /// resource.
    attributes: FxHashMap<usize, FxHashMap<(String, String), Vec<String>>>,
    /// Per module, resources of kinds that are not modelled, with the attribute that is used.
    strangers: FxHashMap<(usize, String), Vec<Stranger>>,
}

/// A resource of a kind that is not modelled, and the attribute of it that is used.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Stranger {
    address: String,
    resource_type: String,
    attribute: String,
}

/// Types that are no source of a key although their attributes are unknown.
///
/// `terraform_data` hands on what the same module could name anyway.
const HARMLESS: [&str; 6] = ["random_", "time_", "null_", "tls_", "local_", "terraform_data"];

/// What attributes are called that may hold anything.
const ANYTHING: [&str; 3] = ["output", "result", "input"];

/// May an unknown attribute of this type, not modelled, be the key of a resource of a wanted kind?
pub(crate) fn is_stranger(resource_type: &str, attribute: &str, wanted: &[Kind]) -> bool {
    if Kind::of_type(resource_type).is_some() || HARMLESS.iter().any(|prefix| resource_type.starts_with(prefix)) {
        return false;
    }
    match attribute {
        "" => !resource_type.starts_with("aws_") || carrying(resource_type).any(|attribute| is_called_so(attribute, wanted)),
        // Its own key is none of theirs.
        "id" | "arn" | "name" => false,
        attribute => {
            ANYTHING.iter().any(|word| attribute.contains(word)) || wanted.iter().any(|kind| attribute.contains(kind.spec().called))
        }
    }
}

/// An attribute is called as if it held anything, or the key of a kind that says what those are called.
fn is_called_so(attribute: &str, wanted: &[Kind]) -> bool {
    // What ends otherwise is a document, a number or a word, and no key.
    let is_key = ["id", "ids", "arn", "arns", "name", "names", "role", "roles", "groups", "interfaces"];
    let is_key = is_key.iter().any(|end| attribute.ends_with(end));
    let is = |kind: &Kind| Some(kind.spec().called).is_some_and(|called| is_key && !called.is_empty() && attribute.contains(called));
    ANYTHING.iter().any(|word| attribute.contains(word)) || wanted.iter().any(is)
}

/// An attribute of a type that is not declared, which the provider computes, is called as if it held the key of some kind: the outputs of a
/// stack, a group that a service makes.
pub fn may_hold_a_key(attribute: &str) -> bool {
    is_called_so(attribute, Kind::ALL)
}

impl Relevant {
    pub(crate) fn new(plans: &[&Plan<'_>]) -> Self {
        let mut relevant = Self::default();
        for (input, plan) in plans.iter().enumerate() {
            if plan.relevant_attributes.is_empty() {
                continue;
            }
            let mut attributes: FxHashMap<_, Vec<_>> = FxHashMap::default();
            for entry in &plan.relevant_attributes {
                let Ok(address) = ResourceAddress::parse(&entry.resource) else { continue };
                let module = config_path(&address.module);
                let attribute = entry.attribute.first().and_then(|step| step.as_str()).unwrap_or_default().to_owned();
                if Kind::of_type(&address.resource_type).is_none() {
                    relevant.strangers.entry((input, module.clone())).or_default().push(Stranger {
                        address: entry.resource.to_string(),
                        resource_type: address.resource_type.clone(),
                        attribute: attribute.clone(),
                    });
                }
                attributes.entry((module, resource_name(&address))).or_default().push(attribute);
            }
            relevant.attributes.insert(input, attributes);
        }
        // The order of Terraform's list is not stable between runs.
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for strangers in relevant.strangers.values_mut() {
            strangers.sort();
        }
        relevant
    }

    /// Some change depends on this attribute, or the input does not have the list.
    pub(crate) fn has(&self, input: usize, address: &ResourceAddress, attribute: &str) -> bool {
        let Some(of_input) = self.attributes.get(&input) else { return true };
        let place = (config_path(&address.module), resource_name(address));
        of_input.get(&place).is_some_and(|attributes| attributes.iter().any(|used| used.is_empty() || used == attribute))
    }

    /// Every block, by module and name, of which some change depends on an attribute; `None` where the input does not have the list.
    pub(crate) fn blocks(&self, input: usize) -> Option<impl Iterator<Item = (&str, &str)>> {
        Some(self.attributes.get(&input)?.keys().map(|(module, name)| (module.as_str(), name.as_str())))
    }

    /// A resource of a kind that is not modelled, in this module, that some change depends on and that may name what is wanted.
    pub(crate) fn stranger(&self, input: usize, module: &ModuleAddress, wanted: &[Kind]) -> Option<&str> {
        let strangers = self.strangers.get(&(input, config_path(module)))?;
        let found = strangers.iter().find(|stranger| is_stranger(&stranger.resource_type, &stranger.attribute, wanted))?;
        Some(&found.address)
    }
}

fn resource_name(address: &ResourceAddress) -> String {
    let data = if address.mode == Mode::Data { "data." } else { "" };
    format!("{data}{}.{}", address.resource_type, address.name)
}
