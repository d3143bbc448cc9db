//! Who is told of tunnels: `EventBridge` rules with a target, and metric filters with an alarm, that match `StartSession`.
//!
//! `CloudTrail` records the call with the document's name in `requestParameters.documentName`:
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-auditing.html>.

mod buses;
mod call;
mod event_pattern;
mod filter_pattern;
mod listed;
mod trails;

pub use call::{Call, Seen, Who};
pub use event_pattern::wildcard;
pub use listed::unlisted_rules;

use crate::document;
use buses::Heard;
use ssm_check_graph::aws::{CloudwatchEventRule, CloudwatchEventTarget, CloudwatchLogMetricFilter, CloudwatchMetricAlarm, SsmDocument};
use ssm_check_graph::{Graph, LinkTarget};
use ssm_check_iam::Truth;
use ssm_check_message::{Message, Span, say};
use ssm_check_plan::Attr;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Something that may tell somebody.
pub struct Watcher<'g> {
    /// Its address.
    pub address: String,
    /// It is on, and leads to somebody.
    pub works: Truth,
    /// A trail brings it calls.
    recorded: Truth,
    /// Why it does not, or may not.
    pub flaw: Option<Fault>,
    /// The alarm on the metric of the filter that notifies nobody.
    silent: Option<String>,
    /// A rule sees the calls of its own Region; `None` where it sees those of all, or its Region is not known.
    region: Option<String>,
    pattern: Pattern,
    /// Rules of the default bus that have to send it the event, for one on another bus.
    heard: Heard<'g>,
}

/// Why a rule or filter that matches tells nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The rule is off.
    Disabled,
    /// The same by an argument that `state` conflicts with.
    NotEnabled,
    /// The rule has no target.
    NoTarget,
    /// No alarm watches the metric of the filter.
    NoAlarm,
    /// An alarm watches it whose actions are off.
    AlarmOff,
    /// An alarm watches it that has no actions.
    AlarmWithoutActions,
    /// No trail brings it calls.
    NoTrail,
    /// No trail writes to the log group of the filter.
    OtherLog,
}

impl Fault {
    /// What is wrong, as a clause.
    pub fn what(self) -> &'static str {
        match self {
            Self::Disabled | Self::NotEnabled => "it is disabled",
            Self::NoTarget => "it has no target",
            Self::NoAlarm => "no alarm watches its metric",
            Self::AlarmOff => "the alarm on its metric has `actions_enabled = false`",
            Self::AlarmWithoutActions => "the alarm on its metric has no `alarm_actions`",
            Self::NoTrail => "no trail of the inputs records the call",
            Self::OtherLog => "no trail of the inputs writes to its log group",
        }
    }

    /// What to do about it; `silent`: the alarm that notifies nobody.
    fn remedy(self, at: Span, silent: Option<&str>) -> Message {
        match (self, silent) {
            (Self::AlarmOff, Some(alarm)) => return say!("set `actions_enabled = true` on {}", Span::address(alarm)),
            (Self::AlarmWithoutActions, Some(alarm)) => return say!("give {} `alarm_actions` that notify somebody", Span::address(alarm)),
            _ => {}
        }
        match self {
            Self::Disabled => say!("set `state = \"ENABLED\"` on {}", at),
            Self::NotEnabled => say!("set `is_enabled = true` on {}", at),
            Self::NoTarget => say!("add an `aws_cloudwatch_event_target` that notifies somebody to {}", at),
            Self::NoAlarm | Self::AlarmOff | Self::AlarmWithoutActions => {
                say!("add an `aws_cloudwatch_metric_alarm` with `alarm_actions` for the metric of {}", at)
            }
            Self::NoTrail => say!("add an `aws_cloudtrail` of management events, which brings the call to {}", at),
            Self::OtherLog => {
                say!("set `log_group_name` of {} to the log group of the `aws_cloudtrail`, its `cloud_watch_logs_group_arn`", at)
            }
        }
    }
}

enum Pattern {
    Event(serde_json::Value),
    /// With the documents that a term of it may be the name of.
    Filter(String, Rc<BTreeSet<String>>),
    Unknown,
}

