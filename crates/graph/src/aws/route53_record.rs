//! `aws_route53_record`

use crate::declare::resource;

resource! {
    /// A DNS record: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record>.
    Route53Record: "aws_route53_record";
    keys: ["id"];
    attributes: {
        /// The name.
        name: text,
        /// An alias.
        alias: blocks,
    }
    links: {
        /// The zone.
        zone: one ["zone_id"] -> [Route53Zone],
        /// The endpoint of an alias.
        alias_endpoints: one ["alias"."name"] -> [VpcEndpoint],
        /// The endpoint of a CNAME or address record.
        endpoints: many ["records"] -> [VpcEndpoint],
    }
}
