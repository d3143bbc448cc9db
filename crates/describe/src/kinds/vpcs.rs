//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpcs.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-vpcs",
    shape: Shape::List("Vpcs", "VpcId"),
    config: Some(Recorded::new("AWS::EC2::VPC", "VpcId").rests(&[("ipv6_cidr_block", "Ipv6CidrBlockAssociationSet")])),
    types: &["aws_vpc", "aws_vpc_dhcp_options_association", "aws_vpc_ipv4_cidr_block_association", "aws_vpc_ipv6_cidr_block_association"],
    make,
};

const FIELDS: &Fields =
    &[("cidr_block", "CidrBlock"), ("owner_id", "OwnerId"), ("instance_tenancy", "InstanceTenancy"), ("default", "IsDefault")];

fn make<'p>(vpc: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = vpc.text("VpcId") else { return };
    let entry = made.object("aws_vpc", id, vpc, FIELDS).elsewhere(&["enable_dns_support", "enable_dns_hostnames"]);
    let associated = |state: &str, object: &Object<'_, 'p>| object.text(state).is_none_or(|state| state == "associated");
    let mut ranges6 = vpc.list("Ipv6CidrBlockAssociationSet").filter(|range| associated("Ipv6CidrBlockState.State", range));
    // Terraform shows the first one.
    entry.set("ipv6_cidr_block", text_of(ranges6.next().and_then(|range| range.text("Ipv6CidrBlock")).unwrap_or_default()));
    for range in ranges6 {
        let (Some(association), Some(cidr)) = (range.text("AssociationId"), range.text("Ipv6CidrBlock")) else { continue };
        let secondary = made.add("aws_vpc_ipv6_cidr_block_association", association);
        secondary.set("ipv6_cidr_block", text_of(cidr)).set("vpc_id", text_of(id));
    }
    for range in vpc.list("CidrBlockAssociationSet").filter(|range| associated("CidrBlockState.State", range)) {
        let (Some(association), Some(cidr)) = (range.text("AssociationId"), range.text("CidrBlock")) else { continue };
        if vpc.text("CidrBlock") != Some(cidr) {
            let secondary = made.add("aws_vpc_ipv4_cidr_block_association", association);
            secondary.set("cidr_block", text_of(cidr)).set("vpc_id", text_of(id));
        }
    }
    if made.lacks(vpc, "CidrBlockAssociationSet.CidrBlock") {
        made.add("aws_vpc_ipv4_cidr_block_association", id).set("vpc_id", text_of(id)).elsewhere(&["cidr_block"]);
    }
    if made.lacks(vpc, "DhcpOptionsId") {
        made.add("aws_vpc_dhcp_options_association", id).set("vpc_id", text_of(id)).elsewhere(&["dhcp_options_id"]);
    }
    // `default` stands for none of one's own.
    if let Some(options) = vpc.text("DhcpOptionsId").filter(|options| *options != "default") {
        let association = made.add("aws_vpc_dhcp_options_association", &format!("{options}-{id}"));
        association.set("vpc_id", text_of(id)).set("dhcp_options_id", text_of(options));
    }
}
