//! `aws_redshift_cluster`

use crate::declare::resource;

resource! {
    /// A cluster of Redshift: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/redshift_cluster>.
    RedshiftCluster: "aws_redshift_cluster";
    keys: ["id", "arn", "cluster_identifier"];
    names: ["cluster_identifier"];
    attributes: {
        /// The port; the default of the engine where left out.
        port: integer,
    }
    links: {
        /// The subnet group.
        subnet_group: one ["cluster_subnet_group_name"] -> [RedshiftSubnetGroup],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
    }
}
