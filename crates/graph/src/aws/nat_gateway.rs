//! `aws_nat_gateway`

use crate::declare::resource;

resource! {
    /// A NAT gateway: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/nat_gateway>.
    NatGateway: "aws_nat_gateway";
    keys: ["id"];
    bound_to: [Region, Account];
    attributes: {
        /// `public` where left out.
        connectivity_type: text,
        /// `regional` needs no subnet.
        availability_mode: text,
    }
    links: {
        /// The subnet.
        subnet: one ["subnet_id"] -> [Subnet],
        /// The VPC of a regional one.
        vpc: one ["vpc_id"] -> [Vpc],
        /// Its Elastic IP address.
        eip: one ["allocation_id"] -> [Eip],
    }
}
