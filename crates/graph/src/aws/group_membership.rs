//! `aws_iam_group_membership`

use crate::declare::resource;

resource! {
    /// All users of a group: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_group_membership>.
    GroupMembership: "aws_iam_group_membership";
    keys: ["id"];
    attributes: {
    }
    links: {
        /// The group.
        group: one ["group"] -> [Group],
        /// Its users.
        users: many ["users"] -> [User],
    }
}
