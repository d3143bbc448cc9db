//! Transit gateways: <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>.

use super::attributes::truth;
use super::links::{choice, members};
use super::{NetModel, Side, unlisted};
use crate::evidence::AttrRef;
use crate::pages::Listed;
use ssm_check_graph::aws::{
    Alteration, TransitGateway, TransitGatewayDefaultTable, TransitGatewayPrefixListReference, TransitGatewayRoute,
    TransitGatewayRouteTable, TransitGatewayRouteTableAssociation, TransitGatewayRouteTablePropagation, TransitGatewayVpcAttachment,
    TransitGatewayVpcAttachmentAccepter, Vpc,
};
use ssm_check_graph::{Link, LinkTarget, Resource, ResourceId};
use ssm_check_message::{Span, say};
use ssm_check_net::Truth;
use ssm_check_net::gateway::{Attachment, TransitGateway as NetGateway};
use ssm_check_net::ipnet::IpNet;
use ssm_check_net::known::{Choice, Gap, Partial};
use ssm_check_net::network::{AttachmentId, TableId};
use ssm_check_net::route::{Dest, Hop, Route, Table};
use ssm_check_plan::Attr;

/// The attribute by which associations, propagations and routes name an attachment.
const ATTACHMENT: &str = "transit_gateway_attachment_id";
/// The attribute by which they name a route table.
const TABLE: &str = "transit_gateway_route_table_id";

impl<'g> NetModel<'g> {
    /// Gateways, each with its default route table, their further route tables, and attachments.
    pub(super) fn add_transit_gateways(&mut self) {
        for gateway in self.graph.all::<TransitGateway>() {
            let label = gateway.0.address();
            let gap = Gap::new(say!("what {} is attached to", Span::address(label)));
            let made = NetGateway { name: label.to_owned(), attachments: Partial::at_least([], gap), by_group: Truth::Unknown };
            let id = self.network.add_transit_gateway(made);
            self.transit_gateways.insert(gateway.0.id(), id);
            let name = format!("default route table of {label}");
            let table = self.network.add_table(Table { name, routes: Partial::default() });
            self.transit_tables.insert(gateway.0.id(), table);
        }
        for table in self.graph.all::<TransitGatewayRouteTable>() {
            let id = self.network.add_table(Table { name: table.0.address().to_owned(), routes: Partial::default() });
            self.transit_tables.insert(table.0.id(), id);
        }
        for attachment in self.graph.all::<TransitGatewayVpcAttachment>() {
            let address = attachment.0.address();
            let what = |part: &'static str| say!("{} of {}", part, Span::address(address));
            let made = Attachment {
                name: address.to_owned(),
                vpc: self.vpc_behind(attachment.vpc(), address),
                subnets: self.one_of_each_zone(
                    members(self.graph, &[attachment.subnets()], &what("a subnet"), |target| self.subnet_of(target)),
                    attachment.0,
                ),
                table: Choice::Unknown(Gap::new(what("the route table"))),
                by_group: by_group(attachment),
                active: self.accepted(attachment),
            };
            let id = self.network.add_attachment(made);
            self.attachments.insert(attachment.0.id(), id);
        }
        for accepter in self.graph.all::<TransitGatewayVpcAttachmentAccepter>() {
            if let Some(id) = accepter.attachment().only().and_then(|target| self.attachment_of(target)) {
                self.attachments.insert(accepter.0.id(), id);
            }
        }
    }

    pub(super) fn fill_transit_gateways(&mut self) {
        for gateway in self.graph.all::<TransitGateway>() {
            let attachments = self.attachments_of(gateway);
            let by_group = match gateway.security_group_referencing_support() {
                Attr::Absent | Attr::Known("disable") if gateway.0.is_managed() => Truth::False,
                Attr::Known("enable") => Truth::True,
                _ => Truth::Unknown,
            };
            let id = self.transit_gateways.get(&gateway.0.id()).copied();
            if let Some(slot) = id.and_then(|id| self.network.transit_gateway_mut(id)) {
                slot.attachments = attachments;
                slot.by_group = by_group;
            }
        }
        for attachment in self.graph.all::<TransitGatewayVpcAttachment>() {
            let table = self.associated(attachment);
            let id = self.attachments.get(&attachment.0.id()).copied();
            if let Some(slot) = id.and_then(|id| self.network.attachment_mut(id)) {
                slot.table = table;
            }
        }
        let tables: Vec<_> = self.transit_tables.iter().map(|(resource, id)| (*resource, *id)).collect();
        for (resource, id) in tables {
            let routes = self.transit_routes(self.graph.resource(resource), id);
            if let Some(slot) = self.network.table_mut(id) {
                slot.routes = routes;
            }
        }
    }

