//! `aws_ssoadmin_managed_policy_attachment`

use crate::declare::resource;

resource! {
    /// An AWS-managed policy on a permission set: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_managed_policy_attachment>.
    PermissionSetManagedPolicy: "aws_ssoadmin_managed_policy_attachment";
    keys: ["id"];
    attributes: {
        /// The AWS-managed policy.
        managed_policy_arn: text,
    }
    links: {
        /// The permission set.
        permission_set: one ["permission_set_arn"] -> [PermissionSet],
        /// The policy.
        policy: one ["managed_policy_arn"] -> [Policy],
    }
}
