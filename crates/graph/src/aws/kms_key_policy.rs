//! `aws_kms_key_policy`

use crate::declare::resource;

resource! {
    /// The policy of a key, in place of its own: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key_policy>.
    KmsKeyPolicy: "aws_kms_key_policy";
    keys: [];
    attributes: {
        /// The document.
        policy: source_text,
    }
    links: {
        /// The key.
        key: one ["key_id"] -> [KmsKey],
        /// The document that it is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
