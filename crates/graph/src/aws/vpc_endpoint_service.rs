//! `aws_vpc_endpoint_service`

use crate::declare::resource;

resource! {
    /// An endpoint service: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/vpc_endpoint_service>.
    VpcEndpointService: "aws_vpc_endpoint_service";
    keys: ["service_name"];
    attributes: {
        /// The service of the data source, short: `ssm`.
        service: text,
        /// The full name.
        service_name: text,
    }
    links: {
    }
}
