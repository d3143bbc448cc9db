//! `aws_ec2_tag`

use crate::declare::resource;

resource! {
    /// One tag of something of EC2 that is made elsewhere: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_tag>.
    Ec2Tag: "aws_ec2_tag";
    keys: ["id"];
    attributes: {
        /// The key.
        key: text,
        /// The value.
        value: text,
    }
    links: {
        /// What is tagged; of all that may be, instances matter.
        tagged: one ["resource_id"] -> [
            Instance, SpotInstanceRequest, Vpc, Subnet, SecurityGroup, RouteTable, NetworkAcl, NetworkInterface, Eip, InternetGateway,
            NatGateway, VpcEndpoint, VpcPeeringConnection, LaunchTemplate, TransitGateway, TransitGatewayVpcAttachment, Ami
        ],
    }
}
