//! `CloudTrail`: rules and filters see the calls that a trail records.
//!
//! A trail may well be managed elsewhere, by an organisation for all its accounts; so one is taken to be there, unless the inputs
//! manage trails and none of these records the call: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html>.

use super::call::recorded;
use ssm_check_aws::Arn;
use ssm_check_graph::aws::Cloudtrail;
use ssm_check_graph::{Graph, Kind, Link, Resource};
use ssm_check_iam::Truth;
use ssm_check_plan::{Attr, Value};

/// Are calls of `StartSession` recorded? True where the inputs manage no trail.
pub(super) fn record_sessions<'g>(graph: &'g Graph<'g>) -> Truth {
    of_some(graph, records)
}

/// Does a trail of the inputs write what it records to the log group of a filter? True where the inputs manage no trail.
pub(super) fn write_to<'g>(graph: &'g Graph<'g>, filter: Resource<'g>, log_group: &'g Link) -> Truth {
    let of_filter = group(filter, "log_group_name", log_group);
    let writes = |trail: Cloudtrail<'g>| match (group(trail.0, "cloud_watch_logs_group_arn", trail.log_group()), of_filter) {
        // It has its bucket alone.
        _ if trail.log_group().is_absent() => Truth::False,
        (Some(written), Some(read)) => Truth::from(written == read),
        _ => Truth::Unknown,
    };
    of_some(graph, |trail| records(trail).and(writes(trail)))
}

/// Something holds of a trail of the inputs, or of one that may be managed elsewhere. True where the inputs manage no trail.
fn of_some<'g>(graph: &'g Graph<'g>, holds: impl FnMut(Cloudtrail<'g>) -> Truth) -> Truth {
    let mut trails = graph.all::<Cloudtrail<'g>>().filter(|trail| trail.0.is_managed()).peekable();
    if trails.peek().is_none() {
        return Truth::True;
    }
    Truth::any(trails.map(holds)).or(Truth::Unknown)
}

/// The name of a log group, or the address of one of the inputs; a trail names it by its ARN with `:*` at the end:
/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html>.
fn group<'g>(of: Resource<'g>, attribute: &'static str, link: &'g Link) -> Option<&'g str> {
    let graph = of.graph();
    let only = graph.linked(link).or_else(|| graph.sole_source(of, &[attribute], &[]).map(|(source, _)| source));
    if let Some(group) = only.filter(|source| source.kind() == Some(Kind::CloudwatchLogGroup)) {
        return Some(group.text("name").value().unwrap_or_else(|| group.address()));
    }
    let written = link.outside().next()?;
    let name = Arn::parse(written).and_then(|arn| arn.resource.strip_prefix("log-group:"));
    Some(name.map_or(written, |name| name.strip_suffix(":*").unwrap_or(name)))
}

/// `StartSession` is a management call that writes.
fn records(trail: Cloudtrail<'_>) -> Truth {
    let on = match trail.enable_logging() {
        Attr::Known(on) | Attr::Sensitive(Some(on)) => Truth::from(on),
        Attr::Absent => Truth::True,
        Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
    };
    let (basic, advanced) = (trail.event_selector(), trail.advanced_event_selector());
    if basic.is_unknown || advanced.is_unknown {
        return on.and(Truth::Unknown);
    }
    let selected = match (basic.items.as_slice(), advanced.items.as_slice()) {
        ([], []) => Truth::True,
        ([], advanced) => Truth::any(advanced.iter().map(|selector| by_fields(*selector))),
        (basic, _) => Truth::any(basic.iter().map(|selector| {
            let writes = !is(selector.get("read_write_type"), "ReadOnly");
            let management = match selector.get("include_management_events").boolean() {
                Attr::Known(included) => Truth::from(included),
                Attr::Absent => Truth::True,
                _ => Truth::Unknown,
            };
            writes.and(management)
        })),
    };
    on.and(selected)
}

/// How a recorded text compares with one of the selector.
type Compare = fn(&str, &str) -> bool;

/// Every operator of every field has to hold for the record of `StartSession`:
/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html>.
fn by_fields(selector: Value<'_, '_>) -> Truth {
    Truth::all(selector.get("field_selector").elements().map(|field| {
        let name = field.get("field").text();
        let mut record = recorded().chain([("eventName", "StartSession")]);
        let Some((_, recorded)) = record.find(|(known, _)| name == Attr::Known(known)) else { return Truth::Unknown };
        let any = |operator: &str, test: Compare| {
            let values = field.get(operator);
            let found = Truth::any(values.elements().map(|value| match value.text() {
                Attr::Known(text) | Attr::Sensitive(Some(text)) => test(recorded, text).into(),
                _ => Truth::Unknown,
            }));
            (values.elements().next().is_some() || values.is_unknown()).then_some(if values.is_unknown() { Truth::Unknown } else { found })
        };
        let tests: [(&str, &str, Compare); 3] = [
            ("equals", "not_equals", |recorded, text| recorded == text),
            ("starts_with", "not_starts_with", |recorded, text| recorded.starts_with(text)),
            ("ends_with", "not_ends_with", |recorded, text| recorded.ends_with(text)),
        ];
        Truth::all(tests.into_iter().flat_map(|(has, has_not, test)| [any(has, test), any(has_not, test).map(|found| !found)]).flatten())
    }))
}

fn is(value: Value<'_, '_>, wanted: &str) -> Truth {
    match value.text() {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => Truth::from(text == wanted),
        Attr::Absent => Truth::False,
        Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
    }
}
