//! `aws_ec2_transit_gateway`

use crate::declare::resource;

resource! {
    /// A transit gateway: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_transit_gateway>.
    TransitGateway: "aws_ec2_transit_gateway";
    keys: ["id", "arn", "association_default_route_table_id", "propagation_default_route_table_id"];
    bound_to: [Region];
    attributes: {
        /// `enable` where left out: new attachments are associated with the default route table.
        default_route_table_association: text,
        /// `enable` where left out: the ranges of new attachments are routes of the default route table.
        default_route_table_propagation: text,
        /// `disable` where left out: attachments of other accounts wait to be accepted.
        auto_accept_shared_attachments: text,
        /// `disable` where left out: rules may name groups of other attached VPCs.
        security_group_referencing_support: text,
    }
    links: {
    }
}
