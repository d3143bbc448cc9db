//! What AWS decides, and by which statements.

use super::StatementMatch;
use super::layers::Layer;
use crate::Truth;

/// What AWS answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Allowed, in every completion of what is not known.
    Allowed,
    /// Denied in every completion: because something that must allow does not. (Perhaps there is an explicit deny as well.)
    ImplicitDeny,
    /// Denied by a statement.
    ExplicitDeny,
    /// It depends on what is not known.
    Unknown,
}

/// A decision and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What AWS answers.
    pub decision: Decision,
    /// The layer that decided: that allowed, that denied, or that failed to allow. When unknown, the first that is. `None` where no policy
    /// matters: `sts:GetCallerIdentity`, or a change of what AWS keeps to itself.
    pub by: Option<Layer>,
    /// Every statement of every layer that was looked at, in the order of the layers given.
    pub statements: Vec<StatementMatch>,
}

impl Outcome {
    /// Is the request allowed?
    pub fn allowed(&self) -> Truth {
        match self.decision {
            Decision::Allowed => Truth::True,
            Decision::ImplicitDeny | Decision::ExplicitDeny => Truth::False,
            Decision::Unknown => Truth::Unknown,
        }
    }

    /// The statements that match, or may.
    pub fn matching(&self) -> impl Iterator<Item = &StatementMatch> {
        self.statements.iter().filter(|statement| statement.matched.is_possible())
    }
}
