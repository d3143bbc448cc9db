//! Which values of a free key are worth trying.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::Truth;
use crate::condition::{self, value};
use crate::context::{Context, Value};
use crate::document::{Condition, Policy, Statement, Version};
use crate::evaluate::{Request, actions, resources};
use crate::glob::{self, Token};
use crate::operator::Base;
use crate::pattern::{self, Reading, Style};
use crate::reference::{is_always_present, value_shape};
use crate::text::Text;
use crate::time::{self, Instant};

pub(super) struct Free {
    pub(super) keys: Vec<Choice>,
    /// Whether the candidates stand for every value.
    pub(super) exhaustive: bool,
}

/// One thing that the caller chooses.
#[derive(Clone)]
pub(super) struct Choice {
    /// The request that it is chosen for; `None`: all of them.
    pub(super) of: Option<usize>,
    /// What may be chosen, the most telling first: values of keys that go together.
    pub(super) options: Vec<Vec<(String, Value)>>,
    /// The same keys before anything is chosen.
    pub(super) open: Vec<(String, Value)>,
}

/// What type of values an operator compares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Compared {
    Text,
    Bool,
    Address,
    Date,
    Number,
}

/// What the policies have to do with one key.
#[derive(Default)]
struct Use {
    strings: Vec<(Vec<Token>, bool)>,
    /// Values that are tried as they are.
    texts: BTreeSet<Text>,
    numbers: Vec<f64>,
    dates: Vec<i64>,
    networks: Vec<IpNet>,
    /// Kinds of operators: a value stands for its kind under operators of one kind only.
    kinds: BTreeSet<Compared>,
    has_plain: bool,
    has_set: bool,
    is_vague: bool,
    /// What its values look like in such requests: one of these, or anything where there is none.
    shapes: Vec<String>,
    /// Every request has it.
    is_present: bool,
}

/// What the policies have to do with the keys that are free in a request.
struct Uses<'a> {
    found: BTreeMap<(Option<usize>, String), Use>,
    /// The request that is looked at.
    request: usize,
    shared: &'a dyn Fn(&str) -> bool,
}

impl Uses<'_> {
    fn of(&mut self, key: &str, context: &Context) -> &mut Use {
        let key = key.to_lowercase();
        let of = if (self.shared)(&key) { None } else { Some(self.request) };
        let (shapes, is_present) = (context.shapes(&key), context.is_present(&key));
        let found = self.found.entry((of, key)).or_default();
        if found.shapes.is_empty() {
            found.shapes = shapes.to_vec();
        }
        found.is_present |= is_present;
        found
    }

    fn note(&mut self, request: &Request, policies: &[&Policy]) {
        let context = &request.context;
        for (version, statement) in relevant(request, policies) {
            for condition in &statement.conditions {
                if *context.get(&condition.key) == Value::Free {
                    note_condition(self.of(&condition.key, context), condition, version, context);
                }
                if version == Version::V2012 {
                    note_variables(self, condition, context);
                }
            }
            if version == Version::V2012 {
                for resource in statement.resources.iter().flat_map(|r| &r.list) {
                    note_resource(self, resource, request);
                }
            }
        }
    }
}

/// What is free in requests that are made as one; `shared` keys have one value in all of them.
pub(super) fn collect(requests: &[Request], policies: &[&Policy], shared: &dyn Fn(&str) -> bool) -> Free {
    let mut uses = Uses { found: BTreeMap::new(), request: 0, shared };
    for (index, request) in requests.iter().enumerate() {
        uses.request = index;
        uses.note(request, policies);
    }
    let mut exhaustive = true;
    let choice = |((of, key), found): ((Option<usize>, String), Use)| {
        let values = candidates(&key, found, &mut exhaustive);
        Choice { of, options: values.into_iter().map(|value| vec![(key.clone(), value)]).collect(), open: vec![(key, Value::Free)] }
    };
    let mut keys: Vec<Choice> = uses.found.into_iter().map(choice).collect();
    keys.extend(when(requests, policies, &mut exhaustive));
    Free { keys, exhaustive }
}

