//! `aws_msk_cluster`

use crate::declare::resource;

resource! {
    /// A cluster of Managed Streaming for Kafka: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/msk_cluster>.
    MskCluster: "aws_msk_cluster";
    keys: ["id", "arn", "cluster_name"];
    names: ["cluster_name"];
    attributes: {
        /// How clients speak with brokers.
        encryption_info: blocks,
        /// How clients say who they are.
        client_authentication: blocks,
    }
    links: {
        /// The subnets.
        subnets: many ["broker_node_group_info"."client_subnets"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["broker_node_group_info"."security_groups"] -> [SecurityGroup],
    }
}
