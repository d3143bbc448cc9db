//! What every report for people says in the same words.

use crate::groups::{Group, pattern};
use crate::inert::printable;
use crate::{InputInfo, PartialInfo, Report, Reported, Summary};
use ssm_check_checks::{AttrRef, Change, Effect, Evidence, Finding, Severity, Verdict, Witness};
use std::collections::BTreeSet;

/// As many of a list are named.
const NAMED: usize = 3;

/// How much a finding matters, in one word.
pub(crate) fn label(finding: &Finding) -> &'static str {
    match finding.verdict {
        Verdict::Unknown => "unknown",
        _ => finding.severity.as_str(),
    }
}

/// The worse, the less; what cannot be decided stands behind what fails at its level.
pub(crate) fn rank(finding: &Finding) -> usize {
    match (finding.verdict, finding.severity) {
        (Verdict::Unknown, Severity::Error) => 1,
        (Verdict::Unknown, _) => 4,
        (_, Severity::Error) => 0,
        (_, Severity::Warning) => 2,
        (_, Severity::Note) => 3,
    }
}

/// One step of the proof: where, and what is there.
pub(crate) fn step(evidence: &Evidence) -> String {
    step_of(evidence, evidence.to_string())
}

/// The same, of a grant without the request, which tells little beside the headline.
pub(crate) fn short_step(evidence: &Evidence) -> String {
    step_of(evidence, short(evidence))
}

/// A step without its place; of a grant, without the request.
pub(crate) fn short(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Decision { effect: Effect::Allow, what, request: Some(Witness::Request { .. }), .. } => what.to_string(),
        _ => evidence.to_string(),
    }
}

fn step_of(evidence: &Evidence, words: String) -> String {
    let words = printable(&words);
    let Some(at) = evidence.at() else { return words.into_owned() };
    let at = at.to_string();
    let at = printable(&at);
    match evidence {
        // "`aws_instance.a.subnet_id` is `aws_subnet.b`" is a sentence.
        Evidence::Fact { .. } | Evidence::Link { .. } if words.starts_with("is ") => format!("`{at}` {words}"),
        Evidence::Gap { at: AttrRef { attribute: Some(_), .. }, .. } => format!("`{at}` is {words}"),
        _ => format!("`{at}`: {words}"),
    }
}

/// The sign of a report: nothing that was looked at is not all that is well.
pub(crate) fn is_of_nothing(report: &Report<'_>) -> bool {
    report.summary.is_of_nothing() && report.summary.verdict() == Verdict::Pass
}

/// The counts, and nothing else, in one line.
pub(crate) fn sum(report: &Report<'_>) -> String {
    let summary = report.summary;
    let none_or = |number: usize, noun: &str| if number == 0 { format!("no {noun}s") } else { count(number, noun) };
    let looked_at: String = [(summary.principals, "principal"), (summary.documents, "session document")]
        .into_iter()
        .filter_map(|(number, noun)| Some(format!("; {}", none_or(number?, noun))))
        .collect();
    let targets = match summary.targets() {
        0 if summary.is_of_nothing() && summary.not_judged == 0 => "nothing to check: no instances".to_owned(),
        0 => "no instances".to_owned(),
        all => {
            let (fail, unknown) = (format!("fail{}", aside(summary)), format!("unknown{}", aside(summary)));
            let counts = [(summary.targets_fail, &*fail, ""), (summary.targets_unknown, &unknown, ""), (summary.targets_pass, "pass", "")];
            format!("{}: {}", count(all, "instance"), listed(&counts))
        }
    };
    let findings = match summary.findings() {
        0 => "no findings".to_owned(),
        all => format!(
            "{}: {}",
            count(all, "finding"),
            listed(&[
                (summary.errors, "error", "s"),
                (summary.warnings, "warning", "s"),
                (summary.notes, "note", "s"),
                (summary.unknown, "unknown", ""),
            ])
        ),
    };
    let more = |number: usize, what: &str| if number == 0 { String::new() } else { format!("; {number} {what}") };
    let new = match summary.findings() {
        1.. if report.exit_policy.new_only => {
            format!("; {} new", if summary.new == 0 { "none".to_owned() } else { summary.new.to_string() })
        }
        _ => String::new(),
    };
    let waived = summary.waived.saturating_sub(summary.allowed + summary.in_baseline);
    let accepted: String = [(waived, "waived"), (summary.allowed, "allowed"), (summary.in_baseline, "in the baseline")]
        .into_iter()
        .map(|(number, what)| more(number, what))
        .collect();
    let fixed = more(summary.fixed, "fixed by this plan");
    let left_out = match summary.skipped {
        0 => String::new(),
        skipped => format!("; {} skipped", count(skipped, "check")),
    };
    let lowered = more(summary.lowered, "lowered");
    let below = more(summary.left_out, "below the minimum severity");
    format!("{targets}{looked_at}; {findings}{new}{accepted}{lowered}{fixed}{below}{left_out}")
}

