//! `aws_launch_configuration`

use crate::declare::resource;

resource! {
    /// A launch configuration: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_configuration>.
    LaunchConfiguration: "aws_launch_configuration";
    keys: ["name", "id", "arn"];
    names: ["name", "id"];
    computed: ["metadata_options"];
    attributes: {
        /// User data, hashed.
        user_data: source_text,
        /// User data, base64.
        user_data_base64: text,
        /// The image.
        image_id: text,
        /// Explicit choice of a public IPv4 address.
        associate_public_ip_address: boolean,
        /// The key pair.
        key_name: text,
        /// Instance metadata service.
        metadata_options: blocks,
    }
    links: {
        /// The instance profile, by name or ARN.
        profile: one ["iam_instance_profile"] -> [InstanceProfile],
        /// The image.
        image: one ["image_id"] -> [Ami, SsmParameter],
        /// What renders the user data.
        rendered_user_data: one ["user_data"] -> [Rendered],
        /// What renders the user data, base64.
        rendered_user_data_base64: one ["user_data_base64"] -> [Rendered],
        /// Security groups.
        security_groups: many ["security_groups"] -> [SecurityGroup],
    }
}
