//! What network ACLs let through.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html>

use ssm_check_truth::Truth;

use crate::acl::{Acl, AclEntry};
use crate::block::Home;
use crate::cidr::{Addrs, Set};
use crate::ids::AclId;
use crate::judge::{Judged, Space};
use crate::known::Known;
use crate::network::Network;
use crate::ports;
use crate::trace::{Leg, Missing, ObstacleKind, Packet, PartOf, Place, PlacePart};

/// Packets, by the other side's address and the destination port, that one entry decided.
struct Decided {
    addrs: Addrs,
    ports: Set,
    allow: Truth,
    by: Option<usize>,
    because: Vec<Missing>,
}

/// Packets that no certain entry has decided yet.
struct Live {
    addrs: Addrs,
    ports: Set,
    /// An uncertain entry before may have allowed or denied them.
    allowed: bool,
    denied: bool,
    because: Vec<Missing>,
}

impl Live {
    fn decide(&self, addrs: Addrs, ports: Set, allow: Truth, by: Option<usize>) -> Decided {
        let allow = match allow {
            Truth::True if !self.denied => Truth::True,
            Truth::False if !self.allowed => Truth::False,
            _ => Truth::Unknown,
        };
        Decided { addrs, ports, allow, by, because: self.because.clone() }
    }
}

/// What an entry is about: certainly, possibly, and why it is uncertain.
struct Scope {
    certain: bool,
    addrs: Addrs,
    ports: Set,
    because: Vec<Missing>,
}

fn scope(network: &Network, entry: &AclEntry, egress: bool, home: Option<Home>, at: &Place) -> Option<Scope> {
    let mut because = Vec::new();
    match (entry.egress, egress) {
        (Truth::True, false) | (Truth::False, true) => return None,
        (Truth::Unknown, _) => because.push(Missing::Field(at.clone())),
        (Truth::True, true) | (Truth::False, false) => {}
    }
    let (surely, ports) = ports::tcp(&entry.protocol, &entry.ports);
    if surely != ports {
        for gap in [gap(&entry.protocol), gap(&entry.ports)].into_iter().flatten() {
            because.push(Missing::Stated { at: at.clone(), gap: gap.clone() });
        }
    }
    let addrs = match (&entry.cidr, entry.block.map(|block| (block.family.all(), network.holds(block, home)))) {
        (Known::Known(net), _) => Addrs::net(*net),
        (Known::Unknown(_), Some((_, Truth::False))) => return None,
        (Known::Unknown(_), Some((addrs, Truth::True))) => addrs,
        (Known::Unknown(gap), block) => {
            because.push(Missing::Stated { at: at.clone(), gap: gap.clone() });
            block.map_or_else(Addrs::all, |(addrs, _)| addrs)
        }
    };
    Some(Scope { certain: because.is_empty(), addrs, ports, because })
}

fn gap<T>(value: &Known<T>) -> Option<&crate::known::Gap> {
    match value {
        Known::Known(_) => None,
        Known::Unknown(gap) => Some(gap),
    }
}

/// Splits the packets by what decides them.
fn decide(network: &Network, acl: &Acl, id: AclId, egress: bool, other: &Space, ports: &Set) -> Vec<Decided> {
    let start = Live { addrs: other.set.clone(), ports: ports.clone(), allowed: false, denied: false, because: vec![] };
    let mut live = vec![start];
    let mut decided = Vec::new();
    let mut numbered = Vec::new();
    for (index, entry) in acl.entries.items.iter().enumerate() {
        let at = Place::part(id, PlacePart::Entry(index));
        let Some(mut scope) = scope(network, entry, egress, other.home, &at) else { continue };
        match &entry.number {
            Known::Known(number) => numbered.push((*number, index, entry, scope)),
            Known::Unknown(gap) => {
                // It may come first, last or anywhere: it may decide, and all others still may.
                scope.because.push(Missing::Stated { at, gap: gap.clone() });
                live = live.into_iter().flat_map(|piece| perhaps(piece, &scope, entry.allow)).collect();
            }
        }
    }
    numbered.sort_by_key(|(number, index, ..)| (*number, *index));
    // An entry that is not known has a number that no other has: it comes after those that leave no number free before them.
    let mut free = 1;
    let mut rest = acl.entries.rest.as_ref();
    for (number, index, entry, scope) in numbered {
        if number > free {
            spoil(&mut live, rest.take(), id);
        } else if number == free && entry.egress != Truth::Unknown {
            free = free.saturating_add(1);
        }
        let mut next = Vec::new();
        for piece in live {
            if scope.certain {
                next.extend(certainly(piece, &scope, entry.allow, index, &mut decided, id));
            } else {
                next.extend(perhaps(piece, &scope, entry.allow));
            }
        }
        live = next;
    }
    spoil(&mut live, rest, id);
    decided.extend(live.into_iter().map(|piece| piece.decide(piece.addrs.clone(), piece.ports.clone(), Truth::False, None)));
    decided
}

