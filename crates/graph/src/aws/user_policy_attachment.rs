//! `aws_iam_user_policy_attachment`

use crate::declare::resource;

resource! {
    /// A managed policy on a user: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_user_policy_attachment>.
    UserPolicyAttachment: "aws_iam_user_policy_attachment";
    keys: ["id"];
    attributes: {
        /// The policy.
        policy_arn: text,
    }
    links: {
        /// The user.
        user: one ["user"] -> [User],
        /// The policy.
        policy: one ["policy_arn"] -> [Policy],
    }
}
