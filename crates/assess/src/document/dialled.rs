//! Which ports a pattern opens, as the agent takes the text of a port.
//!
//! The agent hands the text to Go's `net.Dial`, which reads a number with any leading zeros and a plus sign, so that `00022` is port 22:
//! <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/plugins/port/port_mux.go>, <https://pkg.go.dev/net#Dial>.

use super::PortSet;
use regex::Regex;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::hybrid::{CacheError, LazyStateID};
use regex_automata::util::start::Config;
use regex_automata::{Anchored, MatchKind};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// States of an automaton that every port can be tried with.
const SMALL: usize = 1_000;

/// The ports that a pattern opens by some text, the pattern searched for in it; `None` of one that is too large to tell.
pub(super) fn ports(pattern: &str, regex: &Regex) -> Option<PortSet> {
    let dfa = automaton(pattern)?;
    let is_small = dfa.get_nfa().states().len() <= SMALL;
    by_automaton(&dfa).or_else(|| is_small.then(|| by_trial(regex)))
}

/// A port of a text, as the agent dials it; `None` where it is none.
pub fn port_of(text: &str) -> Option<u16> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let number = digits.trim_start_matches('0');
    let all = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|_| all)
}

/// Walks the automaton through a sign, leading zeros, and every number.
fn by_automaton(dfa: &DFA) -> Option<PortSet> {
    let mut walk = Walk::new(dfa);
    let first = walk.start()?;
    // After every number of zeros, until nothing new comes, with and without a sign.
    let mut begun: Vec<Reached> = Vec::new();
    for sign in [false, true] {
        let mut place = first;
        if sign {
            place = walk.step(place, b'+')?;
        }
        while !begun.contains(&place) {
            begun.push(place);
            place = walk.step(place, b'0')?;
        }
    }
    let mut numbers = Numbers::from(walk, begun)?;
    // Where the digits of each number lead: one digit on from where the number without its last digit leads.
    let mut after: Vec<u16> = Vec::with_capacity(1 << 16);
    after.push(0);
    for number in 1..=usize::from(u16::MAX) {
        let next = numbers.step(usize::from(*after.get(number / 10)?), number % 10)?;
        after.push(u16::try_from(next).ok()?);
    }
    let found = |number: usize| after.get(number).and_then(|place| numbers.found.get(usize::from(*place))).copied().unwrap_or_default();
    Some(PortSet::accepted(|port| found(usize::from(port))))
}

/// The places in which a walk can be after the digits of a number. There are few sets of these, so that each is stepped on from once.
struct Numbers<'d> {
    walk: Walk<'d>,
    sets: FxHashMap<Rc<[Reached]>, usize>,
    places: Vec<Rc<[Reached]>>,
    /// Of each set, whether the pattern is found in a text that ends there.
    found: Vec<bool>,
    /// Of each set, where each digit leads, once that was asked.
    next: Vec<[Option<usize>; 10]>,
}

impl<'d> Numbers<'d> {
    fn from(walk: Walk<'d>, begun: Vec<Reached>) -> Option<Self> {
        let mut numbers = Self { walk, sets: FxHashMap::default(), places: Vec::new(), found: Vec::new(), next: Vec::new() };
        numbers.set(begun)?;
        Some(numbers)
    }

    fn step(&mut self, from: usize, digit: usize) -> Option<usize> {
        if let Some(known) = self.next.get(from)?.get(digit)? {
            return Some(*known);
        }
        let byte = b'0' + u8::try_from(digit).ok()?;
        let places = self.places.get(from)?.iter().map(|place| self.walk.step(*place, byte)).collect::<Option<_>>()?;
        let to = self.set(places)?;
        *self.next.get_mut(from)?.get_mut(digit)? = Some(to);
        Some(to)
    }

    /// The number of a set.
    fn set(&mut self, mut places: Vec<Reached>) -> Option<usize> {
        places.sort_unstable();
        places.dedup();
        if let Some(known) = self.sets.get(places.as_slice()) {
            return Some(*known);
        }
        let mut found = false;
        for place in &places {
            found |= self.walk.ends(*place)?;
        }
        let set = self.places.len();
        let places: Rc<[Reached]> = places.into();
        self.sets.insert(Rc::clone(&places), set);
        self.places.push(places);
        self.found.push(found);
        self.next.push([None; 10]);
        Some(set)
    }
}