/// What a reader must know before the counts: what an input lacks, what is not judged, what verdicts rest on that the inputs do not
/// show, and what a configuration decided.
pub(crate) fn notes(report: &Report<'_>) -> Vec<String> {
    let mut notes: Vec<_> = report.inputs.iter().filter_map(|input| Some(lacking(input, input.partial.as_ref()?))).collect();
    notes.extend(not_judged(report));
    notes.extend(report.analysis.rests_on.iter().map(|assumption| format!("assumes that {}", printable(&assumption.text))));
    notes.extend(report.analysis.assumptions.iter().map(|assumption| printable(assumption).to_string()));
    notes.extend(report.config.map(|config| {
        if let Some(left_aside) = &config.left_aside {
            return format!("the configuration `{}` is left aside, as `--locked-config` asks", printable(left_aside));
        }
        let decisions = match config.decisions() {
            none if none.is_empty() => "leaves everything as it is".to_owned(),
            some => some.join(", "),
        };
        format!("the configuration `{}` {}", printable(&config.shown), printable(&decisions))
    }));
    notes
}

/// What an input lacks by its own word.
fn lacking(input: &InputInfo, partial: &PartialInfo) -> String {
    let name = if input.name == "-" { "the plan".to_owned() } else { format!("`{}`", printable(&input.name)) };
    let mut what = Vec::new();
    if partial.errored {
        what.push("planning stopped with errors, so it cannot be applied".to_owned());
    }
    if !partial.deferred.is_empty() {
        let deferred: Vec<_> = partial
            .deferred
            .iter()
            .map(|(address, reason)| {
                let reason = reason.as_ref().map(|reason| format!(" ({})", printable(reason))).unwrap_or_default();
                format!("`{}`{reason}", printable(address))
            })
            .collect();
        what.push(format!("it puts off to a later plan {}", some_of(&deferred)));
    }
    match &partial.missing {
        Some(missing) => {
            let put_off: Vec<_> = partial.deferred.iter().map(|(address, _)| address).collect();
            let missing: Vec<_> =
                missing.iter().filter(|each| !put_off.contains(each)).map(|address| format!("`{}`", printable(address))).collect();
            if !missing.is_empty() {
                what.push(format!("it may lack {}", some_of(&missing)));
            }
        }
        None => what.push("it cannot be told what it leaves out".to_owned()),
    }
    if what.is_empty() {
        what.push("it does not bring about all of its configuration".to_owned());
    }
    format!("{name} is not whole: {}; what that could change is not decided", what.join("; "))
}

/// What starts instances and is not judged.
fn not_judged(report: &Report<'_>) -> Option<String> {
    let addresses: Vec<_> = report.analysis.not_judged.iter().map(|address| format!("`{}`", printable(address))).collect();
    let start = if addresses.len() == 1 { "1 resource starts".to_owned() } else { format!("{} resources start", addresses.len()) };
    (!addresses.is_empty()).then(|| format!("{start} instances that are not looked at: {}", some_of(&addresses)))
}

/// The first few, and how many more there are.
fn some_of(all: &[String]) -> String {
    const NAMED: usize = 5;
    let named = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// Why all may be well although a target is not: its findings are accepted, or were not asked for.
fn aside(summary: &Summary) -> &'static str {
    match summary.verdict() {
        Verdict::Pass if summary.waived > 0 => " (waived)",
        Verdict::Pass => " (not counted)",
        _ => "",
    }
}

