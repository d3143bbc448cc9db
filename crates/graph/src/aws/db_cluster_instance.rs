//! `aws_rds_cluster_instance` and its like

use crate::declare::resource;

resource! {
    /// An instance of a cluster, with a host name of its own: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/rds_cluster_instance>.
    DbClusterInstance: "aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance";
    keys: ["id", "arn"];
    attributes: {
        /// The beginning of its host name.
        identifier: text,
        /// Its host name.
        endpoint: text,
    }
    links: {
        /// The cluster.
        cluster: one ["cluster_identifier"] -> [RdsCluster, DocdbCluster, NeptuneCluster],
    }
}
