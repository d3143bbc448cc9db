//! `aws_kms_alias`

use crate::declare::resource;

resource! {
    /// Another name of a key: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_alias>.
    KmsAlias: "aws_kms_alias";
    keys: ["name", "id", "arn"];
    names: ["name", "id"];
    attributes: {
        /// The name, with `alias/` at its start.
        name: text,
        /// The id or ARN of the key.
        target_key_id: text,
        /// Its ARN.
        target_key_arn: text,
    }
    links: {
        /// The key.
        key: one ["target_key_id"] -> [KmsKey],
    }
}
