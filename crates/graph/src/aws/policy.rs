//! `aws_iam_policy`

use crate::declare::resource;

resource! {
    /// A managed policy: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_policy>.
    Policy: "aws_iam_policy";
    keys: ["arn", "id", "name", "policy_id"];
    names: ["name"];
    bound_to: [Account];
    called: "polic";
    attributes: {
        /// The name.
        name: text,
        /// The path.
        path: text,
        /// The ARN.
        arn: text,
        /// The document.
        policy: source_text,
    }
    links: {
        /// The document that it is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
