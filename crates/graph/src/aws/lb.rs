//! `aws_lb`

use crate::declare::resource;

resource! {
    /// A load balancer: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb>.
    Lb: "aws_lb", "aws_alb";
    keys: ["id", "arn"];
    attributes: {
        /// Without a public address; `false` where left out.
        internal: boolean,
        /// `application` where left out.
        load_balancer_type: text,
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
