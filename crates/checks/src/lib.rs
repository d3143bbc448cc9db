//! The checks: what the graph of a plan says about sessions and tunnels.
//!
//! One file for each check under `rules`; the questions that several checks share are answered once, in [`ssm_check_assess`]. No IO, no printing, no serialisation: [`analyse`] takes plans and returns plain data.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stdout))]

mod asked_tunnels;
mod assumptions;
mod attribution;
mod causes;
mod change;
mod check;
mod declare;
mod edit;
mod finding;
mod ignored;
mod looked_at;
mod opening;
mod partial;
mod past;
mod ran;
mod repairs;
mod report;
mod rules;
mod secrets;
mod severity;
mod tables;
mod why;
mod widened;

pub use asked_tunnels::TunnelsAnswer;
pub use check::{Check, GROUPS, HEADINGS};
pub use finding::{Change, Finding};
pub use looked_at::LookedAt;
pub use report::{
    AccessChanges, Analysis, Assumption, Drift, IdentityReport, NetworkReport, Origin, PathReport, Stop, TargetReport, Whereabouts,
};
pub use rules::CHECKS;
pub use severity::Severity;
use ssm_check_assess::access::names;
pub use ssm_check_assess::access::names::NotOne;
pub use ssm_check_assess::access::{OnRequest, RequestOutcome, session};
use ssm_check_assess::just_in_time;
pub use ssm_check_assess::monitoring::wildcard as matches_wildcard;
pub use ssm_check_assess::needs::{Questions, QuestionsPlace};
pub use ssm_check_assess::target::TargetKind;
pub use ssm_check_assess::tunnels::{Asked as AskedTunnels, Elsewhere, Needs, Tunnel};
pub use ssm_check_assess::{
    AccessRow, AllowedForwarding, AssumedReach, AttrRef, Context, Ec2Messages, Effect, Evidence, Options, Presumption, ReachSubject,
    ReachedDestination, StatementUse, Verdict, Witness,
};
pub use ssm_check_aws::Table;
pub use ssm_check_repair::{Edit, Repair, Statement, Way, describe as describe_repairs};
pub use tables::tables;
pub use why::Tree;

pub use ssm_check_just_in_time::{TokenPolicy, Told};

