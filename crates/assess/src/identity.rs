//! May the agent work? The instance profile, its role, and what the role is allowed.

mod case;
mod gaps;
mod judge;
mod metadata;
mod profile_name;

pub use case::{Case, Problem, Question, RoleCase};

use crate::Deletions;
use crate::default_host_management::is_on;
use crate::target::Target;
use crate::way::Ways;
use crate::{Options, Verdict};
use judge::{Judge, only};
use ssm_check_graph::aws::{InstanceProfile, Role};
use ssm_check_graph::{Graph, ResourceId};
use ssm_check_iam::Policy;

/// What was found out about the identity of a target.
pub struct Identity<'g> {
    /// The answer.
    pub verdict: Verdict,
    /// The profile, where one is certain.
    pub profile: Option<InstanceProfile<'g>>,
    /// The role, where one is certain.
    pub role: Option<Role<'g>>,
    /// Every profile and role that was looked at.
    pub cases: Vec<Case<'g>>,
}

/// What identities are judged in.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'g> {
    pub graph: &'g Graph<'g>,
    pub options: &'g Options,
    pub deletions: &'g Deletions,
}

impl<'g> Identity<'g> {
    /// Judges the identity of a target.
    ///
    /// `scps` are the service control policies of its account; `ways` how its calls leave, where the network has been judged.
    pub(crate) fn of(setting: Setting<'g>, scps: &[Vec<Policy>], target: &Target<'g>, ways: &Ways) -> Self {
        let Setting { graph, options, deletions } = setting;
        let default_host_management = is_on(graph, options, scps, target);
        let judge = Judge { graph, deletions, scps, target, kind: target.kind, default_host_management, options, ways };
        let mut cases = Vec::new();
        let mut verdicts = Vec::new();
        for launch in &target.launches {
            let (verdict, mut found) = judge.launch(launch);
            verdicts.push(verdict);
            cases.append(&mut found);
        }
        // A case is large, and most targets have one.
        cases.shrink_to_fit();
        let certain = |case: &&Case<'g>| !case.uncertain;
        let same_profile = cases.iter().filter(certain).filter_map(|case| case.profile).collect::<Vec<_>>();
        let same_role = cases.iter().filter(certain).filter_map(|case| case.role.as_ref().map(|role| role.role)).collect::<Vec<_>>();
        Self { verdict: Verdict::all(verdicts), profile: only(&same_profile), role: only(&same_role), cases }
    }

    /// The roles that the target may run with.
    pub fn roles(&self) -> impl Iterator<Item = ResourceId> {
        self.cases.iter().filter_map(|case| case.role.as_ref().map(|role| role.role.0.id()))
    }
}
