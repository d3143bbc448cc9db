//! `aws_iam_role_policies_exclusive`

use crate::spec::resource;

resource! {
    /// All inline policies of a role: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive>.
    RolePoliciesExclusive: "aws_iam_role_policies_exclusive";
    keys: [];
    attributes: {
        /// The inline policies, and no others.
        policy_names: value,
    }
    links: {
        /// The role, by name.
        role: one ["role_name"] -> [Role],
    }
}
