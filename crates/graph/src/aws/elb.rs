//! `aws_elb`

use crate::declare::resource;

resource! {
    /// A classic load balancer: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elb>.
    Elb: "aws_elb";
    keys: ["id", "arn", "name"];
    names: ["name"];
    attributes: {
        /// Without a public address; `false` where left out.
        internal: boolean,
        /// What it listens on.
        listener: blocks,
        /// The host name.
        dns_name: text,
    }
    links: {
        /// The subnets.
        subnets: many ["subnets"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_groups"] -> [SecurityGroup],
    }
}
