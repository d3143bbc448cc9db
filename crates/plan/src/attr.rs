//! What a plan tells about one attribute.

/// An attribute is one of four things, and there is no conversion to `bool`: nobody can mistake "not known" for "no".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attr<T> {
    /// The plan shows the value.
    Known(T),
    /// Not set: null, or left out of something new, so that the provider's or AWS's default applies.
    Absent,
    /// Known only after apply, or not told by this input.
    Unknown(Why),
    /// Marked sensitive: may be used, must never be printed. `None` where the input redacts it.
    Sensitive(Option<T>),
}

/// Why something is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The plan shows "(known after apply)".
    AfterApply,
    /// The value is of another type than the schema says.
    Malformed,
}

impl<T> Attr<T> {
    /// Changes the value, keeping what is known of it.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Attr<U> {
        match self {
            Self::Unknown(why) => Attr::Unknown(why),
            Self::Absent => Attr::Absent,
            Self::Known(value) => Attr::Known(f(value)),
            Self::Sensitive(value) => Attr::Sensitive(value.map(f)),
        }
    }

    /// Changes the value by a conversion that can fail; a failure is [`Why::Malformed`].
    pub fn convert<U>(self, f: impl FnOnce(T) -> Option<U>) -> Attr<U> {
        match self {
            Self::Unknown(why) => Attr::Unknown(why),
            Self::Absent => Attr::Absent,
            Self::Known(value) => f(value).map_or(Attr::Unknown(Why::Malformed), Attr::Known),
            Self::Sensitive(None) => Attr::Sensitive(None),
            Self::Sensitive(Some(value)) => f(value).map_or(Attr::Unknown(Why::Malformed), |value| Attr::Sensitive(Some(value))),
        }
    }

    /// The value, where it is known, sensitive or not. `None` says nothing of whether it is set.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Known(value) | Self::Sensitive(Some(value)) => Some(value),
            Self::Absent | Self::Unknown(_) | Self::Sensitive(None) => None,
        }
    }

    /// The value or, where the attribute is absent, the default; `None` where it is not known.
    pub fn value_or(self, default: T) -> Option<T> {
        match self {
            Self::Absent => Some(default),
            other => other.value(),
        }
    }
}
