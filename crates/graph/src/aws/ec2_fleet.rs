//! `aws_ec2_fleet`

use crate::declare::resource;

resource! {
    /// An EC2 fleet: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_fleet>.
    Ec2Fleet: "aws_ec2_fleet";
    keys: ["id", "arn"];
    attributes: {
        /// Launch templates with overrides.
        launch_template_config: blocks,
    }
    links: {
        /// Launch templates, by id.
        templates_by_id: one ["launch_template_config"."launch_template_specification"."launch_template_id"] -> [LaunchTemplate],
        /// Launch templates, by name.
        templates_by_name: one ["launch_template_config"."launch_template_specification"."launch_template_name"] -> [LaunchTemplate],
        /// Subnets of the overrides.
        override_subnets: one ["launch_template_config"."override"."subnet_id"] -> [Subnet],
    }
}
