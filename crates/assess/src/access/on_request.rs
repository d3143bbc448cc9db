//! What a principal gets for a target when it asks, by just-in-time node access: a column of the matrix.

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
    pub automatic_if: Option<String>,
    /// Who approves whatever is not automatic, level by level, in words.
    pub approvals: Option<String>,
    /// The address of the manual policy.
    pub policy: Option<String>,
    /// For how many hours a token may be fetched.
    pub hours: Option<u64>,
    /// Why there is none, or what is not known, in words.
    pub why: Option<String>,
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

/// In words: "automatic if the caller is in group `g`, else after 1 of group `h`".
impl fmt::Display for OnRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let approvals = self.approvals.as_deref();
        match (self.outcome, &self.automatic_if, approvals, &self.why) {
            (RequestOutcome::Automatic, ..) => f.write_str("automatic"),
            (RequestOutcome::Approval, _, Some(approvals), _) => write!(f, "after {approvals}"),
            (RequestOutcome::Approval, ..) => f.write_str("after approval"),
            (RequestOutcome::Depends, Some(condition), Some(approvals), _) => {
                write!(f, "automatic if {condition}, else after {approvals}")
            }
            (RequestOutcome::Depends, Some(condition), None, _) => write!(f, "automatic if {condition}, else never"),
            (RequestOutcome::Never, _, _, Some(why)) => write!(f, "never: {why}"),
            (RequestOutcome::Unknown, Some(condition), ..) => write!(f, "unknown: automatic if {condition}"),
            (RequestOutcome::Unknown, _, _, Some(why)) => write!(f, "unknown: {why}"),
            (outcome, ..) => f.write_str(outcome.as_str()),
        }
    }
}
