//! `ssm-check fix`: what would put the findings right, as a difference of the `.tf` files.

mod outlook;
mod remarks;

use crate::cli::{Allow, FixArgs, Prefer};
use crate::edits::{Editable, price};
use crate::ignores::Ignores;
use crate::kept::Kept;
use crate::{Accepted, Exit, Failure, Places, Settings, groups};
use remarks::{RemarkKind, Remarks};
use ssm_check_checks::{Analysis, Finding, Inputs, Options, Repair, Severity, Verdict, Way};
use ssm_check_fix::{Applied, Changed};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is to be done.
#[derive(Debug, Default)]
pub(crate) struct Fixes {
    /// The difference.
    pub(crate) diff: String,
    /// Files to be replaced.
    pub(crate) changed: Vec<Changed>,
    /// What a person should know, one line each.
    pub(crate) said: Vec<String>,
    /// Something is left to do that is not in the difference.
    pub(crate) left: bool,
    /// Checks of notes that only a person can put right: they are told where they are asked for.
    notes: BTreeSet<&'static str>,
}

impl Fixes {
    /// How the run ends.
    pub(crate) fn exit(&self, written: bool) -> Exit {
        if self.left || !(written || self.changed.is_empty()) { Exit::Findings } else { Exit::Clean }
    }
}

/// Puts the findings right, in memory. An edit that breaks what was right, such as for another call of the module that it is in, is left.
///
/// Errors: a resource whose values cannot be decoded, or no sources.
pub(crate) fn fix(arguments: &FixArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<Fixes, Failure> {
    let analysis = inputs.analyse(&settings.options).map_err(|error| Failure::new(error.to_string()))?;
    let places = Places::new(&inputs.sources, &analysis.origins);
    let comments = if settings.no_ignores.is_some() { Ignores::default() } else { Ignores::of(&inputs.sources, &places) };
    let accepted = Accepted::new(&analysis, &settings.config, None, &places).ignoring(&comments, &places);
    let kept = Kept::new(accepted.accepted(), &analysis);
    let after = |changed: &[Changed]| match changed {
        [] => Err("nothing is edited".to_owned()),
        changed => outlook::analysed(inputs, &settings.options, changed),
    };
    let mut attempt = Attempt::of(arguments, inputs, settings, (&accepted, &kept), &[]);
    if attempt.fixers.is_empty() {
        return Err(Failure::new("found no `.tf` files that this plan was made from: name their directory with `--source`, and plan again if they were edited since".to_owned()));
    }
    let mut told = after(&attempt.changed);
    if told.as_ref().is_ok_and(|after| !outlook::broken(&analysis, after).is_empty()) {
        let breaks = |edit: &[Changed]| outlook::broken(&analysis, &after(edit).ok()?).into_iter().next();
        let withheld = attempt.alone().into_iter().filter_map(|edit| breaks(&edit).map(|broken| Withheld { edit, broken }));
        let withheld: Vec<Withheld> = withheld.collect();
        if !withheld.is_empty() {
            attempt = Attempt::of(arguments, inputs, settings, (&accepted, &kept), &withheld);
            told = after(&attempt.changed);
        }
    }
    Ok(attempt.told(arguments, &analysis, &kept, told))
}

/// An edit that is not made.
struct Withheld {
    /// What it would change, made by itself.
    edit: Vec<Changed>,
    /// What it would break.
    broken: String,
}

/// The edits of one run.
struct Attempt<'a, 'i, 'p> {
    fixers: Vec<Editable<'i, 'p>>,
    made: Vec<Made<'a>>,
    repaired: Vec<&'a Finding>,
    changed: Vec<Changed>,
    fixes: Fixes,
    remarks: Remarks,
}

