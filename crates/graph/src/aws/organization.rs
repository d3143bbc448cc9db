//! `aws_organizations_organization`

use crate::declare::resource;

resource! {
    /// The organisation: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/organizations_organization>.
    Organization: "aws_organizations_organization";
    keys: ["id"];
    attributes: {
        /// The management account.
        master_account_id: text,
    }
    links: {
    }
}
