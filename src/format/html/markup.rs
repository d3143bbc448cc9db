//! What every section of the page is made of.

use crate::inert::printable;
use maud::{Markup, html};
use ssm_check_checks::Verdict;
use ssm_check_message::Message;

pub(super) fn left_out(all: usize, most: usize, what: &str) -> Markup {
    html! {
        @if all > most {
            p.quiet { "Of " (all) " " (what) ", " (most) " are shown here, the worst first; the JSON report has all." }
        }
    }
}

pub(super) fn glyph(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Fail => "✗",
        Verdict::Unknown => "?",
    }
}

pub(super) fn badge(verdict: Verdict) -> Markup {
    html! { span class={ "badge " (verdict.as_str()) } { (glyph(verdict)) " " (verdict.as_str()) } }
}

pub(super) fn code(text: &str) -> Markup {
    html! { code { (printable(text)) } }
}

/// A name or address that may break between its words: `StartPortForwardingSessionToRemoteHost` is wider than what is beside it.
pub(super) fn broken(name: &str) -> Markup {
    let mut parts = vec![String::new()];
    let mut before = ' ';
    for character in printable(name).chars() {
        if character.is_uppercase() && before.is_lowercase() || matches!(before, '.' | '_') {
            parts.push(String::new());
        }
        parts.last_mut().into_iter().for_each(|part| part.push(character));
        before = character;
    }
    html! {
        code { @for (number, part) in parts.iter().enumerate() { @if number > 0 { wbr; } (part) } }
    }
}

/// A sentence, with its names and values as code.
pub(super) fn inline(message: &Message) -> Markup {
    html! {
        @for (is_code, part) in message.runs() {
            @if is_code { (code(&part)) } @else { (printable(&part)) }
        }
    }
}

pub(super) fn worst_first(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Fail => 0,
        Verdict::Unknown => 1,
        Verdict::Pass => 2,
    }
}
