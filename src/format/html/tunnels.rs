//! What tunnels lead to, as a picture: principals on the left, the targets that they lead through in the middle, destinations on the right.
//! Below it, the same as a list by destination.

use super::picture::{BOX, GAP, boxed, height, wrapped};
use super::{code, left_out};
use maud::{Markup, html};
use ssm_check_checks::{Tunnel, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Boxes of one column that are drawn.
const BOXES: usize = 30;
/// Between the columns, where the lines are.
const BETWEEN: usize = 120;
/// Tunnels that are listed.
const LISTED: usize = 1_000;

/// The section; nothing without tunnels.
pub(super) fn section(tunnels: &[Tunnel]) -> Markup {
    html! {
        @if !tunnels.is_empty() {
            section aria-labelledby="tunnels" {
                h2 id="tunnels" { "What tunnels lead to" }
                p.quiet { "Each line is part of a tunnel from a principal, through a target, to what listens. A dashed line may be closed." }
                div.scroll role="region" aria-label="Picture of tunnels" tabindex="0" { (picture(tunnels)) }
                (list(tunnels))
            }
        }
    }
}

/// One column of the picture.
struct Column<'t> {
    x: usize,
    class: &'static str,
    /// The address, where its box begins, and its lines.
    boxes: Vec<(&'t str, usize, Vec<String>)>,
}

impl<'t> Column<'t> {
    fn new(number: usize, class: &'static str, addresses: impl Iterator<Item = &'t str>) -> Self {
        let all: BTreeSet<&str> = addresses.collect();
        let (mut boxes, mut y) = (Vec::new(), 0);
        for address in all.into_iter().take(BOXES) {
            let lines = wrapped(address);
            let size = height(&lines);
            boxes.push((address, y, lines));
            y += size + GAP / 2;
        }
        Self { x: number * (BOX + BETWEEN), class, boxes }
    }

    fn bottom(&self) -> usize {
        self.boxes.last().map_or(0, |(_, y, lines)| y + height(lines))
    }

    /// The middle of the box of an address.
    fn middle(&self, address: &str) -> Option<usize> {
        self.boxes.iter().find(|(known, ..)| *known == address).map(|(_, y, lines)| y + height(lines) / 2)
    }

    fn drawn(&self) -> Markup {
        html! {
            @for (address, y, lines) in &self.boxes {
                (boxed(self.class, self.x, *y, BOX, lines, address))
            }
        }
    }
}

fn picture(tunnels: &[Tunnel]) -> Markup {
    let columns = [
        Column::new(0, "target", tunnels.iter().map(|tunnel| tunnel.principal.as_str())),
        Column::new(1, "hop", tunnels.iter().map(|tunnel| tunnel.target.as_str())),
        Column::new(2, "store", tunnels.iter().map(|tunnel| tunnel.destination.as_str())),
    ];
    let [principals, targets, stores] = &columns;
    let mut lines: BTreeMap<(usize, usize, usize, usize), bool> = BTreeMap::new();
    for tunnel in tunnels {
        let ends = [
            (principals, tunnel.principal.as_str(), targets, tunnel.target.as_str()),
            (targets, tunnel.target.as_str(), stores, tunnel.destination.as_str()),
        ];
        for (from, start, to, end) in ends {
            if let (Some(first), Some(last)) = (from.middle(start), to.middle(end)) {
                *lines.entry((from.x + BOX, first, to.x, last)).or_default() |= tunnel.verdict == Verdict::Pass;
            }
        }
    }
    let width = stores.x + BOX;
    let total = columns.iter().map(Column::bottom).max().unwrap_or(0);
    let view = format!("-1 -1 {} {}", width + 2, total + 2);
    let count = |column: &Column<'_>| column.boxes.len();
    let told = format!(
        "{} principals, {} targets and {} destinations, with the tunnels between them; the list below tells each.",
        count(principals),
        count(targets),
        count(stores)
    );
    html! {
        svg.way.tunnels role="img" viewBox=(view) width=(width + 2) height=(total + 2) aria-label=(told) {
            @for ((x, y, to_x, to_y), open) in &lines {
                (line(*x, *y, *to_x, *to_y, *open))
            }
            @for column in &columns { (column.drawn()) }
        }
    }
}

/// A curve between two boxes, with a head at its end.
fn line(x: usize, y: usize, to_x: usize, to_y: usize, open: bool) -> Markup {
    let (neck, bend) = (to_x.saturating_sub(8), usize::midpoint(x, to_x));
    let class = if open { "pass" } else { "unknown" };
    html! {
        path.curve.(class) d=(format!("M{x} {y}C{bend} {y} {bend} {to_y} {neck} {to_y}")) {}
        path.(class) d=(format!("M{neck} {}v8l7 -4z", to_y.saturating_sub(4))) {}
    }
}

fn list(tunnels: &[Tunnel]) -> Markup {
    let mut order: Vec<_> = tunnels.iter().collect();
    order.sort_by_key(|tunnel| (&tunnel.destination, tunnel.verdict != Verdict::Pass, &tunnel.principal, &tunnel.target, &tunnel.document));
    html! {
        div.scroll role="region" aria-label="Tunnels" tabindex="0" {
            table {
                thead {
                    tr {
                        @for name in ["Destination", "Ports", "Verdict", "Principal", "Target", "Document", "Needs"] {
                            th scope="col" { (name) }
                        }
                    }
                }
                tbody {
                    @for tunnel in order.iter().take(LISTED) {
                        tr data-entry="" {
                            th scope="row" { (code(&tunnel.destination)) }
                            td { (tunnel.ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")) }
                            td { (if tunnel.verdict == Verdict::Pass { "open" } else { "unknown" }) }
                            td { (code(&tunnel.principal)) }
                            td { (code(&tunnel.target)) }
                            td { (code(&tunnel.document)) }
                            td { (tunnel.needs.iter().map(|need| need.as_str()).collect::<Vec<_>>().join(", ")) }
                        }
                    }
                }
            }
        }
        (left_out(tunnels.len(), LISTED, "tunnels"))
    }
}