impl<'a, 'i, 'p> Attempt<'a, 'i, 'p> {
    fn of(
        arguments: &FixArgs,
        inputs: &'i Inputs<'i, 'p>,
        settings: &Settings,
        (accepted, kept): (&Accepted<'a>, &Kept<'a>),
        withheld: &[Withheld],
    ) -> Self {
        // Of one cause, and so one policy.
        let causes: BTreeMap<*const Finding, &str> = accepted
            .findings
            .iter()
            .zip(groups::keys(&accepted.findings))
            .map(|(reported, cause)| (std::ptr::from_ref(reported.finding), cause))
            .collect();
        let mut fixers = Editable::all(inputs);
        let (mut fixes, mut remarks) = (Fixes::default(), Remarks::default());
        let (mut repaired, mut made) = (Vec::new(), Vec::new());
        let only = if arguments.only.is_empty() { settings.config.only.clone() } else { arguments.only.clone() };
        let asked = Options { only, skip: settings.config.skip.clone(), ..Options::default() };
        for finding in accepted.counted().filter(|finding| finding.verdict == Verdict::Fail && finding.check.runs(&asked)) {
            let cause = causes.get(&std::ptr::from_ref(finding)).copied();
            let mut edits = Edits { fixers: &mut fixers, kept, made: &mut made, withheld };
            if one(arguments, (finding, cause), &mut edits, &mut fixes, &mut remarks) {
                repaired.push(finding);
            }
        }
        let mut written = BTreeSet::new();
        let mut all_changed = Vec::new();
        for fixer in &fixers {
            for changed in fixer.fixer.changed() {
                if written.insert(changed.path.clone()) {
                    fixes.diff.push_str(&changed.diff(&slashed(changed.path.strip_prefix(&fixer.tree).unwrap_or(&changed.path))));
                    all_changed.push(changed);
                } else {
                    fixes.said.push(format!("`{}` is of several plans; fix it again for the others", changed.path.display()));
                    fixes.left = true;
                }
            }
        }
        Self { fixers, made, repaired, changed: all_changed, fixes, remarks }
    }

    /// What each of the edits would change by itself.
    fn alone(&mut self) -> Vec<Vec<Changed>> {
        let mut all: Vec<Vec<Changed>> = Vec::new();
        for (_, repair) in &self.made {
            let Some(fixer) = self.fixers.iter_mut().find(|one| one.has(repair, None)) else { continue };
            let edit = fixer.fixer.alone(repair);
            if !edit.is_empty() && !all.contains(&edit) {
                all.push(edit);
            }
        }
        all
    }

    /// With what a person should know.
    fn told(self, arguments: &FixArgs, before: &Analysis, kept: &Kept<'_>, after: Result<Analysis, String>) -> Fixes {
        let Self { repaired, changed, mut fixes, mut remarks, .. } = self;
        let unseen =
            if repaired.is_empty() || changed.is_empty() { None } else { outlook::outlook((before, kept), &repaired, after, &mut remarks) };
        fixes.changed = changed;
        fixes.said.splice(0..0, remarks.sentences(arguments.verbose));
        fixes.said.extend(unseen);
        if !fixes.notes.is_empty() {
            let ids: Vec<_> = fixes.notes.iter().copied().collect();
            fixes.said.push(format!(
                "no edit is known for notes of {}: `--only {}` tells how to put them right",
                ids.join(", "),
                ids.join(",")
            ));
        }
        fixes
    }
}

fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// A repair that was made, and of what.
type Made<'a> = (&'a Finding, &'a Repair);

/// The sources, with what is made of them and what is not to be touched.
struct Edits<'e, 's, 'p, 'a> {
    fixers: &'e mut [Editable<'s, 'p>],
    kept: &'e Kept<'a>,
    made: &'e mut Vec<Made<'a>>,
    withheld: &'e [Withheld],
}

impl<'a> Edits<'_, '_, '_, 'a> {
    /// What an edit would break, for which it is not made.
    fn breaks(&mut self, finding: &Finding, repair: &Repair) -> Option<&str> {
        if self.withheld.is_empty() {
            return None;
        }
        let fixer = self.fixers.iter_mut().find(|one| one.has(repair, self.kept.origin(finding)))?;
        let wanted = fixer.fixer.alone(repair);
        self.withheld.iter().find(|withheld| withheld.edit == wanted).map(|withheld| withheld.broken.as_str())
    }

    /// The finding of the same check whose repair was the same edit of the sources: several instances may be written in one block.
    fn already(&mut self, finding: &Finding, repair: &Repair) -> Option<&'a Finding> {
        let fixer = self.fixers.iter_mut().find(|one| one.has(repair, self.kept.origin(finding)))?;
        let wanted = fixer.fixer.alone(repair);
        let same = |other: &Repair, fixer: &mut Editable<'_, '_>| fixer.has(other, None) && fixer.fixer.alone(other) == wanted;
        let made = self.made.iter().filter(|(other, _)| other.check.id == finding.check.id);
        made.filter(|_| !wanted.is_empty()).find(|(_, other)| same(other, fixer)).map(|(other, _)| *other)
    }
}

