//! `aws_ami_from_instance`

use crate::declare::resource;

resource! {
    /// An image of an instance: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ami_from_instance>.
    AmiFromInstance: "aws_ami_from_instance";
    keys: [];
    attributes: {
        /// The instance keeps running; where left out, EC2 shuts it down and boots it again.
        snapshot_without_reboot: boolean,
    }
    links: {
        /// The instance.
        instance: one ["source_instance_id"] -> [Instance, SpotInstanceRequest],
    }
}
