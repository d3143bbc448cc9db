//! `aws_imagebuilder_infrastructure_configuration`

use crate::declare::resource;

resource! {
    /// The instances that Image Builder builds and tests on: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/imagebuilder_infrastructure_configuration>.
    ImagebuilderInfrastructureConfiguration: "aws_imagebuilder_infrastructure_configuration";
    keys: ["id", "arn"];
    attributes: {
    }
    links: {
        /// The instance profile, by name.
        profile: one ["instance_profile_name"] -> [InstanceProfile],
        /// The subnet.
        subnet: one ["subnet_id"] -> [Subnet],
        /// Security groups.
        security_groups: many ["security_group_ids"] -> [SecurityGroup],
    }
}