/// When to ask: an instant on each side of every one that a condition names.
fn when(requests: &[Request], policies: &[&Policy], exhaustive: &mut bool) -> Option<Choice> {
    let relevant = requests.iter().flat_map(|request| relevant(request, policies));
    let mut conditions: Vec<&Condition> = relevant.flat_map(|(_, statement)| &statement.conditions).collect();
    let context = &requests.first()?.context;
    let open: Vec<(String, Value)> = time::KEYS
        .into_iter()
        .filter(|key| conditions.iter().any(|condition| condition.key.eq_ignore_ascii_case(key)))
        .map(|key| (key.to_owned(), context.get(key).clone()))
        .collect();
    let (_, Value::Since(from)) = open.first()? else { return None };
    conditions.retain(|condition| open.iter().any(|(key, _)| condition.key.eq_ignore_ascii_case(key)));
    // Text is compared otherwise than the instant that it tells.
    let is_vague = |condition: &&Condition| {
        !condition.complete
            || condition.values.iter().any(|text| !text.is_known())
            || condition::reading(condition.operator.base, Version::V2012, context).is_some()
    };
    *exhaustive &= !conditions.iter().any(is_vague);
    let at = |instant: Instant| open.iter().map(|(key, _)| (key.clone(), Value::One(instant.text(key)))).collect();
    Some(Choice { of: None, options: time::instants(*from, &conditions).into_iter().map(at).collect(), open: open.clone() })
}

/// The statements that could match a request, each with its policy's version.
fn relevant<'p>(request: &Request, policies: &[&'p Policy]) -> impl Iterator<Item = (Version, &'p Statement)> {
    let of_policy = move |policy: &&'p Policy| {
        let (version, statements) = (policy.document.version, &policy.document.statements);
        statements.iter().filter(move |statement| is_relevant(request, version, statement)).map(move |statement| (version, statement))
    };
    policies.iter().flat_map(of_policy)
}

/// Could the statement match, whatever the conditions and variables?
fn is_relevant(request: &Request, version: Version, statement: &Statement) -> bool {
    let includes = statement.resources.as_ref().map_or(Truth::True, |r| resources(r, version, &request.context, &request.resource));
    actions(&statement.actions, &request.action).and(includes).is_possible()
}

fn note_condition(found: &mut Use, condition: &Condition, version: Version, context: &Context) {
    match condition.operator.quantifier {
        Some(_) => found.has_set = true,
        None if condition.operator.base == Base::Null => {}
        None => found.has_plain = true,
    }
    found.is_vague |= !condition.complete;
    let base = condition.operator.base;
    for text in &condition.values {
        if let Some(reading) = condition::reading(base, version, context) {
            found.kinds.insert(Compared::Text);
            if reading.style == Style::Arn {
                // Even a negated operator asks for an ARN: there must be one among the values that match nothing.
                found.strings.push((reading.pattern(&Text::lit("arn:*:*:*:*:*")).tokens, false));
            }
            let pattern = reading.pattern(text);
            if pattern.resolved == Truth::False {
                continue;
            }
            if pattern.tokens.iter().any(|token| matches!(token, Token::Placeholder(_))) || pattern.resolved == Truth::Unknown {
                // The value itself, placeholder and all, is what matches it.
                found.is_vague = true;
                if pattern.resolved == Truth::True {
                    found.texts.insert(text.clone());
                }
            } else {
                found.strings.push((pattern.tokens, pattern.ignore_case));
            }
            continue;
        }
        let Some(text) = text.literal() else {
            found.is_vague = true;
            found.texts.insert(text.clone());
            continue;
        };
        match base {
            Base::Null => {}
            Base::Bool => {
                found.kinds.insert(Compared::Bool);
            }
            Base::IpAddress | Base::NotIpAddress => {
                found.kinds.insert(Compared::Address);
                found.networks.extend(value::network(text));
            }
            Base::BinaryEquals => {
                found.kinds.insert(Compared::Text);
                found.strings.push((Reading::new(Style::Exact).pattern(&Text::lit(text)).tokens, false));
            }
            Base::DateEquals
            | Base::DateNotEquals
            | Base::DateLessThan
            | Base::DateLessThanEquals
            | Base::DateGreaterThan
            | Base::DateGreaterThanEquals => {
                found.kinds.insert(Compared::Date);
                if let Some((seconds, nanos)) = crate::time::parse(text) {
                    found.dates.push(seconds);
                    found.is_vague |= nanos != 0;
                }
            }
            _ => {
                found.kinds.insert(Compared::Number);
                found.numbers.extend(value::number(text));
            }
        }
    }
}

