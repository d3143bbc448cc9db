//! What security groups let through.
//!
//! A group's rules only add, so more groups never admit less: what an interface with an uncertain set of groups admits lies between
//! its smallest possible sets and the largest.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html>

use ssm_check_truth::Truth;

use crate::cidr::Addrs;
use crate::group::{Peer, Rule};
use crate::ids::{Entity, GroupId};
use crate::judge::{Judged, Space};
use crate::known::{Choice, Gap, Known, Members};
use crate::network::Network;
use crate::ports::{self, PortRange};
use crate::trace::{Missing, ObstacleKind, Place, PlacePart};
use std::collections::BTreeSet;

/// Which rules of the groups decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    In,
    Out,
}

impl Direction {
    fn part(self, index: usize) -> PlacePart {
        match self {
            Self::In => PlacePart::Ingress(index),
            Self::Out => PlacePart::Egress(index),
        }
    }
}

/// An interface's groups, and where they are written.
#[derive(Clone, Debug)]
pub(crate) struct Worn {
    pub(crate) members: Members<GroupId>,
    pub(crate) at: Place,
}

impl Worn {
    /// Which groups there are decides.
    fn which(&self) -> Missing {
        let among: BTreeSet<Entity> = self.members.named().iter().map(|id| Entity::Group(*id)).collect();
        Missing::WhichOf { at: self.at.clone(), among: among.into_iter().collect() }
    }
}

/// The other side of the conversation.
pub(crate) struct Other<'a> {
    /// Its groups; `None` for the internet.
    pub(crate) groups: Option<&'a Worn>,
    /// Whether rules by group work between the two.
    pub(crate) by_group: Truth,
    /// Where it may be.
    pub(crate) space: &'a Space,
    /// The port that the server listens on, whichever side that is.
    pub(crate) port: u16,
}

/// One completion of a set of groups: these, and anything if `open`.
#[derive(Clone, Copy)]
struct Wearing<'a> {
    groups: &'a [GroupId],
    open: Option<&'a Gap>,
}

/// What rules admit: certainly, possibly, and what each possibility hangs on.
#[derive(Default)]
struct Admitted {
    surely: Addrs,
    perhaps: Addrs,
    because: Vec<(Addrs, Missing)>,
    by: Vec<(Addrs, Place)>,
}

/// Whether `own` lets a connection through, to or from `other`.
pub(crate) fn admits(network: &Network, own: &Worn, direction: Direction, other: &Other<'_>, refusal: ObstacleKind) -> Judged {
    let nobody = Worn { members: Members::default(), at: own.at.clone() };
    let theirs = other.groups.unwrap_or(&nobody);
    let mut least = Vec::new();
    for mine in own.members.least() {
        for their in theirs.members.least() {
            let admitted = admitted(
                network,
                own,
                Wearing { groups: mine, open: None },
                direction,
                theirs,
                Wearing { groups: their, open: None },
                other,
            );
            least.push(judge(&admitted, other.space, own, &refusal));
        }
    }
    let worst = Judged::agreed(least, || {
        // One of which all groups are known decides nothing.
        [own, theirs].into_iter().filter(|worn| worn.members.least().len() > 1).map(Worn::which).collect()
    });
    let Some(worst) = worst else { return Judged::no(refusal, [own.at.clone()]) };
    let certain = |members: &Members<GroupId>| matches!(members, Members::Exactly(_));
    if worst.truth == Truth::True || (certain(&own.members) && certain(&theirs.members)) {
        return worst;
    }
    let mine = Wearing { groups: own.members.named(), open: own.members.gap() };
    let their = Wearing { groups: theirs.members.named(), open: theirs.members.gap() };
    let best = judge(&admitted(network, own, mine, direction, theirs, their, other), other.space, own, &refusal);
    match best.truth {
        Truth::False => best,
        Truth::Unknown if worst.truth == Truth::Unknown => Judged { missing: [best.missing, worst.missing].concat(), ..worst },
        Truth::Unknown => Judged { obstacles: worst.obstacles, ..best },
        // The smallest sets do not do and the largest does: it depends on which groups there are.
        Truth::True => {
            let mut missing = worst.missing;
            for worn in [own, theirs] {
                if let Members::SomeOf(_) | Members::SomeOfOrOther(..) = &worn.members {
                    missing.push(worn.which());
                }
                if let Some(gap) = worn.members.gap() {
                    missing.push(Missing::Stated { at: worn.at.clone(), gap: gap.clone() });
                }
            }
            Judged { obstacles: worst.obstacles, places: best.places, ..Judged::unknown(missing) }
        }
    }
}

fn judge(admitted: &Admitted, space: &Space, own: &Worn, refusal: &ObstacleKind) -> Judged {
    let needed = &space.set;
    let by = || admitted.by.iter().filter(|(addrs, _)| addrs.overlaps(needed)).map(|(_, place)| place.clone());
    if admitted.surely.covers(needed) {
        return Judged::yes(by());
    }
    if !admitted.perhaps.overlaps(needed) {
        let groups = own.members.named().iter().map(|id| Place::whole(*id));
        return Judged::no(refusal.clone(), std::iter::once(own.at.clone()).chain(groups));
    }
    let open = needed.minus(&admitted.surely);
    let mut missing: Vec<Missing> =
        admitted.because.iter().filter(|(addrs, _)| addrs.overlaps(&open)).map(|(_, missing)| missing.clone()).collect();
    if admitted.surely.overlaps(needed) || missing.is_empty() {
        // Admitted for a part only: where in its space the other side is decides.
        let partly = by().next().unwrap_or_else(|| own.at.clone());
        missing.push(space.part(partly));
    } else if !admitted.because.iter().any(|(addrs, _)| addrs.covers(&open)) {
        missing.push(space.part(own.at.clone()));
    }
    let conditional = Judged::no(refusal.clone(), [own.at.clone()]).obstacles;
    Judged { obstacles: conditional, places: by().collect(), ..Judged::unknown(missing) }
}

