//! `aws_dax_cluster`

use crate::declare::resource;

resource! {
    /// A cluster of DynamoDB Accelerator: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dax_cluster>.
    DaxCluster: "aws_dax_cluster";
    keys: ["id", "arn", "cluster_name"];
    names: ["cluster_name"];
    attributes: {
        /// `NONE` or `TLS`; `NONE` where left out.
        cluster_endpoint_encryption_type: text,
    }
    links: {
        /// The subnet group.
        subnet_group: one ["subnet_group_name"] -> [DaxSubnetGroup],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_group_ids"] -> [SecurityGroup],
    }
}
