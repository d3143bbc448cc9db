//! One approval policy of the inputs.

use super::sources;
use crate::document::{content, name_of};
use crate::evidence::AttrRef;
use crate::open_world::after_apply;
use ssm_check_graph::Resource;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_iam::Truth;
use ssm_check_just_in_time::{CedarPolicy, Counts, Effect, ManualPolicy, TokenPolicy, Unread, cedar_texts};
use ssm_check_message::{Flaw, Gap, Reason};
use ssm_check_plan::Attr;
use std::borrow::Cow;

/// A policy.
pub struct Policy<'g> {
    /// The document.
    pub document: SsmDocument<'g>,
    /// Which of the three.
    pub kind: ApprovalKind,
    /// What it says.
    pub content: Content,
}

/// The three kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprovalKind {
    /// Who gets a token without a person.
    AutoApproval,
    /// Who does not, in the whole organisation.
    DenyAccess,
    /// Who gets one after approvals.
    Manual,
}

/// What a policy says.
pub enum Content {
    /// Cedar.
    Cedar(Box<CedarPolicy>),
    /// Approvals.
    Manual(ManualPolicy),
    /// Nothing that can be read, and why.
    Invalid(Flaw),
    /// It is not known.
    Unknown(Gap),
}

impl<'g> Policy<'g> {
    /// The policy of a document; `None` of one of another type. Both kinds in Cedar are of one document type: the name tells them apart,
    /// and where it is neither, what the statements do.
    pub(super) fn of(document: SsmDocument<'g>) -> Option<Self> {
        if !document.0.is_managed() {
            return None;
        }
        match document.document_type().value()? {
            "ManualApprovalPolicy" => {
                let content = match text_of(document) {
                    Ok(text) => {
                        let read = content::parse(&text, false).or_else(|_| content::parse(&text, true));
                        let unread =
                            |_| Content::Invalid(Flaw::new("it is neither JSON nor YAML with fields", "write an object in JSON or YAML"));
                        read.map_or_else(unread, |value| Content::Manual(ManualPolicy::of(&value)))
                    }
                    Err(gap) => Content::Unknown(gap),
                };
                Some(Self { document, kind: ApprovalKind::Manual, content })
            }
            "AutoApprovalPolicy" => {
                let content = text_of(document).map_or_else(Content::Unknown, |text| {
                    CedarPolicy::parse(&cedar(&text)).map_or_else(unread, |policy| Content::Cedar(Box::new(policy)))
                });
                let kind = match name_of(document) {
                    Some(name) if name == TokenPolicy::deny_access_name() => ApprovalKind::DenyAccess,
                    Some(name) if name == TokenPolicy::auto_approval_name() => ApprovalKind::AutoApproval,
                    _ if only_forbids(&content) => ApprovalKind::DenyAccess,
                    _ => ApprovalKind::AutoApproval,
                };
                Some(Self { document, kind, content })
            }
            _ => None,
        }
    }

    /// As the plan writes it.
    pub fn address(&self) -> &'g str {
        self.document.0.address()
    }

    /// Where its content is.
    pub fn at(&self) -> AttrRef {
        AttrRef::new(self.address(), "content")
    }

    /// Does it count for a node, by where both are? What a deny-access policy forbids it forbids everywhere.
    pub fn reaches(&self, target: Resource<'_>) -> Truth {
        if self.kind == ApprovalKind::DenyAccess { Truth::True } else { self.document.0.location().is(target.location()) }
    }

    /// It may let somebody in.
    pub fn approves(&self) -> bool {
        self.kind != ApprovalKind::DenyAccess && !self.is_invalid()
    }

    /// The name under which AWS looks for it; `None` of a policy that may have any.
    pub fn wanted_name(&self) -> Option<&'static str> {
        match self.kind {
            ApprovalKind::Manual => None,
            ApprovalKind::DenyAccess => Some(TokenPolicy::deny_access_name()),
            ApprovalKind::AutoApproval => Some(TokenPolicy::auto_approval_name()),
        }
    }

    /// It has a name by which AWS reads it.
    pub fn is_well_named(&self) -> Truth {
        match (self.wanted_name(), name_of(self.document)) {
            (None, _) => Truth::True,
            (Some(""), _) | (_, None) => Truth::Unknown,
            (Some(wanted), Some(name)) => Truth::from(name == wanted),
        }
    }

    pub(super) fn is_invalid(&self) -> bool {
        matches!(self.content, Content::Invalid(_))
    }

    /// How much it counts, where it is in the right account and Region; `None` if it does not.
    pub(super) fn counts(&self, here: Truth) -> Option<Counts<'_>> {
        let what = match (here, self.is_well_named()) {
            (Truth::False, _) => return None,
            (Truth::Unknown, _) => Some("whether the policy is of the node's account and Region"),
            (_, Truth::False | Truth::Unknown) => Some("whether AWS reads the policy under its name"),
            (Truth::True, Truth::True) => None,
        };
        match (&self.content, what) {
            (Content::Cedar(policy), None) => Some(Counts::Surely(policy)),
            (Content::Cedar(policy), Some(what)) => Some(Counts::Perhaps(policy, what)),
            (Content::Unknown(_), _) => Some(Counts::Unread("what the policy says")),
            // AWS does not take it.
            (Content::Invalid(_) | Content::Manual(_), _) => None,
        }
    }
}

fn unread(why: Unread) -> Content {
    match why {
        Unread::Invalid(why) => Content::Invalid(why),
        Unread::TooMuch(why) => Content::Unknown(Gap::because(why, Reason::NotModelled("a policy of this size"))),
    }
}

fn only_forbids(content: &Content) -> bool {
    matches!(content, Content::Cedar(policy) if !policy.statements.is_empty() && policy.statements.iter().all(|each| each.effect == Effect::Forbid))
}

/// The Cedar of a document: all of its text, or the parts that one of the schema has.
fn cedar(text: &str) -> String {
    let parts = content::parse(text, false).or_else(|_| content::parse(text, true)).ok().and_then(|value| cedar_texts(&value));
    parts.map_or_else(|| text.to_owned(), |parts| parts.join("\n"))
}

fn text_of(document: SsmDocument<'_>) -> Result<Cow<'_, str>, Gap> {
    match document.content() {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => Ok(text.into()),
        Attr::Absent => Ok("".into()),
        Attr::Sensitive(None) => Err(Gap::here(Reason::Unreadable)),
        Attr::Unknown(_) => sources::written(document.0, "content").map(Cow::from).ok_or_else(|| after_apply(document.0)),
    }
}
