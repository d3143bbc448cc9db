//! `aws_iam_instance_profile`

use crate::declare::resource;

resource! {
    /// An instance profile: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_instance_profile>.
    InstanceProfile: "aws_iam_instance_profile";
    keys: ["name", "id", "arn", "unique_id"];
    names: ["name", "id"];
    bound_to: [Account];
    called: "profile";
    attributes: {
        /// The name.
        name: text,
        /// The ARN.
        arn: text,
    }
    links: {
        /// The role, by name.
        role: one ["role"] -> [Role],
        /// The role of a data source, by name.
        role_by_name: one ["role_name"] -> [Role],
        /// The role of a data source, by ARN.
        role_by_arn: one ["role_arn"] -> [Role],
    }
}
