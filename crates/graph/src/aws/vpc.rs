//! `aws_vpc`

use crate::declare::resource;

resource! {
    /// A VPC: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc>.
    Vpc: "aws_vpc", "aws_default_vpc";
    keys: ["id", "arn"];
    bound_to: [Region];
    called: "vpc";
    makes: [
        SecurityGroup by "default_security_group_id",
        RouteTable by "default_route_table_id",
        RouteTable by "main_route_table_id",
        NetworkAcl by "default_network_acl_id"
    ];
    attributes: {
        /// The primary IPv4 range.
        cidr_block: text,
        /// The IPv6 range.
        ipv6_cidr_block: text,
        /// Gets an IPv6 range from Amazon.
        assign_generated_ipv6_cidr_block: boolean,
        /// On where left out.
        enable_dns_support: boolean,
        /// Off where left out.
        enable_dns_hostnames: boolean,
    }
    links: {
    }
}
