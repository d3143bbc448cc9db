//! What every question needs: following links of which not everything is known, routes, addresses, groups and ACLs of a place.

use std::cell::RefCell;

use ipnet::IpNet;
use ssm_check_message::{Reason, Span, say};
use ssm_check_truth::Truth;

use crate::block::{Family, Home};
use crate::cidr::{Addrs, Set};
use crate::ids::{Entity, GroupId, InterfaceId, SubnetId, TableId, VpcId};
use crate::interface::{Interface, Os};
use crate::judge::{Judged, Space, field};
use crate::known::{Choice, Gap, Known, Members, Partial};
use crate::lookup::{Take, lookup};
use crate::network::Network;
use crate::network_acls::{self, Crossing};
use crate::ports::{self, PortRange};
use crate::route::{Hop, Table};
use crate::security_groups::Worn;
use crate::trace::{Considered, Leg, Missing, ObstacleKind, Packet, PartOf, Place, PlacePart};
use crate::vpc::{Subnet, Vpc};

pub(crate) struct Engine<'n> {
    pub(crate) net: &'n Network,
    /// The port that is asked for.
    pub(crate) port: u16,
    pub(crate) considered: RefCell<Considered>,
    local_only: Table,
}

/// A subnet in its VPC, when both are settled.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'n> {
    pub(crate) subnet_id: SubnetId,
    pub(crate) subnet: &'n Subnet,
    pub(crate) vpc_id: VpcId,
    pub(crate) vpc: &'n Vpc,
}

impl Spot<'_> {
    pub(crate) fn home(self) -> Home {
        (self.subnet_id, self.vpc_id)
    }
}

/// An interface in its subnet.
#[derive(Clone, Copy)]
pub(crate) struct Source<'n> {
    pub(crate) id: InterfaceId,
    pub(crate) interface: &'n Interface,
    pub(crate) spot: Spot<'n>,
}

/// Where a packet goes next.
pub(crate) enum Next<'a> {
    /// No route.
    Nothing,
    /// A route whose target is gone.
    Gone,
    /// The VPC.
    Local,
    /// Through a hop.
    Via(&'a Hop),
}

impl<'n> Engine<'n> {
    pub(crate) fn new(net: &'n Network, port: u16) -> Self {
        let local_only = Table { name: String::new(), routes: Partial::default() };
        Self { net, port, considered: RefCell::default(), local_only }
    }

    /// Follows a link: what all that it may lead to share.
    pub(crate) fn choose<T: Clone>(
        choice: &Choice<T>,
        at: &Place,
        entity: impl Fn(&T) -> Option<Entity>,
        none: impl FnOnce() -> Judged,
        each: impl Fn(&T) -> Judged,
    ) -> Judged {
        if matches!(choice, Choice::None) {
            return none();
        }
        let gap = choice.gap().map(|gap| Judged::gap(at.clone(), gap));
        let cases = choice.candidates().iter().map(each).chain(gap);
        let which = || match choice.gap() {
            Some(gap) => vec![Missing::Stated { at: at.clone(), gap: gap.clone() }],
            None => vec![Missing::WhichOf { at: at.clone(), among: choice.candidates().iter().filter_map(entity).collect() }],
        };
        Judged::agreed(cases, which).unwrap_or_else(|| Judged::unknown([Missing::Field(at.clone())]))
    }

