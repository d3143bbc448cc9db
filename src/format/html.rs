//! The report as one page for a browser. It holds everything that it needs, asks nothing of the network, and says so in its
//! content security policy: its own style sheet and script, by their hashes, and nothing else.

mod findings;
mod markup;
mod matrix;
mod picture;
mod targets;
mod tunnels;

use crate::Role;
use crate::format::outcome::{self, Sign};
use crate::format::{Report, words};
use crate::inert::printable;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use findings::{findings, fixed, waived};
use markup::{code, glyph, inline};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use ssm_check_checks::Verdict;
use targets::{pictured, targets};

const STYLE: &str = include_str!("html/page.css");

const SCRIPT: &str = include_str!("html/page.js");

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

pub(super) fn title(report: &Report<'_>) -> String {
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
