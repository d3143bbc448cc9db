//! `aws_launch_template`

use crate::declare::resource;

resource! {
    /// A launch template: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_template>.
    LaunchTemplate: "aws_launch_template";
    keys: ["id", "name", "arn"];
    names: ["name"];
    bound_to: [Region, Account];
    called: "template";
    computed: ["metadata_options"];
    attributes: {
        /// User data, base64.
        user_data: source_text,
        /// The image.
        image_id: text,
        /// The key pair.
        key_name: text,
        /// Instance metadata service.
        metadata_options: blocks,
        /// Network interfaces.
        network_interfaces: blocks,
        /// Tags of what is launched.
        tag_specifications: blocks,
    }
    links: {
        /// The instance profile, by name.
        profiles_by_name: one ["iam_instance_profile"."name"] -> [InstanceProfile],
        /// The instance profile, by ARN.
        profiles_by_arn: one ["iam_instance_profile"."arn"] -> [InstanceProfile],
        /// The image.
        image: one ["image_id"] -> [Ami, SsmParameter],
        /// What renders the user data.
        rendered_user_data: one ["user_data"] -> [Rendered],
        /// Security groups, by id.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
        /// Security groups of the default VPC, by name.
        security_groups_by_name: many ["security_group_names"] -> [SecurityGroup],
        /// Security groups of each network interface block.
        interface_security_groups: many ["network_interfaces"."security_groups"] -> [SecurityGroup],
        /// The subnet of each network interface block.
        interface_subnets: one ["network_interfaces"."subnet_id"] -> [Subnet],
        /// The existing interface of each network interface block.
        interfaces: one ["network_interfaces"."network_interface_id"] -> [NetworkInterface],
    }
}
