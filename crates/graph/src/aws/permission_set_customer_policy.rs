//! `aws_ssoadmin_customer_managed_policy_attachment`

use crate::declare::resource;

resource! {
    /// A customer-managed policy on a permission set: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_customer_managed_policy_attachment>.
    PermissionSetCustomerPolicy: "aws_ssoadmin_customer_managed_policy_attachment";
    keys: ["id"];
    attributes: {
        /// Name and path of the policy in each account.
        customer_managed_policy_reference: blocks,
    }
    links: {
        /// The permission set.
        permission_set: one ["permission_set_arn"] -> [PermissionSet],
        /// The policy, by name.
        policies: one ["customer_managed_policy_reference"."name"] -> [Policy],
    }
}
