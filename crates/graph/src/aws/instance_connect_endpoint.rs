//! `aws_ec2_instance_connect_endpoint`

use crate::declare::resource;

resource! {
    /// An endpoint of EC2 Instance Connect: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_instance_connect_endpoint>.
    InstanceConnectEndpoint: "aws_ec2_instance_connect_endpoint";
    keys: ["id", "arn"];
    attributes: {
    }
    links: {
    }
}
