//! Why a role may not do what it is asked for.

use crate::rules::identity::asked::{Asked, outcome, request};
use crate::{AttrRef, Evidence, Witness};
use ssm_check_assess::access::statement_name;
use ssm_check_assess::identity::RoleCase;
use ssm_check_assess::policies::Held;
use ssm_check_assess::target::Target;
use ssm_check_iam::{Document, Effect, Layers, Policy, Statement, Truth, evaluate};
use ssm_check_message::{Message, Span, say};

/// What stands in the way of a role; the first of it.
#[derive(PartialEq)]
pub(in crate::rules) enum Refusal {
    /// A statement denies it, whatever else allows it.
    Denied { statement: Message, policy: String },
    /// Something that has to allow it does not.
    Lacks(Lack),
}

/// What does not allow it.
#[derive(PartialEq)]
pub(in crate::rules) enum Lack {
    /// The permissions boundary, of these policies, does not reach it.
    Boundary(Vec<String>),
    /// The policy of the key or bucket does not leave it to the role's own.
    Resource(Policy),
    /// None of these policies, which the role has.
    Statement(Vec<String>),
}

/// A statement that denies what is asked, as evidence.
pub(in crate::rules) fn denial(asked: &Asked<'_>, statement: Message, policy: Span) -> Evidence {
    let action = asked.action.to_owned();
    Evidence::Decision {
        at: AttrRef::resource(policy.text()),
        effect: crate::Effect::Deny,
        what: say!("{} denies {}", statement, Span::code(asked.action)),
        request: Some(Witness::Request { action, resource: asked.shown.unquoted() }),
    }
}

impl Refusal {
    /// Why what certainly is refused is.
    pub(in crate::rules) fn of(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> Self {
        let outcome = outcome(target, role, asked, asked.policy(role));
        let denying = outcome.matching().find(|found| found.effect == Effect::Deny && found.matched == Truth::True);
        if let Some(found) = denying {
            let statement = statement_name(found.sid.as_deref(), found.index);
            return Self::Denied { statement, policy: found.policy.clone() };
        }
        let names = |held: &[Held]| held.iter().map(|held| held.name.clone()).collect::<Vec<_>>();
        let boundary = names(&role.policies.boundary);
        // What the boundary takes away is not missing in a policy.
        if !boundary.is_empty() && may_by_policies(target, role, asked) {
            return Self::Lacks(Lack::Boundary(boundary));
        }
        // A bucket without a policy has one that says nothing, which is not enough for a role of another account.
        let policy = asked.policy(role).or_else(|| {
            let bucket = asked.shown_resource()?;
            Some(Policy::new(bucket.address(), Document::new([])))
        });
        match policy.filter(|policy| !would_by_policies(target, role, asked, policy.clone())) {
            Some(policy) => Self::Lacks(Lack::Resource(policy)),
            None => Self::Lacks(Lack::Statement(names(&role.policies.held))),
        }
    }
}

/// With a policy that allows it, the role may, for all that the resource's policy says.
fn would_by_policies(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>, policy: Policy) -> bool {
    let mut identity = role.policies.identity(asked.action);
    identity.push(Policy::new("another", Document::new([Statement::allow([asked.action], ["*"])])));
    let layers = Layers { identity, resource: Some(policy), ..Layers::default() };
    evaluate(&request(target, role, asked), &layers).allowed().is_possible()
}

/// Without its boundary, the role may not be refused.
fn may_by_policies(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> bool {
    let request = request(target, role, asked);
    let layers = Layers { identity: role.policies.identity(asked.action), resource: asked.policy(role), ..Layers::default() };
    evaluate(&request, &layers).allowed().is_possible()
}
