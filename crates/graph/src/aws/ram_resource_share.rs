//! `aws_ram_resource_share`

use crate::declare::resource;

resource! {
    /// A share of AWS RAM: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ram_resource_share>.
    RamResourceShare: "aws_ram_resource_share";
    keys: ["id", "arn"];
    attributes: {
    }
    links: {
    }
}
