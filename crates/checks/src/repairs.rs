//! How findings are put right, as data. What is wrong is for the checks to say; what would be right, and in whose names, is said here,
//! once for all checks that meet the same cause.

pub(crate) mod access;
pub(crate) mod documents;
pub(crate) mod endpoints;
pub(crate) mod exposure;
pub(crate) mod host;
pub(crate) mod identity;
pub(crate) mod network;
mod rules;
pub(crate) mod session_key;

use ssm_check_graph::{Graph, Resource};
use ssm_check_message::Message;
use ssm_check_plan::{Attr, ResourceAddress};
pub(crate) use ssm_check_repair::Statement;
use ssm_check_repair::{Body, Edit, Repair, Value};

/// For each cause, the ways to put it right: the one that the configuration is closest to comes first.
pub(crate) type Causes = Vec<Vec<Repair>>;

/// What to do about a finding: edits, whose words are the help, or words where there is no edit, since it takes a decision.
pub(crate) enum Advice {
    Edits(Causes),
    Words(Message),
}

impl Advice {
    /// The only way to put it right, or words where that cannot be edited.
    pub(crate) fn of(repair: Option<Repair>, words: Message) -> Self {
        repair.map_or(Self::Words(words), |repair| Self::Edits(vec![vec![repair]]))
    }
}

impl From<Causes> for Advice {
    fn from(repairs: Causes) -> Self {
        Self::Edits(repairs)
    }
}

impl From<Message> for Advice {
    fn from(words: Message) -> Self {
        Self::Words(words)
    }
}

impl From<&'static str> for Advice {
    fn from(words: &'static str) -> Self {
        Self::Words(words.into())
    }
}

/// A resource whose block may be edited: it is of an input that is judged, and not a data source.
fn is_ours(resource: Resource<'_>) -> bool {
    resource.is_judged() && !resource.is_deposed() && resource.is_managed()
}

/// The resource at an address, or the first instance of a block: what is said of several instances alike is said of their block.
pub(crate) fn at<'g>(graph: &'g Graph<'g>, address: &str) -> Option<Resource<'g>> {
    graph.at(address).or_else(|| {
        let block = ResourceAddress::parse(address).ok().filter(|block| block.key.is_none())?;
        graph.resources().find(|resource| ResourceAddress { key: None, ..resource.parsed().clone() } == block)
    })
}

/// An attribute as a block of the same input as `from` writes it: by reference, else by what is known of it.
fn value_of(from: Resource<'_>, resource: Resource<'_>, attribute: &str) -> Option<Value> {
    if resource.is_judged() && resource.input() == from.input() {
        return Some(Value::of(resource.parsed(), attribute));
    }
    match resource.values().get(attribute).text() {
        Attr::Known(text) => Some(Value::from(text)),
        _ => None,
    }
}

/// The type of a role's inline policy, and its argument for the role.
const OF_ROLE: (&str, &str) = ("aws_iam_role_policy", "role");

/// An inline policy of one statement, beside a resource.
fn inline_policy(beside: Resource<'_>, (kind, argument): (&str, &str), owner: Value, name: &str, statement: Statement) -> Edit {
    let body = Body::new().with(argument, owner).with("policy", Value::Policy(statement));
    Edit::add(beside.parsed(), kind, name, body)
}

/// Adds causes that are not there yet.
pub(crate) fn merge(into: &mut Causes, more: Causes) {
    for cause in more {
        if !cause.is_empty() && !into.contains(&cause) {
            into.push(cause);
        }
    }
}
