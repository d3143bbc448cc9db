//! What will be of the findings once the edits are applied, as far as the edited sources tell.

use super::remarks::{RemarkKind, Remarks};
use crate::kept::Kept;
use ssm_check_checks::{Analysis, Finding, Inputs, Options, Severity, Sources, Verdict};
use ssm_check_fix::Changed;
use ssm_check_plan::{ModuleAddress, Plan, ResourceAddress};
use std::collections::{BTreeMap, BTreeSet};

/// Says something of each finding that was repaired, and of each that this brings to light; or gives why nothing can be said.
pub(super) fn outlook(
    (before, kept): (&Analysis, &Kept<'_>),
    repaired: &[&Finding],
    after: Result<Analysis, String>,
    remarks: &mut Remarks,
) -> Option<String> {
    let after = match after {
        Ok(after) => after,
        Err(why) => return Some(format!("only a new plan can show the result: {why}")),
    };
    for finding in repaired {
        let same = |other: &&Finding| other.check.id == finding.check.id && other.address == finding.address;
        let verdicts: BTreeSet<&str> = after.findings.iter().filter(same).map(|other| other.verdict.as_str()).collect();
        let outlook = if verdicts.contains(Verdict::Fail.as_str()) {
            "not all of it is fixed; plan and fix again"
        } else if verdicts.is_empty() {
            "fixed; plan again to confirm"
        } else {
            "only a new plan can show whether it is fixed"
        };
        remarks.say(finding, RemarkKind::Outlook(outlook), outlook);
    }
    for finding in new(before, &after) {
        remarks.say(finding, RemarkKind::Needed, format!("shows up after this edit; plan and fix again: {}", finding.message));
    }
    for (finding, is_allowed) in kept.all() {
        let same = |other: &&Finding| other.check.id == finding.check.id && other.address == finding.address;
        let is_kept = |other: &Finding| !is_allowed || other.verdict != Verdict::Fail || other.allowed.is_some();
        match after.findings.iter().find(same) {
            Some(other) if is_kept(other) => {}
            Some(_) => remarks.say(finding, RemarkKind::Needed, "the configuration allows it, and does no longer after this edit"),
            None => remarks.say(
                finding,
                RemarkKind::Needed,
                "it is accepted, and this edit takes it away all the same: look at it before you apply",
            ),
        }
    }
    None
}

/// What fails after the edits and did not before; a note is told where it is asked for.
fn new<'a>(before: &Analysis, after: &'a Analysis) -> impl Iterator<Item = &'a Finding> {
    let title = |finding: &Finding| format!("{} {}", finding.check.id, finding.address);
    let known: BTreeSet<_> = before.findings.iter().filter(|finding| finding.verdict == Verdict::Fail).map(title).collect();
    let fails = |finding: &&Finding| finding.verdict == Verdict::Fail && finding.severity > Severity::Note && finding.allowed.is_none();
    after.findings.iter().filter(fails).filter(move |finding| !known.contains(&title(finding)))
}

/// What the edits break: targets that passed and fail now, and what is found in calls of modules in which nothing was wrong. A mistake
/// that another one hid is of something that failed before.
pub(super) fn broken(before: &Analysis, after: &Analysis) -> BTreeSet<String> {
    let passed: BTreeSet<&str> =
        before.targets.iter().filter(|target| target.verdict == Verdict::Pass).map(|target| target.address.as_str()).collect();
    let fails = after.targets.iter().filter(|target| target.verdict == Verdict::Fail && passed.contains(target.address.as_str()));
    let module = |address: &str| ResourceAddress::parse(address).ok().map(|address| address.module);
    let wrong = before.findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
    let wrong: BTreeSet<ModuleAddress> = wrong.filter_map(|finding| module(&finding.address)).collect();
    let of_others = new(before, after).filter(|finding| module(&finding.address).is_some_and(|module| !wrong.contains(&module)));
    fails.map(|target| target.address.clone()).chain(of_others.map(|finding| finding.address.clone())).collect()
}

/// The analysis of the plans that the edited sources would make.
///
/// Errors: why there is none, as a clause.
pub(super) fn analysed(inputs: &Inputs<'_, '_>, options: &Options, changed: &[Changed]) -> Result<Analysis, String> {
    let edited: BTreeMap<_, _> = changed.iter().map(|changed| (changed.path.clone(), changed.after.clone())).collect();
    let mut predicted: Vec<Option<(String, Sources)>> = Vec::new();
    for (input, plan) in inputs.judged.iter().enumerate() {
        let Some(sources) = inputs.sources.get(input).copied().flatten() else {
            predicted.push(None);
            continue;
        };
        let after = sources.with_edits(plan, edited.clone()).map_err(|error| error.to_string())?;
        let Some(told) = sources.predict(plan, &after) else { return Err("too much follows from the edits".to_owned()) };
        if let Some(open) = told.open.first() {
            return Err(format!("how many of `{open}` there will be is not known before"));
        }
        predicted.push(Some((told.text, after)));
    }
    let mut plans: Vec<Option<Plan<'_>>> = Vec::new();
    for (plan, predicted) in inputs.judged.iter().zip(&predicted) {
        let told = predicted.as_ref().map(|(text, _)| Plan::parse(text)).transpose().map_err(|error| error.to_string())?;
        plans.push(told.map(|told| Plan { name: plan.name.clone(), ..told }));
    }
    let judged = inputs.judged.iter().zip(&plans).map(|(plan, predicted)| predicted.as_ref().unwrap_or(plan)).collect();
    let sources = predicted.iter().map(|predicted| predicted.as_ref().map(|(_, sources)| sources)).collect();
    let after = Inputs { judged, sources, context: inputs.context.clone() };
    after.analyse(options).map_err(|error| error.to_string())
}