fn spoil(live: &mut [Live], rest: Option<&crate::known::Gap>, id: AclId) {
    let Some(gap) = rest else { return };
    for piece in live {
        piece.allowed = true;
        piece.denied = true;
        piece.because.push(Missing::Stated { at: Place::whole(id), gap: gap.clone() });
    }
}

/// Divides a piece into what the scope is about, and up to two pieces of the rest.
fn split(piece: Live, scope: &Scope) -> (Option<Live>, Vec<Live>) {
    let addrs = piece.addrs.intersection(&scope.addrs);
    let ports = piece.ports.intersection(&scope.ports);
    if addrs.is_empty() || ports.is_empty() {
        return (None, vec![piece]);
    }
    let like =
        |addrs: Addrs, ports: Set| Live { addrs, ports, allowed: piece.allowed, denied: piece.denied, because: piece.because.clone() };
    let beside = [like(piece.addrs.minus(&addrs), piece.ports.clone()), like(addrs.clone(), piece.ports.minus(&ports))];
    let rest = beside.into_iter().filter(|each| !each.addrs.is_empty() && !each.ports.is_empty()).collect();
    (Some(like(addrs, ports)), rest)
}

fn certainly(piece: Live, scope: &Scope, allow: Truth, index: usize, decided: &mut Vec<Decided>, id: AclId) -> Vec<Live> {
    let (inside, rest) = split(piece, scope);
    if let Some(mut inside) = inside {
        if allow == Truth::Unknown {
            inside.because.push(Missing::Field(Place::part(id, PlacePart::Entry(index))));
        }
        decided.push(inside.decide(inside.addrs.clone(), inside.ports.clone(), allow, Some(index)));
    }
    rest
}

fn perhaps(piece: Live, scope: &Scope, allow: Truth) -> Vec<Live> {
    let (inside, mut rest) = split(piece, scope);
    if let Some(mut inside) = inside {
        inside.allowed |= allow.is_possible();
        inside.denied |= (!allow).is_possible();
        inside.because.extend(scope.because.iter().cloned());
        rest.push(inside);
    }
    rest
}

/// The packets of one leg: from or to one of `other`, to one of `ports`.
///
/// The answer may go to any port that the operating system took, and it takes another for every connection: a leg is open if all
/// of the ports are, closed if none is, and otherwise not known.
pub(crate) struct Crossing<'a> {
    pub(crate) leg: Leg,
    /// The other side of this ACL: the destination if it is about what leaves, else the source.
    pub(crate) other: &'a Space,
    /// The side within the subnet.
    pub(crate) inside: &'a Space,
    pub(crate) ports: &'a Set,
    /// The port that the server listens on.
    pub(crate) server_port: u16,
}

/// Whether an ACL lets the packets through.
pub(crate) fn passes(network: &Network, acl: &Acl, id: AclId, crossing: &Crossing<'_>) -> Judged {
    let leg = crossing.leg;
    let decided = decide(network, acl, id, leg.is_egress(), crossing.other, crossing.ports);
    let allowed = decided.iter().any(|piece| piece.allow == Truth::True);
    let place = |by: Option<usize>| Place::part(id, by.map_or(PlacePart::Whole, PlacePart::Entry));
    let denied: Vec<&Decided> = decided.iter().filter(|piece| piece.allow == Truth::False).collect();
    let obstacle = denied.first().map(|piece| {
        let kind = ObstacleKind::AclBlocks { acl: id, entry: piece.by, leg };
        Judged::no_with(kind, [place(piece.by), Place::whole(id)], witness(piece, crossing))
    });
    if decided.iter().all(|piece| piece.allow == Truth::True) {
        return Judged::yes([Place::whole(id)]);
    }
    let missing: Vec<Missing> =
        decided.iter().filter(|piece| piece.allow == Truth::Unknown).flat_map(|piece| piece.because.clone()).collect();
    match obstacle {
        Some(no) if missing.is_empty() && !allowed => no,
        Some(no) => {
            let mut all = missing;
            if allowed {
                all.extend(denied.iter().map(|piece| {
                    // If the same addresses are allowed on other ports, the ports make the difference.
                    let by_port = decided.iter().any(|other| other.allow == Truth::True && other.addrs.overlaps(&piece.addrs));
                    let at = place(piece.by);
                    if by_port { Missing::PartOfPackets { at, of: PartOf::AnswerPorts } } else { crossing.other.part(at) }
                }));
            }
            Judged { obstacles: no.obstacles, ..Judged::unknown(all) }
        }
        None => Judged::unknown(missing),
    }
}

fn witness(piece: &Decided, crossing: &Crossing<'_>) -> Option<Packet> {
    let inside = crossing.inside.set.sample()?;
    let other = piece.addrs.sample_beside(inside)?;
    let port = u16::try_from(piece.ports.first()?).ok()?;
    let (src, dst) = if crossing.leg.is_egress() { (inside, other) } else { (other, inside) };
    let answer = matches!(crossing.leg, Leg::AnswerIn | Leg::AnswerOut | Leg::TranslatedIn);
    Some(Packet { src, dst, src_port: if answer { crossing.server_port } else { 49152 }, dst_port: port })
}
