//! What a principal gets for a target when it asks, by just-in-time node access: a column of the matrix.

use ssm_check_message::{Message, say};
use std::fmt;

/// What comes of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOutcome {
    /// A token, without a person.
    Automatic,
    /// A token, after approvals.
    Approval,
    /// One of both, or nothing, as the caller is.
    Depends,
    /// Nothing.
    Never,
    /// Not known.
    Unknown,
}

/// What comes of asking, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnRequest {
    /// What comes of it.
    pub outcome: RequestOutcome,
    /// On which condition on the caller there is a token without a person, in words.
    pub automatic_if: Option<Message>,
    /// Who approves whatever is not automatic, level by level, in words.
    pub approvals: Option<Message>,
    /// The address of the manual policy.
    pub policy: Option<String>,
    /// For how many hours a token may be fetched.
    pub hours: Option<u64>,
    /// Why there is none, or what is not known, in words.
    pub why: Option<Message>,
}

impl RequestOutcome {
    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Approval => "approval",
            Self::Depends => "depends",
            Self::Never => "never",
            Self::Unknown => "unknown",
        }
    }
}

impl OnRequest {
    /// In words: "automatic if the caller is in group `g`, else after 1 of group `h`".
    pub fn in_words(&self) -> Message {
        match (self.outcome, &self.automatic_if, &self.approvals, &self.why) {
            (RequestOutcome::Automatic, ..) => say!("automatic"),
            (RequestOutcome::Approval, _, Some(approvals), _) => say!("after {}", approvals),
            (RequestOutcome::Approval, ..) => say!("after approval"),
            (RequestOutcome::Depends, Some(condition), Some(approvals), _) => {
                say!("automatic if {}, else after {}", condition, approvals)
            }
            (RequestOutcome::Depends, Some(condition), None, _) => say!("automatic if {}, else never", condition),
            (RequestOutcome::Never, _, _, Some(why)) => say!("never: {}", why),
            (RequestOutcome::Unknown, Some(condition), ..) => say!("unknown: automatic if {}", condition),
            (RequestOutcome::Unknown, _, _, Some(why)) => say!("unknown: {}", why),
            (outcome, ..) => Message::from(outcome.as_str()),
        }
    }
}

impl fmt::Display for OnRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.in_words().fmt(f)
    }
}
