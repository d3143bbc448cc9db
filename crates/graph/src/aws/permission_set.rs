//! `aws_ssoadmin_permission_set`

use crate::declare::resource;

resource! {
    /// A permission set of IAM Identity Center: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_permission_set>.
    PermissionSet: "aws_ssoadmin_permission_set";
    keys: ["arn", "id"];
    attributes: {
        /// The name.
        name: text,
    }
    links: {
    }
}
