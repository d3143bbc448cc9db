//! `aws_vpc_endpoint_policy`

use crate::declare::resource;

resource! {
    /// The policy of an endpoint: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_endpoint_policy>.
    VpcEndpointPolicy: "aws_vpc_endpoint_policy";
    keys: ["id"];
    attributes: {
        /// The policy.
        policy: source_text,
    }
    links: {
        /// The endpoint.
        endpoint: one ["vpc_endpoint_id"] -> [VpcEndpoint],
        /// The document that it is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
