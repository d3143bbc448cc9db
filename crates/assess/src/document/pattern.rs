//! `allowedPattern`: which values it accepts, as the agent searches for it.
//!
//! The agent asks Go's `regexp.MatchString`, which searches and does not anchor:
//! <https://github.com/aws/amazon-ssm-agent/tree/mainline/agent/framework/docparser/paramvalidator/allowedregexparamvalidator>.
//! The syntax is RE2's, without look-around.

use super::{PortSet, dialled};
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Dot, Hir, HirKind, Look, Repetition};
use rustc_hash::FxHashMap;
use ssm_check_message::{Message, Span, say};
use std::cell::RefCell;

/// A pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As written.
    pub text: String,
    search: Regex,
    whole: Regex,
    hir: Hir,
}

/// Why there is no pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// The agent does not understand it either.
    Invalid(String),
    /// Nobody writes such a pattern, and to look into it takes too long.
    TooLarge,
}

impl PatternError {
    /// The error as a clause.
    pub fn message(&self) -> Message {
        match self {
            Self::Invalid(text) => say!("{} is not a pattern that the agent understands", Span::value(text)),
            Self::TooLarge => "it is too large".into(),
        }
    }
}

/// Bytes of a pattern.
const LONGEST: usize = 4_096;
/// Bytes of a compiled one.
const LARGEST: usize = 2 << 20;

thread_local! {
    /// Patterns that were compiled: documents in hundreds of copies have the same.
    static COMPILED: RefCell<FxHashMap<String, Result<Pattern, PatternError>>> = RefCell::default();
    /// The ports of a pattern, searched for or as a whole: trying all of them once is enough for a document in hundreds of copies.
    static PORTS: RefCell<FxHashMap<(String, bool), Option<PortSet>>> = RefCell::default();
}

fn remembered(key: (String, bool), find: impl FnOnce() -> Option<PortSet>) -> Option<PortSet> {
    if let Some(known) = PORTS.with_borrow(|known| known.get(&key).cloned()) {
        return known;
    }
    let found = find();
    PORTS.with_borrow_mut(|known| known.insert(key, found.clone()));
    found
}

/// A value that is accepted and hardly meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strays {
    /// The value.
    pub example: String,
    /// What makes it accepted.
    pub because: &'static str,
}

/// How many example values are made of one pattern.
const SAMPLES: usize = 32;

