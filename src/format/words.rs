//! What every report for people says in the same words.

mod notes;

pub(crate) use notes::{cautions, decisions, notes};

use crate::groups::{Group, pattern};
use crate::inert::printable;
use crate::summary::Targets;
use crate::{Report, Reported, Summary};
use ssm_check_checks::{AttrRef, Change, Effect, Evidence, Finding, TargetKind, Tunnel, Verdict, Witness};
use ssm_check_message::{Message, Span, list, say};
use std::borrow::Cow;
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

/// Whether a tunnel is open.
pub(crate) fn openness(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "open",
        Verdict::Fail => "closed",
        Verdict::Unknown => "unknown",
    }
}

/// One step of the proof: where, and what is there.
pub(crate) fn step(evidence: &Evidence) -> Message {
    step_of(evidence, evidence.message())
}

/// The steps that tell something, one line each.
pub(crate) fn steps(finding: &Finding) -> impl Iterator<Item = String> {
    finding.evidence.iter().filter(|step| step.is_telling()).map(|telling| format!("- {}", line(&step(telling))))
}

/// The same as a step, of a grant without the request, which tells little beside the headline.
pub(crate) fn short_step(evidence: &Evidence) -> Message {
    step_of(evidence, short(evidence))
}

/// A step without its place; of a grant, without the request.
pub(crate) fn short(evidence: &Evidence) -> Message {
    match evidence {
        Evidence::Decision { effect: Effect::Allow, what, request: Some(Witness::Request { .. }), .. } => what.clone(),
        _ => evidence.message(),
    }
}

fn step_of(evidence: &Evidence, message: Message) -> Message {
    let Some(at) = evidence.at() else { return message };
    let place = Span::attribute(at);
    match evidence {
        // "`aws_instance.a.subnet_id` is `aws_subnet.b`" is a sentence.
        Evidence::Fact { .. } | Evidence::Hop { .. } | Evidence::Link { .. } if message.begins_with("is ") => say!("{} {}", place, message),
        // The attribute itself is what is not known; elsewhere it is only where the question came up.
        Evidence::Gap { at: AttrRef { attribute: Some(_), .. }, gap } if gap.is_of_value() => say!("{} is {}", place, message),
        _ => say!("{}: {}", place, message),
    }
}

/// A sentence in one line of text.
pub(crate) fn line(message: &Message) -> String {
    printable(&message.to_string()).into_owned()
}

/// What the targets are called together.
pub(crate) fn noun(kinds: impl Iterator<Item = TargetKind>) -> &'static str {
    let mut kinds = kinds;
    let Some(first) = kinds.next() else { return "target" };
    if kinds.all(|kind| kind == first) { first.noun() } else { "target" }
}

/// What there is none of: instances, which most look for, unless others were asked for.
pub(crate) fn no_targets(report: &Report<'_>) -> String {
    let kinds = &report.analysis.kinds;
    format!("no {}s", if kinds.len() == TargetKind::ALL.len() { TargetKind::Instance.noun() } else { noun(kinds.iter().copied()) })
}

/// The counts, and nothing else, in one line.
pub(crate) fn sum(report: &Report<'_>) -> String {
    let summary = report.summary;
    let none_or = |number: usize, noun: &str| if number == 0 { format!("no {noun}s") } else { count(number, noun) };
    let looked_at: String = [(summary.principals, "principal"), (summary.documents, "session document")]
        .into_iter()
        .filter_map(|(number, noun)| Some(format!("; {}", none_or(number?, noun))))
        // Few have any: they are told of where they are.
        .chain(summary.approval_policies.filter(|number| *number > 0).map(|number| {
            format!("; {}", if number == 1 { "1 approval policy".to_owned() } else { format!("{number} approval policies") })
        }))
        .collect();
    let targets = if summary.targets() == 0 {
        let nothing = if summary.is_of_nothing() && summary.not_judged == 0 { "nothing to check: " } else { "" };
        format!("{nothing}{}", no_targets(report))
    } else {
        let (fail, unknown) = (format!("fail{}", aside(summary)), format!("unknown{}", aside(summary)));
        let of_kind = |(kind, of): (&TargetKind, &Targets)| {
            let counts = [(of.fail, &*fail, ""), (of.unknown, &unknown, ""), (of.pass, "pass", "")];
            format!("{}: {}", count(of.all(), kind.noun()), listed(&counts))
        };
        summary.by_kind.iter().map(of_kind).collect::<Vec<_>>().join("; ")
    };
    let findings = match summary.findings() {
        0 if summary.no_check_ran() => "no check ran".to_owned(),
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
        _ if summary.no_check_ran() => String::new(),
        skipped => format!("; {} skipped", count(skipped, "check")),
    };
    let lowered = more(summary.lowered, "lowered");
    let below = more(summary.left_out, "below the minimum severity");
    format!("{targets}{looked_at}; {findings}{new}{accepted}{lowered}{fixed}{below}{left_out}")
}

/// Why all may be well although a target is not: every error is accepted, or not all of them were asked for.
fn aside(summary: &Summary) -> &'static str {
    match summary.verdict() {
        Verdict::Pass if summary.as_declared && summary.waived > 0 => " (accepted)",
        Verdict::Pass => " (not counted)",
        _ => "",
    }
}