    fn attachments_of(&self, gateway: TransitGateway<'g>) -> Partial<AttachmentId> {
        let mut partial = Partial::default();
        let address = gateway.0.address();
        let uncertain = |attachment: Resource<'_>| Gap::new(say!("the transit gateway of {}", Span::address(attachment.address())));
        for (attachment, referrer) in
            self.graph.referrers::<TransitGatewayVpcAttachment>(LinkTarget::Resource(gateway.0.id()), &["transit_gateway_id"])
        {
            match self.attachments.get(&attachment.0.id()) {
                Some(id) if referrer.certain => partial.items.push(*id),
                _ => partial.rest = Some(uncertain(attachment.0)),
            }
        }
        if let Some(attachment) = self.graph.undecided::<TransitGatewayVpcAttachment>(&["transit_gateway_id"]).first() {
            partial.rest.get_or_insert_with(|| uncertain(attachment.0));
        }
        if !gateway.0.is_managed() {
            partial.rest = Some(Gap::new(say!("which VPCs {}, which is managed elsewhere, is attached to", Span::address(address))));
        } else if let Some(gap) = unlisted(gateway.0, "aws_ec2_transit_gateway_vpc_attachment", "the attachments") {
            partial.rest = Some(gap);
        }
        partial
    }

    /// Within one account nobody has to accept:
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html>.
    fn accepted(&self, attachment: TransitGatewayVpcAttachment<'g>) -> Truth {
        let target = LinkTarget::Resource(attachment.0.id());
        let accepters = self.graph.referrers::<TransitGatewayVpcAttachmentAccepter>(target, &[ATTACHMENT]);
        if accepters.iter().any(|(_, referrer)| referrer.certain) {
            return Truth::True;
        }
        let Some(gateway) = self.gateway_of(attachment) else { return Truth::Unknown };
        let automatic = gateway.auto_accept_shared_attachments() == Attr::Known("enable");
        Truth::from(automatic).or(attachment.0.location().account.is(&gateway.0.location().account)).or(Truth::Unknown)
    }

