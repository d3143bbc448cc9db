//! Values, links and lists of which not everything is known.
//!
//! Nothing here converts to `bool` or `Option` silently: whoever reads a value meets the case in which it is not known.

/// What the caller would have to know, handed back in the answer when it matters.
pub use ssm_check_message::Gap;

/// A value, or what is missing to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<T> {
    /// The value.
    Known(T),
    /// Any value is possible.
    Unknown(Gap),
}

impl<T> Known<T> {
    /// The value if it is known.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown(_) => None,
        }
    }
}

impl<T: Copy> Known<T> {
    /// What is made of the value, if it is known.
    pub fn map<U>(&self, change: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Self::Known(value) => Known::Known(change(*value)),
            Self::Unknown(gap) => Known::Unknown(gap.clone()),
        }
    }
}

/// A link to at most one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice<T> {
    /// No link.
    None,
    /// This one.
    One(T),
    /// Exactly one of these; which is not known.
    OneOf(Vec<T>),
    /// Exactly one of these, or one that the model does not contain.
    OneOfOrUnknown(Vec<T>, Gap),
    /// Anything, in the model or outside, or nothing.
    Unknown(Gap),
}

impl<T> Choice<T> {
    /// Every candidate that the model contains.
    pub fn candidates(&self) -> &[T] {
        match self {
            Self::None | Self::Unknown(_) => &[],
            Self::One(one) => std::slice::from_ref(one),
            Self::OneOf(many) | Self::OneOfOrUnknown(many, _) => many,
        }
    }

    /// What is missing if the link may lead outside the candidates.
    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Self::Unknown(gap) | Self::OneOfOrUnknown(_, gap) => Some(gap),
            Self::None | Self::One(_) | Self::OneOf(_) => None,
        }
    }
}

/// A list that may have more elements than are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partial<T> {
    /// The elements that are certainly there.
    pub items: Vec<T>,
    /// What is missing if there may be more.
    pub rest: Option<Gap>,
}

impl<T> Partial<T> {
    /// Exactly these.
    pub fn exactly(items: impl IntoIterator<Item = T>) -> Self {
        Self { items: items.into_iter().collect(), rest: None }
    }

    /// These, and perhaps more.
    pub fn at_least(items: impl IntoIterator<Item = T>, rest: Gap) -> Self {
        Self { items: items.into_iter().collect(), rest: Some(rest) }
    }
}

impl<T> Default for Partial<T> {
    fn default() -> Self {
        Self { items: Vec::new(), rest: None }
    }
}

/// A link to a set of things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members<T> {
    /// Exactly these, all of them.
    Exactly(Vec<T>),
    /// Some of these and at least one; which is not known. A plan shows `[a, b]` and `cond ? [a] : [b]` alike.
    SomeOf(Vec<T>),
    /// All of these, and perhaps others, in the model or outside.
    AtLeast(Vec<T>, Gap),
    /// At least one, of these or others, in the model or outside.
    SomeOfOrOther(Vec<T>, Gap),
    /// Anything, perhaps nothing.
    Unknown(Gap),
}

impl<T> Members<T> {
    /// Every member, certain or possible, that is named.
    pub fn named(&self) -> &[T] {
        match self {
            Self::Exactly(items) | Self::SomeOf(items) | Self::AtLeast(items, _) | Self::SomeOfOrOther(items, _) => items,
            Self::Unknown(_) => &[],
        }
    }

    /// What is missing if there may be members that are not named.
    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Self::AtLeast(_, gap) | Self::SomeOfOrOther(_, gap) | Self::Unknown(gap) => Some(gap),
            Self::Exactly(_) | Self::SomeOf(_) => None,
        }
    }

    /// The smallest sets that it may be: every possible set contains one of these.
    pub fn least(&self) -> Vec<&[T]> {
        match self {
            Self::Exactly(items) | Self::AtLeast(items, _) => vec![items],
            Self::SomeOf(items) if !items.is_empty() => items.iter().map(std::slice::from_ref).collect(),
            Self::SomeOf(_) | Self::SomeOfOrOther(..) | Self::Unknown(_) => vec![&[]],
        }
    }

    /// Whether it is certainly empty.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Exactly(items) if items.is_empty())
    }
}

impl<T> Default for Members<T> {
    fn default() -> Self {
        Self::Exactly(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::{Gap, Members};

    #[test]
    fn every_possible_set_contains_one_of_the_smallest() {
        let gap = || Gap::new("others");
        let empty: &[u8] = &[];
        assert_eq!(Members::Exactly(vec![1, 2]).least(), [&[1, 2]]);
        assert_eq!(Members::AtLeast(vec![1, 2], gap()).least(), [&[1, 2]]);
        assert_eq!(Members::SomeOf(vec![1, 2]).least(), [&[1], &[2]]);
        assert_eq!(Members::<u8>::SomeOf(vec![]).least(), [empty]);
        assert_eq!(Members::SomeOfOrOther(vec![1, 2], gap()).least(), [empty]);
        assert_eq!(Members::<u8>::Unknown(gap()).least(), [empty]);
    }
}