impl Pattern {
    /// Compiles a pattern.
    ///
    /// Errors: it is no pattern that the agent understands, or one that is too large.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        if text.len() > LONGEST {
            return Err(PatternError::TooLarge);
        }
        if let Some(known) = COMPILED.with_borrow(|known| known.get(text).cloned()) {
            return known;
        }
        let compiled = Self::compile(text);
        COMPILED.with_borrow_mut(|known| known.insert(text.to_owned(), compiled.clone()));
        compiled
    }

    fn compile(text: &str) -> Result<Self, PatternError> {
        let refused = |error| match error {
            regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
            _ => PatternError::Invalid(text.to_owned()),
        };
        let regex = |text: &str| RegexBuilder::new(text).size_limit(LARGEST).build().map_err(refused);
        let (search, whole) = (regex(text)?, regex(&whole(text))?);
        let hir = regex_syntax::parse(text).map_err(|_| PatternError::Invalid(text.to_owned()))?;
        Ok(Self { text: text.to_owned(), search, whole, hir })
    }

    /// Does the agent accept this value?
    pub fn accepts(&self, value: &str) -> bool {
        self.search.is_match(value)
    }

    /// Would it, if the pattern had to match the whole value?
    pub fn accepts_whole(&self, value: &str) -> bool {
        self.whole.is_match(value)
    }

    /// The ports that it accepts; `None` of a pattern that is too large to tell.
    pub fn ports(&self) -> Option<PortSet> {
        remembered((self.text.clone(), false), || dialled::ports(&self.text, &self.search))
    }

    /// The ports that it accepts as a whole; `None` of a pattern that is too large to tell.
    pub fn whole_ports(&self) -> Option<PortSet> {
        remembered((self.text.clone(), true), || dialled::ports(&whole(&self.text), &self.whole))
    }

    /// A port that is accepted only because the pattern is searched for.
    pub fn stray_port(&self) -> Option<Strays> {
        let meant = |port: &str| self.accepts_whole(port);
        let (ports, whole_ports) = (self.ports()?, self.whole_ports()?);
        if ports == whole_ports {
            return None;
        }
        // The nearest to what was meant is the most telling: `80` accepts `8080`.
        let near = whole_ports
            .ranges()
            .into_iter()
            .filter(|range| !range.contains('-'))
            .flat_map(|port| [format!("{port}{port}"), format!("1{port}"), format!("{port}0")]);
        let all = (0..=u16::MAX).map(|port| port.to_string());
        near.filter(|port| port.parse::<u16>().is_ok()).chain(all).find(|port| self.accepts(port) && !meant(port)).map(|example| Strays {
            example,
            because: "the pattern is searched for anywhere in the value, and is not anchored at both ends",
        })
    }

    /// A host that is accepted around or instead of one that was meant.
    pub fn stray_host(&self) -> Option<Strays> {
        let samples = samples(&self.hir, '.');
        let around = samples.iter().filter(|sample| self.accepts(sample)).flat_map(|sample| {
            let after = format!("{}.example.net", sample.strip_suffix('.').unwrap_or(sample));
            // A pattern that begins with a dot means every host of a domain. What ends with one says nothing of the domain.
            let before = (!sample.starts_with('.') && !sample.is_empty()).then(|| format!("x{sample}"));
            [Some(after), before]
        });
        let unanchored = around.flatten().find(|host| self.accepts(host) && !self.accepts_whole(host));
        if let Some(example) = unanchored {
            return Some(Strays {
                example,
                because: "the pattern is searched for anywhere in the value, and is not anchored at both ends",
            });
        }
        let dotted = samples_of_dots(&self.hir);
        dotted
            .into_iter()
            .find(|host| self.accepts(host))
            .map(|example| Strays { example, because: "an unescaped `.` stands for any character" })
    }

    /// A value that it accepts and the other does not, of some that are tried.
    pub fn beyond(&self, other: &Self) -> Option<String> {
        let tried = samples(&self.hir, '.').into_iter().chain(samples_of_dots(&self.hir));
        tried
            .chain(self.stray_host().map(|stray| stray.example))
            .find(|value| !value.is_empty() && self.accepts(value) && !other.accepts(value))
    }

    /// Is what follows a dot left open in the hosts that it accepts?
    pub fn is_open_after_a_dot(&self) -> bool {
        samples(&self.hir, '.').iter().any(|sample| sample.ends_with('.') && self.accepts(&format!("{sample}example.net")))
    }

    /// Of what all is accepted that has the form of a host, be it an address or a name: of names, anybody may have one, and lead it to
    /// any address.
    pub fn form_alone(&self) -> Option<&'static str> {
        let addresses = ["10.11.12.13", "169.254.169.254", "93.184.215.14", "203.0.114.7"];
        if addresses.iter().all(|address| self.accepts(address)) {
            return Some("any address");
        }
        self.accepts_any_name("").then_some("any name")
    }

    /// Accepts every name of some top-level domain that begins so.
    pub fn accepts_any_name(&self, before: &str) -> bool {
        let labels = ["qxzvb", "jkwyp", "plmok"];
        let mut domains = ["com", "net", "org", "io", "de"].iter().flat_map(|top| ["", "db.", "eu.db."].map(|below| (below, *top)));
        domains.any(|(below, top)| labels.iter().all(|label| self.accepts(&format!("{before}{below}{label}.{top}"))))
    }

    /// The values that it accepts, as a pattern that has no anchors; `None` where such stand inside of it.
    pub(super) fn values(&self) -> Option<String> {
        values(&self.hir, false).map(|hir| hir.to_string())
    }

    /// Accepts hosts that have nothing in common.
    pub fn accepts_any_host(&self) -> bool {
        ["db.example.net", "evil.example.org", "10.11.12.13", "169.254.169.254", "a1-b2.internal"].iter().all(|host| self.accepts(host))
    }
}

fn whole(text: &str) -> String {
    format!("^(?:{text})$")
}

/// What a part of a pattern matches together with all that may stand around it; `begun`: other parts stand before it, or an anchor.
fn values(hir: &Hir, begun: bool) -> Option<Hir> {
    let anything = || {
        let any = Box::new(Hir::dot(Dot::AnyChar));
        Hir::repetition(Repetition { min: 0, max: None, greedy: true, sub: any })
    };
    let before = |begun: bool| (!begun).then(anything);
    match hir.kind() {
        HirKind::Alternation(parts) => Some(Hir::alternation(parts.iter().map(|part| values(part, begun)).collect::<Option<_>>()?)),
        HirKind::Capture(capture) => values(&capture.sub, begun),
        HirKind::Look(Look::Start) if !begun => Some(anything()),
        HirKind::Look(Look::End) => Some(Hir::concat(before(begun).into_iter().collect())),
        HirKind::Concat(parts) => {
            let is_start = |part: &Hir| matches!(part.kind(), HirKind::Look(Look::Start));
            let (begun, parts) = match parts.split_first() {
                Some((first, rest)) if !begun && is_start(first) => (true, rest),
                _ => (begun, parts.as_slice()),
            };
            let (last, inner) = parts.split_last()?;
            if inner.is_empty() {
                return values(last, begun);
            }
            let is_plain = inner.iter().all(|part| part.properties().look_set().is_empty());
            let last = values(last, true).filter(|_| is_plain)?;
            Some(Hir::concat(before(begun).into_iter().chain(inner.iter().cloned()).chain([last]).collect()))
        }
        _ if !hir.properties().look_set().is_empty() => None,
        _ => Some(Hir::concat(before(begun).into_iter().chain([hir.clone(), anything()]).collect())),
    }
}

