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