/// A free key as a variable in the value of a condition: it may have to equal what the other key holds.
fn note_variables(uses: &mut Uses<'_>, condition: &Condition, context: &Context) {
    for wanted in &condition.values {
        for key in pattern::variables(wanted).into_iter().filter(|key| *context.get(key) == Value::Free) {
            let found = uses.of(&key, context);
            found.has_plain = true;
            found.is_vague = true;
            match context.get(&condition.key) {
                Value::One(text) => drop(found.texts.insert(text.clone())),
                Value::Many(texts) => found.texts.extend(texts.iter().cloned()),
                // Both are chosen: let them be chosen alike.
                Value::Free => {
                    let both = Text::lit(found.shapes.first().map_or("*", String::as_str).replace('*', "x"));
                    found.texts.insert(both.clone());
                    uses.of(&condition.key, context).texts.insert(both);
                }
                Value::Absent | Value::Unknown | Value::Perhaps(_) | Value::Since(_) => {}
            }
        }
    }
}

/// How many strings may fill a variable.
const FILLINGS: usize = 32;

/// A free key as a variable in a resource: what would have to stand in its place for the resource to match.
fn note_resource(uses: &mut Uses<'_>, resource: &Text, request: &Request) {
    for key in pattern::variables(resource).into_iter().filter(|key| *request.context.get(key) == Value::Free) {
        let found = uses.of(&key, &request.context);
        found.has_plain = true;
        let (Some(text), Some(subject)) = (resource.literal(), request.resource.literal()) else {
            found.is_vague = true;
            continue;
        };
        let Some((before, rest)) = text.split_once("${") else { continue };
        let Some((body, after)) = rest.split_once('}') else { continue };
        if after.contains("${") || before.contains("${") || matches!(body, "*" | "?" | "$") || body.contains(',') {
            found.is_vague = true;
        }
        let read = |part: &str| Reading::new(Style::Glob).with_variables(Version::V2012, &request.context).pattern(&Text::lit(part));
        let (head, tail) = (read(before), read(after));
        let cuts: Vec<usize> = subject.char_indices().map(|(at, _)| at).chain([subject.len()]).collect();
        let part = |from: usize, to: usize| Text::lit(subject.get(from..to).unwrap_or_default());
        let starts: Vec<usize> = cuts.iter().copied().filter(|at| head.matches(&part(0, *at)).is_possible()).collect();
        let ends: Vec<usize> = cuts.iter().copied().filter(|at| tail.matches(&part(*at, subject.len())).is_possible()).collect();
        let fillings: BTreeSet<Text> =
            starts.iter().flat_map(|start| ends.iter().filter(move |end| *end >= start).map(|end| part(*start, *end))).collect();
        if fillings.len() > FILLINGS {
            found.is_vague = true;
        }
        found.texts.extend(fillings.into_iter().take(FILLINGS));
    }
}

