//! Policies: the documents of the plan, and which of them a principal has.

mod attached;
mod structured;

pub use attached::{Held, PolicySet};

use crate::arn::arn_of;
use crate::finding::AttrRef;
use ssm_check_graph::aws::PolicyDocument;
use ssm_check_graph::{Graph, Resource, Target};
use ssm_check_iam::{Document, ParseError};
use ssm_check_plan::Attr;

/// A document of the plan and what could not be read of it.
#[derive(Clone, Debug)]
pub struct Read {
    /// The document; incomplete where the plan does not tell all of it.
    pub document: Document,
    /// Where something is missing, and why.
    pub gap: Option<(AttrRef, String)>,
    /// The text is no policy.
    pub error: Option<ParseError>,
}

impl Read {
    fn unknown(at: AttrRef, why: impl Into<String>) -> Self {
        Self { document: Document::unknown(), gap: Some((at, why.into())), error: None }
    }

    fn known(document: Document) -> Self {
        Self { document, gap: None, error: None }
    }
}

/// Reads the policy document of an attribute: its text, or the `aws_iam_policy_document` that it is made of.
pub fn read(resource: Resource<'_>, attribute: &str) -> Read {
    let at = AttrRef::new(resource.address(), attribute);
    match resource.text(attribute) {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => parse(text, at),
        Attr::Absent => Read::known(Document::new([])),
        Attr::Sensitive(None) => Read::unknown(at, "sensitive and redacted"),
        Attr::Unknown(_) => match resource.link(&[attribute]).only() {
            Some(Target::Resource(id)) => match resource.graph().view::<PolicyDocument>(id) {
                Some(document) => structured::read(document),
                None => Read::unknown(at, "known only after apply"),
            },
            _ => Read::unknown(at, "known only after apply"),
        },
    }
}

/// Parses the text of a policy document.
pub fn parse(text: &str, at: AttrRef) -> Read {
    if text.trim().is_empty() {
        return Read::known(Document::new([]));
    }
    match Document::parse(text) {
        Ok(document) => Read::known(document),
        Err(error) => Read { document: Document::unknown(), gap: Some((at, format!("no policy document: {error}"))), error: Some(error) },
    }
}

/// The ARN that an unknown value of a policy stands for, where its expression can only mean one resource's.
fn bound_arn<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, path: &[&str], position: &[usize]) -> Option<ssm_check_iam::Text> {
    let (source, attribute) = graph.sole_source(resource, path, position)?;
    (attribute == "arn").then(|| arn_of(source))
}