/// That a finding was there before, where only new ones fail the run.
pub(crate) fn not_new(report: &Report<'_>, finding: &Finding) -> &'static str {
    if report.exit_policy.new_only && finding.change == Change::Existing { " (not new)" } else { "" }
}

/// Where else the same is found.
pub(crate) fn same(group: &Group<'_>, all: bool) -> Option<Message> {
    let addresses = group.addresses();
    let (_, rest) = addresses.split_first().filter(|(_, rest)| !rest.is_empty())?;
    let spans = |addresses: &[&str]| addresses.iter().map(|address| Span::address(*address)).collect::<Vec<_>>();
    Some(match pattern(&addresses).filter(|_| !all && rest.len() > NAMED) {
        Some(pattern) => say!("{} more of {}", rest.len(), Span::address(pattern)),
        None if all || rest.len() <= NAMED => list(spans(rest)),
        None => some_more(Message::default(), spans(rest)),
    })
}

/// The first few of a list, and how many more there are.
fn some_more(before: Message, spans: Vec<Span>) -> Message {
    let more = spans.len().saturating_sub(NAMED);
    let mut message = before;
    for (number, span) in spans.into_iter().take(NAMED).enumerate() {
        message = if number > 0 { say!("{}, {}", message, span) } else { message.then(span) };
    }
    if more > 0 { say!("{} and {} more", message, more) } else { message }
}

/// What a tunnel leads to, with its ports: `aws_db_instance.main:5432`.
pub(crate) fn end(tunnel: &Tunnel) -> String {
    let ports: Vec<_> = tunnel.ports.iter().map(u16::to_string).collect();
    let ports = if ports.is_empty() { String::new() } else { format!(":{}", ports.join(",")) };
    format!("{}{ports}", tunnel.destination)
}

/// What tunnels of a principal lead to.
pub(crate) fn reached(group: &Group<'_>, report: &Report<'_>, all: bool) -> Option<Message> {
    let lead = group.lead().filter(|lead| lead.finding.verdict == Verdict::Fail)?;
    let open = report.analysis.tunnels.iter();
    let open = open.filter(|tunnel| tunnel.principal == lead.finding.subject() && tunnel.verdict == Verdict::Pass);
    let ends: BTreeSet<String> = open.map(end).collect();
    if ends.is_empty() {
        return None;
    }
    let spans: Vec<_> = ends.into_iter().map(Span::value).collect();
    Some(if all { say!("a tunnel reaches {}", list(spans)) } else { some_more(say!("a tunnel reaches "), spans) })
}

/// What the same check says again of the same address, and other checks of the same cause.
pub(crate) fn others(group: &Group<'_>, all: bool) -> Vec<Message> {
    const MOST: usize = 8;
    let word = |text: String| Message::from(Span::Word(Cow::Owned(text)));
    let mut others: Vec<_> = group.again().map(|member| (member, 1)).collect();
    others.extend(group.others());
    let head = |member: &Reported<'_>| format!("{}[{}]", label(member.finding), member.finding.check.id);
    // Of many instances, the names of the checks say more than the first of each.
    if !all && group.addresses().len() > 1 && !others.is_empty() {
        let named = others.iter().map(|(member, _)| format!("{} {}", head(member), member.finding.check.name));
        return vec![word(named.collect::<Vec<_>>().join(", "))];
    }
    let most = if all { usize::MAX } else { MOST };
    let line = |(member, number): &(&Reported<'_>, usize)| {
        let times = if *number > 1 { format!(" ({number} times)") } else { String::new() };
        let message = if all { member.finding.message.clone() } else { few(&member.finding.message) };
        say!("{} {}", word(format!("{}{times}", head(member))), message)
    };
    let mut lines: Vec<_> = others.iter().take(most).map(line).collect();
    if others.len() > most {
        lines.push(say!("{}; `--verbose` lists them", word(count(others.len() - most, "more check"))));
    }
    lines
}

/// All that a group holds beside the finding that stands for it, in sentences.
pub(crate) fn beside(group: &Group<'_>, report: &Report<'_>) -> Vec<Message> {
    let same = same(group, false).map(|text| say!("also: {}", text));
    let others = others(group, false).into_iter().map(|text| say!("also: {}", text));
    same.into_iter().chain(reached(group, report, false)).chain(others).collect()
}

/// A sentence in which long lists of values are cut: "`a`, `b`, `c` and 96 more".
pub(crate) fn few(sentence: &Message) -> Message {
    let spans = sentence.spans();
    let is_between = |span: Option<&Span>| matches!(span, Some(Span::Word(word)) if matches!(&**word, ", " | " and "));
    let is_code = |span: Option<&Span>| span.is_some_and(Span::is_code);
    let mut few = Message::default();
    let mut position = 0;
    while let Some(span) = spans.get(position) {
        // The values of a list stand at every second place from here.
        let run =
            (position..).step_by(2).take_while(|at| is_code(spans.get(*at)) && is_between(spans.get(at + 1)) && is_code(spans.get(at + 2)));
        let run = run.count();
        if run > NAMED {
            few = some_more(few, spans.iter().skip(position).step_by(2).take(run + 1).cloned().collect());
            position += 2 * run + 1;
        } else {
            few = few.then(span.clone());
            position += 1;
        }
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
        Verdict::Unknown => Some(format!("to decide: {}", line(&finding.help))),
        _ => Some(format!("help: {}", line(&finding.help))),
    }
}

#[cfg(test)]
mod tests {
    use super::few;
    use ssm_check_message::{Span, list, say};

    #[test]
    fn long_lists_are_cut() {
        let told = |names: &[&'static str]| few(&say!("on {} by `x`", list(names.iter().map(|name| Span::code(name))))).to_string();
        assert_eq!(told(&["a", "b", "c"]), "on `a`, `b` and `c` by `x`");
        assert_eq!(told(&["a", "b", "c", "d", "e", "f"]), "on `a`, `b`, `c` and 3 more by `x`");
        assert_eq!(few(&say!("nothing")).to_string(), "nothing");
    }
}
