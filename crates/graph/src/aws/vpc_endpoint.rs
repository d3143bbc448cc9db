//! `aws_vpc_endpoint`

use crate::declare::resource;

resource! {
    /// A VPC endpoint: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint>.
    VpcEndpoint: "aws_vpc_endpoint";
    keys: ["id", "arn", "dns_entry", "prefix_list_id"];
    bound_to: [Region];
    computed: ["dns_options", "subnet_configuration"];
    attributes: {
        /// The service.
        service_name: source_text,
        /// `Gateway` where left out.
        vpc_endpoint_type: text,
        /// Off where left out.
        private_dns_enabled: boolean,
        /// The endpoint policy; everything is allowed where left out.
        policy: source_text,
        /// `ipv4`, `dualstack` or `ipv6`.
        ip_address_type: text,
        /// Which DNS records it has; as its addresses where left out.
        dns_options: blocks,
        /// The Region of the service, for cross-Region endpoints.
        service_region: text,
        /// Addresses in subnets.
        subnet_configuration: blocks,
    }
    links: {
        /// The data source that the service's name comes from.
        service: one ["service_name"] -> [VpcEndpointService],
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
        /// Subnets with an interface of the endpoint.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// Subnets of the address blocks.
        configured_subnets: one ["subnet_configuration"."subnet_id"] -> [Subnet],
        /// Security groups; the VPC's default one where left out.
        security_groups: many ["security_group_ids"] -> [SecurityGroup],
        /// Route tables of a gateway endpoint.
        route_tables: many ["route_table_ids"] -> [RouteTable],
        /// The document that the policy is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
