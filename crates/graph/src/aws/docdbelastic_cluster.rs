//! `aws_docdbelastic_cluster`

use crate::declare::resource;

resource! {
    /// An elastic cluster of DocumentDB: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/docdbelastic_cluster>.
    DocdbelasticCluster: "aws_docdbelastic_cluster";
    keys: ["id", "arn", "name"];
    names: ["name"];
    attributes: {
        /// The host name.
        endpoint: text,
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["vpc_security_group_ids"] -> [SecurityGroup],
    }
}
