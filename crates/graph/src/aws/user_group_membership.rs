//! `aws_iam_user_group_membership`

use crate::declare::resource;

resource! {
    /// Groups of a user: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_user_group_membership>.
    UserGroupMembership: "aws_iam_user_group_membership";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The user.
        user: one ["user"] -> [User],
        /// Groups that it is in.
        groups: many ["groups"] -> [Group],
    }
}
