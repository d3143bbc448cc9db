//! What an answer rests on: verdicts, typed steps of a proof, and requests that it can be replayed with. Plain data; no serde here:
//! report formats mirror what they need.

use ssm_check_iam::Truth;
pub use ssm_check_message::AttrRef;
use ssm_check_message::{Gap, Message, Span, list, say};
use std::fmt;

/// The answer to one question about one resource; it holds in every completion of what is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// All is well.
    Pass,
    /// It will not work, or is not guarded.
    Fail,
    /// The inputs do not tell.
    Unknown,
}

/// One step of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// An attribute and its value; a sensitive one is never here.
    Fact {
        /// Where.
        at: AttrRef,
        /// What it shows, in words: "is `false`".
        shows: Message,
    },
    /// Something that a packet passes before it is stopped. It says nothing of the cause: reports for people leave it out.
    Hop {
        /// What it passes.
        at: AttrRef,
    },
    /// One hop from a resource to another.
    Link {
        /// The attribute that links.
        at: AttrRef,
        /// The address that it leads to.
        to: String,
        /// How that was found, in words; empty where the value is known.
        how: Message,
    },
    /// Something was looked for and is not there.
    Absence {
        /// Where it was looked for, if that is a resource.
        at: Option<AttrRef>,
        /// What was looked for: "a route to `0.0.0.0/0`".
        looked_for: Message,
        /// What was looked at.
        considered: Vec<String>,
    },
    /// The statement or rule that decided, and what it decided on.
    Decision {
        /// The statement or rule.
        at: AttrRef,
        /// Whether it lets the request through.
        effect: Effect,
        /// What it does, in words.
        what: Message,
        /// The request that it decides, if that is shown.
        request: Option<Witness>,
    },
    /// What would have to be known.
    Gap {
        /// Where.
        at: AttrRef,
        /// What is not known, and why.
        gap: Gap,
    },
}

/// What a statement or rule does with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It lets it through.
    Allow,
    /// It refuses it, or is what should have let it through.
    Deny,
}

/// A concrete request that a verdict can be replayed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Witness {
    /// A packet: `tcp 10.0.1.4:49152 -> 10.0.2.10:443`.
    Packet(String),
    /// An IAM request.
    Request {
        /// Such as `ssm:StartSession`.
        action: String,
        /// The resource's ARN.
        resource: String,
    },
    /// A string that a pattern accepts.
    Text(String),
}

impl Evidence {
    /// The kind, as reports name it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Fact { .. } | Self::Hop { .. } => "fact",
            Self::Link { .. } => "link",
            Self::Absence { .. } => "absence",
            Self::Decision { .. } => "decision",
            Self::Gap { .. } => "gap",
        }
    }

    /// Where.
    pub fn at(&self) -> Option<&AttrRef> {
        match self {
            Self::Fact { at, .. } | Self::Hop { at } | Self::Link { at, .. } | Self::Decision { at, .. } | Self::Gap { at, .. } => Some(at),
            Self::Absence { at, .. } => at.as_ref(),
        }
    }

    /// The step in words, without its place.
    pub fn message(&self) -> Message {
        match self {
            Self::Fact { shows, .. } => shows.clone(),
            Self::Hop { .. } => "is on the path".into(),
            Self::Link { to, how, .. } if how.is_empty() => say!("is {}", Span::address(to)),
            Self::Link { to, how, .. } => say!("is {}, found {}", Span::address(to), how),
            Self::Absence { at, looked_for, considered } => {
                // What stands at the place itself needs no second word.
                let others = considered.iter().filter(|each| at.as_ref().is_none_or(|at| at.address != **each));
                let others: Vec<_> = others.map(Span::value).collect();
                if others.is_empty() { say!("no {}", looked_for) } else { say!("no {}; considered {}", looked_for, list(others)) }
            }
            Self::Decision { what, request: None, .. } => what.clone(),
            Self::Decision { what, request: Some(request @ Witness::Packet(_)), .. } => say!("{}, for example {}", what, request.message()),
            Self::Decision { what, request: Some(request), .. } => say!("{}: {}", what, request.message()),
            Self::Gap { gap, .. } => say!("not known: {}", gap.message()),
        }
    }

    /// It belongs to the cause, or to what was looked at for it.
    pub fn is_telling(&self) -> bool {
        !matches!(self, Self::Hop { .. })
    }

    /// What was decided, of a decision.
    pub fn effect(&self) -> Option<Effect> {
        match self {
            Self::Decision { effect, .. } => Some(*effect),
            _ => None,
        }
    }

    /// What is not known, of a gap.
    pub fn gap(&self) -> Option<&Gap> {
        match self {
            Self::Gap { gap, .. } => Some(gap),
            _ => None,
        }
    }

    /// What was looked at, of an absence.
    pub fn considered(&self) -> &[String] {
        match self {
            Self::Absence { considered, .. } => considered,
            _ => &[],
        }
    }
}

/// The step in words, without its place.
impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl Witness {
    fn message(&self) -> Message {
        match self {
            Self::Packet(text) | Self::Text(text) => Span::value(text).into(),
            Self::Request { action, resource } => say!("{} on {}", Span::value(action), Span::value(resource)),
        }
    }
}

impl Effect {
    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Deny => "deny",
        }
    }
}

/// What has to be so: true passes.
impl From<Truth> for Verdict {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Self::Pass,
            Truth::False => Self::Fail,
            Truth::Unknown => Self::Unknown,
        }
    }
}

impl Verdict {
    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }

    /// All must pass: one failure fails, else one unknown is unknown.
    pub fn all(verdicts: impl IntoIterator<Item = Self>) -> Self {
        verdicts.into_iter().fold(Self::Pass, |all, one| match (all, one) {
            (Self::Fail, _) | (_, Self::Fail) => Self::Fail,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            _ => Self::Pass,
        })
    }

    /// One of several is the case: what they share, else unknown.
    pub fn agreed(verdicts: impl IntoIterator<Item = Self>) -> Self {
        verdicts.into_iter().reduce(|a, b| if a == b { a } else { Self::Unknown }).unwrap_or(Self::Unknown)
    }
}
