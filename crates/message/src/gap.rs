//! Why something is not known.

use crate::{Message, Span, list, say};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// Something that is not known, and why.
///
/// One pointer: a network is made of values of which nearly all are known, and each has room for what may be missing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap(Box<GapParts>);

/// What a [`Gap`] says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GapParts {
    /// What it is: "the subnet of `aws_instance.web`". Empty where the place says it.
    pub what: Message,
    /// Why it is not known.
    pub reason: Reason,
}

/// Why something is not known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The value exists only after apply, and what it is made of is said nowhere in the inputs.
    AfterApply {
        /// The `.tf` files of the input were read: they do not tell either.
        sources: bool,
    },
    /// The value exists only after apply, and is computed from this.
    ComputedFrom(String),
    /// Which of several resources of the inputs it is, or whether one belongs here, is not certain.
    Uncertain {
        /// The `.tf` files of the input were read: they do not tell either.
        sources: bool,
    },
    /// Nothing of the inputs has the key that is written down.
    Outside {
        /// The Terraform type, where it is known.
        resource_type: Option<&'static str>,
        /// The id, name or ARN.
        key: String,
    },
    /// Nothing of the inputs has the key that is written down, nor has an answer of AWS that lists such things.
    NotListed {
        /// The Terraform type.
        resource_type: &'static str,
        /// The id, name or ARN.
        key: String,
        /// The answer.
        file: String,
    },
    /// Whoever manages it may have given it more than the inputs show.
    ManagedElsewhere {
        /// What the inputs call it.
        address: String,
        /// Its Terraform type.
        resource_type: String,
        /// Its id, ARN or name, where that is known.
        key: Option<String>,
    },
    /// No input lists it; this call of the AWS CLI would.
    Unlisted(String),
    /// The list of an input is not whole.
    Partial {
        /// The file.
        file: String,
        /// Why it is not.
        why: String,
        /// The call of the AWS CLI that lists all; `None` where no answer is taken for all.
        call: Option<String>,
    },
    /// The `.tf` files were read, and do not tell, for this reason: a function that is not evaluated, a file that is not there.
    Sources(String),
    /// The plan is not whole, and leaves it out.
    LeftOut {
        /// Some of it is in the plan, and there may be more.
        some: bool,
        /// How many others are left out that are not named.
        others: usize,
    },
    /// It is decided when somebody or something acts, and by them.
    RunTime(&'static str),
    /// This service refuses what the configuration asks, so that an apply ends in an error before it is so.
    Refused(&'static str),
    /// These resources claim the same, of which AWS keeps one: it refuses the others, or each takes the place of another.
    Rivals(Vec<String>),
    /// These resources have the same name, which AWS gives to one of them only.
    SameName {
        /// Their addresses.
        by: Vec<String>,
        /// The name.
        name: String,
    },
    /// Two addresses name different Regions, and one provider configuration makes both.
    TwoRegions(Box<[(String, String); 2]>),
    /// The program does not know how AWS would decide.
    NotModelled(&'static str),
    /// No page of AWS says how it would decide: this does not hang on it.
    Undocumented(&'static str),
    /// Sensitive and redacted, or malformed.
    Unreadable,
    /// Several resources of the inputs have this key.
    Ambiguous(String),
    /// The inputs do not tell whether what has this name is in the same account and Region.
    OtherPlace(String),
    /// A resource names another one that AWS does not find where that is to be made.
    Apart {
        /// The address of the one that names the other.
        by: String,
        /// The address of what it names.
        named: String,
        /// Their Regions or accounts; `None` where the inputs show the account of one alone.
        places: Option<(String, String)>,
    },
}

impl Deref for Gap {
    type Target = GapParts;

    fn deref(&self) -> &GapParts {
        &self.0
    }
}

impl DerefMut for Gap {
    fn deref_mut(&mut self) -> &mut GapParts {
        &mut self.0
    }
}

impl Default for Gap {
    /// Something that the place says is not certain.
    fn default() -> Self {
        Self::new(Message::default())
    }
}

impl Gap {
    /// Something that is not certain among the resources of the inputs.
    pub fn new(what: impl Into<Message>) -> Self {
        Self::because(what, Reason::Uncertain { sources: false })
    }

    /// Something, for a reason.
    pub fn because(what: impl Into<Message>, reason: Reason) -> Self {
        Self(Box::new(GapParts { what: what.into(), reason }))
    }

    /// What the place says is not known, for a reason.
    pub fn here(reason: Reason) -> Self {
        Self::because(Message::default(), reason)
    }

    /// Something that is known only after apply; the `.tf` files were not read.
    pub fn after_apply(what: impl Into<Message>) -> Self {
        Self::because(what, Reason::AfterApply { sources: false })
    }

    /// Where the `.tf` files were read, they do not tell what is known only after apply.
    #[must_use]
    pub fn with_sources(mut self, read: bool) -> Self {
        if let Reason::AfterApply { sources } | Reason::Uncertain { sources } = &mut self.reason {
            *sources |= read;
        }
        self
    }

    /// Puts something else in the place of values of the inputs.
    pub fn map_values(&mut self, change: impl Fn(&Span) -> Option<Span>) {
        if let Reason::Outside { key, .. }
        | Reason::NotListed { key, .. }
        | Reason::ManagedElsewhere { key: Some(key), .. }
        | Reason::Ambiguous(key)
        | Reason::OtherPlace(key)
        | Reason::SameName { name: key, .. }
        | Reason::Sources(key) = &mut self.reason
            && let Some(other) = change(&Span::Value(key.clone()))
        {
            *key = other.text().into_owned();
        }
        self.what.map_values(change);
    }

    /// Whether the place is an attribute whose own value is what is not known.
    pub fn is_of_value(&self) -> bool {
        let of_value = matches!(self.reason, Reason::AfterApply { .. } | Reason::ComputedFrom(_) | Reason::Sources(_) | Reason::Unreadable);
        self.what.is_empty() && of_value
    }

    /// In words, without the place.
    pub fn message(&self) -> Message {
        let because = self.reason.message(self.what.is_empty());
        match (self.what.is_empty(), because.is_empty(), &self.reason) {
            (true, _, _) => because,
            (false, true, _) => self.what.clone(),
            (false, false, Reason::Outside { .. } | Reason::NotListed { .. } | Reason::ManagedElsewhere { .. } | Reason::Unlisted(_)) => {
                say!("{}, {}", &self.what, because)
            }
            (false, false, _) => say!("{}: {}", &self.what, because),
        }
    }
}

impl Reason {
    /// In words; `alone` where nothing says what it is of.
    fn message(&self, alone: bool) -> Message {
        match self {
            Self::AfterApply { sources: false } => "known only after apply".into(),
            Self::AfterApply { sources: true } => "known only after apply, and the `.tf` files do not tell".into(),
            Self::ComputedFrom(from) => say!("known only after apply, computed from {}", Span::address(from)),
            Self::Uncertain { .. } if alone => "not certain in these inputs".into(),
            Self::Uncertain { .. } => Message::default(),
            Self::Outside { resource_type: Some(kind), key } => {
                say!("{} {}, which is not in the inputs", Span::code(kind), Span::value(key))
            }
            Self::NotListed { resource_type, key, file } => {
                say!("{} {}, which {} does not list", Span::code(resource_type), Span::value(key), Span::value(file))
            }
            Self::Outside { resource_type: None, key } => say!("{}, which is not in the inputs", Span::value(key)),
            Self::ManagedElsewhere { resource_type, key: Some(key), .. } => {
                say!("which is {} {}, managed elsewhere", Span::value(resource_type), Span::value(key))
            }
            Self::ManagedElsewhere { .. } => "which is managed elsewhere".into(),
            Self::Unlisted(call) if alone => say!("no input tells it, as would {}", Span::command(call.clone())),
            Self::Unlisted(call) => say!("which no input lists, as would {}", Span::command(call.clone())),
            Self::Partial { file, why, .. } => say!("{} is not whole: {}", Span::value(file), Span::value(why)),
            Self::Sources(why) => say!("known only after apply, and the `.tf` files do not tell: {}", Span::value(why)),
            Self::LeftOut { some, others } => {
                let what = if *some { "there may be more of these than the plan shows" } else { "the plan leaves it out" };
                match others {
                    0 => what.into(),
                    1 => say!("{}, and so 1 other", what),
                    others => say!("{}, and so {} others", what, *others),
                }
            }
            Self::RunTime(by) => say!("decided at run time by {}", *by),
            Self::Refused(by) => say!("{} refuses it", *by),
            Self::Rivals(by) => say!("{} claim the same", list(by.iter().map(|by| Span::address(by.as_str())))),
            Self::SameName { by, name } => {
                say!("{} have the same name {}", list(by.iter().map(|by| Span::address(by.as_str()))), Span::value(name))
            }
            Self::TwoRegions(both) => {
                let [(one, here), (other, there)] = &**both;
                let (one, here, other, there) = (Span::address(one), Span::value(here), Span::address(other), Span::value(there));
                say!("{} names {}, {} names {}, and one provider makes both", one, here, other, there)
            }
            Self::Undocumented(_) => "no page of AWS says".into(),
            Self::NotModelled(what) => say!("{}, which is not modelled", *what),
            Self::Unreadable => "not readable in this input".into(),
            Self::OtherPlace(name) => {
                say!("whether the {} of the inputs is in the same account and Region", Span::value(name))
            }
            Self::Apart { by, named, places } => {
                let [by, named] = [by, named].map(Span::address);
                if let Some((here, there)) = places {
                    say!("whether {} can be made in {}, as {} is in {}", by, Span::value(here), named, Span::value(there))
                } else {
                    say!("whether {} and {} are in one account", by, named)
                }
            }
            Self::Ambiguous(key) => say!("{} names several resources", Span::value(key)),
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}
