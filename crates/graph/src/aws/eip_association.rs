//! `aws_eip_association`

use crate::declare::resource;

resource! {
    /// An elastic IP address on an instance or interface: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eip_association>.
    EipAssociation: "aws_eip_association";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The instance that gets it.
        instance: one ["instance_id"] -> [Instance, SpotInstanceRequest],
        /// The interface that gets it.
        interface: one ["network_interface_id"] -> [NetworkInterface, Instance, SpotInstanceRequest],
        /// The address.
        eip: one ["allocation_id"] -> [Eip],
    }
}
