//! Alarms on the metrics of filters, and whom they tell: by themselves, or by composite alarms on them.

use super::Fault;
use ssm_check_graph::aws::{CloudwatchCompositeAlarm, CloudwatchLogMetricFilter, CloudwatchMetricAlarm};
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::Truth;
use ssm_check_plan::{Attr, Value};
use std::collections::BTreeSet;

/// What the metric of a filter leads to.
pub(super) struct Alarmed {
    /// Somebody is told.
    pub(super) works: Truth,
    /// Why nobody is.
    pub(super) flaw: Option<Fault>,
    /// The alarm that notifies nobody.
    pub(super) silent: Option<String>,
}

/// Who is told of what a filter counts.
pub(super) fn by_filter<'g>(graph: &'g Graph<'g>, filter: CloudwatchLogMetricFilter<'g>) -> Alarmed {
    let unknown = Alarmed { works: Truth::Unknown, flaw: None, silent: None };
    let Some(metric) = filter.metric_transformation().items.first().and_then(|block| Metric::of(*block, "name")) else { return unknown };
    let alarms = || graph.all::<CloudwatchMetricAlarm<'g>>();
    // A metric is of one Region.
    let watches = |alarm: CloudwatchMetricAlarm<'g>| watches(alarm, &metric).and(are_together(alarm.0, filter.0));
    let works = Truth::any(alarms().map(|alarm| watches(alarm).and(notifies(graph, alarm))));
    if works != Truth::False {
        return Alarmed { works, ..unknown };
    }
    let silent = alarms().find(|alarm| watches(*alarm) == Truth::True);
    let flaw = match silent.map(|alarm| tells(alarm.alarm_actions())) {
        None => Fault::NoAlarm,
        Some(true) => Fault::AlarmOff,
        Some(false) => Fault::AlarmWithoutActions,
    };
    Alarmed { works, flaw: Some(flaw), silent: silent.map(|alarm| alarm.0.address().to_owned()) }
}

/// Two resources are in one Region.
fn are_together(one: Resource<'_>, other: Resource<'_>) -> Truth {
    one.location().region.is(&other.location().region)
}

/// A metric: its name and namespace, and the names of its dimensions. Each combination of dimensions is a metric of its own:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension>.
struct Metric<'g> {
    name: &'g str,
    namespace: &'g str,
    /// `None` where they are not known.
    dimensions: Option<BTreeSet<String>>,
}

impl<'g> Metric<'g> {
    /// Of a block or a resource that names its metric so; `None` where it is not known.
    fn of(block: Value<'g, 'g>, name: &str) -> Option<Self> {
        let text = |name: &str| known(&block.get(name).text());
        Some(Self { name: text(name)?, namespace: text("namespace")?, dimensions: dimensions(block) })
    }
}

fn dimensions(block: Value<'_, '_>) -> Option<BTreeSet<String>> {
    let map = block.get("dimensions");
    if map.is_unknown() {
        return None;
    }
    Some(map.members().map(|(name, _)| name.to_owned()).collect())
}

/// An alarm is on this metric, by its own arguments or by one of its queries.
fn watches(alarm: CloudwatchMetricAlarm<'_>, metric: &Metric<'_>) -> Truth {
    let queries = alarm.metric_query();
    let of_queries = queries.items.iter().flat_map(|query| query.get("metric").elements().map(|block| is_of(block, metric)));
    let any = Truth::any(of_queries);
    // What becomes of it is said by an expression.
    let computes = queries.items.iter().any(|query| !matches!(query.get("expression").text(), Attr::Absent | Attr::Known("")));
    let by_query = match any {
        Truth::True if computes => Truth::Unknown,
        Truth::False if queries.is_unknown || queries.items.iter().any(|query| may_find(query.get("expression").text())) => Truth::Unknown,
        any => any,
    };
    is_of(alarm.0.values(), metric).or(by_query)
}

/// An expression that finds metrics by itself may find any:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-search-expressions.html>,
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-alarms.html>.
fn may_find(expression: Attr<&str>) -> bool {
    match expression {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => ["SEARCH", "SELECT"].iter().any(|word| text.to_uppercase().contains(word)),
        Attr::Absent => false,
        Attr::Unknown(_) | Attr::Sensitive(None) => true,
    }
}

