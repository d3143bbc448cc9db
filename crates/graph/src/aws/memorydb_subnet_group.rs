//! `aws_memorydb_subnet_group`

use crate::declare::resource;

resource! {
    /// The subnets of clusters of MemoryDB: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/memorydb_subnet_group>.
    MemorydbSubnetGroup: "aws_memorydb_subnet_group";
    keys: ["id", "name", "arn"];
    names: ["name"];
    attributes: {
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
    }
}
