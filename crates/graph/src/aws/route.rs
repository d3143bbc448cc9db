//! `aws_route`

use crate::spec::resource;

resource! {
    /// A route: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route>.
    Route: "aws_route";
    keys: ["id"];
    attributes: {
        /// An IPv4 destination.
        destination_cidr_block: text,
        /// An IPv6 destination.
        destination_ipv6_cidr_block: text,
        /// A prefix list as destination.
        destination_prefix_list_id: text,
    }
    links: {
        /// The route table.
        table: one ["route_table_id"] -> [RouteTable],
        /// The gateway.
        gateway: one ["gateway_id"] -> [InternetGateway, NatGateway, VpcEndpoint, VpnGateway],
        /// The NAT gateway.
        nat_gateway: one ["nat_gateway_id"] -> [NatGateway],
        /// The interface.
        interface: one ["network_interface_id"] -> [NetworkInterface, Instance, SpotInstanceRequest],
        /// The instance, in old providers.
        instance: one ["instance_id"] -> [Instance, SpotInstanceRequest],
        /// The egress-only gateway.
        egress_only_gateway: one ["egress_only_gateway_id"] -> [EgressOnlyInternetGateway],
        /// The peering.
        peering: one ["vpc_peering_connection_id"] -> [VpcPeeringConnection],
        /// The transit gateway.
        transit_gateway: one ["transit_gateway_id"] -> [TransitGateway],
        /// The endpoint.
        endpoint: one ["vpc_endpoint_id"] -> [VpcEndpoint],
        /// The prefix list.
        prefix_list: one ["destination_prefix_list_id"] -> [ManagedPrefixList],
    }
}
