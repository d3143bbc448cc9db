//! Three-valued wildcard matching.
//!
//! Pattern and subject are both sequences of [`Token`]s. *May* they match: is the intersection of the two regular languages not empty
//! (every placeholder taken by itself, so more than the truth)? *Must* they match: does the pattern accept every string of the subject, a placeholder of
//! the pattern matching nothing but the same placeholder (so less than the truth)? True is *must*, False is *not may*, the rest is Unknown.

mod folder;
mod representatives;
mod set;
mod shared;

pub(crate) use representatives::representatives;
pub(crate) use set::Set;
pub use shared::in_both;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::Truth;
use crate::text::{Class, Piece, Placeholder, Text};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    One(Set),
    Many(Set),
    Placeholder(Placeholder),
}

/// Has a wildcard match no colon.
pub(crate) fn keep_in_segment(token: &mut Token) {
    if *token == Token::Many(Set::Any) {
        *token = Token::Many(Set::NotColon);
    }
}

/// Appends the tokens of literal characters.
pub(crate) fn push_literal(tokens: &mut Vec<Token>, text: &str, fold: bool) {
    for c in text.chars() {
        push_char(tokens, c, fold);
    }
}

pub(crate) fn push_char(tokens: &mut Vec<Token>, c: char, fold: bool) {
    if fold {
        tokens.extend(c.to_lowercase().map(|c| Token::One(Set::Char(c))));
    } else {
        tokens.push(Token::One(Set::Char(c)));
    }
}

/// The tokens of a text in which nothing is a wildcard.
pub(crate) fn subject(text: &Text, fold: bool) -> Vec<Token> {
    let mut tokens = Vec::new();
    for piece in text.pieces() {
        match piece {
            Piece::Lit(text) => push_literal(&mut tokens, text, fold),
            Piece::Placeholder(placeholder) => tokens.push(Token::Placeholder(placeholder.clone())),
        }
    }
    tokens
}

/// Does the pattern match the subject, in every completion of the placeholders of both?
pub(crate) fn matches(pattern: &[Token], subject: &[Token]) -> Truth {
    let decided = |tokens: &[Token]| {
        tokens.iter().all(|t| !matches!(t, Token::Placeholder(_) | Token::One(Set::PerhapsColon) | Token::Many(Set::PerhapsColon)))
    };
    if matches!(pattern, [Token::Many(Set::Any)]) {
        return Truth::True;
    }
    let is_decided = decided(pattern) && decided(subject);
    if !is_decided && let Some(cases) = folder::cases(pattern, subject) {
        return Truth::agreed(cases.iter().map(|subject| compared(pattern, subject, false))).unwrap_or(Truth::Unknown);
    }
    compared(pattern, subject, is_decided)
}

/// The same, where every placeholder stands for itself; `is_decided`: there is nothing in either that is not known.
fn compared(pattern: &[Token], subject: &[Token], is_decided: bool) -> Truth {
    let (pattern, subject) = without_common_ends(pattern, subject);
    if let ([Token::Placeholder(id)], [Token::Placeholder(other)]) = (pattern, subject)
        && id.is_id_of_another(other)
    {
        return Truth::False;
    }
    // Two characters that differ at either end cannot be made to agree by what is between.
    let differ =
        |ends: (Option<&Token>, Option<&Token>)| matches!(ends, (Some(Token::One(Set::Char(a))), Some(Token::One(Set::Char(b)))) if a != b);
    if differ((pattern.first(), subject.first())) || differ((pattern.last(), subject.last())) {
        return Truth::False;
    }
    if is_decided && subject.iter().all(|token| matches!(token, Token::One(Set::Char(_)))) {
        return accepts(pattern, subject).into();
    }
    match must(pattern, subject) {
        Some(true) => Truth::True,
        Some(false) if is_decided => Truth::False,
        None if is_decided => Truth::Unknown,
        _ if may(&expand(pattern), &expand(subject)) => Truth::Unknown,
        _ => Truth::False,
    }
}

/// Is there a string that both patterns match, each placeholder taken for anything that may fill it?
pub(crate) fn overlap(one: &[Token], other: &[Token]) -> bool {
    may(&expand(one), &expand(other))
}

