//! `aws_eks_node_group`

use crate::declare::resource;

resource! {
    /// A managed node group: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_node_group>.
    EksNodeGroup: "aws_eks_node_group";
    keys: ["id", "arn"];
    attributes: {
        /// The launch template.
        launch_template: blocks,
    }
    links: {
        /// The role of the nodes.
        role: one ["node_role_arn"] -> [Role],
        /// The cluster, by name.
        cluster: one ["cluster_name"] -> [EksCluster],
        /// Subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// The launch template, by id.
        templates_by_id: one ["launch_template"."id"] -> [LaunchTemplate],
        /// The launch template, by name.
        templates_by_name: one ["launch_template"."name"] -> [LaunchTemplate],
    }
}
