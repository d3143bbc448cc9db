//! `aws_route`

use crate::declare::resource;

impl Route<'_> {
    /// The attributes that hold a route's target, of a resource and of a block in a table; one that is no link leads out of what is modelled.
    pub const TARGETS: [&'static str; 12] = [
        "gateway_id",
        "nat_gateway_id",
        "network_interface_id",
        "instance_id",
        "egress_only_gateway_id",
        "vpc_peering_connection_id",
        "transit_gateway_id",
        "vpc_endpoint_id",
        "carrier_gateway_id",
        "local_gateway_id",
        "core_network_arn",
        "odb_network_arn",
    ];
}

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
