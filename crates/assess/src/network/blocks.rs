//! Address ranges that only the apply tells: whose they are, as the sources have it.

use super::NetModel;
use ssm_check_graph::aws::{View, VpcIpv4CidrBlockAssociation, VpcIpv6CidrBlockAssociation};
use ssm_check_graph::{LinkTarget, ResourceId, SourcePart};
use ssm_check_net::block::{Block, Family, Owner};

impl<'g> NetModel<'g> {
    /// The VPC or subnet whose block a text is: `aws_vpc.main.cidr_block`, and nothing made of it.
    pub(super) fn block_of(&self, parts: &[SourcePart]) -> Option<Block> {
        let [SourcePart::Attribute(id, attribute)] = parts else { return None };
        let family = match attribute.as_str() {
            "cidr_block" => Family::V4,
            "ipv6_cidr_block" => Family::V6,
            _ => return None,
        };
        Some(Block { owner: self.owner(*id, family)?, family })
    }

    /// A subnet, or a VPC that has no other block of the family than its own.
    fn owner(&self, id: ResourceId, family: Family) -> Option<Owner> {
        if let Some(subnet) = self.subnets.get(&id) {
            return Some(Owner::Subnet(*subnet));
        }
        let has_more = match family {
            Family::V4 => self.may_be_of::<VpcIpv4CidrBlockAssociation<'g>>(id),
            Family::V6 => self.may_be_of::<VpcIpv6CidrBlockAssociation<'g>>(id),
        };
        if has_more || self.may_have_more(self.graph.resource(id)) {
            return None;
        }
        self.vpcs.get(&id).copied().map(Owner::Vpc)
    }

    /// Something of a type is of the VPC, or may be.
    fn may_be_of<V: View<'g>>(&self, vpc: ResourceId) -> bool {
        let path = &["vpc_id"];
        !self.graph.referrers::<V>(LinkTarget::Resource(vpc), path).is_empty() || !self.graph.undecided::<V>(path).is_empty()
    }
}
