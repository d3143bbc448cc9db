//! `aws_iam_user_policy`

use crate::declare::resource;

resource! {
    /// An inline policy of a user: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_user_policy>.
    UserPolicy: "aws_iam_user_policy";
    keys: ["id"];
    attributes: {
        /// The name.
        name: text,
        /// The document.
        policy: source_text,
    }
    links: {
        /// The user.
        user: one ["user"] -> [User],
        /// The document that it is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
