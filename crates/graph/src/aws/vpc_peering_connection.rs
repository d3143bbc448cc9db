//! `aws_vpc_peering_connection`

use crate::declare::resource;

resource! {
    /// A peering of two VPCs: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_peering_connection>.
    VpcPeeringConnection: "aws_vpc_peering_connection", "aws_vpc_peering_connection_accepter";
    keys: ["id", "vpc_peering_connection_id"];
    attributes: {
        /// Both ends are this account's, in this Region.
        auto_accept: boolean,
    }
    links: {
        /// The requester.
        vpc: one ["vpc_id"] -> [Vpc],
        /// The accepter, which may be anywhere.
        peer: afar ["peer_vpc_id"] -> [Vpc],
        /// The peering that the resource accepts.
        accepts: one ["vpc_peering_connection_id"] -> [VpcPeeringConnection],
    }
}