/// A resource or block names this metric.
fn is_of(block: Value<'_, '_>, metric: &Metric<'_>) -> Truth {
    let same = |name: &str, wanted: &str| match block.get(name).text() {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => Truth::from(text == wanted),
        Attr::Absent => Truth::False,
        Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
    };
    // Which values of the dimensions the log will have is not known.
    let by_dimensions = match (&metric.dimensions, dimensions(block)) {
        (Some(wanted), Some(found)) if *wanted != found => Truth::False,
        (Some(wanted), Some(_)) if wanted.is_empty() => Truth::True,
        _ => Truth::Unknown,
    };
    same("metric_name", metric.name).and(same("namespace", metric.namespace)).and(by_dimensions)
}

/// An alarm tells somebody.
fn notifies<'g>(graph: &'g Graph<'g>, alarm: CloudwatchMetricAlarm<'g>) -> Truth {
    let by_itself = is_on(alarm.actions_enabled()).and(tells(alarm.alarm_actions()).into());
    by_itself.or(by_composite(graph, alarm.0, known(&alarm.alarm_name()), DEEPEST))
}

/// Composite alarms on composite alarms: so many are followed.
const DEEPEST: usize = 4;

/// A composite alarm tells somebody when an alarm of this name is raised:
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html>.
fn by_composite<'g>(graph: &'g Graph<'g>, alarm: Resource<'g>, name: Option<&str>, depth: usize) -> Truth {
    let tells_of = |composite: CloudwatchCompositeAlarm<'g>| {
        let raised = known(&composite.alarm_rule()).zip(name).map_or(Truth::Unknown, |(rule, name)| raises(rule, name));
        let raised = raised.and(are_together(composite.0, alarm));
        if raised == Truth::False || depth == 0 {
            return raised.and(Truth::Unknown);
        }
        let suppressor = composite.actions_suppressor();
        let speaks = if suppressor.items.is_empty() && !suppressor.is_unknown { Truth::True } else { Truth::Unknown };
        let by_itself = is_on(composite.actions_enabled()).and(tells(composite.alarm_actions()).into()).and(speaks);
        raised.and(by_itself.or(by_composite(graph, composite.0, known(&composite.alarm_name()), depth - 1)))
    };
    Truth::any(graph.all::<CloudwatchCompositeAlarm<'g>>().map(tells_of))
}

/// The rule holds as soon as the alarm of this name, or of an ARN that ends in it, is raised.
fn raises(rule: &str, name: &str) -> Truth {
    if !rule.contains(name) {
        return Truth::False;
    }
    let alarm = |term: &str| {
        let inner = term.trim().strip_prefix("ALARM")?.trim_start().strip_prefix('(')?.strip_suffix(')')?;
        let inner = inner.trim().trim_matches('"');
        (!inner.contains(['(', ')', '"'])).then(|| inner.rsplit_once(":alarm:").map_or(inner, |(_, name)| name).to_owned())
    };
    let terms: Option<Vec<String>> = rule.split(" OR ").map(alarm).collect();
    match terms {
        Some(terms) => terms.iter().any(|term| term == name).into(),
        None => Truth::Unknown,
    }
}

fn known<'a>(text: &Attr<&'a str>) -> Option<&'a str> {
    match text {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => Some(text),
        _ => None,
    }
}

fn is_on(enabled: Attr<bool>) -> Truth {
    match enabled {
        Attr::Known(false) => Truth::False,
        Attr::Unknown(_) => Truth::Unknown,
        _ => Truth::True,
    }
}

fn tells(actions: Value<'_, '_>) -> bool {
    actions.is_unknown() || actions.has_unknown() || actions.elements().next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_raised_by_any_of_its_alarms() {
        for (rule, expected) in [
            ("ALARM(tunnels)", Truth::True),
            ("ALARM(\"tunnels\") OR ALARM(other)", Truth::True),
            ("ALARM(arn:aws:cloudwatch:eu-west-1:123456789012:alarm:tunnels)", Truth::True),
            ("ALARM(other)", Truth::False),
            ("ALARM(tunnels-of-others)", Truth::False),
            ("ALARM(tunnels) AND ALARM(other)", Truth::Unknown),
            ("NOT ALARM(tunnels)", Truth::Unknown),
            ("OK(tunnels)", Truth::Unknown),
        ] {
            assert_eq!(raises(rule, "tunnels"), expected, "{rule}");
        }
    }
}