/// Puts one finding right; whether all of its causes are.
fn one<'a>(
    arguments: &FixArgs,
    (finding, cause): (&'a Finding, Option<&str>),
    edits: &mut Edits<'_, '_, '_, 'a>,
    fixes: &mut Fixes,
    remarks: &mut Remarks,
) -> bool {
    if finding.repairs.iter().all(Vec::is_empty) {
        // A note is told where it is asked for.
        if finding.severity > Severity::Note || !arguments.only.is_empty() {
            fixes.left = true;
            remarks.say(finding, RemarkKind::ByHand, format!("fix by hand: {}", finding.help));
        } else {
            fixes.notes.insert(finding.check.id);
        }
        return false;
    }
    let mut all_done = true;
    for alternatives in &finding.repairs {
        let mut ways: Vec<&Repair> = alternatives.iter().collect();
        let preferred = match arguments.prefer {
            Some(Prefer::Endpoints) => Some(Way::Endpoints),
            Some(Prefer::Nat) => Some(Way::Nat),
            None => None,
        };
        ways.sort_by_key(|repair| preferred.is_some() && Some(repair.way) != preferred);
        if let Some(missing) = preferred.and_then(|preferred| not_there(preferred, &ways)) {
            remarks.say(finding, RemarkKind::Needed, missing);
        }
        let mut why_not: Vec<(&Repair, String)> = Vec::new();
        let mut done = None;
        for repair in &ways {
            let needs: Vec<&str> = [(repair.costs, Allow::Cost, "cost"), (repair.widens, Allow::Access, "access")]
                .into_iter()
                .filter(|(needs, allow, _)| *needs && !arguments.allow.contains(allow))
                .map(|(_, _, name)| name)
                .collect();
            if !needs.is_empty() {
                let what = price(&[*repair]).unwrap_or_default();
                why_not.push((*repair, format!("{what}: `--allow {}`", needs.join(","))));
                continue;
            }
            if let Some(why) = edits.kept.protects(finding, repair, edits.fixers) {
                why_not.push((*repair, format!("not edited: {why}")));
                continue;
            }
            if let Some(broken) = edits.breaks(finding, repair) {
                why_not.push((*repair, format!("not edited: it would break `{broken}`")));
                continue;
            }
            let origin = edits.kept.origin(finding);
            let fixer = edits.fixers.iter_mut().find(|one| one.has(repair, origin));
            let Some(fixer) = fixer else {
                why_not.push((*repair, "it is of a configuration whose `.tf` files were not read".to_owned()));
                continue;
            };
            match fixer.fixer.apply_for(cause, repair) {
                Ok(applied) => {
                    edits.made.push((finding, repair));
                    done = Some((*repair, applied));
                    break;
                }
                Err(refused) => {
                    if let Some(other) = edits.already(finding, repair) {
                        let notes = vec![format!("done by the edit for `{}`", other.address)];
                        done = Some((*repair, Applied { changed: false, notes }));
                        break;
                    }
                    why_not.push((*repair, format!("not edited: {refused}")));
                }
            }
        }
        if let Some((repair, applied)) = done {
            // Why a way that is closer was not taken.
            let why =
                |other: &Repair| why_not.iter().find(|(left, _)| *left == other).map(|(_, why)| format!(" ({why})")).unwrap_or_default();
            let others: Vec<String> = ways
                .iter()
                .filter(|other| ***other != *repair)
                .map(|other| format!("{}{}", other.describe_after(repair), why(other)))
                .collect();
            let or = if others.is_empty() { String::new() } else { format!("; or else {}", others.join("; or ")) };
            remarks.say(finding, RemarkKind::Edit, format!("{}{or}", repair.describe()));
            for note in applied.notes {
                remarks.say(finding, RemarkKind::Edit, note);
            }
        } else {
            fixes.left = true;
            all_done = false;
            for (repair, why) in why_not {
                remarks.say(finding, RemarkKind::Left(why.clone()), format!("left: {} ({why})", repair.describe()));
            }
        }
    }
    all_done
}

/// That the preferred way is none of those that there are, and what would make it one.
fn not_there(preferred: Way, ways: &[&Repair]) -> Option<&'static str> {
    let is_choice = ways.iter().any(|repair| matches!(repair.way, Way::Endpoints | Way::Nat));
    let has = ways.iter().any(|repair| repair.way == preferred);
    match preferred {
        Way::Nat if is_choice && !has => Some(
            "`--prefer nat` changes nothing here: the VPC has no NAT gateway to which its route table could lead; add an `aws_nat_gateway` in a public subnet, plan, and run `fix` again",
        ),
        Way::Endpoints if is_choice && !has => {
            Some("`--prefer endpoints` changes nothing here: the VPC, its subnet or its Region is not known, so no endpoint can be written")
        }
        _ => None,
    }
}
