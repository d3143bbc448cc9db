//! `aws_ssoadmin_account_assignment`

use crate::declare::resource;

resource! {
    /// Who has a permission set in an account: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_account_assignment>.
    AccountAssignment: "aws_ssoadmin_account_assignment";
    keys: ["id"];
    attributes: {
        /// The id of a user or group in the identity store.
        principal_id: source_text,
        /// `USER` or `GROUP`.
        principal_type: text,
        /// The account.
        target_id: text,
    }
    links: {
        /// The permission set.
        permission_set: one ["permission_set_arn"] -> [PermissionSet],
    }
}
