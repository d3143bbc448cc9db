//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-transit-gateway-vpc-attachments.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-transit-gateway-vpc-attachments",
    shape: Shape::List("TransitGatewayVpcAttachments", "TransitGatewayAttachmentId"),
    config: None,
    types: &["aws_ec2_transit_gateway_vpc_attachment"],
    make,
};

const FIELDS: &Fields =
    &[("transit_gateway_id", "TransitGatewayId"), ("vpc_id", "VpcId"), ("vpc_owner_id", "VpcOwnerId"), ("subnet_ids", "SubnetIds")];

/// What tells by which route tables an attachment goes by default is in no answer.
pub(super) const BY_DEFAULT: [&str; 2] =
    ["transit_gateway_default_route_table_association", "transit_gateway_default_route_table_propagation"];

fn make<'p>(attachment: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = attachment.text("TransitGatewayAttachmentId") else { return };
    if let Some(gateway) = attachment.text("TransitGatewayId") {
        made.lists(gateway.to_owned());
    }
    if matches!(attachment.text("State"), None | Some("available" | "modifying")) {
        made.object("aws_ec2_transit_gateway_vpc_attachment", id, attachment, FIELDS).elsewhere(&BY_DEFAULT);
    }
}
