//! The report as one page for a browser. It holds everything that it needs, asks nothing of the network, and says so in its
//! content security policy: its own style sheet and script, by their hashes, and nothing else.

mod matrix;
mod picture;
mod tunnels;

use crate::format::{Report, words};
use crate::inert::printable;
use crate::{Reported, Role};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use ssm_check_checks::{Finding, TargetReport, Verdict};
use ssm_check_message::Message;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// As many of each are on the page, the worst first: a browser stays quick, and nobody reads more.
const TARGETS: usize = 2_000;
const PICTURES: usize = 200;
const FINDINGS: usize = 2_000;
/// Ways that are unfolded.
const UNFOLDED: usize = 10;

/// The whole report.
pub fn render(report: &Report<'_>) -> String {
    let verdict = report.summary.verdict();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(concat!("ssm-check ", env!("CARGO_PKG_VERSION")));
                title { (title(report)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the report" }
                header {
                    h1 { "ssm-check report" }
                    div class={ "banner " (verdict.as_str()) } {
                        p { (title(report)) }
                        p { (printable(&words::sum(report))) }
                        @for note in words::notes(report) { p { (inline(&note)) } }
                    }
                    nav aria-label="Sections" {
                        ul {
                            @for (id, name, count) in sections(report) {
                                li { a href=(format!("#{id}")) { (name) } " " span.quiet { (count) } }
                            }
                        }
                    }
                }
                main id="main" {
                    (form())
                    (targets(&report.analysis.targets))
                    (findings(report))
                    (waived(report))
                    (fixed(&report.analysis.fixed))
                    (matrix::section(&report.analysis.access))
                    (tunnels::section(&report.analysis.tunnels))
                }
                (footer(report))
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string() + "\n"
}

/// Only what is on the page runs.
fn policy() -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!("default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'", hash(STYLE), hash(SCRIPT))
}

fn title(report: &Report<'_>) -> &'static str {
    match report.summary.verdict() {
        Verdict::Pass if words::is_of_nothing(report) => "– Session Manager: nothing to check",
        Verdict::Pass => "✓ Session Manager: pass",
        Verdict::Fail => "✗ Session Manager: fail",
        Verdict::Unknown => "? Session Manager: cannot be decided",
    }
}

fn sections(report: &Report<'_>) -> Vec<(&'static str, &'static str, usize)> {
    let waived = report.summary.waived;
    let all = [
        ("targets", "Targets", report.analysis.targets.len()),
        ("findings", "Findings", report.findings.len() - waived),
        ("waived", "Waived", waived),
        ("fixed", "Fixed by this plan", report.analysis.fixed.len()),
        ("access", "Who may start sessions", report.analysis.access.len()),
        ("tunnels", "What tunnels lead to", report.analysis.tunnels.len()),
    ];
    all.into_iter().filter(|(_, _, count)| *count > 0).collect()
}

/// Hidden until the script shows it.
fn form() -> Markup {
    html! {
        form id="find" role="search" hidden {
            label { "Find" input type="search" id="words" placeholder="address, check, words" title="Press / to come here" autocomplete="off"; }
            label {
                "Level"
                select id="level" {
                    option value="" { "all" }
                    @for level in ["error", "warning", "note", "unknown"] {
                        option value=(level) { (level) }
                    }
                }
            }
            output.quiet id="told" for="words level" {}
        }
    }
}

fn targets(targets: &[TargetReport]) -> Markup {
    let mut order: Vec<_> = targets.iter().enumerate().collect();
    order.sort_by_key(|(_, target)| worst_first(target.verdict));
    html! {
        @if !targets.is_empty() {
            section aria-labelledby="targets" {
                h2 id="targets" { "Targets" }
                div.scroll role="region" aria-label="Verdicts" tabindex="0" {
                    table {
                        thead {
                            tr {
                                @for name in ["Target", "Verdict", "Identity", "Network", "Host", "Change"] {
                                    th scope="col" { (name) }
                                }
                            }
                        }
                        tbody {
                            @for (rank, (index, target)) in order.iter().take(TARGETS).enumerate() {
                                tr data-entry="" {
                                    th scope="row" {
                                        @if rank < PICTURES && !target.network.paths.is_empty() {
                                            a href=(format!("#way-{index}")) { (code(&target.address)) }
                                        } @else {
                                            (code(&target.address))
                                        }
                                    }
                                    @for verdict in [target.verdict, target.identity.verdict, target.network.verdict, target.host] {
                                        td { (badge(verdict)) }
                                    }
                                    td { (target.change) }
                                }
                            }
                        }
                    }
                }
                (left_out(targets.len(), TARGETS, "targets"))
                @for (rank, (index, target)) in order.iter().take(PICTURES).enumerate() {
                    @if let Some(picture) = picture::picture(target) {
                        details.target id=(format!("way-{index}")) data-entry="" open[rank < UNFOLDED && target.network.verdict != Verdict::Pass] {
                            summary { (badge(target.network.verdict)) " The ways of " (code(&target.address)) }
                            (identity(target))
                            div.scroll role="region" aria-label="Picture" tabindex="0" { (picture) }
                        }
                    }
                }
                (left_out(targets.len(), PICTURES, "pictures"))
            }
        }
    }
}

fn identity(target: &TargetReport) -> Markup {
    let of = &target.identity;
    html! {
        p {
            "Identity " (badge(of.verdict))
            @if let Some(profile) = &of.profile {
                " profile " (code(profile))
            }
            @if let Some(role) = &of.role {
                " role " (code(role))
            }
        }
    }
}

fn findings(report: &Report<'_>) -> Markup {
    let mut open: Vec<_> = report.findings.iter().filter(|reported| reported.waived.is_none()).collect();
    let all = open.len();
    open.sort_by_key(|reported| words::rank(reported.finding));
    open.truncate(FINDINGS);
    // The resources by the worst that is found of them, and what is found of each together.
    let mut groups: Vec<(&str, Vec<&Reported<'_>>)> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for reported in open {
        let address = reported.finding.address.as_str();
        let place = *places.entry(address).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, group)) => group.push(reported),
            None => groups.push((address, vec![reported])),
        }
    }
    html! {
        @if all > 0 {
            section aria-labelledby="findings" {
                h2 id="findings" { "Findings" }
                @for (address, group) in groups {
                    section data-group="" {
                        h3 { (code(address)) }
                        @for reported in group {
                            (finding(reported))
                        }
                    }
                }
                (left_out(all, FINDINGS, "findings"))
            }
        }
    }
}

