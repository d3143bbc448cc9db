//! The findings, in groups by their cause.

use super::markup::{code, inline, left_out};
use super::targets::Pictured;
use crate::Reported;
use crate::format::{Report, hcl, words};
use crate::groups::{Group, pattern};
use crate::inert::printable;
use maud::{Markup, html};
use ssm_check_checks::{Finding, Verdict};
use ssm_check_message::Message;

pub(super) fn findings(report: &Report<'_>, pictured: &Pictured<'_>) -> Markup {
    let groups = Group::all(report);
    let all: usize = groups.iter().map(|group| group.members.len()).sum();
    let mut room = FINDINGS;
    let shown: Vec<_> = groups
        .iter()
        .take_while(|group| {
            let fits = group.members.len() <= room;
            room = room.saturating_sub(group.members.len());
            fits
        })
        .collect();
    let most = shown.iter().map(|group| group.members.len()).sum();
    html! {
        @if all > 0 {
            section aria-labelledby="findings" {
                h2 id="findings" { "Findings" }
                @for group in shown {
                    section data-group="" { (group_of(group, report, pictured)) }
                }
                (left_out(all, most, "findings"))
            }
        }
    }
}

/// What stands for a group, and what else it holds.
fn group_of(group: &Group<'_>, report: &Report<'_>, pictured: &Pictured<'_>) -> Markup {
    let Some(lead) = group.lead() else { return html! {} };
    let addresses = group.addresses();
    let title = pattern(&addresses).unwrap_or_else(|| lead.finding.address.clone());
    html! {
        h3 {
            (code(&title))
            @if addresses.len() > 1 { span.quiet { " " (words::count(addresses.len(), "resource")) } }
        }
        (finding(lead, &group.help(), words::reached(group, report, false), pictured))
        @if group.members.len() > 1 {
            details.others {
                summary { (words::count(group.members.len() - 1, "more finding")) " of the same cause" }
                @for member in group.members.iter().skip(1) { (finding(member, &member.finding.help, None, pictured)) }
            }
        }
    }
}

fn finding(reported: &Reported<'_>, help: &Message, reached: Option<Message>, pictured: &Pictured<'_>) -> Markup {
    let finding = reported.finding;
    let level = words::label(finding);
    let steps = finding.evidence.iter().zip(&reported.evidence_places);
    html! {
        article class=(level) data-level=(level) data-entry=(printable(&finding.address)) {
            h4 { (head(finding)) ": " (inline(&finding.message)) }
            p.quiet {
                @if let Some(place) = &reported.place {
                    (code(&format!("{}:{}", place.in_repository, place.line))) " · "
                }
                (finding.change.as_str())
                @if let Some(index) = pictured.get(finding.address.as_str()) {
                    " · " a href=(format!("#way-{index}")) { "network path" }
                }
            }
            @if let Some(reached) = reached { p { (inline(&reached)) } }
            @match finding.verdict {
                _ if help.is_empty() => {},
                Verdict::Unknown => p { strong { "To decide: " } (inline(help)) },
                _ => {
                    @match hcl::pasteable(&help.to_string()) {
                        Some((before, lines)) => { p { strong { "Help: " } (inline(&hcl::sentence(&before))) } pre { code { (printable_lines(&lines)) } } }
                        None => p { strong { "Help: " } (inline(help)) }
                    }
                }
            }
            @if !finding.evidence.is_empty() {
                details {
                    summary { "Proof: " (words::count(finding.evidence.len(), "step")) }
                    ol {
                        @for (step, place) in steps {
                            li {
                                (inline(&words::step(step)))
                                @if let Some(place) = place {
                                    " " span.quiet { (printable(&format!("{}:{}", place.in_repository, place.line))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn printable_lines(lines: &[String]) -> String {
    lines.iter().map(|line| printable(line).into_owned()).collect::<Vec<_>>().join("\n")
}

pub(super) fn head(finding: &Finding) -> Markup {
    let level = words::label(finding);
    html! {
        span class={ "badge " (level) } { (level) } " "
        a href=(finding.check.url()) rel="noreferrer" { (finding.check.id) } " " (finding.check.name)
    }
}

pub(super) fn waived(report: &Report<'_>) -> Markup {
    let waived: Vec<_> = report.findings.iter().filter_map(|reported| Some((reported.finding, reported.waived.as_ref()?))).collect();
    html! {
        @if !waived.is_empty() {
            section aria-labelledby="waived" {
                h2 id="waived" { "Accepted" }
                ul {
                    @for (finding, by) in waived.iter().take(FINDINGS) {
                        li data-entry="" data-level=(words::label(finding)) {
                            (head(finding)) " " (code(&finding.address)) ": " (printable(&by.reason))
                            span.quiet { " (" (by.by.as_str()) @if let Some(day) = by.expires { ", until " (day.to_string()) } ")" }
                        }
                    }
                }
                (left_out(waived.len(), FINDINGS, "accepted findings"))
            }
        }
    }
}

pub(super) fn fixed(fixed: &[Finding]) -> Markup {
    html! {
        @if !fixed.is_empty() {
            section aria-labelledby="fixed" {
                h2 id="fixed" { "Fixed by this plan" }
                ul {
                    @for finding in fixed.iter().take(FINDINGS) {
                        li data-entry="" data-level=(words::label(finding)) { (head(finding)) ": " (inline(&finding.message)) }
                    }
                }
                (left_out(fixed.len(), FINDINGS, "fixed findings"))
            }
        }
    }
}

const FINDINGS: usize = 2_000;
