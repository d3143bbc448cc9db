//! `aws_network_interface`

use crate::declare::resource;

resource! {
    /// A network interface: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_interface>.
    NetworkInterface: "aws_network_interface";
    keys: ["id", "arn"];
    bound_to: [Region];
    called: "interface";
    computed: ["attachment"];
    attributes: {
        /// Off for an interface that forwards packets.
        source_dest_check: boolean,
        /// Attachments.
        attachment: blocks,
        /// How many IPv6 addresses.
        ipv6_address_count: integer,
    }
    links: {
        /// The subnet.
        subnet: one ["subnet_id"] -> [Subnet],
        /// Security groups.
        security_groups: many ["security_groups"] -> [SecurityGroup],
        /// The instance of each attachment.
        attached_to: one ["attachment"."instance"] -> [Instance, SpotInstanceRequest],
    }
}
