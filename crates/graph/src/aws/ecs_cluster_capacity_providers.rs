//! `aws_ecs_cluster_capacity_providers`

use crate::declare::resource;

resource! {
    /// What runs the tasks of a cluster by default: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_cluster_capacity_providers>.
    EcsClusterCapacityProviders: "aws_ecs_cluster_capacity_providers";
    keys: ["id"];
    attributes: {
        /// What runs the tasks of services that name nothing.
        default_capacity_provider_strategy: blocks,
    }
    links: {
        /// The cluster.
        cluster: one ["cluster_name"] -> [EcsCluster],
    }
}
