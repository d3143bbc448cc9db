//! Policies: the documents of the plan, and which of them a principal has.

mod attached;
mod exclusive;
mod grants;
mod held;
mod in_force;
mod named_key;
mod of_key;
mod structured;

pub use attached::PolicySet;
pub use grants::with_grants;
pub use held::{Body, Held};
pub(crate) use in_force::{PolicyAt, policy_at, written_policy};
pub use named_key::NamedKey;
pub use of_key::policy_of_key;

use crate::arn::{arn_of, id_of};
use crate::evidence::AttrRef;
use crate::open_world::{after_apply, text_after_apply};
use rustc_hash::FxHashMap;
use ssm_check_graph::aws::{KmsAlias, PolicyDocument};
use ssm_check_graph::{Graph, Kind, Link, LinkTarget, Resource, SourcePart};
use ssm_check_iam::{Class, Document, ParseError, Piece, Placeholder, Text};
use ssm_check_message::{Gap, Reason, Span, say};
use ssm_check_plan::Attr;
use std::cell::RefCell;

/// A document of the plan and what could not be read of it.
#[derive(Clone, Debug)]
pub struct Read {
    /// The document; incomplete where the plan does not tell all of it.
    pub document: Document,
    /// Where something is missing, and why.
    pub gap: Option<(AttrRef, Gap)>,
    /// The text is no policy.
    pub error: Option<ParseError>,
}

impl Read {
    fn unknown(at: AttrRef, gap: Gap) -> Self {
        Self { document: Document::unknown(), gap: Some((at, gap)), error: None }
    }

    fn invalid(at: AttrRef, error: ParseError) -> Self {
        let gap = Gap::new(say!("no policy document: {}", Span::value(error.to_string())));
        Self { error: Some(error), ..Self::unknown(at, gap) }
    }

    fn known(document: Document) -> Self {
        Self { document, gap: None, error: None }
    }
}

/// Reads the policy document of an attribute: its text, or the `aws_iam_policy_document` that it is made of.
pub fn read(resource: Resource<'_>, attribute: &str) -> Read {
    read_as(resource, attribute, AttrRef::new(resource.address(), attribute), resource.text(attribute), resource.link(&[attribute]))
}

/// Reads the policy document of an attribute in one of the nested blocks of a type, which is named by its block.
pub(super) fn read_in_block(resource: Resource<'_>, block: &str, index: usize, attribute: &str) -> Read {
    let text = resource.values().get(block).elements().nth(index).map_or(Attr::Absent, |block| block.get(attribute).text());
    let link = resource.links(&[block, attribute]).get(index).copied().unwrap_or(Link::ABSENT);
    let at = AttrRef::new(resource.address(), format!("{block}[{index}]"));
    read_as(resource, &format!("{block}[{index}].{attribute}"), at, text, link)
}

/// Reads a document of which the sources tell by this name what the plan does not know.
fn read_as(resource: Resource<'_>, attribute: &str, at: AttrRef, text: Attr<&str>, link: &Link) -> Read {
    match text {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => parse(text, at),
        Attr::Absent => Read::known(Document::new([])),
        Attr::Sensitive(None) => Read::unknown(at, Gap::here(Reason::Unreadable)),
        Attr::Unknown(_) if resource.source_texts_of(attribute).is_some() => from_sources(resource, attribute, at),
        Attr::Unknown(_) => match link.only() {
            Some(LinkTarget::Resource(id)) => match resource.graph().view::<PolicyDocument>(id) {
                Some(document) => structured::read(document),
                None => Read::unknown(at, after_apply(resource)),
            },
            _ => Read::unknown(at, text_after_apply(resource, attribute)),
        },
    }
}

/// A document whose text the sources tell in parts: attributes that are known after apply are placeholders in it.
fn from_sources(resource: Resource<'_>, attribute: &str, at: AttrRef) -> Read {
    let unknown = || Read::unknown(at.clone(), text_after_apply(resource, attribute));
    let Some(source) = resource.source_texts_of(attribute) else { return unknown() };
    // The whole text is one attribute: that of a document.
    if let [SourcePart::Attribute(id, _)] = source.parts.as_slice() {
        return match resource.graph().view::<PolicyDocument<'_>>(*id) {
            Some(document) => structured::read(document),
            None => unknown(),
        };
    }
    let marker = |index: usize| format!("{MARK}{index}{MARK}");
    let text: String = source
        .parts
        .iter()
        .enumerate()
        .map(|(index, part)| match part {
            SourcePart::Text(text) => text.clone(),
            SourcePart::Attribute(..) | SourcePart::ArnField(..) | SourcePart::Word(_) | SourcePart::Other(_) => marker(index),
        })
        .collect();
    if text.len() > LARGEST {
        return too_large(at);
    }
    let Ok(json) = serde_json::from_str(&text) else { return unknown() };
    let mut with_holes = |text: &str| {
        let mut made = Text::lit("");
        for (position, piece) in text.split(MARK).enumerate() {
            made = match piece.parse().ok().filter(|_| position % 2 == 1).and_then(|index: usize| source.parts.get(index)) {
                Some(part) => made.join(&placeholder(resource, part)),
                None => made.then(piece),
            };
        }
        made
    };
    match Document::from_value_with(&json, &mut with_holes) {
        Ok(document) => Read::known(document),
        Err(error) => Read::invalid(at, error),
    }
}

