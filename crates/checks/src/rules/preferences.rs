//! The preferences that sessions follow: those of the account, and those of documents that hold their own.

use super::documents::is_preferences;
use super::host::preferences;
use crate::Context;
use ssm_check_assess::document::{DEFAULT_DOCUMENT, Reading, is_session, name_of, read};
use ssm_check_graph::Resource;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_message::{Message, Span, say};

/// Documents that hold preferences of shells under names of their own, as far as they could be read: a session with one follows them.
pub(super) struct Followed<'g>(Vec<(SsmDocument<'g>, Reading)>);

impl<'g> Followed<'g> {
    /// Those of the inputs.
    pub(super) fn of(context: &Context<'g>) -> Self {
        let own = |document: &SsmDocument<'g>| is_session(*document) == Some(true) && name_of(*document) != Some(DEFAULT_DOCUMENT);
        let asks = |document: SsmDocument<'g>, reading: &Reading| match reading {
            Reading::Content(content) => is_preferences(document, content),
            // What nothing but a key is unknown of are preferences.
            Reading::Unknown(_) => true,
            Reading::Invalid(_) => false,
        };
        let read = context.graph.all::<SsmDocument<'g>>().filter(own).map(|document| (document, read(document)));
        Self(read.filter(|(document, reading)| asks(*document, reading)).collect())
    }

    /// Hands on what sessions on a target may follow.
    pub(super) fn on(&self, context: &Context<'g>, target: Resource<'g>, mut each: impl FnMut(SsmDocument<'g>, &Reading)) {
        for (document, reading) in preferences(context, target) {
            each(document, &reading);
        }
        for (document, reading) in self.0.iter().filter(|(document, _)| document.0.location().is(target.location()).is_possible()) {
            each(*document, reading);
        }
    }
}

/// "session preferences", with the name that a session has to ask for where it is not the one that sessions have by themselves.
pub(super) fn named(document: SsmDocument<'_>) -> Message {
    own_name(document).map_or_else(|| "session preferences".into(), |name| say!("the session preferences {}", name))
}

/// "sessions on `aws_instance.web`", with the document where they have to ask for it.
pub(super) fn sessions_on(document: SsmDocument<'_>, target: &str) -> Message {
    let target = Span::address(target);
    own_name(document).map_or_else(|| say!("sessions on {}", target.clone()), |name| say!("sessions with {} on {}", name, target.clone()))
}

/// The name that a session has to ask for, or the address where the name is not known; `None` of the one that sessions have by themselves.
fn own_name(document: SsmDocument<'_>) -> Option<Span> {
    match name_of(document) {
        Some(name) if name == DEFAULT_DOCUMENT => None,
        Some(name) => Some(Span::value(name)),
        None => Some(Span::address(document.0.address())),
    }
}
