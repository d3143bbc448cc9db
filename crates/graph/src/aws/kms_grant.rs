//! `aws_kms_grant`

use crate::declare::resource;

resource! {
    /// What a principal may do with a key beside all policies: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/kms_grant>.
    KmsGrant: "aws_kms_grant";
    keys: [];
    attributes: {
        /// Who may.
        grantee_principal: text,
        /// What: names of calls, without `kms:`.
        operations: value,
        /// Of which encryption contexts.
        constraints: blocks,
    }
    links: {
        /// The key.
        key: one ["key_id"] -> [KmsKey],
        /// Who may.
        grantee: one ["grantee_principal"] -> [Role, User],
    }
}
