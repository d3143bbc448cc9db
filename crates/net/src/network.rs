//! The arena that owns every entity.

use crate::acl::Acl;
use crate::block::{Block, Home, Owner};
use crate::dns::Zone;
use crate::dns_firewall::RuleGroup;
use crate::endpoint::Endpoint;
use crate::gateway::{Attachment, Nat, Peering, TransitGateway};
use crate::group::Group;
pub use crate::ids::*;
use crate::interface::Interface;
use crate::known::Choice;
use crate::route::Table;
use crate::vpc::{Subnet, Vpc};
use ssm_check_truth::Truth;
use std::collections::BTreeSet;

macro_rules! entities {
    ($($id:ident $entity:ident $field:ident $add:ident $get:ident $get_mut:ident $doc:literal;)*) => {
        /// Everything that the caller knows of the network. It owns its entities; they name each other by id, so that cycles
        /// (a VPC and its main route table) are no problem: add, then change with the `…_mut` accessors.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Network {
            $($field: Vec<$entity>,)*
            /// What to presume of things that are not known.
            pub assumptions: Assumptions,
        }

        impl Network {
            $(
                #[doc = concat!("Adds ", $doc, ".")]
                pub fn $add(&mut self, entity: $entity) -> $id {
                    let id = $id(u32::try_from(self.$field.len()).unwrap_or(u32::MAX));
                    self.$field.push(entity);
                    id
                }

                #[doc = concat!("Looks up ", $doc, "; `None` if the id is of another network.")]
                pub fn $get(&self, id: $id) -> Option<&$entity> {
                    self.$field.get(id.0 as usize)
                }

                #[doc = concat!("Looks up ", $doc, " to change it.")]
                pub fn $get_mut(&mut self, id: $id) -> Option<&mut $entity> {
                    self.$field.get_mut(id.0 as usize)
                }
            )*

            /// The caller's label of an entity; empty if the id is of another network.
            pub fn name(&self, entity: impl Into<Entity>) -> &str {
                match entity.into() {
                    $(Entity::$entity(id) => self.$get(id).map_or("", |found| found.name.as_str()),)*
                }
            }
        }
    };
}

entities! {
    VpcId Vpc vpcs add_vpc vpc vpc_mut "a VPC";
    SubnetId Subnet subnets add_subnet subnet subnet_mut "a subnet";
    InterfaceId Interface interfaces add_interface interface interface_mut "a network interface";
    GroupId Group groups add_group group group_mut "a security group";
    AclId Acl acls add_acl acl acl_mut "a network ACL";
    TableId Table tables add_table table table_mut "a route table";
    NatId Nat nats add_nat nat nat_mut "a NAT gateway";
    EndpointId Endpoint endpoints add_endpoint endpoint endpoint_mut "a VPC endpoint";
    PeeringId Peering peerings add_peering peering peering_mut "a peering connection";
    TransitGatewayId TransitGateway transit_gateways add_transit_gateway transit_gateway transit_gateway_mut "a transit gateway";
    AttachmentId Attachment attachments add_attachment attachment attachment_mut "a VPC's attachment to a transit gateway";
    ZoneId Zone zones add_zone zone zone_mut "a private hosted zone";
    RuleGroupId RuleGroup rule_groups add_rule_group rule_group rule_group_mut "a rule group of DNS Firewall";
}

/// Things with their ids, which count them in the order added.
fn numbered<'n, T, I>(all: &'n [T], id: impl Fn(u32) -> I + 'n) -> impl Iterator<Item = (I, &'n T)> {
    all.iter().enumerate().map(move |(index, one)| (id(u32::try_from(index).unwrap_or(u32::MAX)), one))
}

impl Network {
    /// Adds the default group that AWS creates with a VPC, and makes it the VPC's.
    pub fn add_default_group(&mut self, vpc: VpcId, name: impl Into<String>) -> GroupId {
        let own = GroupId(u32::try_from(self.groups.len()).unwrap_or(u32::MAX));
        let id = self.add_group(Group::aws_default(name, vpc, own));
        if let Some(found) = self.vpc_mut(vpc) {
            found.default_group = Choice::One(id);
        }
        id
    }

    /// The route table of a subnet, its own or the VPC's main one, if it is certain and in the model.
    pub fn table_of(&self, subnet: SubnetId) -> Option<TableId> {
        let subnet = self.subnet(subnet)?;
        let table = match (&subnet.table, &subnet.vpc) {
            (Choice::None, Choice::One(vpc)) => &self.vpc(*vpc)?.main_table,
            (table, _) => table,
        };
        match table {
            Choice::One(table) => Some(*table),
            _ => None,
        }
    }

    /// Every endpoint with its id, in the order added.
    pub fn endpoints(&self) -> impl Iterator<Item = (EndpointId, &Endpoint)> {
        numbered(&self.endpoints, EndpointId)
    }

    /// Every private hosted zone with its id, in the order added.
    pub fn zones(&self) -> impl Iterator<Item = (ZoneId, &Zone)> {
        numbered(&self.zones, ZoneId)
    }

    /// Whether a block holds the addresses of what is in a subnet. The block of a subnet is a part of its VPC's, and those of two subnets of
    /// one VPC have nothing in common.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html>
    pub(crate) fn holds(&self, block: Block, home: Option<Home>) -> Truth {
        let Some((subnet, vpc)) = home else { return Truth::Unknown };
        match block.owner {
            Owner::Vpc(of) if of == vpc => Truth::True,
            Owner::Subnet(of) if of == subnet => Truth::True,
            Owner::Subnet(of) if self.subnet(of).is_some_and(|of| of.vpc == Choice::One(vpc)) => Truth::False,
            // Another VPC may have the same addresses.
            Owner::Vpc(_) | Owner::Subnet(_) => Truth::Unknown,
        }
    }

    /// The endpoints that an interface may speak to: those of its VPC, and those that a zone of its VPC names. Of no other does
    /// [`reach`](crate::reach) look at the policy.
    pub fn endpoints_for(&self, interface: InterfaceId) -> BTreeSet<EndpointId> {
        let subnets = self.interface(interface).map_or(&[][..], |interface| interface.subnet.candidates());
        let vpcs = subnets.iter().filter_map(|id| self.subnet(*id)).flat_map(|subnet| subnet.vpc.candidates());
        let mut found = BTreeSet::new();
        for vpc in vpcs.filter_map(|id| self.vpc(*id)) {
            found.extend(&vpc.endpoints.items);
            let records = vpc.zones.items.iter().filter_map(|id| self.zone(*id)).flat_map(|zone| &zone.records.items);
            found.extend(records.flat_map(|record| record.target.candidates()));
        }
        found
    }
}

/// What to presume of things that are not known. The default presumes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assumptions {
    /// An unknown route table, or the unknown rest of one, has no route more specific than the VPC's local route. Such a route
    /// sends traffic inside the VPC through a middlebox, and is rare; without this an endpoint of the same VPC behind an
    /// unknown route table is not provably reachable.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html#route-table-routes>
    pub local_routes_hold: bool,
}
