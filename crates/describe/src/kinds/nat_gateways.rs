//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-nat-gateways.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-nat-gateways",
    shape: Shape::List("NatGateways", "NatGatewayId"),
    config: Some(Recorded::new("AWS::EC2::NatGateway", "NatGatewayId").optional(&["AvailabilityMode", "RouteTableId"])),
    types: &["aws_nat_gateway"],
    make,
};

const FIELDS: &Fields = &[
    ("subnet_id", "SubnetId"),
    ("vpc_id", "VpcId"),
    ("connectivity_type", "ConnectivityType"),
    ("availability_mode", "AvailabilityMode"),
    ("route_table_id", "RouteTableId"),
];

fn make<'p>(nat: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = nat.text("NatGatewayId") else { return };
    // One that is deleted is listed for an hour.
    if !matches!(nat.text("State"), Some("deleted" | "deleting" | "failed")) {
        made.object("aws_nat_gateway", id, nat, FIELDS);
    }
}
