//! `aws_iam_role_policies_exclusive` and its twins for users and groups

use crate::declare::resource;

resource! {
    /// All inline policies of a role, user or group: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive>.
    InlinePoliciesExclusive:
        "aws_iam_role_policies_exclusive",
        "aws_iam_user_policies_exclusive",
        "aws_iam_group_policies_exclusive";
    keys: [];
    attributes: {
        /// The inline policies, and no others.
        policy_names: value,
    }
    links: {
        /// The role, by name.
        role: one ["role_name"] -> [Role],
        /// The user, by name.
        user: one ["user_name"] -> [User],
        /// The group, by name.
        group: one ["group_name"] -> [Group],
    }
}
