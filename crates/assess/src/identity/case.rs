//! What is found out about one possible role of a target.

use crate::evidence::AttrRef;
use crate::policies::PolicySet;
use crate::{Presumption, Verdict};
use ssm_check_graph::aws::{InstanceProfile, Role};
use ssm_check_iam::{Outcome, Truth};
use ssm_check_message::Gap;

/// One possibility: a launch, the profile that it may have, and the role in it.
pub struct Case<'g> {
    /// Where the profile is named, or would be.
    pub at: AttrRef,
    /// The profile, if it is one of the inputs.
    pub profile: Option<InstanceProfile<'g>>,
    /// The role, if it is one of the inputs.
    pub role: Option<RoleCase<'g>>,
    /// What is wrong or not known; `None` where all is well.
    pub problem: Option<Problem>,
    /// Only one of several possibilities; `false` where it is certain.
    pub uncertain: bool,
    /// What is presumed where all is well.
    pub presumed: Vec<Presumption>,
}

/// A role and what it may do.
pub struct RoleCase<'g> {
    /// The role.
    pub role: Role<'g>,
    /// Its policies.
    pub policies: PolicySet,
    /// For each of the five actions, the decision.
    pub outcomes: Vec<(&'static str, Outcome)>,
}

/// What is wrong with an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No instance profile at all.
    NoProfile,
    /// The profile of this name, which the plan deletes; where the case has a profile, that is another of the same name.
    DeletedProfile(String),
    /// No task role at all.
    NoTaskRole,
    /// A profile without a role.
    NoRole,
    /// The role is not for EC2 to assume.
    NotAssumable,
    /// Actions are not allowed by the role's policies.
    NotAllowed(Vec<&'static str>),
    /// Actions are denied, or the boundary does not reach them.
    Denied(Vec<&'static str>),
    /// Only the update is allowed, which keeps default host management from stepping in.
    PartialGrant(Vec<&'static str>),
    /// The metadata service, from which the agent has its identity, is off.
    NoMetadata(AttrRef),
    /// It cannot be told.
    Unknown {
        /// Which question is open.
        about: Question,
        /// Where, and why.
        gaps: Vec<(AttrRef, Gap)>,
    },
}

/// What may not be known of an identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Is there an instance profile?
    Profile,
    /// Is there a task role?
    TaskRole,
    /// Is there a role in it?
    Role,
    /// May EC2 assume the role?
    Trust,
    /// Does the role allow what the agent does?
    Permissions,
    /// Is the metadata service on?
    Metadata,
}

impl RoleCase<'_> {
    pub(super) fn allowed(&self, action: &str) -> Truth {
        self.outcomes.iter().find(|(known, _)| *known == action).map_or(Truth::Unknown, |(_, outcome)| outcome.allowed())
    }
}

impl Case<'_> {
    /// The answer of this possibility.
    pub fn verdict(&self) -> Verdict {
        match &self.problem {
            None => Verdict::Pass,
            Some(Problem::Unknown { .. }) => Verdict::Unknown,
            Some(_) => Verdict::Fail,
        }
    }
}
