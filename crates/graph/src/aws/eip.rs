//! `aws_eip`

use crate::declare::resource;

resource! {
    /// An elastic IP address: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eip>.
    Eip: "aws_eip";
    keys: ["id", "allocation_id", "arn"];
    bound_to: [Region, Account];
    attributes: {
        /// The zones that the address is for; those of the Region where left out.
        network_border_group: text,
    }
    links: {
        /// The instance that has it.
        instance: one ["instance"] -> [Instance, SpotInstanceRequest],
        /// The interface that has it.
        interface: one ["network_interface"] -> [NetworkInterface, Instance, SpotInstanceRequest],
    }
}
