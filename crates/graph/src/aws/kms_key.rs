//! `aws_kms_key`

use crate::declare::resource;

resource! {
    /// A key: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key>.
    KmsKey: "aws_kms_key";
    keys: ["arn", "key_id", "id"];
    attributes: {
        /// The key policy; AWS's own where left out.
        policy: source_text,
        /// Whether it may be used; it may where left out.
        is_enabled: boolean,
        /// The same of a data source.
        enabled: boolean,
        /// Who manages a key that is looked up: `AWS` or `CUSTOMER`.
        key_manager: text,
        /// What it is for; to encrypt and decrypt where left out.
        key_usage: text,
        /// What it is made of; symmetric where left out.
        customer_master_key_spec: text,
    }
    links: {
        /// The document that the policy is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
