//! The report as one page for a browser. It holds everything that it needs, asks nothing of the network, and says so in its
//! content security policy: its own style sheet and script, by their hashes, and nothing else.

mod matrix;
mod picture;
mod tunnels;

use crate::format::outcome::{self, Sign};
use crate::format::{Report, hcl, words};
use crate::groups::{Group, natural, pattern};
use crate::inert::printable;
use crate::{Reported, Role};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use ssm_check_checks::{Finding, TargetReport, Verdict};
use ssm_check_message::Message;
use std::collections::BTreeMap;

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");

/// As many of each are on the page, the worst first: a browser stays quick, and nobody reads more.
const TARGETS: usize = 2_000;
const PICTURES: usize = 200;
const FINDINGS: usize = 2_000;
/// Network paths that are unfolded.
const UNFOLDED: usize = 10;

/// The whole report.
pub fn render(report: &Report<'_>) -> String {
    let (sign, title) = (outcome::sign(report), title(report));
    // What passes by a decision does not look as what passes by itself.
    let banner = if sign == Sign::Accepted { Verdict::Unknown } else { outcome::verdict(report) }.as_str();
    let pictured = pictured(&report.analysis.targets);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(concat!("ssm-check ", env!("CARGO_PKG_VERSION")));
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "Skip to the report" }
                header {
                    h1 { "ssm-check report" }
                    div class={ "banner " (banner) } {
                        p { (title) }
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
                    (targets(report, &pictured))
                    (findings(report, &pictured))
                    (waived(report))
                    (fixed(&report.analysis.fixed))
                    (matrix::section(&report.analysis.access, report.analysis.access_is_cut))
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

fn title(report: &Report<'_>) -> String {
    let sign = match outcome::sign(report) {
        Sign::Nothing => "–",
        Sign::Accepted => "!",
        Sign::Of(verdict) => glyph(verdict),
    };
    format!("{sign} ssm-check: {}", outcome::headline(report))
}

fn sections(report: &Report<'_>) -> Vec<(&'static str, &'static str, usize)> {
    let waived = report.summary.waived;
    let all = [
        ("targets", "Targets", report.analysis.targets.len()),
        ("findings", "Findings", report.findings.len() - waived),
        ("waived", "Accepted", waived),
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

/// Targets that have a picture, with its number.
type Pictured<'a> = BTreeMap<&'a str, usize>;

/// The targets in the order of the page, with the numbers of their pictures.
fn in_order(targets: &[TargetReport]) -> Vec<(usize, &TargetReport)> {
    let mut order: Vec<_> = targets.iter().enumerate().collect();
    order.sort_by_cached_key(|(_, target)| (worst_first(target.verdict), natural(&target.address)));
    order
}

fn pictured(targets: &[TargetReport]) -> Pictured<'_> {
    let first = in_order(targets).into_iter().take(PICTURES).filter(|(_, target)| !target.network.paths.is_empty());
    first.map(|(index, target)| (target.address.as_str(), index)).collect()
}

/// What the level of a target is, for the filter: as its findings', and none where it passes.
fn levels(target: &TargetReport, report: &Report<'_>) -> String {
    let of = match target.verdict {
        Verdict::Fail => "error",
        Verdict::Unknown => "unknown",
        Verdict::Pass => "pass",
    };
    let own = report.findings.iter().filter(|reported| reported.waived.is_none() && reported.finding.address == target.address);
    let mut levels: Vec<_> = own.map(|reported| words::label(reported.finding)).chain([of]).collect();
    levels.sort_unstable();
    levels.dedup();
    levels.join(" ")
}

fn targets(report: &Report<'_>, pictured: &Pictured<'_>) -> Markup {
    let targets = &report.analysis.targets;
    let order = in_order(targets);
    // Whether the image has the agent is rarely known, and only counts where it has not.
    let with_host = targets.iter().any(|target| target.host == Verdict::Fail);
    let levels: BTreeMap<usize, String> = order.iter().take(TARGETS).map(|(index, target)| (*index, levels(target, report))).collect();
    let level = |index: &usize| levels.get(index).map(String::as_str).unwrap_or_default();
    html! {
        @if !targets.is_empty() {
            section aria-labelledby="targets" {
                h2 id="targets" { "Targets" }
                div.scroll role="region" aria-label="Verdicts" tabindex="0" {
                    table {
                        thead {
                            tr {
                                @for name in ["Target", "Verdict", "Identity", "Network"] { th scope="col" { (name) } }
                                @if with_host { th scope="col" title="Is the agent installed and running?" { "Agent" } }
                                th scope="col" { "Change" }
                            }
                        }
                        tbody {
                            @for (index, target) in order.iter().take(TARGETS) {
                                tr data-entry="" data-level=(level(index)) {
                                    th scope="row" {
                                        @if pictured.contains_key(target.address.as_str()) {
                                            a href=(format!("#way-{index}")) { (code(&target.address)) }
                                        } @else {
                                            (code(&target.address))
                                        }
                                    }
                                    @for verdict in [target.verdict, target.identity.verdict, target.network.verdict] {
                                        td { (badge(verdict)) }
                                    }
                                    @if with_host { td { (badge(target.host)) } }
                                    td { (target.change) }
                                }
                            }
                        }
                    }
                }
                (left_out(targets.len(), TARGETS, "targets"))
                @for (rank, (index, target)) in order.iter().take(PICTURES).enumerate() {
                    @if let Some(picture) = picture::picture(target) {
                        details.target id=(format!("way-{index}")) data-entry="" data-level=(level(index)) open[rank < UNFOLDED && target.network.verdict != Verdict::Pass] {
                            summary { (badge(target.verdict)) " Network path of " (code(&target.address)) }
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

fn findings(report: &Report<'_>, pictured: &Pictured<'_>) -> Markup {
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
        (finding(lead, words::reached(group, report, false), pictured))
        @if group.members.len() > 1 {
            details.others {
                summary { (words::count(group.members.len() - 1, "more finding")) " of the same cause" }
                @for member in group.members.iter().skip(1) { (finding(member, None, pictured)) }
            }
        }
    }
}

fn finding(reported: &Reported<'_>, reached: Option<Message>, pictured: &Pictured<'_>) -> Markup {
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
                _ if finding.help.is_empty() => {},
                Verdict::Unknown => p { strong { "To decide: " } (inline(&finding.help)) },
                _ => {
                    @match hcl::pasteable(&finding.help.to_string()) {
                        Some((before, lines)) => { p { strong { "Help: " } (inline(&hcl::sentence(&before))) } pre { code { (printable_lines(&lines)) } } }
                        None => p { strong { "Help: " } (inline(&finding.help)) }
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
                        (match input.role { Role::Judged => ", checked", Role::Context => ", context" })
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
