//! `aws_iam_policy_attachment`

use crate::declare::resource;

resource! {
    /// A managed policy on exactly these principals of the account: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy_attachment>.
    PolicyAttachment: "aws_iam_policy_attachment";
    keys: ["id"];
    attributes: {
        /// The policy.
        policy_arn: text,
        /// The name.
        name: text,
    }
    links: {
        /// Roles, by name.
        roles: many ["roles"] -> [Role],
        /// Users, by name.
        users: many ["users"] -> [User],
        /// Groups, by name.
        groups: many ["groups"] -> [Group],
        /// The policy, by ARN.
        policy: one ["policy_arn"] -> [Policy],
    }
}
