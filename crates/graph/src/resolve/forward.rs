//! Values that pass through other resources: arguments that are handed on, names that are shared.
//!
//! What refers to an argument of a resource whose kind is not modelled refers to what it was given.
//!
//! Terraform holds a provider to the value of an argument as the configuration gives it:
//! <https://developer.hashicorp.com/terraform/plugin/framework/resources/plan-modification>. So `time_sleep.this.triggers["subnet"]`
//! or `terraform_data.this.output` lead on, though nothing is known of the resource itself.

use super::{Found, Resolver};
use crate::{How, LinkSpec, LinkTarget, Node, Slot};
use ssm_check_plan::{Expression, Key, Reference, ReferenceStep};
use ssm_check_source::{Step, Sym, Symbol};

/// Arguments that hold anything, as deep as it goes: no provider computes what is inside.
const HOLDING_ANYTHING: [&str; 4] = ["triggers", "keepers", "input", "triggers_replace"];

/// The argument that an attribute takes its value from:
/// <https://developer.hashicorp.com/terraform/language/resources/terraform-data#output>.
fn argument_of<'a>(resource_type: &str, attribute: &'a str) -> &'a str {
    if resource_type == "terraform_data" && attribute == "output" { "input" } else { attribute }
}

/// An argument that holds anything, by the attribute that shows it.
pub(super) fn holds_anything(resource_type: &str, attribute: Option<&str>) -> bool {
    attribute.is_some_and(|attribute| HOLDING_ANYTHING.contains(&argument_of(resource_type, attribute)))
}

impl<'p> Resolver<'_, 'p> {
    /// The expression whose value a reference has, where it is to an argument.
    pub(super) fn handed_on<'s>(&'s self, node: &Node<'p>, reference: &Reference) -> Option<&'s Expression<'p>> {
        let (ReferenceStep::Attribute(attribute), rest) = reference.path.split_first()? else { return None };
        let argument = argument_of(&node.parsed.resource_type, attribute);
        // An attribute inside of a nested argument may be the provider's own.
        if rest.iter().any(|step| matches!(step, ReferenceStep::Attribute(_))) && !HOLDING_ANYTHING.contains(&argument) {
            return None;
        }
        let entry = node.config.and_then(|config| self.configs.get(config))?;
        entry.block.get(argument).filter(|expression| !matches!(expression, Expression::Blocks(_)))
    }

    /// What is named after the same thing: `aws_iam_role.this.name` stands for the instance profile that has it for a name. A
    /// name that is made of what this plan makes is the name of nothing that exists already.
    pub(super) fn by_shared_name(&self, node: &Node<'p>, spec: &LinkSpec, position: &[usize], found: &mut Found) {
        let Some(source) = self.sole_source(node, spec.path, position) else { return };
        for kind in spec.targets.iter().filter(|kind| kind.spec().keys.contains(&"name")) {
            for id in self.index.of_kind(*kind) {
                let Some(named) = self.node(*id).filter(|named| named.input == node.input) else { continue };
                let unknown = named.existence.is_new() && named.values.root().get("name").is_unknown();
                if unknown && self.sole_source(named, &["name"], &[]).as_ref() == Some(&source) {
                    found.add(LinkTarget::Resource(*id), How::Reference);
                }
            }
        }
        if !found.candidates.is_empty() {
            found.open = None;
        }
    }

    /// What an argument of the symbol's resource was given, as the sources tell it.
    #[expect(clippy::option_option, reason = "not decided, and decided to be nothing")]
    pub(super) fn handed_on_in_source(
        &self,
        node: &Node<'p>,
        spec: &'static LinkSpec,
        symbol: &Symbol,
        visited: &super::Visited,
    ) -> Option<Option<Slot>> {
        let address = &symbol.address;
        let (Step::Attribute(attribute), rest) = symbol.path.split_first()? else { return None };
        if !holds_anything(&address.resource_type, Some(attribute)) || !visited.borrow_mut().insert(format!("{symbol}|source")) {
            return None;
        }
        let evaluator = self.sources.get(node.input)?.as_ref()?;
        let given = evaluator.resource(address)?.attribute(argument_of(&address.resource_type, attribute))?.value;
        self.slot(node, spec, &within(given, rest)?, visited)
    }
}

/// The value at the end of a path.
fn within(value: Sym, path: &[Step]) -> Option<Sym> {
    let Some((step, rest)) = path.split_first() else { return Some(value) };
    let inner = match (step, value) {
        (step, Sym::Symbol(symbol)) => Sym::Symbol(symbol.then(step.clone()).into()),
        (Step::Attribute(name) | Step::Index(Key::Str(name)), value) => value.members()?.get(name)?.clone(),
        (Step::Index(Key::Int(index)), value) => value.elements()?.get(usize::try_from(*index).ok()?)?.clone(),
    };
    within(inner, rest)
}
