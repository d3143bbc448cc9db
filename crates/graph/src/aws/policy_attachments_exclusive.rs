//! `aws_iam_role_policy_attachments_exclusive` and its twins for users and groups

use crate::declare::resource;

resource! {
    /// All managed policies of a role, user or group: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive>.
    PolicyAttachmentsExclusive:
        "aws_iam_role_policy_attachments_exclusive",
        "aws_iam_user_policy_attachments_exclusive",
        "aws_iam_group_policy_attachments_exclusive";
    keys: [];
    attributes: {
        /// The policies, and no others.
        policy_arns: value,
    }
    links: {
        /// The role, by name.
        role: one ["role_name"] -> [Role],
        /// The user, by name.
        user: one ["user_name"] -> [User],
        /// The group, by name.
        group: one ["group_name"] -> [Group],
        /// The policies, and no others.
        policies: many ["policy_arns"] -> [Policy],
    }
}
