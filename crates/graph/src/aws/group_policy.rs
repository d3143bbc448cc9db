//! `aws_iam_group_policy`

use crate::declare::resource;

resource! {
    /// An inline policy of a group: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_group_policy>.
    GroupPolicy: "aws_iam_group_policy";
    keys: ["id"];
    attributes: {
        /// The name.
        name: text,
        /// The document.
        policy: source_text,
    }
    links: {
        /// The group.
        group: one ["group"] -> [Group],
        /// The document that it is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
