//! Under which condition on the caller something holds.

use crate::{Attribute, Caller, Told, Wildcards};
use ssm_check_message::{Message, Span, say};
use ssm_check_truth::Truth;
use std::fmt;

/// A question about the caller.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Is it in the group of this id?
    InGroup(String),
    /// Is it the user of this id?
    IsUser(String),
    /// Does it have the attribute?
    Has(Attribute),
    /// Does it have the attribute with this value?
    Equals(Attribute, String),
    /// Does it have both, with the same value?
    Same(Attribute, Attribute),
    /// Does it have the attribute with a value that the pattern matches?
    Like(Attribute, Wildcards),
}

/// What has to be so of the caller.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Condition {
    /// Nothing.
    Always,
    /// It is not so of anybody.
    Never,
    /// An answer of yes.
    Is(Question),
    /// The contrary.
    Not(Box<Condition>),
    /// All of these; at least two.
    All(Vec<Condition>),
    /// One of these; at least two.
    Any(Vec<Condition>),
    /// Not known, and what is not.
    Open(Message),
}

/// A condition of more parts than this is left open.
const PARTS: usize = 400;

impl Condition {
    /// From what is known.
    pub(crate) fn known(truth: Truth, open: impl FnOnce() -> Message) -> Self {
        match truth {
            Truth::True => Self::Always,
            Truth::False => Self::Never,
            Truth::Unknown => Self::Open(open()),
        }
    }

    /// All of these.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept: Vec<Self> = Vec::new();
        for part in parts {
            match part {
                Self::Always => {}
                Self::Never => return Self::Never,
                Self::All(inner) => kept.extend(inner),
                other => kept.push(other),
            }
        }
        kept.sort();
        kept.dedup();
        if contradict(&kept) {
            return Self::Never;
        }
        // Who has a value for an attribute has the attribute.
        let spoken: Vec<Attribute> = kept.iter().filter_map(Self::attribute_with_value).cloned().collect();
        kept.retain(|part| !matches!(part, Self::Is(Question::Has(attribute)) if spoken.contains(attribute)));
        Self::joined(kept, Self::Always, Self::All)
    }

    /// One of these.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept: Vec<Self> = Vec::new();
        for part in parts {
            match part {
                Self::Never => {}
                Self::Always => return Self::Always,
                Self::Any(inner) => kept.extend(inner),
                other => kept.push(other),
            }
        }
        kept.sort();
        kept.dedup();
        if contradict(&kept) {
            return Self::Always;
        }
        Self::joined(kept, Self::Never, Self::Any)
    }

    fn joined(mut parts: Vec<Self>, none: Self, of: fn(Vec<Self>) -> Self) -> Self {
        match parts.len() {
            0 => none,
            1 => parts.pop().unwrap_or(none),
            _ if parts.iter().map(Self::size).sum::<usize>() > PARTS => Self::Open(say!("a condition of too many parts")),
            _ => of(parts),
        }
    }

    /// The contrary.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Always => Self::Never,
            Self::Never => Self::Always,
            Self::Not(inner) => *inner,
            Self::Open(what) => Self::Open(what),
            other => Self::Not(Box::new(other)),
        }
    }

    /// Is it so of a caller? Unknown only where something other than the caller is not known.
    pub fn holds_for(&self, caller: &Caller) -> Truth {
        match self {
            Self::Always => Truth::True,
            Self::Never => Truth::False,
            Self::Is(question) => Truth::from(question.answer(caller)),
            Self::Not(inner) => !inner.holds_for(caller),
            Self::All(parts) => Truth::all(parts.iter().map(|part| part.holds_for(caller))),
            Self::Any(parts) => Truth::any(parts.iter().map(|part| part.holds_for(caller))),
            Self::Open(_) => Truth::Unknown,
        }
    }

    /// Whatever the caller is: yes, no, or that depends.
    pub fn of_anybody(&self) -> Truth {
        match self {
            Self::Always => Truth::True,
            Self::Never => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// With what is told of the caller.
    #[must_use]
    pub fn of(&self, told: &Told) -> Self {
        match self {
            Self::Is(question) => match told.answer(question) {
                Some(true) => Self::Always,
                Some(false) => Self::Never,
                None => self.clone(),
            },
            Self::Not(inner) => inner.of(told).negated(),
            Self::All(parts) => Self::all(parts.iter().map(|part| part.of(told))),
            Self::Any(parts) => Self::any(parts.iter().map(|part| part.of(told))),
            Self::Always | Self::Never | Self::Open(_) => self.clone(),
        }
    }

    /// Something other than the caller is not known, on which the answer may depend.
    pub fn open(&self) -> Option<&Message> {
        match self {
            Self::Open(what) => Some(what),
            Self::Not(inner) => inner.open(),
            Self::All(parts) | Self::Any(parts) => parts.iter().find_map(Self::open),
            Self::Always | Self::Never | Self::Is(_) => None,
        }
    }

    /// The groups that it names.
    pub fn groups(&self) -> Vec<&str> {
        match self {
            Self::Is(Question::InGroup(group)) => vec![group],
            Self::Not(inner) => inner.groups(),
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::groups).collect(),
            Self::Always | Self::Never | Self::Is(_) | Self::Open(_) => Vec::new(),
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Not(inner) => 1 + inner.size(),
            Self::All(parts) | Self::Any(parts) => 1 + parts.iter().map(Self::size).sum::<usize>(),
            Self::Always | Self::Never | Self::Is(_) | Self::Open(_) => 1,
        }
    }

    fn attribute_with_value(&self) -> Option<&Attribute> {
        match self {
            Self::Is(Question::Equals(attribute, _) | Question::Like(attribute, _)) => Some(attribute),
            _ => None,
        }
    }
}

