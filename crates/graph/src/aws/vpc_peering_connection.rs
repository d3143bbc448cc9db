//! `aws_vpc_peering_connection`

use crate::spec::resource;

resource! {
    /// A peering of two VPCs: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_peering_connection>.
    VpcPeeringConnection: "aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter";
    keys: ["id", "vpc_peering_connection_id"];
    attributes: {
    }
    links: {
        /// The requester.
        vpc: one ["vpc_id"] -> [Vpc],
        /// The accepter.
        peer: one ["peer_vpc_id"] -> [Vpc],
    }
}
