//! What is asked about a session, and what AWS would answer.

use crate::Evidence;
use ssm_check_message::{Message, Span, say};

/// One call.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The address of the principal.
    pub principal: String,
    /// The address of the target, an instance id, or `*`.
    pub target: String,
    /// The document's name or address; none for a shell.
    pub document: Option<String>,
    /// Parameters, in the order given.
    pub parameters: Vec<(String, String)>,
}

/// What comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionOutcome {
    /// A session.
    Allowed,
    /// No access.
    Denied,
    /// Parameters that are refused, a document or node that is not there.
    Invalid,
    /// Access, to a node that Session Manager does not reach.
    NotConnected,
    /// Access, to a node of which the inputs do not tell whether Session Manager reaches it.
    MaybeNotConnected,
    /// A session on a node that Session Manager reaches, which ends before anybody can type.
    Ends,
    /// A session on such a node, of which the inputs do not tell whether it ends so.
    MaybeEnds,
    /// It cannot be told.
    Unknown,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What comes back.
    pub outcome: SessionOutcome,
    /// The address of the node, if it is one of the inputs.
    pub target: Option<String>,
    /// The document, by its address, if it is one of the inputs.
    pub document: Option<String>,
    /// The resource that was refused.
    pub resource: Option<String>,
    /// `implicit`, `explicit`, `boundary`, `scp` or `rcp`, of a denial.
    pub why: Option<&'static str>,
    /// From when and until when a session would start, or on which tags of some other instance, in words, where the policies say so.
    pub period: Option<String>,
    /// In AWS's own words, where AWS would say something.
    pub message: Message,
    /// The statements that decided.
    pub evidence: Vec<Evidence>,
}

impl SessionOutcome {
    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Invalid => "invalid",
            Self::NotConnected => "not-connected",
            Self::Ends => "ends",
            Self::MaybeNotConnected | Self::MaybeEnds | Self::Unknown => "unknown",
        }
    }
}

impl SessionOutcome {
    /// What is decided: `allowed` also of a session that the policies allow on a node that is not connected.
    pub fn decision(self) -> &'static str {
        match self {
            Self::NotConnected | Self::MaybeNotConnected => Self::Allowed.as_str(),
            decided => decided.as_str(),
        }
    }

    /// Does a session open in the end? `None` where that is not known.
    pub fn opens(self) -> Option<bool> {
        match self {
            Self::Allowed => Some(true),
            Self::Denied | Self::Invalid | Self::NotConnected | Self::Ends => Some(false),
            Self::MaybeNotConnected | Self::MaybeEnds | Self::Unknown => None,
        }
    }
}

impl Answer {
    /// An answer in these words, of nothing else.
    pub fn said(outcome: SessionOutcome, message: impl Into<Message>) -> Self {
        Self {
            outcome,
            target: None,
            document: None,
            resource: None,
            why: None,
            period: None,
            message: message.into(),
            evidence: Vec::new(),
        }
    }

    /// The same call of a node of which it is not known whether Session Manager reaches it, and why that is not.
    #[must_use]
    pub fn maybe_not_connected(self, of: &Message, why: impl IntoIterator<Item = Evidence>) -> Self {
        let message = say!("{}; the inputs do not show whether Session Manager reaches {}", self.allowed(), of);
        Self { outcome: SessionOutcome::MaybeNotConnected, message, evidence: self.evidence.into_iter().chain(why).collect(), ..self }
    }

    fn allowed(&self) -> Message {
        match &self.period {
            Some(period) => say!("the policies allow this {}", Span::Plain(period.clone())),
            None => "the policies allow this".into(),
        }
    }

    /// The same call of a node that Session Manager does not reach, and why.
    #[must_use]
    pub fn not_connected(self, target: &str, why: Vec<Evidence>) -> Self {
        Self { outcome: SessionOutcome::NotConnected, message: target_not_connected(target), evidence: why, ..self }
    }

    /// The same call of a session that ends before anybody can type, and why.
    #[must_use]
    pub fn ends(self, because: &Message, why: Vec<Evidence>) -> Self {
        Self {
            outcome: SessionOutcome::Ends,
            message: say!("AWS starts the session, and it ends at once: {}", because),
            evidence: why,
            ..self
        }
    }

    /// The same call of a session that may end so, and what is not known.
    #[must_use]
    pub fn maybe_ends(self, not_shown: &Message, why: impl IntoIterator<Item = Evidence>) -> Self {
        let message = say!("{}; {}", self.allowed(), not_shown);
        Self { outcome: SessionOutcome::MaybeEnds, message, evidence: self.evidence.into_iter().chain(why).collect(), ..self }
    }
}

/// AWS's words: <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html#API_StartSession_Errors>.
pub(super) fn said_by_aws(error: &'static str, message: impl Into<Message>) -> Message {
    say!("An error occurred ({}) when calling the StartSession operation: {}", error, message.into())
}

/// What AWS says of a node that Session Manager does not reach.
pub(super) fn target_not_connected(target: &str) -> Message {
    said_by_aws("TargetNotConnected", say!("{} is not connected.", Span::Plain(target.to_owned())))
}
