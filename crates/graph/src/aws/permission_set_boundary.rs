//! `aws_ssoadmin_permissions_boundary_attachment`

use crate::declare::resource;

resource! {
    /// The boundary of a permission set: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_permissions_boundary_attachment>.
    PermissionSetBoundary: "aws_ssoadmin_permissions_boundary_attachment";
    keys: ["id"];
    attributes: {
        /// The boundary.
        permissions_boundary: blocks,
    }
    links: {
        /// The permission set.
        permission_set: one ["permission_set_arn"] -> [PermissionSet],
        /// An AWS-managed boundary.
        aws_policies: one ["permissions_boundary"."managed_policy_arn"] -> [Policy],
        /// A customer-managed boundary, by name.
        policies: one ["permissions_boundary"."customer_managed_policy_reference"."name"] -> [Policy],
    }
}
