//! `aws_autoscaling_group`

use crate::declare::resource;

resource! {
    /// An auto scaling group: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group>.
    AutoscalingGroup: "aws_autoscaling_group";
    keys: ["name", "id", "arn"];
    names: ["name", "id"];
    computed: ["launch_template", "mixed_instances_policy"];
    attributes: {
        /// Launch template with overrides.
        mixed_instances_policy: blocks,
        /// The launch template.
        launch_template: blocks,
        /// Availability Zones of the default VPC.
        availability_zones: value,
        /// How many instances at most.
        max_size: integer,
        /// Tags, propagated at launch or not.
        tag: blocks,
    }
    links: {
        /// The launch template, by id.
        templates_by_id: one ["launch_template"."id"] -> [LaunchTemplate],
        /// The launch template, by name.
        templates_by_name: one ["launch_template"."name"] -> [LaunchTemplate],
        /// The launch configuration, by name.
        launch_configuration: one ["launch_configuration"] -> [LaunchConfiguration],
        /// Subnets.
        subnets: many ["vpc_zone_identifier"] -> [Subnet],
        /// The template of a mixed instances policy, by id.
        mixed_templates_by_id: one ["mixed_instances_policy"."launch_template"."launch_template_specification"."launch_template_id"] -> [LaunchTemplate],
        /// The template of a mixed instances policy, by name.
        mixed_templates_by_name: one ["mixed_instances_policy"."launch_template"."launch_template_specification"."launch_template_name"] -> [LaunchTemplate],
        /// Templates that overrides name, by id.
        override_templates_by_id: one ["mixed_instances_policy"."launch_template"."override"."launch_template_specification"."launch_template_id"] -> [LaunchTemplate],
        /// Templates that overrides name, by name.
        override_templates_by_name: one ["mixed_instances_policy"."launch_template"."override"."launch_template_specification"."launch_template_name"] -> [LaunchTemplate],
    }
}
