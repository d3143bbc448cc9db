//! `aws_route53_zone_association`

use crate::declare::resource;

resource! {
    /// A private zone on a further VPC: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_zone_association>.
    Route53ZoneAssociation: "aws_route53_zone_association";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The zone.
        zone: one ["zone_id"] -> [Route53Zone],
        /// The VPC.
        vpc: one ["vpc_id"] -> [Vpc],
    }
}