/// That a finding was there before, where only new ones fail the run.
pub(crate) fn not_new(report: &Report<'_>, finding: &Finding) -> &'static str {
    if report.exit_policy.new_only && finding.change == Change::Existing { " (not new)" } else { "" }
}

/// Where else the same is found.
pub(crate) fn same(group: &Group<'_>, all: bool) -> Option<String> {
    let addresses = group.addresses();
    let (_, rest) = addresses.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let quoted = |address: &&str| format!("`{}`", printable(address));
    Some(match pattern(&addresses).filter(|_| !all) {
        Some(pattern) => format!("the same of {} more: {} of `{}`", rest.len(), addresses.len(), printable(&pattern)),
        None if all || rest.len() <= NAMED => format!("the same of {}", rest.iter().map(quoted).collect::<Vec<_>>().join(", ")),
        None => {
            let named: Vec<_> = rest.iter().take(NAMED).map(quoted).collect();
            format!("the same of {} and {} more", named.join(", "), rest.len() - NAMED)
        }
    })
}

/// What tunnels of a principal lead to.
pub(crate) fn reached(group: &Group<'_>, report: &Report<'_>, all: bool) -> Option<String> {
    let lead = group.lead().filter(|lead| lead.finding.verdict == Verdict::Fail)?;
    let open = report.analysis.tunnels.iter();
    let open = open.filter(|tunnel| tunnel.principal == lead.finding.address && tunnel.verdict == Verdict::Pass);
    let ends: BTreeSet<String> = open
        .map(|tunnel| {
            let ports: Vec<_> = tunnel.ports.iter().map(u16::to_string).collect();
            let port = if ports.is_empty() { String::new() } else { format!(":{}", ports.join(",")) };
            format!("`{}{port}`", printable(&tunnel.destination))
        })
        .collect();
    if ends.is_empty() {
        return None;
    }
    let named: Vec<_> = ends.iter().take(if all { usize::MAX } else { NAMED }).cloned().collect();
    let more = ends.len() - named.len();
    let more = if more > 0 { format!(" and {more} more; `ssm-check tunnels` lists them") } else { String::new() };
    Some(format!("a tunnel reaches {}{more}", named.join(", ")))
}

/// What other checks say of the same cause.
pub(crate) fn others(group: &Group<'_>, all: bool) -> Vec<String> {
    const MOST: usize = 8;
    let others = group.others();
    let head = |member: &Reported<'_>| format!("{}[{}]", label(member.finding), member.finding.check.id);
    // Of many instances, the names of the checks say more than the first of each.
    if !all && group.addresses().len() > 1 && !others.is_empty() {
        let named = others.iter().map(|(member, _)| format!("{} {}", head(member), member.finding.check.name));
        return vec![named.collect::<Vec<_>>().join(", ")];
    }
    let most = if all { usize::MAX } else { MOST };
    let line = |(member, number): &(&Reported<'_>, usize)| {
        let times = if *number > 1 { format!(" ({number} times)") } else { String::new() };
        let message = member.finding.message.to_string();
        let message = if all { message } else { few(&message) };
        format!("{}{times} {}", head(member), printable(&message))
    };
    let mut lines: Vec<_> = others.iter().take(most).map(line).collect();
    if others.len() > most {
        lines.push(format!("{}; `--verbose` lists them", count(others.len() - most, "more check")));
    }
    lines
}

/// All that a group holds beside the finding that stands for it, in sentences.
pub(crate) fn beside(group: &Group<'_>, report: &Report<'_>) -> Vec<String> {
    let same = same(group, false).map(|text| format!("also: {text}"));
    let others = others(group, false).into_iter().map(|text| format!("also: {text}"));
    same.into_iter().chain(reached(group, report, false)).chain(others).collect()
}

/// A sentence in which long lists of values are cut: "`a`, `b`, `c` and 96 more".
pub(crate) fn few(sentence: &str) -> String {
    let parts: Vec<&str> = sentence.split('`').collect();
    let is_between = |part: Option<&&str>| part.is_some_and(|part| matches!(*part, ", " | " and "));
    let mut few = String::with_capacity(sentence.len().min(1_000));
    let mut position = 0;
    while let Some(part) = parts.get(position) {
        if position > 0 {
            few.push('`');
        }
        few.push_str(part);
        // The values of a list stand at every second place from here.
        let run = (position..).step_by(2).take_while(|at| is_between(parts.get(at + 1)) && at % 2 == 1).count();
        let is_inside = position >= 2 && is_between(parts.get(position - 1));
        if position % 2 == 1 && !is_inside && run >= NAMED + 2 {
            for at in (position + 2..).step_by(2).take(NAMED - 1) {
                few.push_str("`, `");
                few.push_str(parts.get(at).copied().unwrap_or_default());
            }
            few.push_str(&format!("` and {} more", run + 1 - NAMED));
            position += 2 * run + 1;
            few.push_str(parts.get(position).copied().unwrap_or_default());
        }
        position += 1;
    }
    few
}

/// `1 finding`, `2 findings`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Those that are not 0, each with its noun and what makes that plural.
pub(crate) fn listed(counts: &[(usize, &str, &str)]) -> String {
    let some = counts.iter().filter(|(number, ..)| *number > 0);
    some.map(|(number, noun, plural)| format!("{number} {noun}{}", if *number == 1 { "" } else { plural })).collect::<Vec<_>>().join(", ")
}

/// What to do about a finding, with what that is for: `help: …`, `to decide: …`.
pub(crate) fn advice(finding: &Finding) -> Option<String> {
    match finding.verdict {
        _ if finding.help.is_empty() => None,
        Verdict::Unknown => Some(format!("to decide: {}", printable(&finding.help))),
        _ => Some(format!("help: {}", printable(&finding.help))),
    }
}

#[cfg(test)]
mod tests {
    use super::few;

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(few("no `a`, `b` and `c` here"), "no `a`, `b` and `c` here");
        assert_eq!(few("on `a`, `b`, `c`, `d`, `e` and `f` by `g`"), "on `a`, `b`, `c` and 3 more by `g`");
        assert_eq!(few("`a`, `b`, `c`, `d`, `e` and `f`"), "`a`, `b`, `c` and 3 more");
        assert_eq!(few("nothing"), "nothing");
        assert_eq!(few("`a`"), "`a`");
    }
}
