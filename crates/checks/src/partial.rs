//! Plans that are not whole: a verdict that what is missing could change is not known.
//!
//! What is missing bears on a verdict by its kind: a role's policy may let the agent work and is of no matter to the network. Types
//! that are not modelled bear on nothing.

use crate::session::{Answer, SessionOutcome};
use crate::{AccessRow, Analysis, AttrRef, Evidence, Finding, OnRequest, RequestOutcome, TargetReport, Tree, Verdict};
use ssm_check_graph::Kind;
use ssm_check_graph::{Bearing, bearing_of};
use ssm_check_message::{Gap, Reason, Span, say};
use ssm_check_plan::{Missing, Plan};

/// So many of what is missing are named.
const NAMED: usize = 3;

/// What verdicts are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// May the agent work?
    Identity,
    /// Does the agent reach its services?
    Network,
    /// Who may start which session?
    Access,
}

const EVERYTHING: &[About] = &[About::Identity, About::Network, About::Access];

/// What the inputs leave out.
#[derive(Debug, Default)]
pub(crate) struct Partial {
    missing: Vec<Missing>,
    /// It cannot be told what is missing.
    anything: bool,
    help: &'static str,
}

impl Partial {
    /// Of the inputs.
    pub(crate) fn of(plans: &[&Plan<'_>]) -> Self {
        let mut partial = Self::default();
        for plan in plans.iter().filter(|plan| !plan.partial.is_whole()) {
            match plan.missing() {
                Some(missing) => partial.missing.extend(missing),
                None => partial.anything = true,
            }
            partial.help = if plan.partial.errored {
                "put right what stopped planning, and check the plan that comes of it"
            } else if plan.partial.deferred.is_empty() {
                "make the plan of the whole configuration, without `-target` and `-exclude`, and check that"
            } else {
                "apply this plan, and check the one that brings what it puts off"
            };
        }
        partial
    }

    /// Takes back every verdict that what is missing could change.
    pub(crate) fn weaken(&self, analysis: &mut Analysis) {
        if self.is_whole() {
            return;
        }
        let changeable = |finding: &Finding| self.bears_on(abouts(finding.check.id));
        for finding in analysis.findings.iter_mut().filter(|finding| finding.verdict == Verdict::Fail && changeable(finding)) {
            self.weaken_finding(finding);
        }
        analysis.fixed.retain(|finding| !changeable(finding));
        for target in &mut analysis.targets {
            self.weaken_target(target);
        }
        self.weaken_rows(&mut analysis.access);
        if self.bears_on(&[About::Identity, About::Network]) {
            analysis.changes = crate::AccessChanges::default();
        }
    }

    pub(crate) fn weaken_rows(&self, rows: &mut [AccessRow]) {
        if self.bears_on(&[About::Access]) {
            for row in rows {
                (row.decision, row.by) = ("unknown", None);
                row.just_in_time.iter_mut().for_each(|found| self.weaken_on_request(found));
            }
        }
    }

    /// A policy that the plan leaves out may approve more, or forbid it.
    pub(crate) fn weaken_on_request(&self, found: &mut OnRequest) {
        if self.bears_on(&[About::Access]) {
            found.outcome = RequestOutcome::Unknown;
            found.hours = None;
            found.why = Some(say!("the plan is not whole"));
        }
    }

    pub(crate) fn weaken_answer(&self, answer: &mut Answer) {
        if matches!(answer.outcome, SessionOutcome::Invalid | SessionOutcome::Unknown) {
            return;
        }
        if self.bears_on(&[About::Access]) {
            let message = "whether AWS would allow this cannot be told: the plan is not whole";
            *answer = Answer { evidence: self.gaps(&[About::Access]), ..Answer::said(SessionOutcome::Unknown, message) };
            return;
        }
        let connection = [About::Identity, About::Network];
        let target = answer.target.clone().filter(|_| answer.outcome != SessionOutcome::Denied && self.bears_on(&connection));
        if let Some(target) = target {
            *answer = answer.clone().maybe_not_connected(&Span::address(target).into(), self.gaps(&connection));
        }
    }

    /// The derivation stays, as one of what the plan shows; its verdicts do not.
    pub(crate) fn weaken_tree(&self, tree: &mut Tree) {
        if self.is_whole() || !self.bears_on(EVERYTHING) {
            return;
        }
        let unless_unknown = |tree: &mut Tree| tree.verdict = tree.verdict.map(|_| Verdict::Unknown);
        unless_unknown(tree);
        for branch in &mut tree.because {
            let is = |name: &'static str, about: About| branch.text == name.into() && self.bears_on(&[about]);
            if is(crate::why::IDENTITY, About::Identity) || is(crate::why::NETWORK, About::Network) {
                unless_unknown(branch);
            }
        }
        let gaps = self.gaps(EVERYTHING);
        let because = gaps.iter().map(|gap| Tree {
            verdict: None,
            text: gap.at().map_or_else(|| gap.message(), |at| say!("{}: {}", Span::attribute(at), gap.message())),
            because: Vec::new(),
        });
        let note =
            Tree { verdict: None, text: "the plan is not whole: what follows is of what it shows".into(), because: because.collect() };
        tree.because.insert(0, note);
    }

    fn weaken_finding(&self, finding: &mut Finding) {
        finding.verdict = Verdict::Unknown;
        finding.message = say!("as far as this plan shows, which is not whole, {}", &finding.message);
        finding.evidence.extend(self.gaps(abouts(finding.check.id)));
        finding.help = self.help.into();
    }

    fn weaken_target(&self, target: &mut TargetReport) {
        if self.bears_on(&[About::Identity]) {
            target.identity.verdict = Verdict::Unknown;
        }
        if self.bears_on(&[About::Network]) {
            target.network.verdict = Verdict::Unknown;
            for path in &mut target.network.paths {
                (path.verdict, path.via) = (Verdict::Unknown, None);
                path.stops.clear();
                path.missing.push("what the plan leaves out".into());
            }
        }
        target.verdict = match target.host {
            Verdict::Fail => Verdict::Fail,
            _ => Verdict::all([target.identity.verdict, target.network.verdict]),
        };
    }

    fn is_whole(&self) -> bool {
        self.missing.is_empty() && !self.anything
    }

    fn bears_on(&self, abouts: &[About]) -> bool {
        !abouts.is_empty() && (self.anything || self.missing.iter().any(|missing| bears_on(missing, abouts)))
    }

    /// What is missing of what bears on a verdict.
    fn gaps(&self, abouts: &[About]) -> Vec<Evidence> {
        let missing: Vec<_> = self.missing.iter().filter(|missing| bears_on(missing, abouts)).collect();
        let last = missing.len().min(NAMED);
        let others = |index: usize| if index + 1 == last { missing.len() - last } else { 0 };
        missing.iter().take(NAMED).enumerate().map(|(index, missing)| gap(missing, others(index))).collect()
    }
}

fn gap(missing: &Missing, others: usize) -> Evidence {
    let reason = Reason::LeftOut { some: missing.has_some, others };
    Evidence::Gap { at: AttrRef::resource(&*missing.address), gap: Gap::here(reason) }
}

fn bears_on(missing: &Missing, abouts: &[About]) -> bool {
    let is_modelled = Kind::of_type(&missing.resource_type).is_some();
    is_modelled && about(&missing.resource_type).iter().any(|about| abouts.contains(about))
}

/// What resources of a type bear on; what is not known here, on everything.
fn about(resource_type: &str) -> &'static [About] {
    match bearing_of(resource_type) {
        Some(Bearing::Identity) => &[About::Identity, About::Access],
        Some(Bearing::Access) => &[About::Access],
        Some(Bearing::Network) => &[About::Network],
        Some(Bearing::Nothing) => &[],
        None => EVERYTHING,
    }
}

