//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpc-peering-connections.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-vpc-peering-connections",
    shape: Shape::List("VpcPeeringConnections", "VpcPeeringConnectionId"),
    config: Some(
        Recorded::new("AWS::EC2::VPCPeeringConnection", "VpcPeeringConnectionId")
            .optional(&["AccepterVpcInfo.Region"])
            .rests(&[("auto_accept", "Status")]),
    ),
    types: &["aws_vpc_peering_connection"],
    make,
};

const FIELDS: &Fields = &[
    ("vpc_id", "RequesterVpcInfo.VpcId"),
    ("peer_vpc_id", "AccepterVpcInfo.VpcId"),
    ("peer_region", "AccepterVpcInfo.Region"),
    ("peer_owner_id", "AccepterVpcInfo.OwnerId"),
    ("owner_id", "RequesterVpcInfo.OwnerId"),
];

fn make<'p>(peering: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = peering.text("VpcPeeringConnectionId") else { return };
    let status = peering.text("Status.Code").or_else(|| peering.text("Status")).unwrap_or_default();
    if !matches!(status, "deleted" | "deleting" | "rejected" | "failed" | "expired") {
        // One that is active is accepted, whoever did that.
        made.object("aws_vpc_peering_connection", id, peering, FIELDS).set("auto_accept", Json::Bool(status == "active"));
    }
}
