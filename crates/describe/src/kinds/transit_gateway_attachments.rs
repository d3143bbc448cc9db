//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-transit-gateway-attachments.html>

use super::transit_gateway_vpc_attachments::BY_DEFAULT;
use super::{AnswerKind, Shape};
use crate::made::Made;
use crate::object::{Object, text_of};
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-transit-gateway-attachments",
    shape: Shape::List("TransitGatewayAttachments", "TransitGatewayAttachmentId"),
    config: None,
    types: &["aws_ec2_transit_gateway_route_table_association"],
    make,
};

fn make<'p>(attachment: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = attachment.text("TransitGatewayAttachmentId") else { return };
    if !made.has("aws_ec2_transit_gateway_vpc_attachment", id) {
        return;
    }
    // The association is told, and what is propagated shows among the routes.
    let entry = made.add("aws_ec2_transit_gateway_vpc_attachment", id);
    for attribute in BY_DEFAULT {
        entry.set(attribute, Json::Bool(false));
    }
    if let Some(table) = attachment.text("Association.TransitGatewayRouteTableId") {
        let association = made.add("aws_ec2_transit_gateway_route_table_association", &format!("{table}_{id}"));
        association.set("transit_gateway_attachment_id", text_of(id)).set("transit_gateway_route_table_id", text_of(table));
    }
}
