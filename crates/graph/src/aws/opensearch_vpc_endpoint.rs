//! `aws_opensearch_vpc_endpoint`

use crate::declare::resource;

resource! {
    /// An endpoint of a domain of OpenSearch: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/opensearch_vpc_endpoint>.
    OpensearchVpcEndpoint: "aws_opensearch_vpc_endpoint", "aws_elasticsearch_vpc_endpoint";
    keys: ["id"];
    attributes: {
        /// The host name.
        endpoint: text,
    }
    links: {
        /// The subnets.
        subnets: many ["vpc_options"."subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_options"."security_group_ids"] -> [SecurityGroup],
    }
}