/// What the findings of a check are about; nothing of those that one resource decides by itself.
fn abouts(check: &str) -> &'static [About] {
    match check {
        "SSM213" => &[About::Network, About::Access],
        "SSM301" | "SSM302" | "SSM303" => &[],
        "SSM305" => &[About::Network],
        "SSM412" => &[About::Access, About::Network],
        _ if check.starts_with("SSM1") => &[About::Identity],
        _ if check.starts_with("SSM2") || check.starts_with("SSM6") => &[About::Network],
        _ if check.starts_with("SSM4") || check.starts_with("SSM5") => &[About::Access],
        _ => EVERYTHING,
    }
}

#[cfg(test)]
mod tests {
    use super::{Partial, abouts};
    use ssm_check_plan::Missing;

    #[test]
    fn what_is_missing_bears_on_what_it_could_change() {
        let bears_on = |resource_type: &str, check: &str| {
            let missing = Missing { address: format!("{resource_type}.x"), resource_type: resource_type.to_owned(), has_some: false };
            Partial { missing: vec![missing], ..Partial::default() }.bears_on(abouts(check))
        };
        let table = [
            ("aws_vpc_endpoint", ["SSM201", "SSM213", "SSM305", "SSM412", "SSM601", "SSM701"].as_slice()),
            ("aws_iam_role_policy", &["SSM103", "SSM213", "SSM401", "SSM412", "SSM507", "SSM701"]),
            ("aws_instance", &["SSM213", "SSM401", "SSM412", "SSM507", "SSM701"]),
            ("aws_volume_attachment", &[]),
            ("random_pet", &[]),
        ];
        let checks =
            ["SSM103", "SSM201", "SSM213", "SSM301", "SSM302", "SSM303", "SSM305", "SSM401", "SSM412", "SSM507", "SSM601", "SSM701"];
        for (resource_type, expected) in table {
            let found: Vec<&str> = checks.into_iter().filter(|check| bears_on(resource_type, check)).collect();
            assert_eq!(found, expected, "{resource_type}");
        }
    }
}
