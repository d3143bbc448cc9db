//! `aws_iam_role_policy_attachment`

use crate::declare::resource;

resource! {
    /// A managed policy on a role: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachment>.
    RolePolicyAttachment: "aws_iam_role_policy_attachment";
    keys: ["id"];
    attributes: {
        /// The policy.
        policy_arn: text,
    }
    links: {
        /// The role, by name.
        role: one ["role"] -> [Role],
        /// The policy, by ARN.
        policy: one ["policy_arn"] -> [Policy],
    }
}
