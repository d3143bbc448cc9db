//! `aws_organizations_policy`

use crate::declare::resource;

resource! {
    /// A policy of AWS Organizations: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/organizations_policy>.
    OrganizationsPolicy: "aws_organizations_policy";
    keys: ["id", "arn"];
    attributes: {
        /// The name.
        name: text,
        /// The document.
        content: source_text,
    }
    links: {
        /// The document that it is made of.
        document: one ["content"] -> [PolicyDocument],
    }
}
