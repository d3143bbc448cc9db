//! `aws_route53profiles_association`

use crate::declare::resource;

resource! {
    /// A VPC with the zones and rules of a Route 53 profile: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53profiles_association>.
    Route53ProfilesAssociation: "aws_route53profiles_association";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The VPC.
        vpc: one ["resource_id"] -> [Vpc],
    }
}