fn candidates(key: &str, found: Use, exhaustive: &mut bool) -> Vec<Value> {
    // Two kinds of operators on one key would have to be told apart together.
    if found.is_vague || found.kinds.len() > 1 {
        *exhaustive = false;
    }
    let mut strings = found.strings;
    strings.extend(
        found.texts.iter().filter_map(|text| Some((Reading::new(Style::Exact).pattern(&Text::lit(text.literal()?)).tokens, false))),
    );
    let of_key = value_shape(key).filter(|_| found.shapes.is_empty());
    let shapes = found.shapes.iter().map(String::as_str).chain(of_key);
    let mut shapes: Vec<_> = shapes.map(|shape| Reading::new(Style::Glob).pattern(&Text::lit(shape))).collect();
    // What is chosen is a name: it has no colon.
    shapes.iter_mut().flat_map(|shape| &mut shape.tokens).for_each(glob::keep_in_segment);
    strings.extend(shapes.iter().map(|shape| (shape.tokens.clone(), shape.ignore_case)));
    let mut texts: BTreeSet<Text> = found.texts;
    // A key under operators of another type holds values of that type: nobody sends "x" for an address.
    if found.kinds.is_empty() || found.kinds.contains(&Compared::Text) || !strings.is_empty() {
        match glob::representatives(&strings) {
            Some(words) => texts.extend(words.into_iter().map(Text::from)),
            None => *exhaustive = false,
        }
    }
    if found.kinds.contains(&Compared::Bool) {
        texts.extend(["true", "false"].map(Text::from));
    }
    texts.extend(around(found.numbers));
    texts.extend(instants(found.dates));
    texts.extend(addresses(&found.networks));

    texts.retain(|text| shapes.is_empty() || shapes.iter().any(|shape| shape.matches(text).is_possible()));

    // What a condition says is tried before what it does not, so a witness reads naturally.
    let mut values = Vec::new();
    let texts: Vec<Text> = texts.into_iter().rev().collect();
    if found.has_plain || !found.has_set {
        values.extend(texts.iter().cloned().map(Value::One));
    }
    match is_always_present(key) {
        _ if found.is_present => {}
        Some(true) => {}
        Some(false) => values.push(Value::Absent),
        None => *exhaustive = false,
    }
    if found.has_set {
        const ALL_SUBSETS: usize = 6;
        if texts.len() <= ALL_SUBSETS {
            for members in 1..1_usize << texts.len() {
                let chosen = texts.iter().enumerate().filter(|(index, _)| members & (1 << index) != 0).map(|(_, text)| text.clone());
                values.push(Value::Many(chosen.collect()));
            }
        } else {
            *exhaustive = false;
            values.extend(texts.iter().map(|text| Value::Many(vec![text.clone()])));
            for (index, text) in texts.iter().enumerate() {
                values.extend(texts.iter().skip(index + 1).map(|other| Value::Many(vec![text.clone(), other.clone()])));
            }
        }
    }
    values
}

/// Every number, one between each two, one below and one above.
fn around(mut numbers: Vec<f64>) -> Vec<Text> {
    numbers.sort_by(f64::total_cmp);
    let mut all = numbers.clone();
    all.extend(numbers.first().map(|n| n - 1.0));
    all.extend(numbers.last().map(|n| n + 1.0));
    all.extend(numbers.iter().zip(numbers.iter().skip(1)).map(|(a, b)| f64::midpoint(*a, *b)));
    all.into_iter().map(|n| Text::lit(n.to_string())).collect()
}

/// Every instant and the seconds around it, since dates are compared to the second here.
fn instants(dates: Vec<i64>) -> Vec<Text> {
    let all: BTreeSet<i64> = dates.into_iter().flat_map(|at| [at.saturating_sub(1), at, at.saturating_add(1)]).collect();
    // Four digits would be read as a year.
    all.into_iter()
        .map(|at| Text::lit(format!("{at}")))
        .filter(|text| crate::time::parse(text.literal().unwrap_or_default()).is_some())
        .collect()
}

/// The first address of each network and the first after it: between two of these, no condition tells addresses apart.
fn addresses(networks: &[IpNet]) -> Vec<Text> {
    if networks.is_empty() {
        return Vec::new();
    }
    let mut all = BTreeSet::from([IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::UNSPECIFIED)]);
    for network in networks {
        all.insert(network.network());
        match network.broadcast() {
            IpAddr::V4(last) => all.extend(u32::from(last).checked_add(1).map(|next| IpAddr::V4(next.into()))),
            IpAddr::V6(last) => all.extend(u128::from(last).checked_add(1).map(|next| IpAddr::V6(next.into()))),
        }
    }
    all.into_iter().map(|address| Text::lit(address.to_string())).collect()
}
