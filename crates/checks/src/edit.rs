//! Where in the configuration an advice is to be followed, and what things are called there.
//!
//! A block knows the resources of its own module by type and name, those of the modules that it calls only as the call, and what is
//! outside not at all: `depends_on` of something outside stands at the call.

use ssm_check_graph::Resource;
use ssm_check_message::{Message, Span, say};
use std::collections::BTreeMap;

/// What a `depends_on` names, by the block that gets it.
pub(crate) type Dependencies = BTreeMap<Block, Vec<String>>;

/// A block that gets an edit, by its address in the configuration.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Block {
    /// Of a resource.
    Resource(String),
    /// The call of a module.
    Call(String),
}

impl Block {
    /// The block in a sentence.
    pub(crate) fn shown(&self) -> Message {
        match self {
            Self::Resource(address) => Span::address(address).into(),
            Self::Call(address) => say!("the call of {}", Span::address(address)),
        }
    }
}

/// The `depends_on` by which targets wait for resources. What only an edit of a downloaded module could bring about is left out.
pub(crate) fn depends_on(target: Resource<'_>, awaited: &[Resource<'_>]) -> Dependencies {
    let mut all = Dependencies::new();
    for resource in awaited {
        if let Some((block, reference)) = dependency(target, *resource) {
            let references = all.entry(block).or_default();
            if !references.contains(&reference) {
                references.push(reference);
            }
        }
    }
    all
}

fn dependency(target: Resource<'_>, awaited: Resource<'_>) -> Option<(Block, String)> {
    let (from, to) = (modules(target), modules(awaited));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let common = from.get(..shared)?;
    // The module that gets the edit is the one that both are in, or that calls the modules that they are in.
    if !target.is_own_module(common) {
        return None;
    }
    let block = match from.get(shared) {
        Some(call) => Block::Call(in_module(common, &format!("module.{call}"))),
        None => Block::Resource(in_module(common, &block_of(target))),
    };
    let reference = match to.get(shared) {
        Some(call) => format!("module.{call}"),
        None => block_of(awaited),
    };
    Some((block, reference))
}

/// The address of a block in a module.
fn in_module(path: &[&str], name: &str) -> String {
    path.iter().flat_map(|step| ["module.", step, "."]).collect::<String>() + name
}

fn modules(resource: Resource<'_>) -> Vec<&str> {
    resource.parsed().module.0.iter().map(|step| step.name.as_str()).collect()
}

/// A resource block as its own module names it.
pub(crate) fn block_of(resource: Resource<'_>) -> String {
    let parsed = resource.parsed();
    format!("{}.{}", parsed.resource_type, parsed.name)
}

/// The path of the module that a resource is in, without keys, with its input.
pub(crate) fn module_of(resource: Resource<'_>) -> (usize, String) {
    (resource.input(), modules(resource).join("."))
}