    fn gateway_of(&self, attachment: TransitGatewayVpcAttachment<'g>) -> Option<TransitGateway<'g>> {
        match attachment.gateway().only() {
            Some(LinkTarget::Resource(id)) => self.graph.view(id),
            _ => None,
        }
    }

    fn attachment_of(&self, target: LinkTarget) -> Option<AttachmentId> {
        match target {
            LinkTarget::Resource(id) => self.attachments.get(&id).copied(),
            LinkTarget::Default(..) => None,
        }
    }

    fn transit_table(&self, target: LinkTarget) -> Option<TableId> {
        match target {
            LinkTarget::Resource(id) => self.transit_tables.get(&id).copied(),
            LinkTarget::Default(..) => None,
        }
    }

    /// The attachment and those who accept it: other resources name either.
    fn names_of(&self, attachment: ResourceId) -> Vec<LinkTarget> {
        let id = self.attachments.get(&attachment);
        self.attachments.iter().filter(|(_, known)| Some(*known) == id).map(|(resource, _)| LinkTarget::Resource(*resource)).collect()
    }

    /// The route table for packets from the VPC: what an association says, else the gateway's default one.
    fn associated(&self, attachment: TransitGatewayVpcAttachment<'g>) -> Choice<TableId> {
        let what = say!("the transit gateway route table of {}", Span::address(attachment.0.address()));
        let unknown = || Choice::Unknown(Gap::new(what.clone()));
        let mut perhaps = !self.graph.undecided::<TransitGatewayRouteTableAssociation>(&[ATTACHMENT]).is_empty();
        for name in self.names_of(attachment.0.id()) {
            for (association, referrer) in self.graph.referrers::<TransitGatewayRouteTableAssociation>(name, &[ATTACHMENT]) {
                if referrer.certain {
                    return match choice(self.graph, association.table(), &what, |target| self.transit_table(target)) {
                        Choice::None => unknown(),
                        table => table,
                    };
                }
                perhaps = true;
            }
        }
        match self.by_default(attachment, Automatic::Association) {
            _ if perhaps => unknown(),
            (Truth::True, Some(table)) => Choice::One(table),
            (Truth::False, _) => Choice::None,
            _ => unknown(),
        }
    }

    /// Whether the gateway's default route table is the attachment's, and which that is.
    fn by_default(&self, attachment: TransitGatewayVpcAttachment<'g>, automatic: Automatic) -> (Truth, Option<TableId>) {
        let Some(gateway) = self.gateway_of(attachment).filter(|_| attachment.0.is_managed()) else { return (Truth::Unknown, None) };
        let table = self.transit_tables.get(&gateway.0.id()).copied();
        let (of_gateway, of_attachment) = automatic.attributes();
        let on = match gateway.0.text(of_gateway) {
            Attr::Absent if !gateway.0.is_managed() => Truth::Unknown,
            Attr::Absent | Attr::Known("enable") => Truth::True,
            Attr::Known(_) => Truth::False,
            _ => Truth::Unknown,
        };
        let target = LinkTarget::Resource(gateway.0.id());
        let replaced = !self.graph.referrers::<TransitGatewayDefaultTable>(target, &["transit_gateway_id"]).is_empty()
            || !self.graph.undecided::<TransitGatewayDefaultTable>(&["transit_gateway_id"]).is_empty();
        // Of a gateway that another account shares, the attachment's own switches say nothing.
        let shared = attachment.0.location().account.is(&gateway.0.location().account) != Truth::True;
        let accepter = self
            .graph
            .referrers::<TransitGatewayVpcAttachmentAccepter>(LinkTarget::Resource(attachment.0.id()), &[ATTACHMENT])
            .into_iter()
            .next();
        let own = match accepter {
            Some((accepter, referrer)) if referrer.certain => truth(accepter.0.boolean(of_attachment), Truth::True),
            Some(_) => Truth::Unknown,
            None if shared => Truth::Unknown,
            None => truth(attachment.0.boolean(of_attachment), Truth::True),
        };
        let on = on.and(own);
        (if replaced && on != Truth::False { Truth::Unknown } else { on }, table)
    }

    /// Static and propagated routes of a gateway's route table.
    fn transit_routes(&mut self, table: Resource<'g>, id: TableId) -> Partial<Route> {
        let target = LinkTarget::Resource(table.id());
        let mut routes = Partial::default();
        for (route, referrer) in self.graph.referrers::<TransitGatewayRoute>(target, &[TABLE]) {
            let dest = match route.destination_cidr_block().convert(|text| text.parse().ok()) {
                Attr::Known(net) | Attr::Sensitive(Some(net)) => dest_of(net),
                _ => Dest::Unknown(Gap::after_apply(say!("the destination of {}", Span::address(route.0.address())))),
            };
            self.static_route(&mut routes, id, (route.0, referrer.certain), dest, route.attachment());
        }
        for (route, referrer) in self.graph.referrers::<TransitGatewayPrefixListReference>(target, &[TABLE]) {
            let dest = match route.prefix_list().only() {
                Some(LinkTarget::Resource(list)) => Dest::PrefixList(self.list_ranges(self.graph.resource(list))),
                _ => Dest::Unknown(Gap::after_apply(say!("the ranges of {}", Span::address(route.0.address())))),
            };
            self.static_route(&mut routes, id, (route.0, referrer.certain), dest, route.attachment());
        }
        for (propagation, referrer) in self.graph.referrers::<TransitGatewayRouteTablePropagation>(target, &[TABLE]) {
            match propagation.attachment().only().and_then(|target| self.attachment_of(target)) {
                Some(attachment) if referrer.certain => self.propagated(&mut routes, id, attachment, propagation.0),
                _ => routes.rest = Some(Gap::new(say!("what {} propagates", Span::address(propagation.0.address())))),
            }
        }
        self.propagated_by_default(&mut routes, id, table);
        let loose = [
            self.graph.undecided::<TransitGatewayRoute>(&[TABLE]).first().map(|route| route.0),
            self.graph.undecided::<TransitGatewayPrefixListReference>(&[TABLE]).first().map(|route| route.0),
            self.graph.undecided::<TransitGatewayRouteTablePropagation>(&[TABLE]).first().map(|propagation| propagation.0),
        ];
        if let Some(resource) = loose.into_iter().flatten().next() {
            routes.rest.get_or_insert_with(|| Gap::new(say!("the route table of {}", Span::address(resource.address()))));
        }
        if let Some(gap) = unlisted(table, "aws_ec2_transit_gateway_route", "the routes") {
            routes.rest = Some(gap);
        }
        routes
    }

    fn static_route(
        &mut self,
        routes: &mut Partial<Route>,
        table: TableId,
        (route, certain): (Resource<'g>, bool),
        dest: Dest,
        attachment: &Link,
    ) {
        if !certain {
            routes.rest = Some(Gap::new(say!("the route table of {}", Span::address(route.address()))));
            return;
        }
        let what = say!("the attachment of {}", Span::address(route.address()));
        let via = match route.boolean("blackhole") {
            Attr::Known(true) => Choice::One(Hop::Blackhole),
            _ => match choice(self.graph, attachment, &what, |target| self.attachment_of(target).map(Hop::Attachment)) {
                Choice::None => Choice::Unknown(Gap::new(what)),
                hop => hop,
            },
        };
        routes.items.push(Route { dest, via, propagated: Truth::False });
        self.note(table, Side::Routes, AttrRef::resource(route.address()));
    }

    fn propagated_by_default(&mut self, routes: &mut Partial<Route>, id: TableId, table: Resource<'g>) {
        for attachment in self.graph.all::<TransitGatewayVpcAttachment>() {
            match self.by_default(attachment, Automatic::Propagation) {
                (Truth::False, _) => {}
                (Truth::True, Some(default)) if default != id => {}
                (Truth::True, Some(_)) => {
                    if let Some(from) = self.attachments.get(&attachment.0.id()).copied() {
                        self.propagated(routes, id, from, attachment.0);
                    }
                }
                (_, default) if default.is_none_or(|default| default == id) && self.graph.view::<TransitGateway>(table.id()).is_some() => {
                    routes.rest =
                        Some(Gap::new(say!("whether {} propagates into the default route table", Span::address(attachment.0.address()))));
                }
                _ => {}
            }
        }
        // Whatever else is attached adds the ranges behind it, as a VPN does.
        let other = self.graph.all::<Alteration>().find(|other| !other.transit_gateway().is_absent());
        if let Some(other) = other.filter(|_| self.graph.view::<TransitGateway>(table.id()).is_some()) {
            routes.rest = Some(Gap::new(say!("what {} propagates", Span::address(other.0.address()))));
        }
    }

    /// The ranges of the attachment's VPC.
    fn propagated(&mut self, routes: &mut Partial<Route>, table: TableId, attachment: AttachmentId, at: Resource<'g>) {
        let gap = || Gap::new(say!("the address ranges that {} propagates", Span::address(at.address())));
        let vpc = self.network.attachment(attachment).and_then(|found| match found.vpc {
            Choice::One(vpc) => self.vpcs.iter().find(|(_, id)| **id == vpc).map(|(resource, _)| *resource),
            _ => None,
        });
        let Some(vpc) = vpc.and_then(|vpc| self.graph.view::<Vpc>(vpc)) else {
            routes.rest = Some(gap());
            return;
        };
        let (v4, v6) = self.ranges_of(vpc);
        let unknown = v4.rest.is_some() || v6.rest.is_some();
        let nets = v4.items.into_iter().map(IpNet::V4).chain(v6.items.into_iter().map(IpNet::V6)).map(dest_of);
        for dest in nets.chain(unknown.then(|| Dest::Unknown(gap()))) {
            routes.items.push(Route { dest, via: Choice::One(Hop::Attachment(attachment)), propagated: Truth::True });
            self.note(table, Side::Routes, AttrRef::resource(at.address()));
        }
    }
}

/// What a gateway does with new attachments by itself.
#[derive(Clone, Copy)]
enum Automatic {
    Association,
    Propagation,
}

impl Automatic {
    /// The switches of the gateway and of the attachment or its accepter.
    fn attributes(self) -> (&'static str, &'static str) {
        match self {
            Self::Association => ("default_route_table_association", "transit_gateway_default_route_table_association"),
            Self::Propagation => ("default_route_table_propagation", "transit_gateway_default_route_table_propagation"),
        }
    }
}

fn dest_of(net: IpNet) -> Dest {
    match net {
        IpNet::V4(net) => Dest::V4(net),
        IpNet::V6(net) => Dest::V6(net),
    }
}

/// Rules may name groups across an attachment. AWS's pages do not agree on what it is where left out; and of one Region, some account calls
/// one of its zones so that has none of it.
///
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security>
fn by_group(attachment: TransitGatewayVpcAttachment<'_>) -> Truth {
    let listed = Listed::RegionsWithAZoneWithoutGroups;
    let is_in_all_zones = attachment.0.location().region().is_some_and(|region| !listed.values().is_empty() && !listed.has(region));
    match attachment.security_group_referencing_support() {
        Attr::Known("enable") if is_in_all_zones => Truth::True,
        Attr::Known("disable") => Truth::False,
        _ => Truth::Unknown,
    }
}
