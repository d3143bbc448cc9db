//! `aws_subnet`

use crate::declare::resource;

resource! {
    /// A subnet: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/subnet>.
    Subnet: "aws_subnet", "aws_default_subnet";
    keys: ["id", "arn"];
    bound_to: [Region];
    called: "subnet";
    attributes: {
        /// The IPv4 range.
        cidr_block: text,
        /// The IPv6 range.
        ipv6_cidr_block: text,
        /// IPv6 only.
        ipv6_native: boolean,
        /// Instances get a public IPv4 address.
        map_public_ip_on_launch: boolean,
        /// Instances get an IPv6 address.
        assign_ipv6_address_on_creation: boolean,
        /// The resolver makes up IPv6 addresses for IPv4-only names.
        enable_dns64: boolean,
        /// The Availability Zone.
        availability_zone: text,
        /// The id of the same zone.
        availability_zone_id: text,
        /// The Outpost that it is on.
        outpost_arn: text,
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
    }
}
