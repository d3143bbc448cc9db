//! `aws_ssoadmin_permission_set_inline_policy`

use crate::declare::resource;

resource! {
    /// The inline policy of a permission set: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_permission_set_inline_policy>.
    PermissionSetInlinePolicy: "aws_ssoadmin_permission_set_inline_policy";
    keys: ["id"];
    attributes: {
        /// The document.
        inline_policy: source_text,
    }
    links: {
        /// The permission set.
        permission_set: one ["permission_set_arn"] -> [PermissionSet],
        /// The document that it is made of.
        document: one ["inline_policy"] -> [PolicyDocument],
    }
}
