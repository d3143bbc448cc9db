//! The targets, each with the picture of its way to Session Manager.

use super::markup::{badge, code, left_out, worst_first};
use crate::format::{Report, words};
use maud::{Markup, html};
use ssm_check_checks::{TargetReport, Verdict};
use ssm_check_message::natural;
use std::collections::BTreeMap;

/// As many of each are on the page, the worst first: a browser stays quick, and nobody reads more.
const TARGETS: usize = 2_000;

const PICTURES: usize = 200;

/// Targets that have a picture, with its number.
pub(super) type Pictured<'a> = BTreeMap<&'a str, usize>;

/// The targets in the order of the page, with the numbers of their pictures.
fn in_order(targets: &[TargetReport]) -> Vec<(usize, &TargetReport)> {
    let mut order: Vec<_> = targets.iter().enumerate().collect();
    order.sort_by_cached_key(|(_, target)| (worst_first(target.verdict), natural(&target.address)));
    order
}

pub(super) fn pictured(targets: &[TargetReport]) -> Pictured<'_> {
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

pub(super) fn targets(report: &Report<'_>, pictured: &Pictured<'_>) -> Markup {
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
                    @if let Some(picture) = super::picture::picture(target) {
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

/// Network paths that are unfolded.
const UNFOLDED: usize = 10;
