//! `aws_iam_role_policy_attachments_exclusive`

use crate::spec::resource;

resource! {
    /// All managed policies of a role: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive>.
    RolePolicyAttachmentsExclusive: "aws_iam_role_policy_attachments_exclusive";
    keys: [];
    attributes: {
        /// The policies, and no others.
        policy_arns: value,
    }
    links: {
        /// The role, by name.
        role: one ["role_name"] -> [Role],
        /// The policies, and no others.
        policies: many ["policy_arns"] -> [Policy],
    }
}