impl Watcher<'_> {
    /// Does it tell of a call?
    pub fn tells_of(&self, call: &Call) -> Truth {
        let sees = match (&self.region, &call.region) {
            (Some(own), Some(region)) => Truth::from(own == region),
            _ => Truth::True,
        };
        let comes = if call.seen.is_recorded() { self.recorded } else { Truth::True };
        sees.and(self.works).and(comes).and(self.heard.hears(call)).and(self.matches(call))
    }

    /// Does it tell of the request for just-in-time access before a session? Of what a policy approves there is nothing but the call.
    pub fn tells_of_request(&self, call: &Call, by_people: bool) -> Truth {
        let seen = Seen::REQUESTS.into_iter().filter(|seen| by_people || seen.is_recorded());
        Truth::any(seen.map(|seen| self.tells_of(&Call { seen, ..call.clone() })))
    }

    /// Does its pattern match, wherever it is and whether it works or not?
    pub fn matches(&self, call: &Call) -> Truth {
        self.pattern.matches(call)
    }

    /// Why a call that its pattern matches is not told, in words.
    pub fn flaw_for(&self, call: &Call) -> Option<Message> {
        match (self.flaw, &self.region) {
            (Some(flaw), _) => Some(flaw.what().into()),
            (None, _) if self.heard.hears(call) != Truth::True => {
                Some("it is on another bus than the default one, where the events of AWS come in, and nothing sends them on".into())
            }
            (None, Some(region)) => Some(say!("sees Region {} only", Span::value(region))),
            (None, None) => None,
        }
    }

    /// What would make it tell of a call that its pattern matches.
    pub fn remedy_for(&self, call: &Call) -> Option<Message> {
        let at = Span::address(&self.address);
        match (self.flaw, &self.region) {
            (Some(flaw), _) => Some(flaw.remedy(at, self.silent.as_deref())),
            (None, _) if self.heard.hears(call) != Truth::True => {
                Some(say!("leave `event_bus_name` of {} out, or send it the event with a rule of the default event bus", at))
            }
            (None, Some(own)) => call
                .region
                .as_ref()
                .filter(|region| *region != own)
                .map(|region| say!("add a rule like {} in Region {}", at, Span::value(region))),
            (None, None) => None,
        }
    }
}

impl Pattern {
    /// `None` of a rule on a schedule.
    fn of_rule(rule: CloudwatchEventRule<'_>) -> Option<Self> {
        match rule.event_pattern() {
            Attr::Known(text) | Attr::Sensitive(Some(text)) => Some(serde_json::from_str(text).map_or(Self::Unknown, Self::Event)),
            Attr::Absent => None,
            Attr::Unknown(_) | Attr::Sensitive(None) => Some(Self::Unknown),
        }
    }

    fn matches(&self, call: &Call) -> Truth {
        match self {
            Self::Event(pattern) => event_pattern::matches(pattern, call),
            Self::Filter(pattern, documents) => filter_pattern::matches(pattern, call, documents),
            Self::Unknown => Truth::Unknown,
        }
    }
}

/// Everything of the inputs that may tell somebody, in the order of addresses.
pub fn watchers<'g>(graph: &'g Graph<'g>) -> Vec<Watcher<'g>> {
    let rules = graph.all::<CloudwatchEventRule<'g>>().filter(|rule| rule.0.is_managed()).filter_map(|rule| event_rule(graph, rule));
    let of_inputs = graph.all::<SsmDocument<'g>>().filter_map(|own| document::name_of(own).map(str::to_owned));
    let documents: BTreeSet<String> = document::aws_documents().iter().map(|known| known.name.clone()).chain(of_inputs).collect();
    let documents = Rc::new(documents);
    let filters = graph.all::<CloudwatchLogMetricFilter<'g>>().filter(|filter| filter.0.is_managed());
    let filters = filters.map(|filter| metric_filter(graph, filter, &documents));
    let recorded = trails::record_sessions(graph);
    let seen = |watcher: Watcher<'g>| {
        let no_trail = (recorded != Truth::True).then_some(Fault::NoTrail);
        let other_log = (watcher.recorded != Truth::True).then_some(Fault::OtherLog);
        Watcher { recorded: recorded.and(watcher.recorded), flaw: watcher.flaw.or(no_trail).or(other_log), ..watcher }
    };
    rules.chain(filters).map(seen).collect()
}

/// Is the rule on?
fn is_enabled(rule: CloudwatchEventRule<'_>) -> Truth {
    let off = matches!(rule.state(), Attr::Known("DISABLED"))
        || (matches!(rule.is_enabled(), Attr::Known(false)) && !matches!(rule.state(), Attr::Known("ENABLED")));
    match (off, rule.state()) {
        (true, _) => Truth::False,
        (false, Attr::Unknown(_)) => Truth::Unknown,
        (false, _) => Truth::True,
    }
}

