//! `aws_internet_gateway_attachment`

use crate::declare::resource;

resource! {
    /// An internet gateway on a VPC: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/internet_gateway_attachment>.
    InternetGatewayAttachment: "aws_internet_gateway_attachment";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The gateway.
        gateway: one ["internet_gateway_id"] -> [InternetGateway],
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
    }
}
