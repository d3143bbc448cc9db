//! `aws_cloud9_environment_ec2`

use crate::declare::resource;

resource! {
    /// The instance of a Cloud9 environment: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloud9_environment_ec2>.
    Cloud9EnvironmentEc2: "aws_cloud9_environment_ec2";
    keys: ["id", "arn"];
    attributes: {
        /// `CONNECT_SSM`, or `CONNECT_SSH` where left out.
        connection_type: text,
    }
    links: {
        /// The subnet.
        subnet: one ["subnet_id"] -> [Subnet],
    }
}
