//! `aws_emr_cluster`

use crate::declare::resource;

resource! {
    /// The instances of an EMR cluster: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/emr_cluster>.
    EmrCluster: "aws_emr_cluster";
    keys: ["id", "arn"];
    attributes: {
        /// Where the instances are, and as whom.
        ec2_attributes: blocks,
    }
    links: {
        /// The instance profile, by name or ARN.
        profiles: one ["ec2_attributes"."instance_profile"] -> [InstanceProfile],
        /// The subnet.
        subnets: one ["ec2_attributes"."subnet_id"] -> [Subnet],
        /// The group of the primary node.
        primary_group: one ["ec2_attributes"."emr_managed_master_security_group"] -> [SecurityGroup],
        /// The group of core and task nodes.
        core_group: one ["ec2_attributes"."emr_managed_slave_security_group"] -> [SecurityGroup],
        /// The subnets of which one is taken.
        any_subnets: many ["ec2_attributes"."subnet_ids"] -> [Subnet],
    }
}