use partial::Partial;
use ran::Ran;
use secrets::Secrets;
use ssm_check_assess::Deletions;
pub use ssm_check_graph::Conflict;
use ssm_check_graph::{Diagram, Graph, GraphError, Picture};
use ssm_check_plan::{Decoder, Plan};
pub use ssm_check_source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Analyses plans as one picture.
///
/// A check that panics becomes an entry of [`Analysis::internal_errors`], and the others still report.
///
/// Errors: a resource whose values cannot be decoded.
pub fn analyse(plans: &[&Plan<'_>], options: &Options) -> Result<Analysis, GraphError> {
    Inputs { judged: plans.to_vec(), ..Inputs::default() }.analyse(options)
}

/// What is analysed.
#[derive(Clone, Debug, Default)]
pub struct Inputs<'i, 'p> {
    /// Plans or states that are judged.
    pub judged: Vec<&'i Plan<'p>>,
    /// The `.tf` files behind each judged plan, where they are at hand; may be shorter.
    pub sources: Vec<Option<&'i Sources>>,
    /// Plans or states that are looked at but not judged: what lives there is known, and is reported on by whoever manages it.
    pub context: Vec<&'i Plan<'p>>,
}

impl<'i, 'p> Inputs<'i, 'p> {
    /// All of them, the judged ones first.
    fn plans(&self) -> Vec<&'i Plan<'p>> {
        self.judged.iter().chain(&self.context).copied().collect()
    }

    /// What must not be printed of them.
    fn hidden(&self) -> Secrets {
        Secrets::of(&self.plans())
    }

    /// Does a text hold what must not be printed of the inputs?
    pub fn secrets(&self) -> impl Fn(&str) -> bool + use<> {
        let secrets = self.hidden();
        move |text| secrets.is_in(text)
    }

    /// Analyses the inputs as one picture.
    ///
    /// Errors: a resource whose values cannot be decoded.
    pub fn analyse(&self, options: &Options) -> Result<Analysis, GraphError> {
        self.with_pictures(options, |planned, prior| {
            let targets = planned.targets.iter().map(|assessed| TargetReport::of(assessed, options)).collect();
            let mut analysis =
                Analysis { targets, kinds: options.targets.clone(), assumptions: assumptions::of(planned), ..Analysis::default() };
            analysis.assumptions.extend(tables::note(&self.judged));
            let asked_for = CHECKS.iter().any(|check| check.id.starts_with("SSM4") && check.runs(options));
            match catch_unwind(AssertUnwindSafe(|| {
                asked_for.then(|| {
                    let part = session::MatrixPart::default();
                    let (mut rows, too_large) = planned.access().rows(&part);
                    just_in_time::add_column(planned, &part, &mut rows);
                    let guarded = planned.access().guarded().map(|caller| caller.address().to_owned()).collect();
                    ((rows, too_large), LookedAt::new(planned), guarded, assumptions::of_access(planned.access()))
                })
            })) {
                Ok(Some(((rows, too_large), looked_at, guarded, assumed))) => {
                    analysis.guarded = Some(guarded);
                    analysis.assumptions.extend(assumed);
                    (analysis.access, analysis.access_is_cut, analysis.looked_at) = (rows, too_large, Some(looked_at));
                }
                Ok(None) => {}
                // What the panic says may quote a value; where it was is told as it happens.
                Err(_) => analysis.internal_errors.push("the access matrix failed internally".to_owned()),
            }
            if asked_for {
                match catch_unwind(AssertUnwindSafe(|| {
                    let tunnels = planned.tunnels();
                    (tunnels.all.clone(), tunnels.are_cut)
                })) {
                    Ok((tunnels, cut)) => (analysis.tunnels, analysis.tunnels_are_cut) = (tunnels, cut),
                    Err(_) => analysis.internal_errors.push("the tunnels failed internally".to_owned()),
                }
            }
            let mut ran = Ran::of(planned);
            let changes_nothing = change::changes(planned).is_empty();
            // The same picture says the same.
            let is_same = changes_nothing && std::ptr::eq(planned.graph, prior.graph);
            let before = if is_same {
                ran.findings.clone()
            } else {
                let before = Ran::of(prior);
                ran.add_lost_guards(&before, planned, prior);
                before.findings
            };
            let Ran { checks, findings, internal_errors, .. } = ran;
            (analysis.checks, analysis.findings) = (checks, findings);
            analysis.internal_errors.extend(internal_errors);
            ignored::tell(self, planned.graph, &mut analysis.findings);
            analysis.fixed = change::mark(&mut analysis.findings, before, !changes_nothing);
            if !changes_nothing {
                widened::mark(&mut analysis.findings, planned, prior);
            }
            // What is only looked at from now on is not put right by that.
            analysis.fixed.retain(|finding| planned.graph.at(&finding.address).is_none_or(ssm_check_graph::Resource::is_judged));
            analysis.changes = change::access(planned, prior);
            (analysis.rests_on, analysis.statements) = report::assumptions(&planned.targets);
            analysis.conflicts = prior.graph.conflicts().to_vec();
            analysis.drift = self.drift(options, planned, prior)?;
            analysis.origins = report::origins([planned.graph, prior.graph]);
            analysis.whereabouts = report::whereabouts(&analysis, [planned.graph, prior.graph]);
            analysis.not_judged = looked_at::not_judged(&self.judged, planned.graph);
            let of_interest = options.targets.contains(&TargetKind::Instance);
            analysis.not_judged.retain(|address| of_interest && planned.target(address).is_none());
            Partial::of(&self.plans()).weaken(&mut analysis);
            self.hidden().redact_analysis(&mut analysis);
            Ok(analysis)
        })?
    }

    /// Targets of which AWS has it that they will be otherwise than the plan has it; none where its answers agree with the plan.
    fn drift(&self, options: &Options, planned: &Context<'_>, prior: &Context<'_>) -> Result<Vec<Drift>, GraphError> {
        if !planned.graph.conflicts().iter().any(|conflict| conflict.with_aws) {
            return Ok(Vec::new());
        }
        let mut graph = Graph::build_drifted(&self.plans(), self.judged.len(), &self.sources, options.strict)?;
        graph.tell_apart(&report::origins([planned.graph, planned.graph]).into_values().map(|origin| origin.address).collect());
        // What the plan deletes is gone whatever AWS says of the rest.
        let removed = Deletions::new(prior.graph, &graph);
        let drifted = Context::new(&graph, options, &removed, None);
        Ok(change::drift(planned, &drifted))
    }

    /// Every address of the inputs, as they write it: what may be asked about.
    pub fn addresses(&self) -> BTreeSet<String> {
        let plans = self.plans().into_iter();
        let of = |plan: &'i Plan<'p>| {
            let changes = plan.changes.iter().map(|change| change.address.to_string());
            changes.chain(plan.state.iter().map(|resource| resource.address.to_string()))
        };
        plans.flat_map(of).collect()
    }

    /// The addresses that a word means: itself, the end of one, an id, an ARN or a name; the inner error says that it is none, or several.
    ///
    /// Errors: a resource whose values cannot be decoded.
    pub fn called(&self, word: &str) -> Result<Result<Vec<String>, NotOne>, GraphError> {
        let addresses = self.addresses();
        if addresses.contains(word) {
            return Ok(Ok(vec![word.to_owned()]));
        }
        let graph = Graph::build(&self.plans(), self.judged.len(), &self.sources, Picture::Planned, false, &mut Decoder::default())?;
        let found = names::resources(&graph, &addresses, word);
        Ok(found.map(|found| found.into_iter().map(str::to_owned).collect()))
    }

    /// The resource graph as resolved, whole or around an address; `None` where that is not in the inputs.
    ///
    /// Errors: a resource whose values cannot be decoded.
    pub fn diagram(&self, around: Option<(&str, usize)>) -> Result<Option<Diagram>, GraphError> {
        let mut graph = Graph::build(&self.plans(), self.judged.len(), &self.sources, Picture::Planned, false, &mut Decoder::default())?;
        let repeated = graph.repeated_addresses();
        graph.tell_apart(&repeated);
        Ok(match around {
            None => Some(graph.diagram(None)),
            Some((address, depth)) => graph.at(address).map(|resource| graph.diagram(Some((resource.id(), depth)))),
        })
    }

    /// The whole derivation of each address, a target, a principal or any other resource; `None` of one that is not in the inputs.
    ///
    /// Errors: a resource whose values cannot be decoded.
    pub fn why(&self, options: &Options, addresses: &[String]) -> Result<Vec<Option<Tree>>, GraphError> {
        self.with_pictures(options, |planned, _| {
            let findings = Ran::of(planned).findings;
            let (partial, hidden) = (Partial::of(&self.plans()), self.hidden());
            let tree = |address: &String| {
                let mut tree = why::why(planned, &findings, address)?;
                partial.weaken_tree(&mut tree);
                hidden.redact_tree(&mut tree);
                Some(tree)
            };
            addresses.iter().map(tree).collect()
        })
    }

    /// What would have to be asked of AWS so that nothing stays undecided for lack of its surroundings, by account and Region.
    ///
    /// Errors: a resource whose values cannot be decoded.
    pub fn needs(&self, options: &Options) -> Result<BTreeMap<QuestionsPlace, Questions>, GraphError> {
        self.with_pictures(options, |planned, _| {
            let findings = Ran::of(planned).findings;
            let undecided = findings.iter().filter(|finding| finding.verdict == Verdict::Unknown);
            let steps = undecided.flat_map(|finding| finding.evidence.iter().map(|step| (finding.address.as_str(), step)));
            ssm_check_assess::needs::needs(planned, steps.filter_map(|(address, step)| Some((address, step.gap()?))))
        })
    }

    /// Who may start which session, of a part of the matrix, and whether that is too large to be told as a whole; the inner error
    /// says what is not there.
    ///
    /// Errors: a resource whose values cannot be decoded.
    pub fn access(&self, options: &Options, part: &session::MatrixPart) -> Result<Result<(Vec<AccessRow>, bool), NotOne>, GraphError> {
        self.with_pictures(options, |planned, _| {
            let part = session::resolved(planned.access(), part)?;
            let (mut rows, too_large) = planned.access().rows(&part);
            just_in_time::add_column(planned, &part, &mut rows);
            opening::add_outcomes(planned, &mut rows);
            Partial::of(&self.plans()).weaken_rows(&mut rows);
            self.hidden().redact_rows(&mut rows);
            Ok((rows, too_large))
        })
    }

    /// What tunnels lead to, closed ones too, of those that are asked for; the inner error says what is not there.
    ///
    /// Errors: a resource whose values cannot be decoded.
    pub fn tunnels(&self, options: &Options, asked: &AskedTunnels) -> Result<Result<TunnelsAnswer, NotOne>, GraphError> {
        self.with_pictures(options, |planned, _| {
            let mut answer = asked_tunnels::answer(planned, asked)?;
            self.hidden().redact_tunnels(&mut answer.tunnels);
            Ok(answer)
        })
    }

    /// What AWS would answer to a call; the inner error names what is not there.
    ///
    /// Errors: a resource whose values cannot be decoded.
    pub fn session(&self, options: &Options, call: &session::Call) -> Result<Result<session::Answer, NotOne>, GraphError> {
        self.with_pictures(options, |planned, _| {
            let mut answer = session::simulate(planned.access(), call)?;
            if answer.outcome == session::SessionOutcome::Allowed {
                answer = opening::opened(planned, call, answer);
            }
            Partial::of(&self.plans()).weaken_answer(&mut answer);
            self.hidden().redact_answer(&mut answer);
            Ok(answer)
        })
    }

    /// What a principal gets for a target when it asks, with what is told of who calls, by just-in-time node access; `None` where no approval policy of the inputs is in
    /// use there, or the principal may not ask; the inner error names what is not there.
    ///
    /// Errors: a resource whose values cannot be decoded.
    pub fn on_request(
        &self,
        options: &Options,
        principal: &str,
        target: &str,
        told: &Told,
    ) -> Result<Result<Option<OnRequest>, NotOne>, GraphError> {
        self.with_pictures(options, |planned, _| {
            let part = session::MatrixPart { principal: Some(principal.to_owned()), target: Some(target.to_owned()), document: None };
            let part = session::resolved(planned.access(), &part)?;
            let found = just_in_time::rows(planned, &part, told).pop().map(|row| row.on_request);
            Ok(found.map(|mut found| {
                Partial::of(&self.plans()).weaken_on_request(&mut found);
                self.hidden().redact_on_request(&mut found);
                found
            }))
        })
    }

    /// Builds the planned picture and the one before, and asks something of them.
    fn with_pictures<T>(&self, options: &Options, ask: impl FnOnce(&Context<'_>, &Context<'_>) -> T) -> Result<T, GraphError> {
        let plans = self.plans();
        let mut decoder = Decoder::default();
        let mut planned_graph = Graph::build(&plans, self.judged.len(), &self.sources, Picture::Planned, options.strict, &mut decoder)?;
        // States and answers of AWS change nothing: what will be is what was.
        if plans.iter().all(|plan| plan.changes.is_empty()) && self.sources.iter().all(Option::is_none) {
            drop(decoder);
            let repeated = planned_graph.repeated_addresses();
            planned_graph.tell_apart(&repeated);
            let nothing = Deletions::default();
            let prior = Context::new(&planned_graph, options, &nothing, None);
            return Ok(ask(&Context::unchanged(&prior), &prior));
        }
        let mut prior_graph = Graph::build(&plans, self.judged.len(), &[], Picture::Prior, options.strict, &mut decoder)?;
        drop(decoder);
        // Both pictures call a resource the same.
        let repeated = &planned_graph.repeated_addresses() | &prior_graph.repeated_addresses();
        planned_graph.tell_apart(&repeated);
        prior_graph.tell_apart(&repeated);
        let (nothing, removed) = (Deletions::default(), Deletions::new(&prior_graph, &planned_graph));
        let prior = Context::new(&prior_graph, options, &nothing, None);
        let planned = Context::new(&planned_graph, options, &removed, Some(&prior));
        Ok(ask(&planned, &prior))
    }
}
