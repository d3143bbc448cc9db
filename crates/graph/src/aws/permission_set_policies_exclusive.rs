//! `aws_ssoadmin_managed_policy_attachments_exclusive` and its twin for policies of one's own

use crate::declare::resource;

resource! {
    /// All policies of AWS of a permission set, or all of one's own:
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_managed_policy_attachments_exclusive>.
    PermissionSetPoliciesExclusive:
        "aws_ssoadmin_managed_policy_attachments_exclusive",
        "aws_ssoadmin_customer_managed_policy_attachments_exclusive";
    keys: [];
    attributes: {
        /// The policies of AWS, and no others.
        managed_policy_arns: value,
        /// The policies of one's own, and no others.
        customer_managed_policy_reference: blocks,
    }
    links: {
        /// The permission set.
        permission_set: one ["permission_set_arn"] -> [PermissionSet],
        /// The policies of AWS, and no others.
        managed: many ["managed_policy_arns"] -> [Policy],
        /// The policies of one's own, and no others, by name.
        customer_managed: one ["customer_managed_policy_reference"."name"] -> [Policy],
    }
}
