//! `aws_network_interface_sg_attachment`

use crate::declare::resource;

resource! {
    /// A security group on an interface: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_interface_sg_attachment>.
    NetworkInterfaceSgAttachment: "aws_network_interface_sg_attachment";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The interface.
        interface: one ["network_interface_id"] -> [NetworkInterface, Instance, SpotInstanceRequest],
        /// The security group.
        security_group: one ["security_group_id"] -> [SecurityGroup],
    }
}
