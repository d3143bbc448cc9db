//! Does a statement match a request, and if not, why?

use super::{Layer, Request};
use crate::Truth;
use crate::condition;
use crate::context::Context;
use crate::document::{Effect, Patterns, Statement, Version};
use crate::pattern::{Reading, Style};
use crate::text::Text;

/// An element of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// `Action` or `NotAction`.
    Action,
    /// `Resource` or `NotResource`.
    Resource,
    /// `Principal` or `NotPrincipal`.
    Principal,
    /// An entry of `Condition`.
    Condition {
        /// The operator, as in `ForAnyValue:StringLike`.
        operator: String,
        /// The key as written.
        key: String,
    },
}

/// An element that does not match the request, or may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Which.
    pub element: Element,
    /// Does it match? False or unknown.
    pub matched: Truth,
}

/// A statement against a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementMatch {
    /// The layer it is in.
    pub layer: Layer,
    /// The level of the organisation, counted from the root, for control policies.
    pub level: usize,
    /// Which policy of the layer, or of the level.
    pub policy_index: usize,
    /// The name of that policy.
    pub policy: String,
    /// Which statement of it.
    pub index: usize,
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Its effect.
    pub effect: Effect,
    /// Whether it matches the request.
    pub matched: Truth,
    /// The elements that do not match for certain.
    pub mismatches: Vec<Mismatch>,
}

impl StatementMatch {
    /// Whether all elements but the principal match.
    pub(super) fn others(&self) -> Truth {
        Truth::all(self.mismatches.iter().filter(|m| m.element != Element::Principal).map(|m| m.matched))
    }
}

/// Does a list of patterns match? `Not…` is turned here.
fn listed(patterns: &Patterns, mut matches: impl FnMut(&Text) -> Truth) -> Truth {
    let more = if patterns.complete { Truth::False } else { Truth::Unknown };
    let found = Truth::any(patterns.list.iter().map(&mut matches)).or(more);
    if patterns.negated { !found } else { found }
}

/// Actions ignore case.
pub(crate) fn actions(patterns: &Patterns, action: &str) -> Truth {
    let action = Text::lit(action);
    listed(patterns, |pattern| Reading::new(Style::Glob).ignoring_case().matches(pattern, &action))
}

/// Resources do not.
pub(crate) fn resources(patterns: &Patterns, version: Version, context: &Context, resource: &Text) -> Truth {
    listed(patterns, |pattern| self::resource(pattern, version, context, resource))
}

/// Does one pattern of a `Resource` match?
pub(crate) fn resource(pattern: &Text, version: Version, context: &Context, resource: &Text) -> Truth {
    Reading::new(Style::Resource).with_variables(version, context).matches(pattern, resource)
}

/// Matches a statement; its place is for the caller to fill in.
pub(super) fn look(request: &Request, layer: Layer, version: Version, statement: &Statement, principal: Option<Truth>) -> StatementMatch {
    let mut mismatches = Vec::new();
    let mut all = Truth::True;
    let mut note = |element: Element, matched: Truth| {
        all = all.and(matched);
        if matched != Truth::True {
            mismatches.push(Mismatch { element, matched });
        }
    };
    note(Element::Action, actions(&statement.actions, &request.action));
    note(
        Element::Resource,
        match &statement.resources {
            Some(patterns) => resources(patterns, version, &request.context, &request.resource),
            // A trust policy has none. Elsewhere AWS refuses such a statement.
            None => matches!(layer, Layer::Resource | Layer::Endpoint).into(),
        },
    );
    if let Some(principal) = principal {
        note(Element::Principal, principal);
    }
    for condition in &statement.conditions {
        let element = Element::Condition { operator: condition.operator.to_string(), key: condition.key.clone() };
        note(element, condition::holds(condition, version, &request.context));
    }
    if !statement.conditions_complete {
        note(Element::Condition { operator: String::new(), key: String::new() }, Truth::Unknown);
    }
    StatementMatch {
        layer,
        level: 0,
        policy_index: 0,
        policy: String::new(),
        index: 0,
        sid: statement.sid.clone(),
        effect: statement.effect,
        matched: all,
        mismatches,
    }
}
