//! Regular expressions over text with symbols in it.
//!
//! Where every class of a pattern holds either all characters of a symbol or none, it takes any text of the symbol as it takes one
//! character of it, some number of times. A pattern that repeats nothing but single characters tells few numbers of times apart; so
//! it is tried with all of those, and what comes out the same each time comes out for every text.

use super::pieces::{alphabet, may_be_empty, plain};
use crate::value::{Alphabet, Piece, Sym};
use regex::{Captures, Regex};
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use std::ops::Range;

/// Atoms that a pattern may have.
const ATOMS: usize = 24;

/// The text with each symbol replaced by some of its characters.
struct Sample<'t> {
    text: String,
    pieces: Vec<(Range<usize>, &'t Piece)>,
}

impl<'t> Sample<'t> {
    fn new(pieces: &'t [Piece], length: impl Fn(usize) -> usize) -> Option<Self> {
        let mut sample = Self { text: String::new(), pieces: Vec::new() };
        for (at, piece) in pieces.iter().enumerate() {
            let start = sample.text.len();
            match piece {
                Piece::Literal(text) => sample.text.push_str(text),
                Piece::Symbol(symbol) => {
                    let alphabet = symbol.alphabet()?;
                    let one = members().find(|character| alphabet.holds(*character))?;
                    sample.text.extend(std::iter::repeat_n(one, length(at)));
                }
                Piece::Unknown(_) => return None,
            }
            sample.pieces.push((start..sample.text.len(), piece));
        }
        Some(sample)
    }

    /// A part of the text, where it cuts no symbol.
    fn part(&self, range: &Range<usize>) -> Option<Sym> {
        let mut parts = Vec::new();
        for (at, piece) in &self.pieces {
            let (start, end) = (at.start.max(range.start), at.end.min(range.end));
            // A symbol without characters is within where it stands, and so may be in two parts: then the samples differ.
            let is_within = start < end || (start == end && at.is_empty() && matches!(piece, Piece::Symbol(_)));
            if !is_within {
                continue;
            }
            parts.push(match piece {
                Piece::Literal(text) => Piece::Literal(text.get(start - at.start..end - at.start)?.to_owned()),
                piece if (start..end) == *at => (*piece).clone(),
                _ => return None,
            });
        }
        Some(Sym::template(parts))
    }
}

/// Characters that stand for all.
fn members() -> impl Iterator<Item = char> {
    ('\u{0}'..='\u{7f}').chain(['é', '中'])
}

/// A match: the whole of it, and its groups.
pub(super) type Match = Vec<Option<Sym>>;

/// All matches in the text, with the parts between them: before the first, after it, and so on. `None` where symbols decide.
pub(super) fn matches(pattern: &Regex, value: &Sym) -> Option<(Vec<Match>, Vec<Sym>)> {
    let pieces = plain(value)?;
    let alphabets: Vec<Alphabet> = pieces.iter().filter_map(alphabet).collect();
    let hir = regex_syntax::parse(pattern.as_str()).ok()?;
    let atoms = atoms(&hir, &alphabets).filter(|atoms| *atoms <= ATOMS)?;
    let is_optional = |at: usize| matches!(pieces.get(at), Some(Piece::Symbol(symbol)) if may_be_empty(symbol));
    let same = (0..=atoms + 2).map(|count| (count, count));
    let mixed = [(1, atoms + 2), (atoms + 2, 1)];
    let mut answers = same.chain(mixed).map(|(even, odd)| {
        let length = |at: usize| {
            let count = if at.is_multiple_of(2) { even } else { odd };
            count.max(usize::from(!is_optional(at)))
        };
        let sample = Sample::new(&pieces, length)?;
        all(pattern, &sample)
    });
    let first = answers.next()??;
    answers.all(|answer| answer.as_ref() == Some(&first)).then_some(first)
}

fn all(pattern: &Regex, sample: &Sample<'_>) -> Option<(Vec<Match>, Vec<Sym>)> {
    let (mut found, mut between, mut end) = (Vec::new(), Vec::new(), 0);
    for captures in pattern.captures_iter(&sample.text) {
        let whole = captures.get(0)?.range();
        between.push(sample.part(&(end..whole.start))?);
        end = whole.end;
        found.push(groups(&captures, sample)?);
    }
    between.push(sample.part(&(end..sample.text.len()))?);
    Some((found, between))
}

fn groups(captures: &Captures<'_>, sample: &Sample<'_>) -> Option<Match> {
    captures
        .iter()
        .map(|group| match group {
            Some(group) => sample.part(&group.range()).map(Some),
            None => Some(None),
        })
        .collect()
}

/// How many single characters a pattern asks for; `None` where it tells characters of a symbol apart, or repeats more than one.
fn atoms(hir: &Hir, alphabets: &[Alphabet]) -> Option<usize> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(Look::Start | Look::End) => Some(1),
        HirKind::Look(_) => None,
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).ok()?;
            let is_foreign = text.chars().all(|character| !alphabets.iter().any(|alphabet| alphabet.holds(character)));
            is_foreign.then(|| text.chars().count())
        }
        HirKind::Class(class) => alphabets.iter().all(|alphabet| is_uniform(class, *alphabet)).then_some(1),
        HirKind::Repetition(repetition) => {
            let is_simple = matches!((repetition.min, repetition.max), (0 | 1, None) | (0, Some(1)));
            let is_single = repetition.sub.properties().maximum_len().is_some_and(|length| length <= 4) && is_one(&repetition.sub);
            (is_simple && is_single).then(|| atoms(&repetition.sub, alphabets)).flatten()
        }
        HirKind::Capture(capture) => atoms(&capture.sub, alphabets),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(|part| atoms(part, alphabets)).sum(),
    }
}

/// It takes one character.
fn is_one(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(_) => true,
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().count() == 1),
        HirKind::Capture(capture) => is_one(&capture.sub),
        _ => false,
    }
}

/// The class holds all characters of the alphabet, or none.
fn is_uniform(class: &Class, alphabet: Alphabet) -> bool {
    let Class::Unicode(class) = class else { return false };
    let mut held = members().filter(|character| alphabet.holds(*character));
    let holds = |character: char| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&character));
    let Some(first) = held.next().map(holds) else { return false };
    held.all(|character| holds(character) == first)
}
