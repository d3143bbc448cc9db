//! `aws_vpc_endpoint_private_dns`

use crate::declare::resource;

resource! {
    /// Private DNS of an endpoint: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint_private_dns>.
    VpcEndpointPrivateDns: "aws_vpc_endpoint_private_dns";
    keys: [];
    attributes: {
        /// Private DNS on or off.
        private_dns_enabled: boolean,
    }
    links: {
        /// The endpoint.
        endpoint: one ["vpc_endpoint_id"] -> [VpcEndpoint],
    }
}