fn admitted(
    network: &Network,
    own: &Worn,
    mine: Wearing<'_>,
    direction: Direction,
    theirs: &Worn,
    their: Wearing<'_>,
    other: &Other<'_>,
) -> Admitted {
    let mut all = Admitted::default();
    if let Some(gap) = mine.open {
        all.perhaps(Addrs::all(), Missing::Stated { at: own.at.clone(), gap: gap.clone() });
    }
    for id in mine.groups {
        let Some(group) = network.group(*id) else {
            all.perhaps(Addrs::all(), Missing::Field(own.at.clone()));
            continue;
        };
        let rules = match direction {
            Direction::In => &group.ingress,
            Direction::Out => &group.egress,
        };
        if let Some(gap) = &rules.rest {
            all.perhaps(Addrs::all(), Missing::Stated { at: Place::whole(*id), gap: gap.clone() });
        }
        for (index, rule) in rules.items.iter().enumerate() {
            all.rule(network, rule, &Place::part(*id, direction.part(index)), theirs, their, other);
        }
    }
    all
}

impl Admitted {
    fn surely(&mut self, addrs: Addrs, at: &Place) {
        self.surely = self.surely.union(&addrs);
        self.perhaps = self.perhaps.union(&addrs);
        self.by.push((addrs, at.clone()));
    }

    fn perhaps(&mut self, addrs: Addrs, because: Missing) {
        self.perhaps = self.perhaps.union(&addrs);
        self.because.push((addrs, because));
    }

    fn rule(&mut self, network: &Network, rule: &Rule, at: &Place, theirs: &Worn, their: Wearing<'_>, other: &Other<'_>) {
        let stated = |gap: &Gap| Missing::Stated { at: at.clone(), gap: gap.clone() };
        let (surely, perhaps) = ports::tcp(&rule.protocol, &rule.ports);
        let port = ports::set(PortRange::one(other.port));
        if !perhaps.covers(&port) {
            return;
        }
        // What the rule hangs on apart from its peers.
        let mut conditions = Vec::new();
        if !surely.covers(&port) {
            conditions.extend(gap_of(&rule.protocol).map(stated));
            conditions.extend(gap_of(&rule.ports).map(stated));
        }
        let mut add = |addrs: Addrs, because: Option<Missing>| {
            if conditions.is_empty() && because.is_none() {
                self.surely(addrs, at);
                return;
            }
            for missing in conditions.iter().cloned().chain(because) {
                self.perhaps(addrs.clone(), missing);
            }
        };
        if let Some(gap) = &rule.peers.rest {
            add(Addrs::all(), Some(stated(gap)));
        }
        for peer in &rule.peers.items {
            match peer {
                Peer::Cidr4(net) => add(Addrs::net4(*net), None),
                Peer::Cidr6(net) => add(Addrs::net6(*net), None),
                Peer::PrefixList(list) => {
                    let addrs = list.items.iter().fold(Addrs::default(), |sum, net| sum.union(&Addrs::net(*net)));
                    add(addrs, None);
                    if let Some(gap) = &list.rest {
                        add(Addrs::all(), Some(stated(gap)));
                    }
                }
                Peer::BlockOf(block, gap) => match network.holds(*block, other.space.home) {
                    Truth::True => add(block.family.all(), None),
                    Truth::False => {}
                    Truth::Unknown => add(block.family.all(), Some(stated(gap))),
                },
                Peer::Unknown(gap) => add(Addrs::all(), Some(stated(gap))),
                Peer::Group(choice) => {
                    let (wears, why) = wears(their, choice, theirs, at);
                    match wears.and(other.by_group) {
                        Truth::True => add(Addrs::all(), None),
                        Truth::False => {}
                        Truth::Unknown => add(Addrs::all(), Some(why.unwrap_or_else(|| Missing::Field(at.clone())))),
                    }
                }
            }
        }
    }
}

fn gap_of<T>(value: &Known<T>) -> Option<&Gap> {
    match value {
        Known::Known(_) => None,
        Known::Unknown(gap) => Some(gap),
    }
}

/// Whether an interface with these groups has the group that a rule names.
fn wears(their: Wearing<'_>, named: &Choice<GroupId>, theirs: &Worn, at: &Place) -> (Truth, Option<Missing>) {
    let here: Vec<bool> = named.candidates().iter().map(|group| their.groups.contains(group)).collect();
    let any = here.contains(&true);
    let stated = |at: &Place, gap: &Gap| Some(Missing::Stated { at: at.clone(), gap: gap.clone() });
    match (named, their.open) {
        (Choice::None, _) => (Truth::False, None),
        (Choice::One(_) | Choice::OneOf(_), _) if any && here.iter().all(|is| *is) => (Truth::True, None),
        // What is not known may be a group that is worn.
        (Choice::Unknown(gap) | Choice::OneOfOrUnknown(_, gap), open) if open.is_some() || !their.groups.is_empty() => {
            (Truth::Unknown, stated(at, gap))
        }
        (_, Some(gap)) => (Truth::Unknown, stated(&theirs.at, gap)),
        (Choice::OneOf(all), None) if any => {
            let among = all.iter().map(|id| Entity::Group(*id)).collect();
            (Truth::Unknown, Some(Missing::WhichOf { at: at.clone(), among }))
        }
        // The candidates are not worn; nor is anything where there is nothing to wear.
        (Choice::One(_) | Choice::OneOf(_) | Choice::OneOfOrUnknown(..) | Choice::Unknown(_), None) => (Truth::False, None),
    }
}
