//! `aws_iam_role_policy`

use crate::declare::resource;

resource! {
    /// An inline policy of a role: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy>.
    RolePolicy: "aws_iam_role_policy";
    keys: ["id"];
    attributes: {
        /// The name.
        name: text,
        /// The document.
        policy: source_text,
    }
    links: {
        /// The role, by name.
        role: one ["role"] -> [Role],
        /// The document that it is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
