//! A plan's links as the engine's choices and memberships.

use crate::open_world::{outside, reason};
use ssm_check_graph::{Graph, Link, LinkTarget, Slot};
use ssm_check_message::{Message, Span, say};
use ssm_check_net::known::{Choice, Gap, Members};

/// A single-valued link, each candidate translated; one that has no counterpart is outside.
pub(super) fn choice<T>(graph: &Graph<'_>, link: &Link, what: &Message, translate: impl Fn(LinkTarget) -> Option<T>) -> Choice<T> {
    match link.slots.as_slice() {
        [] => Choice::None,
        [slot] => slot_choice(graph, slot, what, translate),
        _ => Choice::Unknown(Gap::new(say!("{}: several values", what))),
    }
}

pub(super) fn slot_choice<T>(graph: &Graph<'_>, slot: &Slot, what: &Message, translate: impl Fn(LinkTarget) -> Option<T>) -> Choice<T> {
    let mut known = Vec::new();
    let mut gap = slot.gap().map(|gap| Gap::because(what, reason(gap)));
    if let Slot::Outside(value) = slot {
        gap = Some(outside(what, None, value));
    }
    for candidate in slot.candidates() {
        match translate(candidate.target) {
            Some(translated) => known.push(translated),
            None => gap = Some(Gap::new(say!("{}: {}", what, Span::address(target_name(graph, candidate.target))))),
        }
    }
    match (known.len(), gap) {
        (0, gap) => Choice::Unknown(gap.unwrap_or_else(|| Gap::new(what))),
        (1, None) => known.pop().map_or(Choice::None, Choice::One),
        (_, None) => Choice::OneOf(known),
        (_, Some(gap)) => Choice::OneOfOrUnknown(known, gap),
    }
}

/// A set-valued link.
pub(super) fn members<T: Clone>(
    graph: &Graph<'_>,
    links: &[&Link],
    what: &Message,
    translate: impl Fn(LinkTarget) -> Option<T>,
) -> Members<T> {
    let mut certain = Vec::new();
    let mut possible = Vec::new();
    let mut gap = None;
    for slot in links.iter().flat_map(|link| &link.slots) {
        let exact = matches!(slot, Slot::One { .. }) && slot.only().is_some();
        match slot {
            Slot::Outside(value) => gap = Some(outside(what, None, value)),
            _ => gap = gap.or_else(|| slot.gap().map(|gap| Gap::because(what, reason(gap)))),
        }
        for candidate in slot.candidates() {
            match translate(candidate.target) {
                Some(translated) if exact => certain.push(translated),
                Some(translated) => possible.push(translated),
                None => gap = Some(Gap::new(say!("{}: {}", what, Span::address(target_name(graph, candidate.target))))),
            }
        }
    }
    match (certain.is_empty(), possible.is_empty(), gap) {
        (_, true, None) => Members::Exactly(certain),
        (_, true, Some(gap)) if certain.is_empty() => Members::Unknown(gap),
        (_, true, Some(gap)) => Members::AtLeast(certain, gap),
        (true, false, None) => Members::SomeOf(possible),
        (true, false, Some(gap)) => Members::SomeOfOrOther(possible, gap),
        (false, false, gap) => Members::AtLeast(certain, gap.unwrap_or_else(|| Gap::new(say!("{}: which others", what)))),
    }
}

/// And perhaps others.
pub(super) fn and_perhaps<T>(members: Members<T>, gap: Gap) -> Members<T> {
    match members {
        Members::Exactly(items) | Members::AtLeast(items, _) => Members::AtLeast(items, gap),
        Members::SomeOf(items) | Members::SomeOfOrOther(items, _) => Members::SomeOfOrOther(items, gap),
        Members::Unknown(gap) => Members::Unknown(gap),
    }
}

fn target_name(graph: &Graph<'_>, target: LinkTarget) -> String {
    match target {
        LinkTarget::Resource(id) | LinkTarget::Default(_, id) => graph.resource(id).address().to_owned(),
    }
}
