//! `aws_elasticache_subnet_group`

use crate::declare::resource;

resource! {
    /// The subnets of caches of ElastiCache: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_subnet_group>.
    ElasticacheSubnetGroup: "aws_elasticache_subnet_group";
    keys: ["id", "name", "arn"];
    names: ["name"];
    attributes: {
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
    }
}
