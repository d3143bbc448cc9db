//! `aws_emr_cluster`

use crate::spec::resource;

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
        /// The subnets of which one is taken.
        any_subnets: many ["ec2_attributes"."subnet_ids"] -> [Subnet],
    }
}
