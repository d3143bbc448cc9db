//! `aws_kms_key`

use crate::spec::resource;

resource! {
    /// A key: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_key>.
    KmsKey: "aws_kms_key";
    keys: ["arn", "key_id", "id"];
    arn: "kms" "key/{key_id}";
    attributes: {
        /// The key policy; AWS's own where left out.
        policy: source_text,
    }
    links: {
        /// The document that the policy is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
