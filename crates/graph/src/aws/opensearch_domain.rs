//! `aws_opensearch_domain`

use crate::declare::resource;

resource! {
    /// A domain of OpenSearch: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/opensearch_domain>.
    OpensearchDomain: "aws_opensearch_domain", "aws_elasticsearch_domain";
    keys: ["id", "arn", "domain_name"];
    names: ["domain_name"];
    attributes: {
        /// Where it is in a VPC; a public one has none.
        vpc_options: blocks,
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
