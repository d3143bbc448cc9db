//! `aws_elasticache_serverless_cache`

use crate::declare::resource;

resource! {
    /// A serverless cache: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_serverless_cache>.
    ElasticacheServerlessCache: "aws_elasticache_serverless_cache";
    keys: ["id", "arn", "name"];
    names: ["name"];
    attributes: {
        /// The engine.
        engine: text,
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_group_ids"] -> [SecurityGroup],
    }
}
