//! Which host names a pattern accepts, of names that are known in part.

use super::Pattern;
use super::dialled::{Reached, Walk, automaton};
use rustc_hash::FxHashSet;
use ssm_check_iam::Truth;
use std::hash::Hash;

/// A part of a name that is not known as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamePart {
    /// This text.
    Literal(String),
    /// Letters, digits, hyphens and dots, at least one.
    Some,
    /// Letters and digits, at least one: what AWS makes up in a name.
    MadeUp,
}

/// More places than this are not looked at.
const TOO_MANY: usize = 20_000;

impl Pattern {
    /// Whether the pattern accepts what may be a name of this form: for certain, however it is spelled, or not.
    pub fn accepts_name(&self, parts: &[NamePart]) -> Truth {
        match self.both(parts) {
            Some((true, _)) => Truth::True,
            Some((false, false)) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// All of the names are accepted as they are, and one of them is in some spelling.
    fn both(&self, parts: &[NamePart]) -> Option<(bool, bool)> {
        let dfa = automaton(&self.text)?;
        let mut walk = Walk::new(&dfa);
        let first = walk.start()?;
        let mut ends = |any_case: bool| -> Option<Vec<bool>> {
            let mut places = vec![first];
            for part in parts {
                places = advance(&mut walk, places, part, any_case)?;
            }
            places.into_iter().map(|place| walk.ends(place)).collect()
        };
        let (all, some) = (ends(false)?, ends(true)?);
        Some((all.iter().all(|accepted| *accepted), some.iter().any(|accepted| *accepted)))
    }

    /// Every text of the characters of host names that the pattern accepts ends in one of these; `false` where that is not certain.
    pub fn accepts_only_below(&self, suffixes: &[impl AsRef<str>]) -> bool {
        self.only_below(suffixes).unwrap_or(false)
    }

    fn only_below(&self, suffixes: &[impl AsRef<str>]) -> Option<bool> {
        let longest = suffixes.iter().map(|suffix| suffix.as_ref().len()).max().unwrap_or(0);
        let next = |tail: &String, byte: u8| {
            let mut next = tail.clone();
            next.push(char::from(byte.to_ascii_lowercase()));
            // Only what may go on to a suffix is of interest.
            let keep = (0..=next.len()).find(|from| {
                let rest = next.get(*from..).unwrap_or_default();
                rest.len() <= longest && suffixes.iter().any(|suffix| suffix.as_ref().starts_with(rest))
            });
            next.get(keep.unwrap_or(next.len())..).unwrap_or_default().to_owned()
        };
        self.accepts_only(String::new(), next, |tail| suffixes.iter().any(|suffix| tail.ends_with(suffix.as_ref())))
    }

    /// Of every text of the characters of host names that the pattern accepts holds what is told of it, byte by byte.
    fn accepts_only<T: Clone + Eq + Hash>(&self, first: T, next: impl Fn(&T, u8) -> T, holds: impl Fn(&T) -> bool) -> Option<bool> {
        let dfa = automaton(&self.text)?;
        let mut walk = Walk::new(&dfa);
        let first = (walk.start()?, first);
        let (mut seen, mut open) = (FxHashSet::default(), vec![first.clone()]);
        seen.insert(first);
        while let Some((place, told)) = open.pop() {
            if !holds(&told) && walk.ends(place)? {
                return Some(false);
            }
            for byte in host_bytes() {
                let next = (walk.step(place, byte)?, next(&told, byte));
                if seen.insert(next.clone()) {
                    if seen.len() > TOO_MANY {
                        return None;
                    }
                    open.push(next);
                }
            }
        }
        Some(true)
    }

    /// It accepts addresses in the form of four numbers alone, and no name; `false` where that is not certain.
    pub fn accepts_only_ipv4(&self) -> bool {
        // With how many dots, as far as an address goes, and whether there was anything else.
        let next = |(dots, is_other): &(u8, bool), byte: u8| {
            let dots = if byte == b'.' { (dots + 1).min(4) } else { *dots };
            (dots, *is_other || !(byte == b'.' || byte.is_ascii_digit()))
        };
        self.accepts_only((0, false), next, |(dots, is_other)| !is_other && *dots == 3).unwrap_or(false)
    }
}

/// The characters of host names and addresses.
fn host_bytes() -> impl Iterator<Item = u8> {
    (b'a'..=b'z').chain(b'A'..=b'Z').chain(b'0'..=b'9').chain(*b".-_:")
}

/// Where a part of a name leads to, from some places.
fn advance(walk: &mut Walk<'_>, from: Vec<Reached>, part: &NamePart, any_case: bool) -> Option<Vec<Reached>> {
    match part {
        NamePart::Literal(text) => {
            let mut places = from;
            for byte in text.bytes() {
                let mut next = Vec::new();
                for place in places {
                    for byte in spellings(byte, any_case) {
                        let place = walk.step(place, byte)?;
                        if !next.contains(&place) {
                            next.push(place);
                        }
                    }
                }
                places = next;
            }
            Some(places)
        }
        NamePart::Some | NamePart::MadeUp => {
            let others: &[u8] = if *part == NamePart::Some { b".-" } else { b"" };
            let mut seen: FxHashSet<Reached> = FxHashSet::default();
            let mut open = from;
            while let Some(place) = open.pop() {
                let letters = (b'a'..=b'z').chain(b'0'..=b'9').chain(others.iter().copied());
                for byte in letters.flat_map(|byte| spellings(byte, any_case)) {
                    let next = walk.step(place, byte)?;
                    if seen.insert(next) {
                        if seen.len() > TOO_MANY {
                            return None;
                        }
                        open.push(next);
                    }
                }
            }
            let mut places: Vec<_> = seen.into_iter().collect();
            places.sort_unstable();
            Some(places)
        }
    }
}

/// The bytes that a letter of a host name is written as, where its case does not matter.
fn spellings(byte: u8, any_case: bool) -> impl Iterator<Item = u8> {
    let other = byte.to_ascii_uppercase();
    std::iter::once(byte).chain((any_case && other != byte).then_some(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(pattern: &str, parts: &[&str]) -> Truth {
        let part = |text: &&str| match *text {
            "*" => NamePart::Some,
            "#" => NamePart::MadeUp,
            text => NamePart::Literal(text.to_owned()),
        };
        Pattern::new(pattern).unwrap().accepts_name(&parts.iter().map(part).collect::<Vec<_>>())
    }

    #[test]
    fn a_name_that_is_known_in_part_is_accepted_or_not() {
        let name = ["dev.", "*", ".eu-west-1.rds.amazonaws.com"];
        for (pattern, expected) in [
            (r"^dev\..*\.rds\.amazonaws\.com$", Truth::True),
            (r"^DEV\..*\.rds\.amazonaws\.com$", Truth::Unknown),
            (r"^prod\..*\.rds\.amazonaws\.com$", Truth::False),
            (r"^dev\.[a-z0-9]+\.eu-west-1\.rds\.amazonaws\.com$", Truth::Unknown),
            (r"rds\.amazonaws\.com$", Truth::True),
            (r"^dev\.abc123\.eu-west-1\.rds\.amazonaws\.com$", Truth::Unknown),
            (r"^10\.0\.", Truth::False),
            ("dev", Truth::True),
        ] {
            assert_eq!(accepts(pattern, &name), expected, "{pattern}");
        }
    }

    #[test]
    fn what_aws_makes_up_in_a_name_has_no_dots() {
        let name = ["dev.", "#", ".eu-west-1.rds.amazonaws.com"];
        assert_eq!(accepts(r"^dev\.[a-z0-9]+\.eu-west-1\.rds\.amazonaws\.com$", &name), Truth::True);
        assert_eq!(accepts(r"^dev\.[a-z]+\.eu-west-1\.rds\.amazonaws\.com$", &name), Truth::Unknown);
        assert_eq!(accepts(r"^dev\.[a-z0-9]+\.x\.eu-west-1\.rds\.amazonaws\.com$", &name), Truth::False);
    }

    #[test]
    fn a_pattern_accepts_addresses_alone_or_names_too() {
        let only = |pattern: &str| Pattern::new(pattern).unwrap().accepts_only_ipv4();
        assert!(only(r"^10\.0\.(8|9)\.[0-9]{1,3}$") && only(r"^([0-9]{1,3}\.){3}[0-9]{1,3}$") && only(r"^10\.0\.8\.77$"));
        assert!(!only(r"^10\.0\.8\.") && !only(r"^[0-9.]+$") && !only(r"^(10\.0\.8\.77|db)$") && !only(r"^10.0.8.77$") && !only(""));
    }

    #[test]
    fn a_pattern_stays_below_a_domain_or_does_not() {
        let below = |pattern: &str| Pattern::new(pattern).unwrap().accepts_only_below(&[".amazonaws.com"]);
        assert!(below(r"^dev-.*\.rds\.amazonaws\.com$") && below(r"^(a|b)\.amazonaws\.com$"));
        assert!(!below(r"rds\.amazonaws\.com") && !below(r"^dev") && !below(r"^.*\.internal$") && !below(r"^(a\.amazonaws\.com|b)$"));
        assert!(!below(r"^x.amazonaws.com$"));
    }
}
