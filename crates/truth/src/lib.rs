//! Kleene's three-valued logic: what a plan tells is true, false, or not known.
//!
//! There is deliberately no conversion to `bool`: a caller matches all three, so nobody can mistake "not known" for "no".
//!
//! ```
//! use ssm_check_truth::Truth::{self, False, True, Unknown};
//!
//! assert_eq!(True.and(Unknown), Unknown);
//! assert_eq!(False.and(Unknown), False); // false whatever the other turns out to be
//! assert_eq!(Truth::any([Unknown, True]), True);
//! ```
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

/// The truth of a statement in every completion of what is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// Holds in every completion.
    True,
    /// Holds in no completion.
    False,
    /// Holds in some completions, or it is not known whether any.
    Unknown,
}

impl Truth {
    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        !(!self).and(!other)
    }

    /// Every statement holds; true of none.
    pub fn all(statements: impl IntoIterator<Item = Self>) -> Self {
        let mut result = Self::True;
        for each in statements {
            match each {
                Self::False => return Self::False,
                _ => result = result.and(each),
            }
        }
        result
    }

    /// At least one statement holds; false of none.
    pub fn any(statements: impl IntoIterator<Item = Self>) -> Self {
        let mut result = Self::False;
        for each in statements {
            match each {
                Self::True => return Self::True,
                _ => result = result.or(each),
            }
        }
        result
    }

    /// One of several possibilities is the case, and it is not known which: the answer they share, or unknown.
    /// `None` of no possibility.
    pub fn agreed(possibilities: impl IntoIterator<Item = Self>) -> Option<Self> {
        possibilities.into_iter().reduce(|a, b| if a == b { a } else { Self::Unknown })
    }

    /// True in every completion.
    pub fn is_certain(self) -> bool {
        self == Self::True
    }

    /// True in some completion, as far as is known.
    pub fn is_possible(self) -> bool {
        self != Self::False
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Self {
        if known { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, False, True, Unknown};

    const ALL: [Truth; 3] = [True, False, Unknown];

    fn completions(t: Truth) -> Vec<bool> {
        match t {
            True => vec![true],
            False => vec![false],
            Unknown => vec![true, false],
        }
    }

    fn summary(results: &[bool]) -> Truth {
        match (results.contains(&true), results.contains(&false)) {
            (true, false) => True,
            (false, true) => False,
            _ => Unknown,
        }
    }

    #[test]
    fn connectives_agree_with_enumeration_of_completions() {
        for a in ALL {
            for b in ALL {
                let pairs: Vec<_> = completions(a).into_iter().flat_map(|x| completions(b).into_iter().map(move |y| (x, y))).collect();
                assert_eq!(a.and(b), summary(&pairs.iter().map(|(x, y)| *x && *y).collect::<Vec<_>>()));
                assert_eq!(a.or(b), summary(&pairs.iter().map(|(x, y)| *x || *y).collect::<Vec<_>>()));
            }
        }
    }

    #[test]
    fn folds_agree_with_the_connectives() {
        for a in ALL {
            for b in ALL {
                assert_eq!(Truth::all([a, b]), a.and(b));
                assert_eq!(Truth::any([a, b]), a.or(b));
            }
        }
        assert_eq!(Truth::all([]), True);
        assert_eq!(Truth::any([]), False);
        assert_eq!(Truth::agreed([]), None);
        assert_eq!(Truth::agreed([True, False]), Some(Unknown));
    }
}
