//! `aws_eks_cluster`

use crate::declare::resource;

resource! {
    /// A cluster, with the group that EKS makes for it: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_cluster>.
    EksCluster: "aws_eks_cluster";
    keys: ["id", "name", "arn"];
    names: ["name"];
    makes: [ClusterSecurityGroup by "vpc_config"."cluster_security_group_id"];
    attributes: {
        /// Where the control plane is.
        vpc_config: blocks,
    }
    links: {
        /// Subnets of the control plane.
        subnets: many ["vpc_config"."subnet_ids"] -> [Subnet],
        /// Groups of the control plane, beside the one that EKS makes.
        security_groups: many ["vpc_config"."security_group_ids"] -> [SecurityGroup],
    }
}
