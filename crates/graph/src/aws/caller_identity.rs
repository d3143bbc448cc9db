//! `aws_caller_identity`

use crate::declare::resource;

resource! {
    /// Who plans, and so in which account: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/caller_identity>.
    CallerIdentity: "aws_caller_identity";
    keys: ["id"];
    attributes: {
        /// Twelve digits.
        account_id: text,
    }
    links: {
    }
}