fn finding(reported: &Reported<'_>) -> Markup {
    let finding = reported.finding;
    let level = words::label(finding);
    let steps = finding.evidence.iter().zip(&reported.evidence_places);
    html! {
        article class=(level) data-level=(level) data-entry=(printable(&finding.address)) {
            h4 { (head(finding)) ": " (inline(&finding.message)) }
            @if let Some(place) = &reported.place {
                p.quiet { (code(&format!("{}:{}", place.in_repository, place.line))) " · " (finding.change.as_str()) }
            } @else {
                p.quiet { (finding.change.as_str()) }
            }
            @match finding.verdict {
                _ if finding.help.is_empty() => {},
                Verdict::Unknown => p { strong { "To decide: " } (inline(&finding.help)) },
                _ => p { strong { "Help: " } (inline(&finding.help)) },
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

fn head(finding: &Finding) -> Markup {
    let level = words::label(finding);
    html! {
        span class={ "badge " (level) } { (level) } " "
        a href=(finding.check.url()) rel="noreferrer" { (finding.check.id) } " " (finding.check.name)
    }
}

fn waived(report: &Report<'_>) -> Markup {
    let waived: Vec<_> = report.findings.iter().filter_map(|reported| Some((reported.finding, reported.waived.as_ref()?))).collect();
    html! {
        @if !waived.is_empty() {
            section aria-labelledby="waived" {
                h2 id="waived" { "Waived" }
                ul {
                    @for (finding, by) in waived.iter().take(FINDINGS) {
                        li data-entry="" data-level=(words::label(finding)) {
                            (head(finding)) " " (code(&finding.address)) ": " (printable(&by.reason))
                            span.quiet { " (" (by.by.as_str()) @if let Some(day) = by.expires { ", until " (day.to_string()) } ")" }
                        }
                    }
                }
                (left_out(waived.len(), FINDINGS, "waived findings"))
            }
        }
    }
}

fn fixed(fixed: &[Finding]) -> Markup {
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

fn footer(report: &Report<'_>) -> Markup {
    html! {
        footer {
            p { "ssm-check " (env!("CARGO_PKG_VERSION")) " read " }
            ul {
                @for input in report.inputs {
                    li {
                        (code(&input.name)) ": "
                        (match input.kind {
                            ssm_check_plan::InputKind::Plan => "plan",
                            ssm_check_plan::InputKind::State => "state",
                            ssm_check_plan::InputKind::Answers => "answers of AWS",
                        })
                        (match input.role { Role::Judged => ", judged", Role::Context => ", context" })
                        @if let Some(version) = &input.terraform_version { ", by Terraform " (printable(version)) }
                    }
                }
            }
        }
    }
}

fn left_out(all: usize, most: usize, what: &str) -> Markup {
    html! {
        @if all > most {
            p.quiet { "Of " (all) " " (what) ", " (most) " are shown here, the worst first; the JSON report has all." }
        }
    }
}

fn worst_first(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Fail => 0,
        Verdict::Unknown => 1,
        Verdict::Pass => 2,
    }
}

fn glyph(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "✓",
        Verdict::Fail => "✗",
        Verdict::Unknown => "?",
    }
}

fn badge(verdict: Verdict) -> Markup {
    html! { span class={ "badge " (verdict.as_str()) } { (glyph(verdict)) " " (verdict.as_str()) } }
}

fn code(text: &str) -> Markup {
    html! { code { (printable(text)) } }
}

/// A sentence, with its names and values as code.
fn inline(message: &Message) -> Markup {
    html! {
        @for (is_code, part) in message.runs() {
            @if is_code { (code(&part)) } @else { (printable(&part)) }
        }
    }
}
