//! `aws_ec2_instance_metadata_defaults`

use crate::declare::resource;

resource! {
    /// The account's metadata defaults of a Region: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_instance_metadata_defaults>.
    InstanceMetadataDefaults: "aws_ec2_instance_metadata_defaults";
    keys: [];
    attributes: {
        /// `enabled`, `disabled` or `no-preference`.
        http_endpoint: text,
    }
    links: {
    }
}
