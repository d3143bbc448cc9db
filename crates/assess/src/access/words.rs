//! Decisions in words: which statement allows, which denies, which misses.

use super::account_scope::is_of_undrawn;
use super::scps::{FULL_ACCESS, may_be_detached};
use super::{Asking, CallerKind, Decision, DocumentResource, START, TargetResource};
use crate::Evidence;
use crate::evidence::{self, AttrRef, Witness};
use crate::pages::Listed;
use crate::policies::Body;
use ssm_check_aws::Arn;
use ssm_check_iam::{
    Effect, Element, Layer, Mismatch, Outcome, Patterns, Policy, Satisfiable, Statement, StatementMatch, Text, Truth, reference,
};
use ssm_check_message::{Gap, Message, Reason, Span, list, say};
use std::collections::BTreeSet;

/// How evidence is made of decisions about one caller.
pub struct Shown<'s, 'a, 'g>(pub &'s Asking<'a, 'g>);

/// A statement that speaks of an action, with where it stands.
pub struct KnownStatement<'s> {
    /// The statement.
    pub statement: &'s Statement,
    /// Where it is written.
    pub at: AttrRef,
    /// "statement `Sid`" or "statement 2".
    pub name: Message,
    /// Its place among the statements of its policy.
    pub index: usize,
    /// Its version of the policy language.
    pub version: ssm_check_iam::Version,
    /// What kind of policy it is in.
    pub layer: Layer,
}

/// The statements of a caller's own policies that speak of an action, or may, in order.
pub fn known_statements<'s>(asking: &'s Asking<'_, '_>, action: &str) -> Vec<KnownStatement<'s>> {
    asking.layers().identity.iter().flat_map(|policy| of_policy(asking, policy, Layer::Identity, action)).collect()
}

/// Those of every policy in which the caller's guard may stand: its own ones and its boundary. A control policy is no caller's: it is
/// judged at its own address, for whoever is under it.
pub fn guard_statements<'s>(asking: &'s Asking<'_, '_>, action: &str) -> Vec<KnownStatement<'s>> {
    let layers = asking.layers();
    if asking.caller.kind == CallerKind::Organization {
        let own = layers.scps.iter().flatten().filter(|policy| is_own(asking, policy));
        return own.flat_map(|policy| of_policy(asking, policy, Layer::Scp, action)).collect();
    }
    let boundary = layers.boundary.iter().flat_map(|policy| of_policy(asking, policy, Layer::Boundary, action));
    known_statements(asking, action).into_iter().chain(boundary).collect()
}

/// Those of every policy that decides on what the caller does: its own, its boundary and the control policies above it.
pub(super) fn every_statement<'s>(asking: &'s Asking<'_, '_>, action: &str) -> Vec<KnownStatement<'s>> {
    let above = asking.layers().scps.iter().flatten().filter(|policy| !is_own(asking, policy));
    let above = above.flat_map(|policy| of_policy(asking, policy, Layer::Scp, action));
    guard_statements(asking, action).into_iter().chain(above).collect()
}

fn allows(found: &StatementMatch) -> bool {
    found.layer == Layer::Identity && found.effect == Effect::Allow
}

/// A control policy that is asked about for itself, and stands among its own guards.
fn is_own(asking: &Asking<'_, '_>, policy: &Policy) -> bool {
    asking.caller.kind == CallerKind::Organization && policy.name == asking.caller.address()
}

fn of_policy<'s>(asking: &Asking<'_, '_>, policy: &'s Policy, layer: Layer, action: &str) -> Vec<KnownStatement<'s>> {
    let at = Shown(asking).at(&policy.name);
    let known = |(index, statement): (usize, &'s Statement)| KnownStatement {
        statement,
        at: at.clone(),
        name: statement_name(statement.sid.as_deref(), index),
        index,
        version: policy.document.version,
        layer,
    };
    policy
        .document
        .statements
        .iter()
        .enumerate()
        .filter(|(_, statement)| statement.includes_action(action).is_possible())
        .map(known)
        .collect()
}

/// What a statement is called: by its `Sid`, else by its number.
pub fn statement_name(sid: Option<&str>, index: usize) -> Message {
    if let Some(sid) = sid.filter(|sid| !sid.is_empty()) { say!("statement {}", Span::value(sid)) } else { say!("statement {}", index + 1) }
}

