//! Strings that stand for all others.

use super::{Set, States, Symbol, Token, has, start, step};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// One string for each way in which strings can match these patterns: every combination of "matches this, not that" that some string has.
/// `None` when there are too many to tell, or a pattern has a placeholder.
///
/// A pattern that ignores case has its letters in lower case, and is marked.
pub(crate) fn representatives(patterns: &[(Vec<Token>, bool)]) -> Option<Vec<String>> {
    const STATES: usize = 2_000;
    let mut alphabet = BTreeSet::new();
    for (tokens, fold) in patterns {
        for token in tokens {
            match token {
                Token::Placeholder(_) | Token::One(Set::PerhapsColon) | Token::Many(Set::PerhapsColon) => return None,
                Token::One(Set::Char(c)) => {
                    alphabet.insert(*c);
                    if *fold && c.is_ascii() {
                        alphabet.insert(c.to_ascii_uppercase());
                    } else if *fold {
                        return None;
                    }
                }
                Token::One(Set::NotColon) | Token::Many(Set::NotColon) => drop(alphabet.insert(':')),
                _ => {}
            }
        }
    }
    // One letter that no pattern names stands for all the others.
    let other = ('x'..='z').chain('a'..='w').chain('0'..='9').chain('A'..='Z').find(|c| !alphabet.contains(c))?;
    let letters: Vec<char> = std::iter::once(other).chain(alphabet).collect();

    let mut found: BTreeMap<Vec<bool>, String> = BTreeMap::new();
    let first: Vec<States> = patterns.iter().map(|(pattern, _)| start(pattern)).collect();
    let mut seen = BTreeSet::from([first.clone()]);
    let mut queue = VecDeque::from([(first, String::new())]);
    while let Some((states, word)) = queue.pop_front() {
        let accepts = states.iter().zip(patterns).map(|(states, (pattern, _))| has(states, pattern.len())).collect();
        found.entry(accepts).or_insert_with(|| word.clone());
        for letter in &letters {
            let (exact, folded) = (Symbol::Char(*letter), Symbol::Char(letter.to_ascii_lowercase()));
            let next: Vec<States> = states
                .iter()
                .zip(patterns)
                .map(|(states, (pattern, fold))| step(states, pattern, if *fold { &folded } else { &exact }))
                .collect();
            if seen.insert(next.clone()) {
                if seen.len() > STATES {
                    return None;
                }
                queue.push_back((next, format!("{word}{letter}")));
            }
        }
    }
    Some(found.into_values().collect())
}
