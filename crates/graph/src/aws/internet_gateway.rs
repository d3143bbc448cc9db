//! `aws_internet_gateway`

use crate::declare::resource;

resource! {
    /// An internet gateway: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/internet_gateway>.
    InternetGateway: "aws_internet_gateway";
    keys: ["id", "arn"];
    bound_to: [Region, Account];
    attributes: {
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
    }
}
