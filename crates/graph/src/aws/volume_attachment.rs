//! `aws_volume_attachment`

use crate::declare::resource;

resource! {
    /// A volume on an instance: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/volume_attachment>.
    VolumeAttachment: "aws_volume_attachment";
    keys: [];
    attributes: {
        /// The provider stops the instance before it detaches the volume, and does not start it again.
        stop_instance_before_detaching: boolean,
        /// It leaves the volume where it is.
        skip_destroy: boolean,
    }
    links: {
        /// The instance.
        instance: one ["instance_id"] -> [Instance, SpotInstanceRequest],
    }
}
