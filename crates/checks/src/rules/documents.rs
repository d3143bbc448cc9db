//! What the checks of session documents share.

pub(super) mod caller_cannot_use_session_key;
pub(super) mod command_document_tunnels;
pub(super) mod document_opens_more;
pub(super) mod pattern_not_anchored;
pub(super) mod port_document_unrestricted;
pub(super) mod port_forwarding_unmonitored;
pub(super) mod remote_host_unrestricted;
pub(super) mod session_document_invalid;
pub(super) mod session_document_public;
pub(super) mod session_log_group_without_key;
pub(super) mod session_logging_off;
pub(super) mod session_logs_not_written;
pub(super) mod session_logs_unencrypted;
pub(super) mod session_unbounded;

use crate::repairs::Advice;
use crate::rules::access::{Report, finding};
use crate::{Check, Context, Evidence, Finding, Verdict};
use ssm_check_assess::document::{self, Content, DEFAULT_DOCUMENT, Fill, Reading, SessionType};
use ssm_check_graph::aws::SsmDocument;
use ssm_check_message::{Gap, Message, Span, list, say};

/// Session documents that the inputs manage, in the order of addresses.
pub(super) fn sessions<'g>(context: &Context<'g>) -> impl Iterator<Item = SsmDocument<'g>> {
    context.graph.all::<SsmDocument<'g>>().filter(|document| document.0.is_managed() && document::is_session(*document) == Some(true))
}

/// Asks about each session document whose content can be read; where it is not known, the answer is not.
pub(super) fn each_session<'g>(
    context: &Context<'g>,
    findings: &mut Vec<Finding>,
    check: &'static Check,
    ask: impl Fn(SsmDocument<'g>, &Content) -> Option<Report>,
) {
    for document in context.graph.all::<SsmDocument<'g>>().filter(|document| document.0.is_managed()) {
        let name = document.0.address();
        let Some(reading) = document::read_session(document) else { continue };
        let report = match reading {
            Reading::Content(body) => ask(document, &body),
            // One check tells it of tunnels, one of preferences.
            Reading::Unknown(why)
                if check.id == "SSM501" || (check.id == "SSM505" && document::name_of(document) == Some(DEFAULT_DOCUMENT)) =>
            {
                Some(unclear(document, say!("cannot determine from this plan what document {} contains", Span::address(name)), why))
            }
            // What is invalid is SSM504's.
            Reading::Invalid(_) | Reading::Unknown(_) => None,
        };
        findings.extend(report.map(|report| finding(check, name, Some("content"), report)));
    }
}

/// A failure, with what the content shows.
pub(super) fn fail(document: SsmDocument<'_>, message: impl Into<Message>, how: impl Into<Message>, advice: impl Into<Advice>) -> Report {
    Report::fail(message, vec![fact(document, how)], advice)
}

/// Something that the content shows.
pub(super) fn fact(document: SsmDocument<'_>, shows: impl Into<Message>) -> Evidence {
    Evidence::Fact { at: document::content_of(document), shows: shows.into() }
}

/// The parameters that fill a property.
pub(super) fn parameters_of(content: &Content, filled: &Fill<'_>) -> Message {
    match filled {
        Fill::Parameter(parameter) => Span::value(parameter.name).into(),
        Fill::Mixed(text) => list(content.parameters_in(text).flatten().map(|parameter| Span::value(parameter.name))),
        Fill::Absent | Fill::Literal(_) | Fill::Undeclared => Message::default(),
    }
}

/// What is not known of a document.
pub(super) fn unclear(document: SsmDocument<'_>, message: impl Into<Message>, gap: Gap) -> Report {
    let evidence = vec![Evidence::Gap { at: document::content_of(document), gap }];
    Report { verdict: Verdict::Unknown, ..Report::fail(message, evidence, Message::default()) }
}

/// The document holds preferences of shells: the default one, or one with preferences of its own.
pub(in crate::rules) fn is_preferences(document: SsmDocument<'_>, content: &Content) -> bool {
    content.session_type() == Some(SessionType::StandardStream)
        && (document::name_of(document) == Some(DEFAULT_DOCUMENT) || content.value.get("inputs").is_some())
}