impl Shown<'_, '_, '_> {
    /// Where a policy is written, by its name in the layers.
    pub fn at(&self, policy: &str) -> AttrRef {
        let held = self.0.caller.policies.held.iter().chain(&self.0.caller.policies.boundary).find(|held| held.name == policy);
        match held {
            Some(held) if matches!(held.body, Body::AwsManaged(_)) => held.by.clone(),
            Some(held) if held.name == held.by.to_string() && held.by.attribute.is_some() => held.by.clone(),
            _ if policy.contains("permission_set_inline_policy.") => AttrRef::new(policy, "inline_policy"),
            _ if policy.contains("aws_organizations_policy.") => AttrRef::new(policy, "content"),
            Some(_) => AttrRef::new(policy, "policy"),
            None => AttrRef::resource(policy),
        }
    }

    /// The policy of a match; by its place, since equal principals share their answers whatever their policies are called.
    fn policy(&self, found: &StatementMatch) -> Option<&Policy> {
        let layers = self.0.layers();
        let policies = match found.layer {
            Layer::Identity => &layers.identity,
            Layer::Boundary => &layers.boundary,
            Layer::Scp => layers.scps.get(found.level)?,
            _ => return None,
        };
        policies.get(found.policy_index)
    }

    fn statement(&self, found: &StatementMatch) -> Option<&Statement> {
        self.policy(found)?.document.statements.get(found.index)
    }

    /// Is a match one of this statement?
    pub fn is_in(&self, found: &StatementMatch, statement: &Statement) -> bool {
        self.statement(found).is_some_and(|own| std::ptr::eq(own, statement))
    }

    fn name_of<'f>(&'f self, found: &'f StatementMatch) -> &'f str {
        self.policy(found).map_or(found.policy.as_str(), |policy| policy.name.as_str())
    }

    fn what(&self, found: &StatementMatch, verb: &'static str, action: &str) -> Message {
        let managed = Arn::parse(self.name_of(found)).map(|arn| Span::value(arn.name()));
        let name = managed.map_or_else(|| statement_name(found.sid.as_deref(), found.index), Message::from);
        let what = say!("{} {} {}", name, verb, Span::value(action));
        let Some(resources) = self.statement(found).and_then(|statement| statement.resources.as_ref()) else { return what };
        let written = resources.list.iter().filter(|pattern| !is_of_undrawn(pattern)).cloned().collect();
        let written = Patterns { list: written, ..resources.clone() };
        let on = Span::value(shortened(&self.0.without_made_up(&written.to_string())));
        if resources.negated { say!("{} on all but {}", what, on) } else { say!("{} on {}", what, on) }
    }

    /// The statement that lets a request through.
    pub fn grant(&self, outcome: &Outcome, action: &str, resource: &Text) -> Option<Evidence> {
        let matching: Vec<_> = outcome.matching().filter(|found| allows(found)).collect();
        let found = *matching.iter().find(|found| found.matched == Truth::True).or(matching.first())?;
        Some(Evidence::Decision {
            at: self.at(self.name_of(found)),
            effect: evidence::Effect::Allow,
            what: self.what(found, "allows", action),
            request: Some(Witness::Request { action: action.to_owned(), resource: self.0.without_made_up(&resource.to_string()) }),
        })
    }

    /// Every statement that lets a request through, or may, where it is written: "statement 2 of `aws_iam_policy.p.policy`"; of a policy of
    /// AWS's, the policy. The flag tells such a policy.
    pub fn grants(&self, outcome: &Outcome) -> Vec<(bool, Message)> {
        let mut grants = Vec::new();
        for found in outcome.matching().filter(|found| allows(found)) {
            let at = Span::attribute(&self.at(self.name_of(found)));
            let grant = match Arn::parse(self.name_of(found)) {
                Some(policy) => (true, say!("{} ({})", Span::value(policy.name()), at)),
                None => (false, say!("{} of {}", statement_name(found.sid.as_deref(), found.index), at)),
            };
            if !grants.contains(&grant) {
                grants.push(grant);
            }
        }
        grants
    }

    /// The statement that refuses a request.
    pub fn refusal(&self, outcome: &Outcome, action: &str, resource: &Text) -> Option<Evidence> {
        let matching: Vec<_> = outcome.matching().filter(|found| found.effect == Effect::Deny).collect();
        let found = *matching.iter().find(|found| found.matched == Truth::True).or(matching.first())?;
        Some(Evidence::Decision {
            at: self.at(self.name_of(found)),
            effect: evidence::Effect::Deny,
            what: self.what(found, "denies", action),
            request: Some(Witness::Request { action: action.to_owned(), resource: self.0.without_made_up(&resource.to_string()) }),
        })
    }

    /// Denies of the action that match neither request, for the document or the target, which somebody may have taken for a guard.
    fn near_misses(&self, decision: &Decision) -> Vec<Evidence> {
        let (outcome, of_target) = (decision.document.outcome(), decision.target.outcome());
        let is_of_other = |found: &StatementMatch| {
            found.mismatches.iter().any(|mismatch| mismatch.element == Element::Resource && mismatch.matched == Truth::False)
        };
        let place = |found: &StatementMatch| (found.layer, found.level, found.policy_index, found.index);
        let for_target =
            |found: &StatementMatch| of_target.statements.iter().find(|other| place(other) == place(found) && !is_of_other(other));
        let missed = |found: &&StatementMatch| {
            found.effect == Effect::Deny
                && found.matched != Truth::True
                && self.statement(found).is_some_and(|statement| statement.includes_action(START).is_possible())
        };
        let in_words = |found: &StatementMatch| {
            let other = for_target(found).filter(|_| is_of_other(found));
            // Those that whoever calls has no say in.
            let unmet = match other {
                Some(other) => unmet(other, &decision.target),
                None => unmet(found, &decision.document),
            };
            // In another Region nothing of this call is denied: no guard of tunnels.
            if unmet.iter().any(|key| key.eq_ignore_ascii_case(REGION)) {
                return None;
            }
            let of_caller: Vec<&str> = unmet.into_iter().filter(|key| is_of_caller(key)).collect();
            let why = if is_of_other(found) && other.is_none() {
                "which is not this resource".into()
            } else if !of_caller.is_empty() {
                say!("which lets {} out by {}", Span::address(self.0.caller.address()), list(of_caller.into_iter().map(Span::value)))
            } else if other.is_some() {
                "under a condition that this target does not meet".into()
            } else {
                Message::from("under a condition that the caller can avoid")
            };
            Some(Evidence::Fact { at: self.at(self.name_of(found)), shows: say!("{}, {}", self.what(found, "denies", START), why) })
        };
        outcome.statements.iter().filter(missed).filter_map(in_words).take(3).collect()
    }

    /// What allows a session, resource by resource, and which guards miss it.
    pub fn open(&self, decision: &Decision) -> Vec<Evidence> {
        let mut evidence: Vec<Evidence> = Vec::new();
        evidence.extend(self.grant(decision.target.outcome(), START, &decision.target_arn));
        evidence.extend(self.grant(decision.document.outcome(), START, &decision.document_arn));
        evidence.extend(self.near_misses(decision));
        if let Satisfiable::Yes { witness, .. } = &*decision.document {
            let of_time = |key: &&String| matches!(key.as_str(), "aws:currenttime" | "aws:epochtime");
            let keys: Vec<_> = witness.keys().filter(|key| !of_time(key)).map(|key| Span::value(self.spelling(key))).collect();
            if !keys.is_empty() {
                evidence.push(Evidence::Fact {
                    at: AttrRef::resource(self.0.caller.address()),
                    shows: say!("the caller chooses {}", list(keys)),
                });
            }
        }
        evidence
    }

    /// A condition key as the policies write it.
    fn spelling(&self, key: &str) -> String {
        self.0.layers().spelling(key).unwrap_or_else(|| key.to_owned())
    }

    /// What is not known of the caller's policies.
    pub fn gaps(&self) -> Vec<Evidence> {
        let newer: Vec<Message> = self.newer_keys().iter().map(|key| newer_key(key)).collect();
        if !newer.is_empty() {
            return self.gaps_or(Gap::new(list(newer)));
        }
        self.gaps_or(Gap::new("an account, a Region, a tag or a condition that the policies turn on"))
    }

    /// What is not known of the caller's policies; where all of these are known, which keys of the requests are not. In which account AWS
    /// has its own documents, and what is in which organisation, no input tells.
    pub fn gaps_of(&self, target: &TargetResource, document: &DocumentResource<'_>) -> Vec<Evidence> {
        let mut unknown: Vec<Message> = Vec::new();
        let mut is_untold = true;
        let region = target.region.as_deref();
        let asked = [
            (target.resource.shown.clone(), Some(target.resource.clone())),
            (Span::value(document.name.as_str()).into(), self.0.document_resource(document, region)),
        ];
        for (of, resource) in asked {
            for key in resource.iter().flat_map(|resource| self.0.unknown_keys(resource, region)) {
                let written = self.spelling(&key);
                let tag = written.split_once('/').filter(|_| key.contains(":resourcetag/")).map(|(_, tag)| tag);
                let told = match tag {
                    Some(tag) => say!("tag {} of {}", Span::value(tag), of.clone()),
                    None if self.0.is_newer_key(&key) => newer_key(&written),
                    None => say!("{}", Span::value(written)),
                };
                is_untold &= is_organisation(&key)
                    || (key == "aws:resourceaccount" && resource.as_ref().is_some_and(|resource| resource.is_of_aws()));
                if !unknown.contains(&told) {
                    unknown.push(told);
                }
            }
        }
        if unknown.is_empty() {
            return self.gaps();
        }
        let what = list(unknown);
        self.gaps_or(if is_untold {
            Gap::because(what, Reason::NotModelled("which account or organisation that is"))
        } else {
            Gap::new(what)
        })
    }

    /// Condition keys of statements about sessions that are newer than the tables.
    fn newer_keys(&self) -> BTreeSet<String> {
        let layers = self.0.layers();
        let policies = layers.identity.iter().chain(&layers.boundary).chain(layers.scps.iter().flatten());
        let statements = policies.flat_map(|policy| policy.document.statements.iter());
        let of_sessions = statements.filter(|statement| statement.includes_action(START).is_possible());
        let keys = of_sessions.flat_map(|statement| &statement.conditions).map(|condition| &condition.key);
        keys.filter(|key| self.0.is_newer_key(key)).cloned().collect()
    }

    fn gaps_or(&self, gap: Gap) -> Vec<Evidence> {
        let mut gaps: Vec<Evidence> = self.0.caller.policies.all_gaps().into_iter().map(|(at, gap)| Evidence::Gap { at, gap }).collect();
        if self.0.layers().scps.iter().flatten().any(|policy| policy.name == FULL_ACCESS && !is_certain(policy)) {
            gaps.push(Evidence::Gap { at: AttrRef::resource(FULL_ACCESS), gap: may_be_detached() });
        }
        if gaps.is_empty() {
            gaps.push(Evidence::Gap { at: AttrRef::resource(self.0.caller.address()), gap });
        }
        gaps
    }
}

