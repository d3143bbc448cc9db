//! `aws_ec2_transit_gateway`

use crate::spec::resource;

resource! {
    /// A transit gateway: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway>.
    TransitGateway: "aws_ec2_transit_gateway";
    keys: ["id", "arn"];
    attributes: {
    }
    links: {
    }
}
