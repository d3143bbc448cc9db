//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-subnets.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-subnets",
    shape: Shape::List("Subnets", "SubnetId"),
    config: Some(
        Recorded::new("AWS::EC2::Subnet", "SubnetId")
            .optional(&["OutpostArn"])
            .rests(&[("map_public_ip_on_launch", "MapPublicIpOnLaunch"), ("ipv6_cidr_block", "Ipv6CidrBlockAssociationSet")]),
    ),
    types: &["aws_subnet"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "SubnetArn"),
    ("vpc_id", "VpcId"),
    ("cidr_block", "CidrBlock"),
    ("owner_id", "OwnerId"),
    ("availability_zone", "AvailabilityZone"),
    ("availability_zone_id", "AvailabilityZoneId"),
    ("default_for_az", "DefaultForAz"),
    ("map_public_ip_on_launch", "MapPublicIpOnLaunch"),
    ("assign_ipv6_address_on_creation", "AssignIpv6AddressOnCreation"),
    ("ipv6_native", "Ipv6Native"),
    ("enable_dns64", "EnableDns64"),
    ("outpost_arn", "OutpostArn"),
];

fn make<'p>(subnet: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = subnet.text("SubnetId") else { return };
    let associated = |range: &Object<'_, 'p>| range.text("Ipv6CidrBlockState.State").is_none_or(|state| state == "associated");
    let range6 = subnet.list("Ipv6CidrBlockAssociationSet").find(associated).and_then(|range| range.text("Ipv6CidrBlock"));
    made.object("aws_subnet", id, subnet, FIELDS).set("ipv6_cidr_block", text_of(range6.unwrap_or_default()));
}
