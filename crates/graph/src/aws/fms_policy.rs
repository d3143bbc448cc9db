//! `aws_fms_policy`

use crate::declare::resource;

resource! {
    /// A policy of Firewall Manager, which adds to whatever is in its scope: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/fms_policy>.
    FmsPolicy: "aws_fms_policy";
    keys: ["id", "arn"];
    attributes: {
        /// What it manages; its `type` says of which service.
        security_service_policy_data: blocks,
    }
    links: {
    }
}