    /// Every subnet and VPC that a link may lead to.
    pub(crate) fn at_subnet(&self, choice: &Choice<SubnetId>, at: &Place, each: impl Fn(Spot<'n>) -> Judged) -> Judged {
        let homeless = || Judged::unknown([Missing::Field(at.clone())]);
        Self::choose(choice, at, |id| Some((*id).into()), homeless, |id| self.in_subnet(*id, &each))
    }

    pub(crate) fn in_subnet(&self, subnet_id: SubnetId, each: &impl Fn(Spot<'n>) -> Judged) -> Judged {
        let Some(subnet) = self.net.subnet(subnet_id) else { return Judged::unknown([Missing::Field(Place::whole(subnet_id))]) };
        let at = field(subnet_id, "vpc");
        let dangling = || Judged::unknown([Missing::Field(at.clone())]);
        Self::choose(
            &subnet.vpc,
            &at,
            |id| Some((*id).into()),
            dangling,
            |vpc_id| match self.net.vpc(*vpc_id) {
                Some(vpc) => each(Spot { subnet_id, subnet, vpc_id: *vpc_id, vpc }),
                None => Judged::unknown([Missing::Field(Place::whole(*vpc_id))]),
            },
        )
    }

    /// The groups of an interface or endpoint: without any it has the VPC's default group. One with a group of another VPC EC2 refuses to
    /// make: <https://docs.aws.amazon.com/vpc/latest/userguide/creating-security-groups.html>.
    pub(crate) fn worn(net: &Network, members: &Members<GroupId>, at: Place, vpc_id: VpcId, vpc: &Vpc) -> Worn {
        if let Members::Exactly(own) | Members::AtLeast(own, _) = members
            && let Some(group) = own.iter().filter_map(|id| net.group(*id)).find(|group| group.is_foreign_to(vpc_id))
        {
            let (group, vpc) = (Span::address(group.name.as_str()), Span::address(vpc.name.as_str()));
            let what = say!("whether an interface in {} can have {}, a security group of another VPC", vpc, group);
            return Worn { members: Members::Unknown(Gap::because(what, Reason::Refused("EC2"))), at };
        }
        if !members.is_empty() {
            return Worn { members: members.clone(), at };
        }
        let default = field(vpc_id, "default_group");
        let members = match &vpc.default_group {
            Choice::None => Members::Unknown(Gap::new(say!("the default security group of {}", Span::address(vpc.name.as_str())))),
            Choice::One(one) => Members::Exactly(vec![*one]),
            Choice::OneOf(many) => Members::SomeOf(many.clone()),
            Choice::OneOfOrUnknown(many, gap) => Members::SomeOfOrOther(many.clone(), gap.clone()),
            Choice::Unknown(gap) => Members::Unknown(gap.clone()),
        };
        Worn { members, at: default }
    }

    /// The addresses that something in a subnet may have.
    pub(crate) fn space(spot: Spot<'_>, family: Family, of: PartOf) -> Space {
        let (block, whole, all, name) = match family {
            Family::V4 => (spot.subnet.cidr.map(|net| net.map(IpNet::V4)), nets(&spot.vpc.cidrs, IpNet::V4), Addrs::all_v4(), "cidr"),
            Family::V6 => (spot.subnet.cidr6.map(|net| net.map(IpNet::V6)), nets(&spot.vpc.cidrs6, IpNet::V6), Addrs::all_v6(), "cidr6"),
        };
        match block {
            Known::Known(net) => Space::new(net.map(Addrs::net).unwrap_or_default(), of).at(spot.home()),
            Known::Unknown(gap) => {
                let set = whole.filter(|set| !set.is_empty()).unwrap_or(all);
                Space { gap: Some(Missing::Stated { at: field(spot.subnet_id, name), gap }), ..Space::new(set, of).at(spot.home()) }
            }
        }
    }

    pub(crate) fn source_space(source: Source<'_>, family: Family) -> Space {
        match (family, source.interface.address) {
            (Family::V4, Some(address)) => Space::new(Addrs::one(address.into()), PartOf::SourceAddresses).at(source.spot.home()),
            _ => Self::space(source.spot, family, PartOf::SourceAddresses),
        }
    }

    /// Judges where packets from a subnet go: every destination must do.
    ///
    /// `near` are blocks known to be in the VPC, when not all of its blocks are known.
    pub(crate) fn routed(
        &self,
        spot: Spot<'_>,
        dests: &Space,
        near: &[IpNet],
        judge: &dyn Fn(&Place, &Addrs, Next<'_>) -> Judged,
    ) -> Judged {
        let local = local_blocks(spot, near);
        let (choice, at) = Self::table_of(spot);
        if self.net.assumptions.local_routes_hold && choice.gap().is_some() {
            let inside = local.iter().fold(Addrs::default(), |sum, net| sum.union(&Addrs::net(*net)));
            if inside.covers(&dests.set) {
                return judge(&at, &dests.set, Next::Local);
            }
        }
        let main = || self.in_table(&self.local_only, &at, dests, &local, judge);
        self.by_table(choice, &at, main, dests, &local, judge)
    }

    /// Judges where packets go that come from the internet to `dests`, addresses of a subnet: to these, unless the gateway has a route
    /// table of its own that leads them through something else.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html>
    pub(crate) fn comes_in(&self, spot: Spot<'_>, dests: &Space) -> Judged {
        let at = field(spot.vpc_id, "gateway_table");
        let straight = || Judged::yes([]);
        self.by_table(&spot.vpc.gateway_table, &at, straight, dests, &local_blocks(spot, &[]), &|route, _, next| match next {
            Next::Nothing | Next::Local | Next::Via(Hop::Local) => straight(),
            Next::Gone | Next::Via(Hop::Blackhole) => Judged::no(ObstacleKind::NoPath, [route.clone(), Place::whole(spot.subnet_id)]),
            Next::Via(hop) => self.beyond(route, hop),
        })
    }

    fn by_table(
        &self,
        choice: &Choice<TableId>,
        at: &Place,
        without: impl FnOnce() -> Judged,
        dests: &Space,
        local: &[IpNet],
        judge: &dyn Fn(&Place, &Addrs, Next<'_>) -> Judged,
    ) -> Judged {
        Self::choose(
            choice,
            at,
            |id| Some((*id).into()),
            without,
            |id: &TableId| {
                self.considered.borrow_mut().tables.push(*id);
                match self.net.table(*id) {
                    Some(table) => self.in_table(table, &Place::whole(*id), dests, local, judge),
                    None => Judged::unknown([Missing::Field(at.clone())]),
                }
            },
        )
    }

    /// The route table of a subnet, and where it is told.
    pub(crate) fn table_of(spot: Spot<'_>) -> (&Choice<TableId>, Place) {
        match &spot.subnet.table {
            Choice::None => (&spot.vpc.main_table, field(spot.vpc_id, "main_table")),
            table => (table, field(spot.subnet_id, "table")),
        }
    }

    pub(crate) fn in_table(
        &self,
        table: &Table,
        at: &Place,
        dests: &Space,
        local: &[IpNet],
        judge: &dyn Fn(&Place, &Addrs, Next<'_>) -> Judged,
    ) -> Judged {
        let (pieces, gaps) = lookup(table, &dests.set, local, self.net.assumptions.local_routes_hold);
        let mut partly = at.clone();
        let mut judged = Vec::new();
        for piece in &pieces {
            let takes = piece.takes.iter().map(|take| match take {
                Take::Nothing => judge(at, &piece.dests, Next::Nothing),
                Take::Local => judge(at, &piece.dests, Next::Local),
                Take::Unlisted(gap) => Judged::gap(at.clone(), gap),
                Take::Route(index, via) => {
                    let route = Place::part(at.entity, PlacePart::Route(*index));
                    let gone = || judge(&route, &piece.dests, Next::Gone);
                    Self::choose(via, &route, hop_entity, gone, |hop| judge(&route, &piece.dests, Next::Via(hop)))
                }
            });
            if let (PlacePart::Whole, Some(Take::Route(index, _))) = (partly.part, piece.takes.first()) {
                partly = Place::part(at.entity, PlacePart::Route(*index));
            }
            let which = || {
                let stated = gaps.iter().map(|gap| Missing::Stated { at: at.clone(), gap: (*gap).clone() });
                let unlisted = table.routes.rest.iter().map(|gap| Missing::Stated { at: at.clone(), gap: gap.clone() });
                let all: Vec<_> = stated.chain(unlisted).collect();
                if all.is_empty() { vec![Missing::Field(at.clone())] } else { all }
            };
            judged.extend(Judged::agreed(takes, which));
        }
        Judged::agreed(judged, || vec![dests.part(partly)]).unwrap_or_else(|| Judged::unknown([Missing::Field(at.clone())]))
    }

    /// One leg across the ACL of a subnet.
    pub(crate) fn crosses(&self, spot: Spot<'_>, crossing: &Crossing<'_>) -> Judged {
        let (choice, at) = match &spot.subnet.acl {
            Choice::None => (&spot.vpc.default_acl, field(spot.vpc_id, "default_acl")),
            acl => (acl, field(spot.subnet_id, "acl")),
        };
        // AWS's own default ACL allows everything: https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
        Self::choose(
            choice,
            &at,
            |id| Some((*id).into()),
            || Judged::yes([]),
            |id| match self.net.acl(*id) {
                Some(acl) => network_acls::passes(self.net, acl, *id, crossing),
                None => Judged::unknown([Missing::Field(at.clone())]),
            },
        )
    }

    /// The request across the ACL of a subnet.
    pub(crate) fn request(&self, spot: Spot<'_>, leg: Leg, inside: &Space, other: &Space) -> Judged {
        self.crosses(spot, &Crossing { leg, other, inside, ports: &ports::set(PortRange::one(self.port)), server_port: self.port })
    }

    /// The answer to the instance across the ACL of a subnet, for every source port that its operating system may take.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports>
    pub(crate) fn answer(&self, source: Source<'_>, spot: Spot<'_>, leg: Leg, inside: &Space, other: &Space) -> Judged {
        let range = |os: Os| match os {
            Os::Linux => Set::range(32768, 60999),
            Os::Windows => Set::range(49152, 65535),
        };
        let through = |os: Os| self.crosses(spot, &Crossing { leg, other, inside, ports: &range(os), server_port: self.port });
        match &source.interface.os {
            Known::Known(os) => through(*os),
            Known::Unknown(gap) => {
                let at = field(source.id, "os");
                let which = || vec![Missing::Stated { at: at.clone(), gap: gap.clone() }];
                Judged::agreed([through(Os::Linux), through(Os::Windows)], which).unwrap_or_else(|| Judged::gap(at.clone(), gap))
            }
        }
    }

    /// A packet from one space to another, which may be the same: nothing speaks to itself.
    pub(crate) fn packet(&self, from: &Addrs, to: &Addrs) -> Option<Packet> {
        let src = from.sample()?;
        Some(Packet { src, dst: to.sample_beside(src)?, src_port: 49152, dst_port: self.port })
    }
}

pub(crate) fn hop_entity(hop: &Hop) -> Option<Entity> {
    match hop {
        Hop::NatGateway(id) => Some((*id).into()),
        Hop::Interface(id) => Some((*id).into()),
        Hop::TransitGateway(id) => Some((*id).into()),
        Hop::Attachment(id) => Some((*id).into()),
        Hop::Peering(id) => Some((*id).into()),
        _ => None,
    }
}

pub(crate) fn truths(all: impl IntoIterator<Item = (Truth, Missing)>) -> (Truth, Vec<Missing>) {
    let mut truth = Truth::True;
    let mut missing = Vec::new();
    for (each, because) in all {
        truth = truth.and(each);
        if each == Truth::Unknown {
            missing.push(because);
        }
    }
    (truth, if truth == Truth::Unknown { missing } else { Vec::new() })
}

/// The union of blocks, if all are known.
fn nets<T: Copy>(blocks: &Partial<T>, net: impl Fn(T) -> IpNet) -> Option<Addrs> {
    if blocks.rest.is_some() {
        return None;
    }
    Some(blocks.items.iter().fold(Addrs::default(), |sum, block| sum.union(&Addrs::net(net(*block)))))
}

/// The blocks of a VPC that its tables have a local route for. When not all are known, its subnets and `near` tell of others.
fn local_blocks(spot: Spot<'_>, near: &[IpNet]) -> Vec<IpNet> {
    let v4 = spot.vpc.cidrs.items.iter().map(|net| IpNet::V4(*net));
    let v6 = spot.vpc.cidrs6.items.iter().map(|net| IpNet::V6(*net));
    let own4 = spot.subnet.cidr.known().copied().flatten().map(IpNet::V4);
    let own6 = spot.subnet.cidr6.known().copied().flatten().map(IpNet::V6);
    let mut local: Vec<IpNet> = v4.chain(v6).collect();
    for net in own4.into_iter().chain(own6).chain(near.iter().copied()) {
        if !local.iter().any(|block| block.contains(&net)) {
            local.push(net);
        }
    }
    local
}
