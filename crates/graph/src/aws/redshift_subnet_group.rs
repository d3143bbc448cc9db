//! `aws_redshift_subnet_group`

use crate::declare::resource;

resource! {
    /// The subnets of clusters of Redshift: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/redshift_subnet_group>.
    RedshiftSubnetGroup: "aws_redshift_subnet_group";
    keys: ["id", "name", "arn"];
    names: ["name"];
    attributes: {
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
    }
}