/// Some values that a pattern matches as a whole, with a character for "any character".
fn samples(hir: &Hir, any: char) -> Vec<String> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8_lossy(&literal.0).into_owned()],
        HirKind::Class(class) => vec![representative(class, any).to_string()],
        HirKind::Repetition(repetition) => {
            let times = usize::try_from(repetition.min.max(1)).unwrap_or(1).min(64);
            let one = samples(&repetition.sub, any);
            let mut all: Vec<String> = one.into_iter().map(|sample| sample.repeat(times)).collect();
            if repetition.min == 0 {
                all.push(String::new());
            }
            all
        }
        HirKind::Capture(capture) => samples(&capture.sub, any),
        HirKind::Concat(parts) => parts.iter().fold(vec![String::new()], |heads, part| {
            let tails = samples(part, any);
            let joined = heads.iter().flat_map(|head| tails.iter().map(move |tail| format!("{head}{tail}")));
            joined.take(SAMPLES).collect()
        }),
        HirKind::Alternation(parts) => parts.iter().flat_map(|part| samples(part, any)).take(SAMPLES).collect(),
    }
}

/// The samples of a pattern that has an "any character" by itself, not repeated, with a letter in its place.
fn samples_of_dots(hir: &Hir) -> Vec<String> {
    if !has_lone_dot(hir) {
        return Vec::new();
    }
    let dotted = samples(hir, '.');
    samples(hir, 'x').into_iter().filter(|sample| !dotted.contains(sample)).collect()
}

fn has_lone_dot(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(class) => is_any(class),
        HirKind::Capture(capture) => has_lone_dot(&capture.sub),
        // Two literals with a dot between them is what a host name looks like.
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(has_lone_dot),
        HirKind::Empty | HirKind::Look(_) | HirKind::Literal(_) | HirKind::Repetition(_) => false,
    }
}

fn is_any(class: &Class) -> bool {
    let contains = |wanted: char| match class {
        Class::Unicode(class) => class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&wanted)),
        Class::Bytes(class) => {
            class.ranges().iter().any(|range| u8::try_from(wanted).is_ok_and(|byte| (range.start()..=range.end()).contains(&byte)))
        }
    };
    ['.', 'x', '7', ' ', '~', '/'].into_iter().all(contains)
}

fn representative(class: &Class, any: char) -> char {
    if is_any(class) {
        return any;
    }
    let contains = |wanted: char| match class {
        Class::Unicode(class) => class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&wanted)),
        Class::Bytes(class) => {
            class.ranges().iter().any(|range| u8::try_from(wanted).is_ok_and(|byte| (range.start()..=range.end()).contains(&byte)))
        }
    };
    ('a'..='z').chain('0'..='9').chain('A'..='Z').chain(['.', '-', '_', ' ']).find(|c| contains(*c)).unwrap_or('a')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::new(text).unwrap()
    }

    #[test]
    fn strays_are_accepted_and_not_meant() {
        let port = |text| pattern(text).stray_port().map(|stray| stray.example);
        assert_eq!(port("80").as_deref(), Some("8080"));
        assert_eq!(port("^(80|443)$"), None);
        assert_eq!(port("^80$|^443$"), None);
        assert!(port("^3306|5432$").is_some());
        let host = |text| pattern(text).stray_host().map(|stray| stray.example);
        assert_eq!(host("^db[0-9]+[.]prod[.]internal$"), None);
        assert_eq!(host(r"^(a\.internal|b\.internal)$"), None);
        assert_eq!(host("^db.prod.internal$").as_deref(), Some("dbxprodxinternal"));
        assert_eq!(host(r"db\.internal").as_deref(), Some("db.internal.example.net"));
        assert_eq!(host(r"^.*\.internal$"), None);
        assert_eq!(host(r"\.internal$"), None);
        assert_eq!(host(r"^10\.0\.").as_deref(), Some("10.0.example.net"));
        assert_eq!(host(r"^db\..*$"), None);
        assert!(matches!(Pattern::new("(?=a)b"), Err(PatternError::Invalid(_))));
        for large in ["[0-9]*".repeat(50_000), "(([0-9]{1,50}){1,50}){1,50}".to_owned()] {
            assert_eq!(Pattern::new(&large).err(), Some(PatternError::TooLarge));
        }
        assert!(
            pattern(".*").accepts_any_host() && pattern("^[a-z0-9.-]+$").accepts_any_host() && !pattern("internal$").accepts_any_host()
        );
    }
}
