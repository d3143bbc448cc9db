//! `aws_iam_group`

use crate::declare::resource;

resource! {
    /// A group of users: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_group>.
    Group: "aws_iam_group";
    keys: ["name", "id", "arn", "unique_id"];
    names: ["name", "id"];
    bound_to: [Account];
    attributes: {
        /// The name.
        name: text,
        /// The ARN.
        arn: text,
    }
    links: {
    }
}
