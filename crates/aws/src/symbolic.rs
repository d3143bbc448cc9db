//! Values that may not be known.

use ssm_check_truth::Truth;
use std::sync::Arc;

/// A value, or a placeholder for one that is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbolic<T> {
    /// This.
    Known(T),
    /// Two placeholders of one name stand for the same value; of two names it is not known whether they do.
    Placeholder(Arc<str>),
}

impl<T: Eq> Symbolic<T> {
    /// A placeholder.
    pub fn placeholder(name: impl Into<Arc<str>>) -> Self {
        Self::Placeholder(name.into())
    }

    /// The value, if it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Placeholder(_) => None,
        }
    }

    /// Whether both are the same value.
    pub fn is(&self, other: &Self) -> Truth {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => (a == b).into(),
            (Self::Placeholder(a), Self::Placeholder(b)) if a == b => Truth::True,
            _ => Truth::Unknown,
        }
    }
}

impl<T> Default for Symbolic<T> {
    /// A placeholder without a name, until more is known.
    fn default() -> Self {
        Self::Placeholder(Arc::default())
    }
}

#[cfg(test)]
mod tests {
    use super::Symbolic;
    use ssm_check_truth::Truth;

    #[test]
    fn two_unknown_values_are_neither_one_nor_two() {
        let (a, b) = (Symbolic::placeholder("a"), Symbolic::placeholder("b"));
        assert_eq!(a.is(&a), Truth::True);
        assert_eq!(a.is(&b), Truth::Unknown);
        assert_eq!(a.is(&Symbolic::Known(1)), Truth::Unknown);
        assert_eq!(Symbolic::Known(1).is(&Symbolic::Known(1)), Truth::True);
        assert_eq!(Symbolic::Known(1).is(&Symbolic::Known(2)), Truth::False);
    }
}
