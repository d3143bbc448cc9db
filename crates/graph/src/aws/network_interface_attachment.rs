//! `aws_network_interface_attachment`

use crate::declare::resource;

resource! {
    /// A network interface on an instance: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_interface_attachment>.
    NetworkInterfaceAttachment: "aws_network_interface_attachment";
    keys: ["attachment_id", "id"];
    attributes: {
        /// The position on the instance.
        device_index: integer,
    }
    links: {
        /// The interface.
        interface: one ["network_interface_id"] -> [NetworkInterface],
        /// The instance.
        instance: one ["instance_id"] -> [Instance, SpotInstanceRequest],
    }
}
