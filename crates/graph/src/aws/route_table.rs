//! `aws_route_table`

use crate::declare::resource;

resource! {
    /// A route table: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route_table>.
    RouteTable: "aws_route_table", "aws_default_route_table";
    keys: ["id", "arn", "route_table_id", "default_route_table_id"];
    bound_to: [Region, Account];
    called: "route_table";
    adopts: ["aws_default_route_table" as RouteTable];
    attributes: {
        /// Inline routes.
        route: blocks,
        /// Virtual private gateways that add routes.
        propagating_vgws: value,
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
        /// The main route table that the resource adopts.
        adopts: one ["default_route_table_id"] -> [RouteTable],
        /// The gateway of each inline route.
        gateways: one ["route"."gateway_id"] -> [InternetGateway, NatGateway, VpcEndpoint, VpnGateway],
        /// The NAT gateway of each inline route.
        nat_gateways: one ["route"."nat_gateway_id"] -> [NatGateway],
        /// The interface of each inline route.
        interfaces: one ["route"."network_interface_id"] -> [NetworkInterface, Instance, SpotInstanceRequest],
        /// The instance of each inline route, in old providers.
        instances: one ["route"."instance_id"] -> [Instance, SpotInstanceRequest],
        /// The egress-only gateway of each inline route.
        egress_only_gateways: one ["route"."egress_only_gateway_id"] -> [EgressOnlyInternetGateway],
        /// The peering of each inline route.
        peerings: one ["route"."vpc_peering_connection_id"] -> [VpcPeeringConnection],
        /// The transit gateway of each inline route.
        transit_gateways: one ["route"."transit_gateway_id"] -> [TransitGateway],
        /// The endpoint of each inline route.
        endpoints: one ["route"."vpc_endpoint_id"] -> [VpcEndpoint],
        /// The prefix list of each inline route.
        prefix_lists: one ["route"."destination_prefix_list_id"] -> [ManagedPrefixList],
    }
}
