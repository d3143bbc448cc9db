//! `aws_spot_fleet_request`

use crate::declare::resource;

resource! {
    /// A spot fleet: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/spot_fleet_request>.
    SpotFleetRequest: "aws_spot_fleet_request";
    keys: ["id"];
    attributes: {
        /// Launch specifications.
        launch_specification: blocks,
        /// Launch templates with overrides.
        launch_template_config: blocks,
    }
    links: {
        /// The profile of each launch specification, by name.
        profiles_by_name: one ["launch_specification"."iam_instance_profile"] -> [InstanceProfile],
        /// The profile of each launch specification, by ARN.
        profiles_by_arn: one ["launch_specification"."iam_instance_profile_arn"] -> [InstanceProfile],
        /// The image of each launch specification.
        images: one ["launch_specification"."ami"] -> [Ami, SsmParameter],
        /// The subnet of each launch specification.
        subnets: one ["launch_specification"."subnet_id"] -> [Subnet],
        /// The security groups of each launch specification.
        security_groups: many ["launch_specification"."vpc_security_group_ids"] -> [SecurityGroup],
        /// Launch templates, by id.
        templates_by_id: one ["launch_template_config"."launch_template_specification"."id"] -> [LaunchTemplate],
        /// Launch templates, by name.
        templates_by_name: one ["launch_template_config"."launch_template_specification"."name"] -> [LaunchTemplate],
        /// Subnets of the overrides.
        override_subnets: one ["launch_template_config"."overrides"."subnet_id"] -> [Subnet],
    }
}
