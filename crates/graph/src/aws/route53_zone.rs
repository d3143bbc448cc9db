//! `aws_route53_zone`

use crate::declare::resource;

resource! {
    /// A hosted zone: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_zone>.
    Route53Zone: "aws_route53_zone";
    keys: ["zone_id", "id", "arn"];
    attributes: {
        /// The domain.
        name: text,
    }
    links: {
        /// VPCs that a private zone is associated with.
        vpcs: one ["vpc"."vpc_id"] -> [Vpc],
    }
}
