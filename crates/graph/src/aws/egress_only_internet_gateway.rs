//! `aws_egress_only_internet_gateway`

use crate::declare::resource;

resource! {
    /// An egress-only internet gateway: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/egress_only_internet_gateway>.
    EgressOnlyInternetGateway: "aws_egress_only_internet_gateway";
    keys: ["id"];
    bound_to: [Region, Account];
    attributes: {
    }
    links: {
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
    }
}
