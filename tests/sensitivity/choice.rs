//! Which places are tried, and what is written of them.

use crate::outcome::Outcome;
use crate::perturb::perturbed;
use crate::places::{Act, Given, Key, Place};
use crate::schema;
use crate::subject::Subject;
use crate::support::updating;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// So many places are kept of what the program reads; of the rest, one.
const KEPT: usize = 2;

/// So many places are tried for one more where something changes.
const TRIED: usize = 6;

/// Plans of so many bytes come last: they take longer, and show no more.
const LARGE: usize = 60_000;

/// Of so many attributes that the program does not read, and where nothing changed, one is tried, but for when the snapshots are written.
const UNREAD: u64 = 8;

/// Of so many places one is tried with the `.tf` files too.
const WITH_SOURCES: u64 = 4;

/// Ends the list of what changes nothing anywhere.
const NOTHING: &str = "nothing changes:";

/// What decides otherwise and may: a part of place and deed, and of what is said.
const EXPLAINED: [(&str, &str); 7] = [
    // User data that is not known is taken to register with an activation only where the inputs have one.
    ("SSM114/unknown-activation-elsewhere aws_launch_template.site: user_data", "aws_autoscaling_group.site"),
    // A rule of another group is one that is made anew, after the list has taken away what is not in it.
    ("SSM205/good-deny-taken-by-list aws_network_acl_rule.no_https", "no_https"),
    ("SSM205/good-deny-taken-by-list aws_network_acl_rule.no_https", "aws_instance.worker"),
    // A claim on something that is not known is taken for one on something else.
    ("SSM201/unknown-two-claims-on-a-network aws_eip_association.", "unknown -> pass"),
    // FIXME: a zone whose name is not known may be that of the service, so that this is not known.
    ("SSM202/good-zone-with-an-empty-name aws_route53_zone.ssmmessages: name", "aws_instance.w"),
    // FIXME: an association whose gateway is not known may be of the internet gateway here.
    ("SSM201/unknown-gateway-table-through-a-firewall aws_route_table_association.edge: gateway_id", "aws_instance.app"),
    // What may be shared is: else the apply ends before there is an instance.
    ("SSM201/unknown-subnet-of-another-account aws_ram_", "unknown -> pass"),
];

/// One of the keys, with where it can be done.
pub(crate) struct Choice<'a> {
    pub(crate) key: &'a Key,
    pub(crate) places: &'a [Place],
    pub(crate) subjects: &'a [Subject],
    pub(crate) given: &'a Given,
}

/// What comes of the places that are kept.
#[derive(Default)]
pub(crate) struct Answers {
    /// By place, what changes.
    pub(crate) lines: BTreeMap<String, Option<String>>,
    pub(crate) violations: Vec<String>,
    pub(crate) tried: usize,
}

/// What comes of one place.
pub(crate) struct Answer {
    pub(crate) change: Option<String>,
    pub(crate) violations: Vec<String>,
}

