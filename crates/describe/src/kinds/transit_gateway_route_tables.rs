//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-transit-gateway-route-tables.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-transit-gateway-route-tables",
    shape: Shape::List("TransitGatewayRouteTables", "TransitGatewayRouteTableId"),
    config: Some(
        Recorded::new("AWS::EC2::TransitGatewayRouteTable", "TransitGatewayRouteTableId").words(&[("Id", "TransitGatewayRouteTableId")]),
    ),
    types: &["aws_ec2_transit_gateway_route_table"],
    make,
};

const FIELDS: &Fields = &[("transit_gateway_id", "TransitGatewayId")];

fn make<'p>(table: Object<'_, 'p>, made: &mut Made<'p>) {
    // The gateway stands for its default one.
    let named = |id: &str| made.texts(&["association_default_route_table_id", "propagation_default_route_table_id"]).contains(id);
    let default = table.flag("DefaultAssociationRouteTable") == Some(true) || table.flag("DefaultPropagationRouteTable") == Some(true);
    if let Some(id) = table.text("TransitGatewayRouteTableId").filter(|id| !default && !named(id)) {
        made.object("aws_ec2_transit_gateway_route_table", id, table, FIELDS);
    }
}
