//! What every report says of its inputs and of what was decided beforehand.

use super::count;
use crate::config::{InUse, State};
use crate::{Acceptance, Config, InputInfo, PartialInfo, Report, Reported};
use ssm_check_checks::{Conflict, Drift, StatementUse};
use ssm_check_message::{Message, Span, say};
use std::borrow::Cow;

/// What a reader must know before the counts: what an input lacks, what is not judged, what verdicts rest on that the inputs do not
/// show, and what a configuration decided.
pub(crate) fn notes(report: &Report<'_>) -> Vec<Message> {
    let rests_on = report.analysis.rests_on.iter().map(|assumption| say!("assumes that {}", &assumption.text));
    let assumptions = rests_on.chain(report.analysis.assumptions.iter().cloned());
    limits(report).chain(assumptions).chain(decided(report)).collect()
}

/// The same without what every run of a project assumes.
pub(crate) fn cautions(report: &Report<'_>) -> Vec<Message> {
    limits(report).chain(decided(report)).collect()
}

/// What an input lacks, and what is not judged.
fn limits<'r>(report: &'r Report<'_>) -> impl Iterator<Item = Message> + 'r {
    report.inputs.iter().filter_map(|input| Some(lacking(input, input.partial.as_ref()?))).chain(not_judged(report))
}

/// What AWS has otherwise, and what comments and the configuration decided.
fn decided<'r>(report: &'r Report<'_>) -> impl Iterator<Item = Message> + 'r {
    let config = report.config.map(|config| {
        if let Some(left_aside) = &config.left_aside {
            return say!("the configuration {} is left aside, as `--locked-config` asks", Span::value(left_aside));
        }
        let decisions = decisions(report, config).into_iter().reduce(|all, one| say!("{}, {}", all, one));
        say!("the configuration {} {}", Span::value(&config.shown), decisions.unwrap_or_else(|| "leaves everything as it is".into()))
    });
    report.analysis.drift.iter().map(|drift| drifted(report, drift)).chain(comments(report)).chain(config)
}

/// What the configuration decided in this run.
pub(crate) fn decisions(report: &Report<'_>, config: &Config) -> Vec<Message> {
    let used = report.analysis.statements.iter().filter(|(_, used)| **used == StatementUse::Used);
    let in_use = InUse {
        allowed: report.findings.iter().filter_map(|reported| reported.finding.allowed).collect(),
        statements: used.map(|(position, _)| *position).collect(),
    };
    config.decisions(report.waivers, &in_use)
}

/// AWS has something otherwise than the plan, on which a verdict depends.
fn drifted(report: &Report<'_>, drift: &Drift) -> Message {
    let conflicts = report.analysis.conflicts.iter().filter(|conflict| conflict.with_aws);
    let address = |conflict: &Conflict| {
        let others = Some(conflict.others).filter(|others| *others > 0);
        let others = others.map(|others| say!(" and {}", Message::from(Span::Word(Cow::Owned(count(others, "other"))))));
        Message::from(Span::address(&conflict.address)).then(others.unwrap_or_default())
    };
    let what = conflicts.map(address).reduce(|all, one| say!("{}, {}", all, one)).unwrap_or_default();
    say!(
        "AWS has {} otherwise than the plan, so {} may turn out {}, not {}: plan again, so that Terraform sees it",
        what,
        Span::address(&drift.target),
        Span::code(drift.with_aws.as_str()),
        Span::code(drift.planned.as_str())
    )
}

/// What comments in the sources accept, or would.
fn comments(report: &Report<'_>) -> Option<Message> {
    let counted = |number: usize, noun: &str| Message::from(Span::Word(Cow::Owned(count(number, noun))));
    if let Some((number, option)) = report.ignores_set_aside {
        let are = if number == 1 { "is" } else { "are" };
        return Some(say!(
            "{} in the code to accept findings {} left aside, as {} asks",
            counted(number, "comment"),
            are,
            Span::code(option)
        ));
    }
    let used: Vec<_> = report.ignores.iter().filter(|ignore| ignore.state == State::Used).collect();
    // Several comments may accept one finding.
    let by_comment = |reported: &&Reported<'_>| reported.waived.as_ref().is_some_and(|waived| waived.by == Acceptance::Comment);
    let findings = report.findings.iter().filter(by_comment).count();
    let accept = if used.len() == 1 { "accepts" } else { "accept" };
    (findings > 0).then(|| say!("{} in the code {} {}", counted(used.len(), "comment"), accept, counted(findings, "finding")))
}

/// What an input lacks by its own word.
fn lacking(input: &InputInfo, partial: &PartialInfo) -> Message {
    let name = if input.name == "-" { "the plan".into() } else { Message::from(Span::value(&input.name)) };
    let mut what: Vec<Message> = Vec::new();
    if partial.errored {
        what.push("planning stopped with errors, so it cannot be applied".into());
    }
    if !partial.deferred.is_empty() {
        let deferred = partial.deferred.iter().map(|(address, reason)| match reason {
            Some(reason) => say!("{} ({})", Span::address(address), Span::Plain(reason.clone())),
            None => Span::address(address).into(),
        });
        what.push(say!("it puts off to a later plan {}", some_of(deferred.collect())));
    }
    match &partial.missing {
        Some(missing) => {
            let put_off: Vec<_> = partial.deferred.iter().map(|(address, _)| address).collect();
            let missing: Vec<_> = missing.iter().filter(|each| !put_off.contains(each)).map(|each| Span::address(each).into()).collect();
            if !missing.is_empty() {
                what.push(say!("it may lack {}", some_of(missing)));
            }
        }
        None => what.push("it is not known what it leaves out".into()),
    }
    let what = what.into_iter().reduce(|all, one| say!("{}; {}", all, one));
    let what = what.unwrap_or_else(|| "it does not bring about all of its configuration".into());
    say!("{} is not whole: {}; what that could change is not decided", name, what)
}

/// What starts instances and is not judged.
fn not_judged(report: &Report<'_>) -> Option<Message> {
    let addresses: Vec<Message> = report.analysis.not_judged.iter().map(|address| Span::address(address).into()).collect();
    let start = if addresses.len() == 1 { "resource starts" } else { "resources start" };
    (!addresses.is_empty()).then(|| say!("{} {} instances that are not looked at: {}", addresses.len(), start, some_of(addresses)))
}

/// The first few, and how many more there are.
fn some_of(mut all: Vec<Message>) -> Message {
    const NAMED: usize = 5;
    let more = all.len().saturating_sub(NAMED);
    all.truncate(NAMED);
    let named = all.into_iter().reduce(|all, one| say!("{}, {}", all, one)).unwrap_or_default();
    if more == 0 { named } else { say!("{} and {} more", named, more) }
}
