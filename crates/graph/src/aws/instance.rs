//! `aws_instance`

use crate::declare::resource;

/// Declares an instance, or what asks for one with the same arguments.
macro_rules! instance {
    ($($head:tt)*) => {
        resource! {
            $($head)*
            attributes: {
                /// User data, hashed by old providers.
                user_data: source_text,
                /// User data, base64.
                user_data_base64: source_text,
                /// Explicit choice of a public IPv4 address.
                associate_public_ip_address: boolean,
                /// Off for an instance that forwards packets, such as a NAT instance.
                source_dest_check: boolean,
                /// The key pair.
                key_name: text,
                /// The image.
                ami: text,
                /// Instance metadata service.
                metadata_options: blocks,
                /// Network interfaces made elsewhere.
                network_interface: blocks,
                /// How many IPv6 addresses.
                ipv6_address_count: integer,
                /// Tags.
                tags: value,
            }
            links: {
                /// The instance profile, by name.
                profile: one ["iam_instance_profile"] -> [InstanceProfile],
                /// The image.
                image: one ["ami"] -> [Ami, SsmParameter],
                /// What renders the user data.
                rendered_user_data: one ["user_data"] -> [Rendered],
                /// What renders the user data, base64.
                rendered_user_data_base64: one ["user_data_base64"] -> [Rendered],
                /// The subnet.
                subnet: one ["subnet_id"] -> [Subnet],
                /// Security groups, by id.
                security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
                /// Security groups of the default VPC, by name.
                security_groups_by_name: many ["security_groups"] -> [SecurityGroup],
                /// Network interfaces made elsewhere, one for each block.
                interfaces: one ["network_interface"."network_interface_id"] -> [NetworkInterface],
                /// The primary interface made elsewhere, in provider 6.
                primary_interfaces: one ["primary_network_interface"."network_interface_id"] -> [NetworkInterface],
                /// The launch template, by id.
                templates_by_id: one ["launch_template"."id"] -> [LaunchTemplate],
                /// The launch template, by name.
                templates_by_name: one ["launch_template"."name"] -> [LaunchTemplate],
            }
        }
    };
}
pub(crate) use instance;

instance! {
    /// An EC2 instance: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance>.
    Instance: "aws_instance";
    keys: ["id", "arn", "primary_network_interface_id"];
    bound_to: [Region, Account];
    computed: ["metadata_options", "network_interface"];
}
