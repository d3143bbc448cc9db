//! Event buses: events of AWS services come in on the default bus of the account and Region, and on no other unless a rule sends them on.
//!
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html>,
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html>.

use super::{Call, Pattern, is_enabled};
use ssm_check_graph::aws::{CloudwatchEventBus, CloudwatchEventRule, CloudwatchEventTarget};
use ssm_check_graph::{Graph, LinkTarget, ResourceId};
use ssm_check_iam::Truth;
use ssm_check_plan::Attr;

/// Whether events of AWS come to the bus of a rule.
pub(super) enum Heard<'g> {
    /// On the default bus.
    Always,
    /// On a bus of the inputs, if one of these rules sends them on.
    Through(Vec<(CloudwatchEventRule<'g>, Pattern, Truth)>),
    /// On a bus that the inputs do not show.
    Unknown,
}

impl<'g> Heard<'g> {
    pub(super) fn always() -> Self {
        Self::Always
    }

    pub(super) fn on(graph: &'g Graph<'g>, rule: CloudwatchEventRule<'g>) -> Self {
        let Some(bus) = bus_of(rule) else {
            return if is_on_default(rule) { Self::Always } else { Self::Unknown };
        };
        let sends = |rule: CloudwatchEventRule<'g>| {
            let targets = graph.referrers::<CloudwatchEventTarget<'g>>(LinkTarget::Resource(rule.0.id()), &["rule"]);
            Truth::any(targets.into_iter().map(|(target, referrer)| match target.destination().only() {
                Some(LinkTarget::Resource(id)) if id == bus => referrer.certainty(),
                Some(_) => Truth::False,
                None if target.destination().candidates().any(|candidate| candidate.target == LinkTarget::Resource(bus)) => Truth::Unknown,
                None => Truth::False,
            }))
        };
        // Events pass one bus only: "you can't chain" them, as AWS drops what was sent on twice.
        let senders = graph.all::<CloudwatchEventRule<'g>>().filter(|rule| rule.0.is_managed() && is_on_default(*rule));
        let through = senders.filter_map(|rule| Some((rule, Pattern::of_rule(rule)?, sends(rule).and(is_enabled(rule)))));
        Self::Through(through.filter(|(.., sends)| *sends != Truth::False).collect())
    }

    pub(super) fn hears(&self, call: &Call) -> Truth {
        match self {
            Self::Always => Truth::True,
            Self::Through(rules) => Truth::any(rules.iter().map(|(_, pattern, sends)| sends.and(pattern.matches(call)))),
            Self::Unknown => Truth::Unknown,
        }
    }
}

/// The rule is on the default bus, by its name or ARN, or because none is named.
fn is_on_default(rule: CloudwatchEventRule<'_>) -> bool {
    match rule.0.text("event_bus_name") {
        Attr::Absent => true,
        Attr::Known(name) | Attr::Sensitive(Some(name)) => name == "default" || name.ends_with(":event-bus/default"),
        Attr::Unknown(_) | Attr::Sensitive(None) => false,
    }
}

/// The bus of the inputs that the rule is on.
fn bus_of(rule: CloudwatchEventRule<'_>) -> Option<ResourceId> {
    match rule.event_bus().only() {
        Some(LinkTarget::Resource(id)) if !is_on_default(rule) => Some(id),
        _ => None,
    }
}

/// The target is a bus that the inputs make.
pub(super) fn is_bus_of_inputs(target: CloudwatchEventTarget<'_>) -> bool {
    let graph = target.0.graph();
    let is_bus = |id| graph.view::<CloudwatchEventBus<'_>>(id).is_some_and(|bus| bus.0.is_managed());
    matches!(target.destination().only(), Some(LinkTarget::Resource(id)) if is_bus(id))
}
