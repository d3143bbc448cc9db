//! `aws_db_subnet_group`

use crate::declare::resource;

resource! {
    /// The subnets of databases of RDS: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_subnet_group>.
    DbSubnetGroup: "aws_db_subnet_group";
    keys: ["id", "name", "arn"];
    names: ["name"];
    attributes: {
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
    }
}
