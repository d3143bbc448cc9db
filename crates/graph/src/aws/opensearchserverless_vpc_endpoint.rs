//! `aws_opensearchserverless_vpc_endpoint`

use crate::declare::resource;

resource! {
    /// An endpoint of OpenSearch Serverless: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/opensearchserverless_vpc_endpoint>.
    OpensearchserverlessVpcEndpoint: "aws_opensearchserverless_vpc_endpoint";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_group_ids"] -> [SecurityGroup],
    }
}
