//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-route-tables.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made, block_of};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-route-tables",
    shape: Shape::List("RouteTables", "RouteTableId"),
    config: Some(Recorded::new("AWS::EC2::RouteTable", "RouteTableId").optional(&["OwnerId", "PropagatingVgws.GatewayId", "SubnetId", "GatewayId"]).rests(&[("route", "Routes.DestinationCidrBlock|DestinationIpv6CidrBlock|DestinationPrefixListId"), ("route", "Routes.GatewayId|NatGatewayId|NetworkInterfaceId|EgressOnlyInternetGatewayId|VpcPeeringConnectionId|TransitGatewayId|LocalGatewayId|CarrierGatewayId|CoreNetworkArn"), ("propagating_vgws", "PropagatingVgws.GatewayId")])),
    types: &["aws_route_table", "aws_default_route_table", "aws_route_table_association", "aws_main_route_table_association", "aws_route"],
    make,
};

const FIELDS: &Fields = &[("vpc_id", "VpcId"), ("owner_id", "OwnerId")];

/// As Terraform shows a route: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route_table>.
const ROUTE: &Fields = &[
    ("cidr_block", "DestinationCidrBlock"),
    ("ipv6_cidr_block", "DestinationIpv6CidrBlock"),
    ("destination_prefix_list_id", "DestinationPrefixListId"),
    ("nat_gateway_id", "NatGatewayId"),
    ("network_interface_id", "NetworkInterfaceId"),
    ("egress_only_gateway_id", "EgressOnlyInternetGatewayId"),
    ("vpc_peering_connection_id", "VpcPeeringConnectionId"),
    ("transit_gateway_id", "TransitGatewayId"),
    ("local_gateway_id", "LocalGatewayId"),
    ("carrier_gateway_id", "CarrierGatewayId"),
    ("core_network_arn", "CoreNetworkArn"),
];

fn make<'p>(table: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = table.text("RouteTableId") else { return };
    let standing = |association: &Object<'_, 'p>| !matches!(association.text("AssociationState.State"), Some("disassociated" | "failed"));
    let associations: Vec<_> = table.list("Associations").filter(standing).collect();
    let is_main = associations.iter().any(|association| association.flag("Main") == Some(true));
    let routes = table.list("Routes").filter(|route| route.text("GatewayId") != Some("local")).filter_map(route).collect();
    let propagating = table.each("PropagatingVgws", "GatewayId");
    let resource_type = if is_main { "aws_default_route_table" } else { "aws_route_table" };
    made.object(resource_type, id, table, FIELDS).set("route", Json::Array(routes)).set("propagating_vgws", propagating);
    for association in associations {
        let Some(own) = association.text("RouteTableAssociationId").or_else(|| association.text("AssociationId")) else { continue };
        if association.text("SubnetId").is_some() || association.text("GatewayId").is_some() {
            let fields: &Fields = &[("subnet_id", "SubnetId"), ("gateway_id", "GatewayId")];
            made.add("aws_route_table_association", own).copy(association, fields).set("route_table_id", text_of(id));
        }
    }
}

/// A route of the table; packets that one without a target meets are dropped.
fn route<'p>(route: Object<'_, 'p>) -> Option<Json<'p>> {
    let Json::Object(members) = block_of(route, ROUTE) else { return None };
    let mut members = members.into_vec();
    let gateway = route.text("GatewayId");
    let endpoint = gateway.filter(|gateway| gateway.starts_with("vpce-"));
    members.push(("gateway_id".into(), text_of(gateway.filter(|_| endpoint.is_none()).unwrap_or_default())));
    members.push(("vpc_endpoint_id".into(), text_of(endpoint.unwrap_or_default())));
    if route.text("State") == Some("blackhole") {
        members.push((BLACKHOLE.into(), Json::Bool(true)));
    }
    Some(Json::Object(members.into()))
}

/// No attribute of Terraform's: a state shows the target of a route that leads nowhere as if it were there.
pub(super) const BLACKHOLE: &str = "blackhole";