fn event_rule<'g>(graph: &'g Graph<'g>, rule: CloudwatchEventRule<'g>) -> Option<Watcher<'g>> {
    let pattern = Pattern::of_rule(rule)?;
    let enabled = is_enabled(rule);
    let targets = graph.referrers::<CloudwatchEventTarget<'g>>(LinkTarget::Resource(rule.0.id()), &["rule"]);
    // Another bus of the inputs is nobody: what listens there is a rule of its own.
    let mut telling = targets.iter().filter(|(target, _)| !buses::is_bus_of_inputs(*target));
    let targeted = match telling.clone().any(|(_, referrer)| referrer.certain) {
        true => Truth::True,
        false if telling.next().is_some() || !graph.undecided::<CloudwatchEventTarget<'g>>(&["rule"]).is_empty() => Truth::Unknown,
        false if listed::may_have_targets(graph, rule) => Truth::Unknown,
        false => Truth::False,
    };
    let flaw = match (enabled, targeted) {
        (Truth::False, _) if matches!(rule.is_enabled(), Attr::Known(false)) => Some(Fault::NotEnabled),
        (Truth::False, _) => Some(Fault::Disabled),
        (_, Truth::False) => Some(Fault::NoTarget),
        _ => None,
    };
    Some(Watcher {
        address: rule.0.address().to_owned(),
        works: enabled.and(targeted),
        recorded: Truth::True,
        flaw,
        silent: None,
        region: rule.0.location().region().map(str::to_owned),
        pattern,
        heard: Heard::on(graph, rule),
    })
}

fn metric_filter<'g>(graph: &'g Graph<'g>, filter: CloudwatchLogMetricFilter<'g>, documents: &Rc<BTreeSet<String>>) -> Watcher<'g> {
    let pattern = match filter.pattern() {
        Attr::Known(text) => Pattern::Filter(text.to_owned(), Rc::clone(documents)),
        _ => Pattern::Unknown,
    };
    let metric = filter.metric_transformation().items.first().map(|block| (block.get("name").text(), block.get("namespace").text()));
    let (mut works, mut flaw, mut silent) = (Truth::Unknown, None, None);
    if let Some((Attr::Known(name), Attr::Known(namespace))) = metric {
        works = Truth::any(graph.all::<CloudwatchMetricAlarm<'g>>().map(|alarm| watches(alarm, name, namespace).and(notifies(alarm))));
        if works == Truth::False {
            let off = graph.all::<CloudwatchMetricAlarm<'g>>().find(|alarm| watches(*alarm, name, namespace) == Truth::True);
            flaw = Some(match off.map(has_actions) {
                None => Fault::NoAlarm,
                Some(true) => Fault::AlarmOff,
                Some(false) => Fault::AlarmWithoutActions,
            });
            silent = off.map(|alarm| alarm.0.address().to_owned());
        }
    }
    Watcher {
        address: filter.0.address().to_owned(),
        works,
        recorded: trails::write_to(graph, filter),
        flaw,
        silent,
        // A trail brings the calls of all Regions to its log.
        region: None,
        pattern,
        heard: Heard::always(),
    }
}

/// An alarm is on this metric.
fn watches(alarm: CloudwatchMetricAlarm<'_>, name: &str, namespace: &str) -> Truth {
    let same = |found: Attr<&str>, wanted: &str| match found {
        Attr::Known(text) | Attr::Sensitive(Some(text)) => Truth::from(text == wanted),
        Attr::Absent => Truth::False,
        Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
    };
    same(alarm.metric_name(), name).and(same(alarm.namespace(), namespace))
}

/// An alarm tells somebody.
fn notifies(alarm: CloudwatchMetricAlarm<'_>) -> Truth {
    let acts = match alarm.actions_enabled() {
        Attr::Known(false) => Truth::False,
        Attr::Unknown(_) => Truth::Unknown,
        _ => Truth::True,
    };
    acts.and(has_actions(alarm).into())
}

fn has_actions(alarm: CloudwatchMetricAlarm<'_>) -> bool {
    let actions = alarm.alarm_actions();
    actions.is_unknown() || actions.has_unknown() || actions.elements().next().is_some()
}
