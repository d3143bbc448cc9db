//! `aws_iam_group_policy_attachment`

use crate::declare::resource;

resource! {
    /// A managed policy on a group: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_group_policy_attachment>.
    GroupPolicyAttachment: "aws_iam_group_policy_attachment";
    keys: ["id"];
    attributes: {
        /// The policy.
        policy_arn: text,
    }
    links: {
        /// The group.
        group: one ["group"] -> [Group],
        /// The policy.
        policy: one ["policy_arn"] -> [Policy],
    }
}