/// The automaton that looks for a pattern anywhere in a text; `None` of one that it cannot look for.
pub(super) fn automaton(pattern: &str) -> Option<DFA> {
    let config = DFA::config().match_kind(MatchKind::All).unicode_word_boundary(true).specialize_start_states(false);
    DFA::builder().configure(config).build(pattern).ok()
}

/// A place in a text: the state, and whether the pattern was found before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Reached {
    state: LazyStateID,
    found: bool,
}

/// A walk through an automaton.
pub(super) struct Walk<'d> {
    dfa: &'d DFA,
    cache: Cache,
}

impl<'d> Walk<'d> {
    pub(super) fn new(dfa: &'d DFA) -> Self {
        Self { cache: dfa.create_cache(), dfa }
    }

    /// Where every text begins.
    pub(super) fn start(&mut self) -> Option<Reached> {
        let state = self.dfa.start_state(&mut self.cache, &Config::new().anchored(Anchored::No)).ok()?;
        Some(Reached { state, found: state.is_match() })
    }

    /// A match is told one step late.
    pub(super) fn step(&mut self, place: Reached, byte: u8) -> Option<Reached> {
        let state = self.next(|dfa, cache| dfa.next_state(cache, place.state, byte))?;
        Some(Reached { state, found: place.found || state.is_match() })
    }

    /// Is the pattern found in the text that ends here?
    pub(super) fn ends(&mut self, place: Reached) -> Option<bool> {
        if place.found {
            return Some(true);
        }
        Some(self.next(|dfa, cache| dfa.next_eoi_state(cache, place.state))?.is_match())
    }

    /// INVARIANT: the cache is never cleared, for states of it are held; too large an automaton is given up instead.
    fn next(&mut self, step: impl FnOnce(&DFA, &mut Cache) -> Result<LazyStateID, CacheError>) -> Option<LazyStateID> {
        let state = step(self.dfa, &mut self.cache).ok()?;
        (self.cache.clear_count() == 0 && !state.is_quit()).then_some(state)
    }
}

/// Tries every port with so many zeros.
fn by_trial(regex: &Regex) -> PortSet {
    const ZEROS: usize = 5;
    PortSet::accepted(|port| (0..=ZEROS).any(|zeros| regex.is_match(&format!("{}{port}", "0".repeat(zeros)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leading_zeros_open_the_port_without_them() {
        let ranges = |pattern: &str| ports(pattern, &Regex::new(pattern).unwrap()).unwrap().ranges().join(" ");
        for (pattern, expected) in [
            ("^[0-9]{5}$", "1-65535"),
            ("^0[0-9]{3}$", "1-999"),
            ("^(0?443|08443)$", "443 8443"),
            ("^(80|443)$", "80 443"),
            ("^0{20}22$", "22"),
            ("^[0-9]{12}$", "1-65535"),
            ("^\\+22$", "22"),
            ("^\\b22\\b$", "22"),
            ("^$", ""),
            ("^0+$", ""),
            ("", "1-65535"),
        ] {
            assert_eq!(ranges(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn the_automaton_says_what_trying_every_text_says() {
        for pattern in
            ["^(80|443|22|3389)$", "80", "^3306|5432$", "^[0-9]{1,5}$", "^80[0-9]{2}$", "^0?[13579]$", "(?i)x", "^0{0,2}[1-9]0*$", "a|^7$"]
        {
            let regex = Regex::new(pattern).unwrap();
            assert_eq!(by_automaton(&automaton(pattern).unwrap()).unwrap(), by_trial(&regex), "{pattern}");
        }
    }

    #[test]
    fn a_text_is_one_port_or_none() {
        for (text, port) in [
            ("22", Some(22)),
            ("00022", Some(22)),
            ("+22", Some(22)),
            ("0", None),
            ("65536", None),
            ("", None),
            ("2 2", None),
            ("ssh", None),
        ] {
            assert_eq!(port_of(text), port, "{text}");
        }
    }
}
