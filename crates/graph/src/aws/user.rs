//! `aws_iam_user`

use crate::declare::resource;

resource! {
    /// A user: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_user>.
    User: "aws_iam_user";
    keys: ["name", "id", "arn", "unique_id"];
    names: ["name", "id"];
    bound_to: [Account];
    attributes: {
        /// The name.
        name: text,
        /// The ARN.
        arn: text,
        /// Tags.
        tags: value,
    }
    links: {
        /// The permissions boundary.
        permissions_boundary: one ["permissions_boundary"] -> [Policy],
    }
}