/// Drops equal tokens from both ends, which binds a placeholder to itself. Exact for characters, and for placeholders that bring no wildcard.
fn without_common_ends<'a>(mut pattern: &'a [Token], mut subject: &'a [Token]) -> (&'a [Token], &'a [Token]) {
    let common = |a: &Token, b: &Token| match (a, b) {
        (Token::One(Set::Char(a)), Token::One(Set::Char(b))) => a == b,
        (Token::Placeholder(a), Token::Placeholder(b)) => a.id == b.id && a.class != Class::Any && b.class != Class::Any,
        _ => false,
    };
    while let ([p, ps @ ..], [s, ss @ ..]) = (pattern, subject) {
        if !common(p, s) {
            break;
        }
        (pattern, subject) = (ps, ss);
    }
    while let ([ps @ .., p], [ss @ .., s]) = (pattern, subject) {
        if !common(p, s) {
            break;
        }
        (pattern, subject) = (ps, ss);
    }
    (pattern, subject)
}

/// Replaces placeholders by what may fill them: sets, with whether they repeat.
fn expand(tokens: &[Token]) -> Vec<(Set, bool)> {
    let mut expanded = Vec::with_capacity(tokens.len());
    for token in tokens {
        match token {
            Token::One(set) => expanded.push((*set, false)),
            Token::Many(set) => expanded.push((*set, true)),
            Token::Placeholder(placeholder) => match placeholder.class {
                Class::Any => expanded.push((Set::Any, true)),
                Class::Segment | Class::Id => expanded.push((Set::Segment, true)),
                Class::Account => expanded.extend([(Set::Digit, false); 12]),
                Class::Region => expanded.extend([(Set::Region, false), (Set::Region, true)]),
                Class::Suffix => expanded.extend([(Set::Hex, false); 16]),
                Class::Folder => expanded.push((Set::Folder, true)),
            },
        }
    }
    expanded
}

/// Is there a string that both accept? Reachability in the product of the two automata; there may be one if that is too large.
fn may(pattern: &[(Set, bool)], subject: &[(Set, bool)]) -> bool {
    let width = subject.len() + 1;
    if width.saturating_mul(pattern.len() + 1) > PAIRS {
        return true;
    }
    let mut seen = vec![false; (pattern.len() + 1) * width];
    let mut queue = vec![(0, 0)];
    while let Some((i, j)) = queue.pop() {
        match seen.get_mut(i * width + j) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        let (p, s) = (pattern.get(i), subject.get(j));
        if p.is_none() && s.is_none() {
            return true;
        }
        if matches!(p, Some((_, true))) {
            queue.push((i + 1, j));
        }
        if matches!(s, Some((_, true))) {
            queue.push((i, j + 1));
        }
        if let (Some((p, p_many)), Some((s, s_many))) = (p, s)
            && p.intersects(*s)
        {
            queue.push((i + usize::from(!p_many), j + usize::from(!s_many)));
        }
    }
    false
}

#[derive(Clone)]
enum Symbol {
    Char(char),
    /// Some character that the pattern does not name.
    Other,
    /// A whole placeholder, which the pattern names too.
    Placeholder(Placeholder),
}

/// Positions in a pattern.
type States = Vec<u64>;

fn insert(states: &mut States, position: usize) {
    if let Some(block) = states.get_mut(position / 64) {
        *block |= 1 << (position % 64);
    }
}

fn has(states: &States, position: usize) -> bool {
    states.get(position / 64).is_some_and(|block| block & (1 << (position % 64)) != 0)
}

/// The positions, in order.
fn positions(states: &States) -> impl Iterator<Item = usize> {
    states.iter().enumerate().flat_map(|(block, bits)| {
        let mut rest = *bits;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(block * 64 + bit)
        })
    })
}

/// Enters a position, and those after it that a repetition lets be skipped.
fn enter(states: &mut States, pattern: &[Token], mut position: usize) {
    insert(states, position);
    while let Some(Token::Many(_)) = pattern.get(position) {
        position += 1;
        insert(states, position);
    }
}

fn start(pattern: &[Token]) -> States {
    let mut states = vec![0; pattern.len() / 64 + 1];
    enter(&mut states, pattern, 0);
    states
}

fn step(states: &States, pattern: &[Token], symbol: &Symbol) -> States {
    let mut next = vec![0; states.len()];
    for (position, token) in positions(states).filter_map(|position| Some((position, pattern.get(position)?))) {
        let takes = |set: Set| match symbol {
            Symbol::Char(c) => set.contains(*c, false),
            // The alphabet holds the colon and every character of the pattern.
            Symbol::Other => matches!(set, Set::Any | Set::NotColon | Set::PerhapsColon),
            Symbol::Placeholder(_) => false,
        };
        match (token, symbol) {
            (Token::Placeholder(own), Symbol::Placeholder(placeholder)) if own.id == placeholder.id => {
                enter(&mut next, pattern, position + 1);
            }
            (Token::Many(Set::Any), Symbol::Placeholder(_)) => enter(&mut next, pattern, position),
            (Token::Many(Set::NotColon | Set::PerhapsColon), Symbol::Placeholder(placeholder)) if placeholder.class != Class::Any => {
                enter(&mut next, pattern, position);
            }
            (Token::Many(set), _) if takes(*set) => enter(&mut next, pattern, position),
            (Token::One(set), _) if takes(*set) => enter(&mut next, pattern, position + 1),
            _ => {}
        }
    }
    next
}

