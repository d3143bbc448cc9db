//! Session documents: what they open, as far as their content tells.
//!
//! A document of schema 1.0 is a session's type, its preferences or properties, and the parameters that the caller fills in:
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html>.

mod accepted;
mod aws;
mod composed;
pub(crate) mod content;
mod dialled;
mod free_commands;
mod from_sources;
mod hosts;
mod invalid;
mod parameter;
mod pattern;
mod ports;

pub use accepted::NamePart;
pub(crate) use aws::table as aws_table;
pub use aws::{AWS_PORTS, AwsDocument, AwsKind, aws_documents};
pub use content::{Content, Fill, SessionType};
pub use dialled::port_of;
pub use free_commands::{FreeCommand, Runbook, RunsAs, RunsWhat, Sent, free_command, runbook};
pub(crate) use from_sources::{label_of_part, quote_after};
pub use hosts::Hosts;
pub use invalid::{newer_field, problems};
pub use parameter::Parameter;
pub use pattern::{Pattern, PatternError};
pub use ports::{PortSet, Ports};

use crate::evidence::AttrRef;
use crate::open_world::text_after_apply;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_message::{Gap, Message, Reason, Span, say};
use ssm_check_plan::Attr;

/// The document that a session without a document name uses; it is in one's own account:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-default-session-document.html>.
pub const DEFAULT_DOCUMENT: &str = "SSM-SessionManagerRunShell";

/// What can be read of an `aws_ssm_document`.
#[derive(Clone, Debug)]
pub enum Reading {
    /// Its content.
    Content(Content),
    /// The content is no document, and why.
    Invalid(Message),
    /// It is not known.
    Unknown(Gap),
}

/// Where the content of a document is.
pub fn content_of(document: SsmDocument<'_>) -> AttrRef {
    AttrRef::new(document.0.address(), "content")
}

/// Is it a session document: yes, no, or not known.
pub fn is_session(document: SsmDocument<'_>) -> Option<bool> {
    match document.document_type() {
        Attr::Known(kind) | Attr::Sensitive(Some(kind)) if kind == "Session" => Some(true),
        // What a type is for that the tables do not know is not known.
        Attr::Known(kind) | Attr::Sensitive(Some(kind)) => crate::api_values::is_known("DocumentType", kind).then_some(false),
        Attr::Absent => Some(false),
        Attr::Unknown(_) | Attr::Sensitive(None) => None,
    }
}

/// Why it is not known whether it is a session document; `None` where it is.
fn untold_type(document: SsmDocument<'_>) -> Option<Gap> {
    if is_session(document).is_some() {
        return None;
    }
    let what = say!("the type of {}", Span::address(document.0.address()));
    Some(match document.document_type() {
        Attr::Known(kind) | Attr::Sensitive(Some(kind)) => crate::api_values::newer(what, kind),
        _ => text_after_apply(document.0, "document_type"),
    })
}

/// Reads what may be a session document: of which type it is may not be known.
pub fn read_session(document: SsmDocument<'_>) -> Option<Reading> {
    if is_session(document) == Some(false) {
        return None;
    }
    Some(untold_type(document).map_or_else(|| read(document), Reading::Unknown))
}

/// The name, where it is known.
pub fn name_of(document: SsmDocument<'_>) -> Option<&str> {
    document.name().value()
}

fn is_yaml(document: SsmDocument<'_>) -> bool {
    matches!(document.document_format(), Attr::Known("YAML"))
}

/// Reads the content of a document.
pub fn read(document: SsmDocument<'_>) -> Reading {
    let text = match document.content() {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => text,
        Attr::Absent if document.0.is_managed() => return Reading::Invalid("it is empty".into()),
        Attr::Absent => return Reading::Unknown(Gap::new("the data source does not show it")),
        Attr::Sensitive(None) => return Reading::Unknown(Gap::here(Reason::Unreadable)),
        Attr::Unknown(_) => {
            let source = document.0.source_texts_of("content").and_then(|source| from_sources::read(document, &source.parts));
            return source.map_or_else(|| Reading::Unknown(text_after_apply(document.0, "content")), Reading::Content);
        }
    };
    let yaml = is_yaml(document);
    match content::parse(text, yaml) {
        Ok(value) => Reading::Content(Content::new(value)),
        Err(why) => Reading::Invalid(why),
    }
}