/// The Region that a call is made in.
const REGION: &str = "aws:RequestedRegion";

/// The condition keys for which a statement does not match, whatever whoever calls chooses.
fn unmet<'f>(found: &'f StatementMatch, answer: &Satisfiable) -> Vec<&'f str> {
    let is_chosen = |key: &str| matches!(answer, Satisfiable::Yes { witness, .. } if witness.contains_key(&key.to_lowercase()));
    let of = |mismatch: &'f Mismatch| match &mismatch.element {
        Element::Condition { key, .. } if mismatch.matched == Truth::False && !is_chosen(key) => Some(key.as_str()),
        _ => None,
    };
    found.mismatches.iter().filter_map(of).collect()
}

/// A key that says who calls.
fn is_of_caller(key: &str) -> bool {
    let is_it = |listed: &str| {
        if listed.ends_with('/') { key.get(..listed.len()) } else { Some(key) }.is_some_and(|key| key.eq_ignore_ascii_case(listed))
    };
    Listed::KeysOfTheCaller.texts().any(is_it)
}

/// A key that tells of an organisation, which no input does.
fn is_organisation(key: &str) -> bool {
    ["aws:resourceorg", "aws:principalorg"].iter().any(|prefix| key.starts_with(prefix))
}

fn newer_key(written: &str) -> Message {
    say!("{}, which is newer than this version's tables of {}", Span::value(written), Span::value(reference::date()))
}

fn is_certain(policy: &Policy) -> bool {
    policy.document.statements.iter().all(|statement| statement.conditions_complete)
}

fn shortened(list: &str) -> String {
    const SHOWN: usize = 160;
    match list.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", list.get(..at).unwrap_or_default()),
        None => list.to_owned(),
    }
}
