//! How findings are put right, as data. What is wrong is for the checks to say; what would be right, and in whose names, is said here,
//! once for all checks that meet the same cause.

pub(crate) mod access;
pub(crate) mod documents;
pub(crate) mod endpoints;
pub(crate) mod exposure;
pub(crate) mod host;
pub(crate) mod identity;
pub(crate) mod network;
mod ranges;
pub(crate) mod rules;
pub(crate) mod session_key;

use ssm_check_graph::aws::{InlinePoliciesExclusive, View};
use ssm_check_graph::{Existence, Graph, LinkTarget, Resource};
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
    if resource.input() == from.input() {
        return Some(Value::of(resource.parsed(), attribute));
    }
    match resource.values().get(attribute).text() {
        Attr::Known(text) => Some(Value::from(text)),
        _ => None,
    }
}

/// An inline policy of one statement, for a role, user or group, as it has its others: in its block, or beside it, and in the list of all
/// where there is one, which takes away every other.
///
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive>
fn inline_policy(of: Resource<'_>, name: &str, statement: Statement) -> Option<Vec<Edit>> {
    let (kind, argument) = match of.resource_type() {
        "aws_iam_role" => ("aws_iam_role_policy", "role"),
        "aws_iam_user" => ("aws_iam_user_policy", "user"),
        "aws_iam_group" => ("aws_iam_group_policy", "group"),
        _ => return None,
    };
    if !is_ours(of) {
        return None;
    }
    if of.is_configured("inline_policy") {
        let body = Body::new().with("name", name.replace('_', "-")).with("policy", Value::Policy(statement));
        return Some(vec![Edit::AddBlock { block: of.parsed().clone(), name: "inline_policy".to_owned(), body }]);
    }
    // What `dynamic` blocks make is in the plan alone: they take any other policy away, and are no place for one more block.
    if of.existence() == Existence::Created && of.values().get("inline_policy").elements().next().is_some() {
        return None;
    }
    let body = Body::new().with(argument, Value::of(of.parsed(), "name")).with("policy", Value::Policy(statement));
    let lists = of.graph().referrers::<InlinePoliciesExclusive<'_>>(LinkTarget::Resource(of.id()), &[&format!("{argument}_name")]);
    let listed = lists.into_iter().map(|(list, _)| Edit::Append {
        block: list.resource().parsed().clone(),
        path: vec!["policy_names".to_owned()],
        value: Value::made(kind, name, "name"),
    });
    Some([Edit::add(of.parsed(), kind, name, body)].into_iter().chain(listed).collect())
}

/// Adds causes that are not there yet.
pub(crate) fn merge(into: &mut Causes, more: Causes) {
    for cause in more {
        if !cause.is_empty() && !into.contains(&cause) {
            into.push(cause);
        }
    }
}
