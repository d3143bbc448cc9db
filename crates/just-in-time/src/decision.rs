//! The three kinds together, for one node.

use crate::{CedarPolicy, Condition, Effect, Node};
use ssm_check_truth::Truth;

/// Who gets a token for a node, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForNode {
    /// On which condition on the caller without a person.
    pub automatic: Condition,
    /// On which condition on the caller a deny-access policy keeps it from that.
    pub denied: Condition,
    /// What comes next for whoever gets none without a person.
    pub manual: Manual,
}

/// Which manual policy counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manual {
    /// The one of this place in the list.
    By(usize),
    /// None is for the node, so nobody can ask.
    Nobody,
    /// Several are by tags, so that requests fail.
    Conflict(Vec<usize>),
    /// It is not known which of these are for the node.
    Unknown(Vec<usize>),
}

/// A policy in Cedar, and how much it counts.
#[derive(Clone, Copy, Debug)]
pub enum Counts<'p> {
    /// It counts.
    Surely(&'p CedarPolicy),
    /// It may count, and what is not known.
    Perhaps(&'p CedarPolicy, &'static str),
    /// It may count, and what it says is not known.
    Unread(&'static str),
}

impl Counts<'_> {
    fn condition(self, of: impl Fn(&CedarPolicy) -> Condition) -> Condition {
        match self {
            Self::Surely(policy) => of(policy),
            Self::Perhaps(policy, what) => Condition::all([of(policy), Condition::Open(what.into())]),
            Self::Unread(what) => Condition::Open(what.into()),
        }
    }
}

/// Puts policies together: what a deny-access policy forbids is not approved without a person; of manual policies, one by tag counts more
/// than one for all nodes, and of two by tag neither counts. Of a manual policy it is told whether it is for the node.
pub fn decide(denying: &[Counts<'_>], approving: &[Counts<'_>], manual: &[(bool, Truth)], node: &Node) -> ForNode {
    let denied = Condition::any(denying.iter().map(|counts| counts.condition(|policy| policy.applies(Effect::Forbid, node))));
    let permitted = Condition::any(approving.iter().map(|counts| counts.condition(|policy| policy.permits(node))));
    let automatic = Condition::all([permitted, denied.clone().negated()]);
    ForNode { automatic, denied, manual: most_specific(manual) }
}

/// Of each: is it for all nodes, and is it for this one?
fn most_specific(policies: &[(bool, Truth)]) -> Manual {
    let covering = |general: bool| {
        let found = policies.iter().enumerate().filter(move |(_, policy)| policy.0 == general && policy.1 != Truth::False);
        found.map(|(index, policy)| (index, policy.1)).collect::<Vec<_>>()
    };
    let (specific, general) = (covering(false), covering(true));
    let certain: Vec<usize> = specific.iter().filter(|(_, covers)| *covers == Truth::True).map(|(index, _)| *index).collect();
    let indices = |found: &[(usize, Truth)]| found.iter().map(|(index, _)| *index).collect::<Vec<_>>();
    match (certain.as_slice(), specific.as_slice(), general.as_slice()) {
        ([_, _, ..], ..) => Manual::Conflict(certain),
        ([one], [_], _) | ([], [], [(one, Truth::True)]) => Manual::By(*one),
        ([], [], []) => Manual::Nobody,
        // Among these is one for all nodes of which AWS does not say that it yields, and those of which it is not known.
        _ => Manual::Unknown(indices(&specific).into_iter().chain(indices(&general)).collect()),
    }
}
