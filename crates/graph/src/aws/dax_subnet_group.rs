//! `aws_dax_subnet_group`

use crate::declare::resource;

resource! {
    /// The subnets of clusters of DynamoDB Accelerator: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dax_subnet_group>.
    DaxSubnetGroup: "aws_dax_subnet_group";
    keys: ["id", "name"];
    names: ["name"];
    attributes: {
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
    }
}