/// One of them is the contrary of another, and neither is open.
fn contradict(parts: &[Condition]) -> bool {
    parts.iter().any(|part| matches!(part, Condition::Not(inner) if inner.open().is_none() && parts.contains(inner)))
}

impl Question {
    /// The answer for a caller.
    pub fn answer(&self, caller: &Caller) -> bool {
        match self {
            Self::InGroup(group) => caller.groups.contains(group),
            Self::IsUser(user) => caller.user == *user,
            Self::Has(attribute) => caller.value(attribute).is_some(),
            Self::Equals(attribute, wanted) => caller.value(attribute) == Some(wanted),
            Self::Same(one, other) => caller.value(one).is_some() && caller.value(one) == caller.value(other),
            Self::Like(attribute, pattern) => caller.value(attribute).is_some_and(|value| pattern.matches(value)),
        }
    }
}

impl Told {
    /// Have both the same value? No where one is told not to be there.
    fn both(&self, one: &Attribute, other: &Attribute) -> Option<bool> {
        match (self.attributes.get(one), self.attributes.get(other)) {
            (Some(None), _) | (_, Some(None)) => Some(false),
            (Some(Some(one)), Some(Some(other))) => Some(one == other),
            _ => None,
        }
    }

    /// The answer to a question; `None` where it is not told.
    pub(crate) fn answer(&self, question: &Question) -> Option<bool> {
        let of = |attribute: &Attribute, is: &dyn Fn(&str) -> bool| Some(self.attributes.get(attribute)?.as_deref().is_some_and(is));
        match question {
            Question::InGroup(group) if self.groups.contains(group) => Some(true),
            Question::InGroup(_) => self.in_no_other_group.then_some(false),
            Question::IsUser(user) => self.user.as_ref().map(|own| own == user),
            Question::Has(attribute) => Some(self.attributes.get(attribute)?.is_some()),
            Question::Equals(attribute, wanted) => of(attribute, &|value| value == wanted),
            Question::Same(one, other) => self.both(one, other),
            Question::Like(attribute, pattern) => of(attribute, &|value| pattern.matches(value)),
        }
    }
}

impl Condition {
    /// In words: "`principal.costCenter` is `42`".
    pub fn in_words(&self) -> Message {
        match self {
            Self::Always => say!("always"),
            Self::Never => say!("never"),
            Self::Is(question) => question.in_words(),
            Self::Not(inner) => match &**inner {
                Self::Is(Question::InGroup(group)) => say!("the caller is not in group {}", Span::value(group)),
                Self::Is(Question::IsUser(user)) => say!("the caller is not user {}", Span::value(user)),
                Self::Is(Question::Has(attribute)) => say!("the caller has no {}", attribute.span()),
                other => say!("not ({})", other.in_words()),
            },
            Self::All(parts) => joined(parts, " and "),
            Self::Any(parts) => joined(parts, " or "),
            Self::Open(what) => say!("{} (not known)", what.clone()),
        }
    }
}

fn joined(parts: &[Condition], word: &'static str) -> Message {
    let mut all = Message::default();
    for (index, part) in parts.iter().enumerate() {
        let part = match part {
            Condition::All(_) | Condition::Any(_) => say!("({})", part.in_words()),
            _ => part.in_words(),
        };
        all = if index == 0 { part } else { all.then(word).then(part) };
    }
    all
}

impl Question {
    /// As a statement: "the caller is in group `g`".
    pub fn in_words(&self) -> Message {
        match self {
            Self::InGroup(group) => say!("the caller is in group {}", Span::value(group)),
            Self::IsUser(user) => say!("the caller is user {}", Span::value(user)),
            Self::Has(attribute) => say!("the caller has {}", attribute.span()),
            Self::Equals(attribute, value) => say!("{} is {}", attribute.span(), Span::value(value)),
            Self::Same(one, other) => say!("{} is {}", one.span(), other.span()),
            Self::Like(attribute, pattern) => say!("{} is like {}", attribute.span(), Span::value(pattern.to_string())),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.in_words().fmt(f)
    }
}
