//! What tunnels lead to, as a picture: principals on the left, the targets that they lead through in the middle, destinations on the right.
//! Every way along the lines is a tunnel. Below it, the same as a list by destination.

use super::markup::{broken, left_out};
use super::picture::{BOX, GAP, boxed, height, wrapped};
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
                p.quiet { "From principals, through targets, to what listens: every way along the lines is a tunnel, so that a target stands there once for each set of destinations. A dashed line may be closed." }
                div.scroll role="region" aria-label="Picture of tunnels" tabindex="0" { (picture(tunnels)) }
                (list(tunnels))
            }
        }
    }
}

/// Principals that reach the same through a target, so that each way along the lines is a tunnel.
struct Through<'t> {
    target: &'t str,
    principals: BTreeSet<&'t str>,
    /// Destinations, and whether a tunnel to it is open for certain.
    destinations: BTreeMap<&'t str, bool>,
}

fn through(tunnels: &[Tunnel]) -> Vec<Through<'_>> {
    let mut reached: BTreeMap<(&str, &str), BTreeMap<&str, bool>> = BTreeMap::new();
    for tunnel in tunnels {
        let of = reached.entry((&tunnel.target, &tunnel.principal)).or_default();
        *of.entry(&tunnel.destination).or_default() |= tunnel.verdict == Verdict::Pass;
    }
    let mut all: Vec<Through<'_>> = Vec::new();
    for ((target, principal), destinations) in reached {
        match all.iter_mut().find(|known| known.target == target && known.destinations == destinations) {
            Some(known) => drop(known.principals.insert(principal)),
            None => all.push(Through { target, principals: [principal].into(), destinations }),
        }
    }
    all
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
        let (mut boxes, mut y) = (Vec::new(), 0);
        for address in addresses.take(BOXES) {
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

    /// The middle of a box.
    fn middle(&self, position: usize) -> Option<usize> {
        self.boxes.get(position).map(|(_, y, lines)| y + height(lines) / 2)
    }

    fn position(&self, address: &str) -> Option<usize> {
        self.boxes.iter().position(|(known, ..)| *known == address)
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
    let through = through(tunnels);
    let names: BTreeSet<&str> = tunnels.iter().map(|tunnel| tunnel.principal.as_str()).collect();
    let ends: BTreeSet<&str> = tunnels.iter().map(|tunnel| tunnel.destination.as_str()).collect();
    let principals = Column::new(0, "target", names.into_iter());
    let targets = Column::new(1, "hop", through.iter().map(|through| through.target));
    let stores = Column::new(2, "store", ends.into_iter());
    let mut lines: Vec<(usize, usize, usize, usize, bool)> = Vec::new();
    for (position, through) in through.iter().enumerate() {
        let Some(here) = targets.middle(position) else { continue };
        let open = through.destinations.values().any(|open| *open);
        for principal in &through.principals {
            let from = principals.position(principal).and_then(|position| principals.middle(position));
            lines.extend(from.map(|from| (principals.x + BOX, from, targets.x, here, open)));
        }
        for (destination, open) in &through.destinations {
            let to = stores.position(destination).and_then(|position| stores.middle(position));
            lines.extend(to.map(|to| (targets.x + BOX, here, stores.x, to, *open)));
        }
    }
    let columns = [&principals, &targets, &stores];
    let width = stores.x + BOX;
    let total = columns.iter().map(|column| column.bottom()).max().unwrap_or(0);
    let view = format!("-1 -1 {} {}", width + 2, total + 2);
    let told = format!(
        "{} principals on the left and {} destinations on the right, with the targets that tunnels lead through between them; the list below names each.",
        principals.boxes.len(),
        stores.boxes.len()
    );
    html! {
        svg.way.tunnels role="img" viewBox=(view) width=(width + 2) height=(total + 2) aria-label=(told) {
            @for (x, y, to_x, to_y, open) in lines {
                (line(x, y, to_x, to_y, open))
            }
            @for column in columns { (column.drawn()) }
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
    let with_needs = tunnels.iter().any(|tunnel| !tunnel.needs.is_empty());
    html! {
        div.scroll role="region" aria-label="Tunnels" tabindex="0" {
            table.words {
                thead {
                    tr {
                        @for name in ["Destination", "Ports", "Verdict", "Principal", "Target", "Document"] {
                            th scope="col" { (name) }
                        }
                        @if with_needs { th scope="col" { "Needs" } }
                    }
                }
                tbody {
                    @for tunnel in order.iter().take(LISTED) {
                        tr data-entry="" {
                            th scope="row" { (broken(&tunnel.destination)) }
                            td { (tunnel.ports.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")) }
                            td { (if tunnel.verdict == Verdict::Pass { "open" } else { "unknown" }) }
                            td { (broken(&tunnel.principal)) }
                            td { (broken(&tunnel.target)) }
                            td { (broken(&tunnel.document)) }
                            @if with_needs { td { (tunnel.needs.iter().map(|need| need.as_str()).collect::<Vec<_>>().join(", ")) } }
                        }
                    }
                }
            }
        }
        (left_out(tunnels.len(), LISTED, "tunnels"))
    }
}