/// A number of a text, the same in every run: <https://en.wikipedia.org/wiki/Fowler-Noll-Vo_hash_function>.
fn number(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// One place of each fixture first, then a second of each; among these in an order of chance that another fixture does not change.
fn order(places: &mut Vec<Place>, subjects: &[Subject]) {
    places.sort_by_cached_key(|place| (subjects[place.subject].fixture.text.len() > LARGE, number(&place.label)));
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    let ranks: Vec<usize> = places
        .iter()
        .map(|place| {
            let rank = seen.entry(place.subject).or_default();
            *rank += 1;
            *rank
        })
        .collect();
    let mut ranked: Vec<(usize, Place)> = ranks.into_iter().zip(std::mem::take(places)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    *places = ranked.into_iter().map(|(_, place)| place).collect();
}

/// Places by what they are, in the order in which they are tried.
pub(crate) fn by_key(found: impl IntoIterator<Item = (Key, Place)>, subjects: &[Subject]) -> BTreeMap<Key, Vec<Place>> {
    let mut all: BTreeMap<Key, Vec<Place>> = BTreeMap::new();
    for (key, place) in found {
        all.entry(key).or_default().push(place);
    }
    for places in all.values_mut() {
        order(places, subjects);
    }
    all
}

impl Choice<'_> {
    /// Of the places that a snapshot has; when it is written, of more.
    pub(crate) fn answers(&self, recorded: Option<&String>) -> Answers {
        let mut answers = Answers::default();
        let labels = recorded.map(|text| labels_of(text, self.key)).unwrap_or_default();
        let is_recorded = |place: &&Place| labels.contains(place.label.as_str());
        for place in self.places.iter().filter(is_recorded) {
            self.keep(place, &mut answers);
        }
        let others = self.places.iter().filter(|place| !is_recorded(place));
        if !updating() {
            let is_tried = self.is_read() || number(&self.key.to_string()).is_multiple_of(UNREAD);
            match self.places.first().filter(|_| answers.lines.is_empty()) {
                Some(place) if is_tried => self.keep(place, &mut answers),
                Some(place) => {
                    answers.lines.insert(place.label.clone(), None);
                }
                None => {}
            }
            return answers;
        }
        let (kept, tried) = if self.is_read() { (KEPT, TRIED) } else { (1, 1) };
        let mut nothing = Vec::new();
        let changing = |answers: &Answers| answers.lines.values().flatten().count();
        for place in others.take(tried) {
            if changing(&answers) >= kept {
                break;
            }
            let answer = self.answer(place);
            answers.tried += 1;
            answers.violations.extend(answer.violations);
            match answer.change {
                Some(change) => {
                    answers.lines.insert(place.label.clone(), Some(change));
                }
                None => nothing.push(place.label.clone()),
            }
        }
        for label in nothing.into_iter().take(usize::from(answers.lines.is_empty())) {
            answers.lines.insert(label, None);
        }
        answers
    }

    pub(crate) fn is_read(&self) -> bool {
        let name = self.key.path.split('.').next().unwrap_or_default();
        match self.key.act {
            Act::TakeOut | Act::Defer => schema::is_declared(&self.key.of),
            Act::Forget => false,
            _ => schema::is_read(&self.key.of, name),
        }
    }

    fn keep(&self, place: &Place, answers: &mut Answers) {
        let answer = self.answer(place);
        answers.tried += 1;
        answers.violations.extend(answer.violations);
        answers.lines.insert(place.label.clone(), answer.change);
    }

    /// Takes it away at one place.
    pub(crate) fn answer(&self, place: &Place) -> Answer {
        let answer = self.answered(place);
        answer.violations.iter().filter(|_| updating()).for_each(|violation| println!("{violation}"));
        answer
    }

    fn answered(&self, place: &Place) -> Answer {
        let mut answer = Answer { change: None, violations: Vec::new() };
        let subject = &self.subjects[place.subject];
        let what = |sources: &str| format!("{}: {}{sources}", place.label, self.key);
        let Some(plan) = perturbed(&subject.plan, self.key, place, self.given) else {
            answer.violations.push(format!("{}: cannot be done", what("")));
            return answer;
        };
        let before = subject.outcome();
        match Outcome::of(&plan, None) {
            Ok(after) => {
                if self.key.act.is_less(&self.key.of) {
                    answer.violations.extend(self.wrong(place, before, &after).map(|wrong| format!("{}: {wrong}", what(""))));
                }
                answer.change = before.difference(&after);
            }
            Err(error) => answer.violations.push(format!("{}: {error}", what(""))),
        }
        if self.key.act.is_less(&self.key.of)
            && self.key.act != Act::TakeOut
            && number(&place.label).is_multiple_of(WITH_SOURCES)
            && let Some((sources, before)) = subject.sources()
        {
            let what = what(", with sources");
            match Outcome::of(&plan, Some(sources)) {
                Ok(after) => answer.violations.extend(self.wrong(place, before, &after).map(|wrong| format!("{what}: {wrong}"))),
                Err(error) => answer.violations.push(format!("{what}: {error}")),
            }
        }
        answer
    }
}

impl Choice<'_> {
    /// What is decided otherwise, but for what is explained.
    fn wrong(&self, place: &Place, more: &Outcome, less: &Outcome) -> impl Iterator<Item = String> {
        let what = format!("{}: {}", place.label, self.key);
        let explained: Vec<&str> = EXPLAINED.iter().filter(|(at, _)| what.contains(at)).map(|(_, said)| *said).collect();
        let wrong = more.contradictions(less).into_iter();
        // What is given is taken for something, and not for null: of what was open, that may decide.
        let decides = self.key.act == Act::HideNull;
        wrong.filter(move |wrong| !(explained.iter().any(|said| wrong.contains(said)) || decides && is_of_open(wrong)))
    }
}

/// It was not decided before.
fn is_of_open(wrong: &str) -> bool {
    wrong.contains(" unknown -> ") || wrong.contains(" silent -> ")
}

/// The places that a snapshot has of a key.
fn labels_of<'t>(text: &'t str, key: &Key) -> BTreeSet<&'t str> {
    let heading = key.to_string();
    let lines = text.lines().skip_while(|line| *line != heading).skip(1).take_while(|line| line.starts_with("  "));
    lines.filter_map(|line| line.trim_start().split_once(" = ").map(|(label, _)| label)).collect()
}

/// A snapshot of one type.
pub(crate) fn text(answers: &[(&Key, &Answers)]) -> String {
    let (mut text, mut nothing) = (String::new(), Vec::new());
    for (key, answers) in answers {
        if answers.lines.is_empty() {
            continue;
        }
        if answers.lines.len() == 1 && answers.lines.values().all(Option::is_none) {
            nothing.push(key.to_string());
            continue;
        }
        writeln!(text, "{key}").unwrap();
        for (label, change) in &answers.lines {
            writeln!(text, "  {label} = {}", change.as_deref().unwrap_or("nothing")).unwrap();
        }
    }
    if !nothing.is_empty() {
        writeln!(text, "{NOTHING}").unwrap();
        for key in nothing {
            writeln!(text, "  {key}").unwrap();
        }
    }
    text
}
