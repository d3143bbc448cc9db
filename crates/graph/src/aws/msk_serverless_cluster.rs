//! `aws_msk_serverless_cluster`

use crate::declare::resource;

resource! {
    /// A serverless cluster of Managed Streaming for Kafka: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/msk_serverless_cluster>.
    MskServerlessCluster: "aws_msk_serverless_cluster";
    keys: ["id", "arn", "cluster_name"];
    names: ["cluster_name"];
    attributes: {
    }
    links: {
        /// The subnets.
        subnets: many ["vpc_config"."subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_config"."security_group_ids"] -> [SecurityGroup],
    }
}
