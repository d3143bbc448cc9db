//! `aws_neptune_subnet_group`

use crate::declare::resource;

resource! {
    /// The subnets of clusters of Neptune: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/neptune_subnet_group>.
    NeptuneSubnetGroup: "aws_neptune_subnet_group";
    keys: ["id", "name", "arn"];
    names: ["name"];
    attributes: {
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
    }
}
