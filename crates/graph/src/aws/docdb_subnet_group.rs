//! `aws_docdb_subnet_group`

use crate::declare::resource;

resource! {
    /// The subnets of clusters of DocumentDB: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/docdb_subnet_group>.
    DocdbSubnetGroup: "aws_docdb_subnet_group";
    keys: ["id", "name", "arn"];
    names: ["name"];
    attributes: {
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
    }
}
