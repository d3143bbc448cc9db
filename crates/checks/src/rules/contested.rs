//! What the checks of lists share that one resource writes as a whole and another adds to.

use crate::{AttrRef, Check, Context, Evidence, Finding};
use ssm_check_assess::contested::{Contested, Subject, contested, is_adopted_after};
use ssm_check_message::{Span, say};
use std::collections::BTreeMap;

/// Reports each resource of which the next apply takes something away, once for each list.
pub(super) fn report(context: &Context<'_>, findings: &mut Vec<Finding>, check: &'static Check, wanted: impl Fn(Subject) -> bool) {
    let mut found: BTreeMap<(&str, &str, &str), Contested<'_>> = BTreeMap::new();
    for contested in contested(context.graph) {
        let is_wanted = wanted(contested.subject) && !is_adopted_after(contested.list, contested.part);
        if is_wanted && (contested.part.is_judged() || contested.list.is_judged()) {
            found.insert((contested.part.address(), contested.list.address(), contested.attribute), contested);
        }
    }
    findings.extend(found.into_values().map(|contested| finding(check, &contested)));
}

fn finding(check: &'static Check, contested: &Contested<'_>) -> Finding {
    let Contested { part, part_attribute, list, attribute, .. } = contested;
    let (part, list) = (part.address(), list.address());
    let at_part = if part_attribute.is_empty() { AttrRef::resource(part) } else { AttrRef::new(part, *part_attribute) };
    let evidence = [
        Evidence::Fact { at: at_part, shows: say!("is added by a resource of its own") },
        Evidence::Fact { at: AttrRef::new(list, *attribute), shows: say!("is all that there may be, and does not have it") },
    ];
    let (attribute, list) = (Span::code(attribute), Span::address(list));
    let help = if contested.by_name {
        say!("name it in {} of {}, or remove {}", attribute.clone(), list.clone(), Span::address(part))
    } else if contested.attribute == "policy" {
        say!(
            "keep one of the two: leave {} of {} out, or remove {} and write what it says there",
            attribute.clone(),
            list.clone(),
            Span::address(part)
        )
    } else {
        say!(
            "write it in {} of {} too and remove {}, or leave {} of {} out and write each element as a resource of its own",
            attribute.clone(),
            list.clone(),
            Span::address(part),
            attribute.clone(),
            list.clone()
        )
    };
    let message = say!("the next apply takes {} away: {} of {} does not have it", Span::address(part), attribute, list);
    Finding::fail(check, part, message).because(evidence).help(help)
}