/// Stands around the number of a part in a text that is parsed.
const MARK: char = '\u{E000}';

fn placeholder(resource: Resource<'_>, part: &SourcePart) -> Text {
    match part {
        SourcePart::Attribute(id, attribute) => {
            let source = resource.graph().resource(*id);
            match attribute.as_str() {
                "account_id" | "id" if source.kind() == Some(Kind::CallerIdentity) => Text::account(&source.location().account),
                "arn" => arn_of(source),
                "id" => id_of(source),
                attribute => arn_named(source, attribute)
                    .unwrap_or_else(|| Text::unknown(Placeholder::new(format!("{}.{attribute}", source.address()), Class::Any))),
            }
        }
        SourcePart::ArnField(id, field) => {
            let source = resource.graph().resource(*id);
            let unknown = || Text::unknown(Placeholder::new(format!("{}.arn[{field}]", source.address()), Class::Any));
            arn_field(&arn_of(source), *field).unwrap_or_else(unknown)
        }
        SourcePart::Word(label) | SourcePart::Other(label) => Text::unknown(Placeholder::new(label.as_str(), Class::Any)),
        SourcePart::Text(text) => Text::lit(text),
    }
}

/// What stands between two colons of an ARN, the sixth field with all that follows; `None` where a colon may be in what is not known.
fn arn_field(arn: &Text, wanted: usize) -> Option<Text> {
    let mut fields = vec![Text::default()];
    for piece in arn.pieces() {
        match piece {
            Piece::Lit(text) => {
                for (at, part) in text.splitn(7 - fields.len().min(6), ':').enumerate() {
                    if at > 0 {
                        fields.push(Text::default());
                    }
                    fields.last_mut().map(|last| *last = std::mem::take(last).then(part))?;
                }
            }
            Piece::Placeholder(placeholder) if placeholder.class != Class::Any => {
                fields.last_mut().map(|last| *last = std::mem::take(last).placeholder(placeholder.clone()))?;
            }
            Piece::Placeholder(_) => return None,
        }
    }
    fields.into_iter().nth(wanted)
}

/// Bytes of a policy that are read. The largest that AWS takes have a quarter: those of KMS keys,
/// <https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html>.
const LARGEST: usize = 128 << 10;

/// Parses the text of a policy document.
pub fn parse(text: &str, at: AttrRef) -> Read {
    if text.len() > LARGEST {
        return too_large(at);
    }
    if text.trim().is_empty() {
        return Read::known(Document::new([]));
    }
    match parsed(text) {
        Ok(document) => Read::known(document),
        Err(error) => Read::invalid(at, error),
    }
}

/// Texts of which what they say is kept; beyond that all are forgotten.
const KEPT: usize = 1 << 12;

/// Copies of a module have the same policies, and each is read wherever its principal is asked about: a text is parsed once, and all that
/// it says is shared.
fn parsed(text: &str) -> Result<Document, ParseError> {
    thread_local! {
        static PARSED: RefCell<FxHashMap<Box<str>, Result<Document, ParseError>>> = RefCell::default();
    }
    PARSED.with_borrow_mut(|kept| {
        if let Some(known) = kept.get(text) {
            return known.clone();
        }
        if kept.len() >= KEPT {
            kept.clear();
        }
        let parsed = Document::parse(text);
        kept.insert(text.into(), parsed.clone());
        parsed
    })
}

/// What such a policy would say once AWS took it is left open, and costs nothing to leave so.
fn too_large(at: AttrRef) -> Read {
    Read::unknown(at, Gap::here(Reason::NotModelled("larger than any policy that AWS takes")))
}

/// The ARN that an unknown value of a policy stands for, where its expression can only mean one resource's.
fn bound_arn<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, path: &[&str], position: &[usize]) -> Option<ssm_check_iam::Text> {
    let (source, attribute) = graph.sole_source(resource, path, position)?;
    if attribute == "arn" { Some(arn_of(source)) } else { arn_named(source, &attribute) }
}

/// The ARN of another resource that an attribute shows: that of the key of an alias.
fn arn_named(source: Resource<'_>, attribute: &str) -> Option<Text> {
    let alias = source.graph().view::<KmsAlias<'_>>(source.id()).filter(|_| attribute == "target_key_arn")?;
    NamedKey::by_attribute(alias, attribute).map(|key| key.arn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_aws_would_not_take_is_left_open() {
        let statement = r#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#;
        let of = |statements: usize| {
            let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{}]}}"#, vec![statement; statements].join(","));
            parse(&text, AttrRef::resource("aws_iam_policy.p"))
        };
        assert_eq!(of(1_000).document.statements.len(), 1_000);
        let large = of(100_000);
        assert!(large.document.statements.is_empty() && !large.document.complete && large.gap.is_some() && large.error.is_none());
    }
}
