//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/search-transit-gateway-routes.html>
//!
//! The answer does not say of which route table; the name of the file does: `tgw-rtb-0abc….json`.

use super::{AnswerKind, Shape};
use crate::ids::in_file_name;
use crate::made::Made;
use crate::object::{Object, text_of};
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 search-transit-gateway-routes",
    shape: Shape::Itself(&["Routes", "AdditionalRoutesAvailable"], &[]),
    config: None,
    types: &["aws_ec2_transit_gateway_route", "aws_ec2_transit_gateway_route_table_propagation"],
    make,
};

fn make<'p>(answer: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(table) = in_file_name(&made.origin.file, "tgw-rtb").map(str::to_owned) else { return };
    for route in answer.list("Routes") {
        let Some(to) = route.text("DestinationCidrBlock") else { continue };
        let attachment =
            route.list("TransitGatewayAttachments").next().and_then(|attachment| attachment.text("TransitGatewayAttachmentId"));
        let entry = made.add("aws_ec2_transit_gateway_route", &format!("{table}_{to}"));
        entry.set("destination_cidr_block", text_of(to)).set("transit_gateway_route_table_id", text_of(table.clone()));
        entry.set("transit_gateway_attachment_id", text_of(attachment.unwrap_or_default()));
        entry.set("blackhole", Json::Bool(route.text("State") == Some("blackhole")));
    }
    if answer.flag("AdditionalRoutesAvailable") != Some(true) {
        made.lists(table);
    }
}
