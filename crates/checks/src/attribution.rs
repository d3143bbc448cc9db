//! Findings on principals that other inputs manage are reported at what the judged inputs do to them: the policy or attachment that gives
//! them something, or the guard that is taken from them. Of the rest reports whoever manages the principal.

use crate::{AttrRef, Context, Evidence, Finding, Verdict};
use ssm_check_assess::access::{Caller, START};
use ssm_check_assess::policies::Held;
use ssm_check_graph::{Existence, Graph, Resource};
use ssm_check_iam::{Effect, Statement};
use std::collections::BTreeMap;

/// What the judged inputs do to principals.
pub(crate) struct Attribution<'a, 'g> {
    context: &'a Context<'g>,
    /// The principals of other inputs, once they are asked for.
    callers: Option<BTreeMap<&'a str, &'a Caller<'g>>>,
}

impl<'a, 'g> Attribution<'a, 'g> {
    pub(crate) fn new(context: &'a Context<'g>) -> Self {
        Self { context, callers: None }
    }

    /// Puts a finding where it is to be reported; false of one that the judged inputs have no part in, as its proof does not name them.
    pub(crate) fn place(&mut self, finding: &mut Finding) -> bool {
        let graph = self.context.graph;
        if is_reported(graph, finding) {
            return true;
        }
        let Some(caller) = self.caller(finding) else { return false };
        let held = &caller.policies.held;
        let is_given =
            |at: &&AttrRef| is_judged(graph, &at.address) && held.iter().any(|held| addresses(held).contains(&at.address.as_str()));
        let given = finding.evidence.iter().filter_map(Evidence::at).find(is_given).cloned();
        // Where the proof is what is not known, what they let the principal do counts.
        let opened = || held.iter().filter(|held| opens(held)).find_map(|held| address_of(graph, held)).map(AttrRef::resource);
        let at = given.or_else(|| (finding.verdict == Verdict::Unknown).then(opened).flatten());
        at.map(|at| put_at(finding, at)).is_some()
    }

    /// A finding that the picture before does not have, at the guard that the plan takes from the principal, or changes.
    pub(crate) fn at_lost_guard(&mut self, finding: &Finding, planned: &Graph<'_>) -> Option<Finding> {
        let (prior, caller) = (self.context.graph, self.caller(finding)?);
        let is_lost =
            |address: &str| planned.at(address).is_none_or(|after| after.existence().is_new() || after.existence() == Existence::Updated);
        let guards = caller
            .policies
            .held
            .iter()
            .filter(|held| held.document_for(START).statements.iter().any(|statement| statement.effect == Effect::Deny));
        let lost = guards.flat_map(addresses).find(|address| is_judged(prior, address) && is_lost(address))?;
        let mut finding = finding.clone();
        put_at(&mut finding, AttrRef::resource(lost));
        Some(finding)
    }

    fn caller(&mut self, finding: &Finding) -> Option<&'a Caller<'g>> {
        if !["SSM4", "SSM5"].iter().any(|group| finding.check.id.starts_with(group)) {
            return None;
        }
        let context = self.context;
        let callers = self.callers.get_or_insert_with(|| {
            let elsewhere = context.access().callers.iter().filter(|caller| !caller.resource.is_judged());
            elsewhere.map(|caller| (caller.address(), caller)).collect()
        });
        callers.get(finding.address.as_str()).copied()
    }
}

fn put_at(finding: &mut Finding, at: AttrRef) {
    finding.of = Some(std::mem::replace(&mut finding.address, at.address));
    finding.attribute = at.attribute;
}

/// Where something is reported that the judged inputs let a principal do: at the principal, or at what they give it.
pub(crate) fn reported_at<'a>(caller: &'a Caller<'_>) -> Option<&'a str> {
    let graph = caller.resource.graph();
    let given = || caller.policies.held.iter().find_map(|held| address_of(graph, held));
    if caller.resource.is_judged() { Some(caller.address()) } else { given() }
}

/// The policy, or what attaches it, whichever the judged inputs have.
fn address_of<'a>(graph: &Graph<'_>, held: &'a Held) -> Option<&'a str> {
    addresses(held).into_iter().find(|address| is_judged(graph, address))
}

fn addresses(held: &Held) -> [&str; 2] {
    [&held.name, &held.by.address]
}

/// The policy may let its principal start a session, or a command.
fn opens(held: &Held) -> bool {
    [START, "ssm:SendCommand", "ssm:StartAutomationExecution"].into_iter().any(|action| {
        let document = held.document_for(action);
        let allows = |statement: &Statement| statement.effect != Effect::Deny && statement.includes_action(action).is_possible();
        !document.complete || document.statements.iter().any(allows)
    })
}

/// What is only looked at is reported on by whoever manages it.
fn is_reported(graph: &Graph<'_>, finding: &Finding) -> bool {
    graph.at(&finding.address).is_none_or(Resource::is_judged)
}

fn is_judged(graph: &Graph<'_>, address: &str) -> bool {
    graph.at(address).is_some_and(Resource::is_judged)
}
