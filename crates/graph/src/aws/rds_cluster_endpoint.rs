//! `aws_rds_cluster_endpoint` and its like

use crate::declare::resource;

resource! {
    /// A further host name of a cluster: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster_endpoint>.
    RdsClusterEndpoint: "aws_rds_cluster_endpoint", "aws_neptune_cluster_endpoint";
    keys: ["id", "arn"];
    attributes: {
        /// The beginning of its host name.
        cluster_endpoint_identifier: text,
        /// Its host name.
        endpoint: text,
    }
    links: {
        /// The cluster.
        cluster: one ["cluster_identifier"] -> [RdsCluster, NeptuneCluster],
    }
}
