//! Texts in which only ids of the identity store are known after apply.
//!
//! A group or user that the plan makes has an id that nobody else has: its address may stand for it.

use crate::document::quote_after;
use ssm_check_graph::{Resource, SourcePart};
use std::fmt::Write as _;

/// What makes ids in the identity store: groups and users.
const IDENTITY_STORE: &str = "aws_identitystore_";

/// An attribute as the sources write it, with addresses in the place of such ids; `None` where anything else is not known.
pub(super) fn written(resource: Resource<'_>, attribute: &str) -> Option<String> {
    let source = resource.source_texts_of(attribute)?;
    let mut text = String::new();
    for part in &source.parts {
        match part {
            SourcePart::Text(literal) => text.push_str(literal),
            SourcePart::Attribute(id, attribute) => {
                let made = resource.graph().resource(*id);
                let is_id = made.resource_type().starts_with(IDENTITY_STORE) && made.is_made_up(attribute);
                if !is_id || !made.is_managed() || !made.existence().is_new() {
                    return None;
                }
                let quote = quote_after(&text);
                let _ = write!(text, "{quote}{}{quote}", made.address());
            }
            SourcePart::ArnField(..) | SourcePart::Word(_) | SourcePart::Other(_) => return None,
        }
    }
    Some(text)
}