/// Does a pattern without placeholders accept these characters?
fn accepts(pattern: &[Token], characters: &[Token]) -> bool {
    let mut states = start(pattern);
    let mut next = vec![0; states.len()];
    for token in characters {
        let Token::One(Set::Char(character)) = token else { return false };
        let mut alive = false;
        for (position, token) in positions(&states).filter_map(|position| Some((position, pattern.get(position)?))) {
            match token {
                Token::Many(set) if set.contains(*character, false) => enter(&mut next, pattern, position),
                Token::One(set) if set.contains(*character, false) => enter(&mut next, pattern, position + 1),
                _ => continue,
            }
            alive = true;
        }
        if !alive {
            return false;
        }
        std::mem::swap(&mut states, &mut next);
        next.fill(0);
    }
    has(&states, pattern.len())
}

/// How many states may be looked at before giving up, which is to say "not known".
const BUDGET: usize = 20_000;
/// How many positions of the pattern may be looked at in all of these.
const POSITIONS: usize = 20_000_000;
/// How many pairs of positions in two patterns.
const PAIRS: usize = 8_000_000;

/// Does the pattern accept every string of the subject? A search through the subset construction for one that it refuses; `None` where
/// that takes too long.
fn must(pattern: &[Token], subject: &[Token]) -> Option<bool> {
    let mut alphabet = BTreeSet::from([':']);
    let mut bound = BTreeSet::new();
    for token in pattern {
        match token {
            Token::One(Set::Char(c)) => drop(alphabet.insert(*c)),
            Token::Placeholder(placeholder) => drop(bound.insert(Arc::clone(&placeholder.id))),
            _ => {}
        }
    }
    // What each place of the subject may bring, and whether it repeats.
    let mut places: Vec<(Vec<Symbol>, bool)> = Vec::new();
    let symbols = |set: Set| -> Vec<Symbol> {
        if let Set::Char(c) = set {
            return vec![Symbol::Char(c)];
        }
        let named = alphabet.iter().filter(|c| set.contains(**c, true)).map(|c| Symbol::Char(*c));
        named.chain(set.exceeds(&alphabet).then_some(Symbol::Other)).collect()
    };
    for token in subject {
        match token {
            Token::Placeholder(placeholder) if bound.contains(&placeholder.id) => {
                places.push((vec![Symbol::Placeholder(placeholder.clone())], false));
            }
            token => places.extend(expand(std::slice::from_ref(token)).into_iter().map(|(set, many)| (symbols(set), many))),
        }
    }

    let mut seen = BTreeSet::new();
    let mut looked_at: usize = 0;
    let mut queue = vec![(0, start(pattern))];
    while let Some((place, states)) = queue.pop() {
        if states.iter().all(|block| *block == 0) {
            return Some(false);
        }
        let Some((symbols, many)) = places.get(place) else {
            if has(&states, pattern.len()) {
                continue;
            }
            return Some(false);
        };
        if !seen.insert((place, states.clone())) {
            continue;
        }
        looked_at = looked_at.saturating_add(symbols.len().saturating_mul(pattern.len()));
        if seen.len() > BUDGET || looked_at > POSITIONS {
            return None;
        }
        if *many {
            queue.push((place + 1, states.clone()));
        }
        for symbol in symbols {
            queue.push((place + usize::from(!many), step(&states, pattern, symbol)));
        }
    }
    Some(true)
}

impl Text {
    /// Is it like a pattern, in which `*` is any text and everything else itself?
    ///
    /// ```
    /// use ssm_check_iam::{Class, Placeholder, Text, Truth};
    ///
    /// let session = Text::lit("assumed-role/ops/").placeholder(Placeholder::new("session", Class::Segment));
    /// assert_eq!(session.is_like("*/ops/*"), Truth::True);
    /// assert_eq!(session.is_like("*/dev/*"), Truth::False);
    /// assert_eq!(session.is_like("*/anna"), Truth::Unknown);
    /// ```
    pub fn is_like(&self, pattern: &str) -> Truth {
        let token = |c: char| if c == '*' { Token::Many(Set::Any) } else { Token::One(Set::Char(c)) };
        matches(&pattern.chars().map(token).collect::<Vec<_>>(), &subject(self, false))
    }
}
