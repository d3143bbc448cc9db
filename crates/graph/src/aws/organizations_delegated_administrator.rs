//! `aws_organizations_delegated_administrator`

use crate::declare::resource;

resource! {
    /// An account that administers a service for the organisation: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/organizations_delegated_administrator>.
    OrganizationsDelegatedAdministrator: "aws_organizations_delegated_administrator";
    keys: ["id"];
    attributes: {
        /// The account.
        account_id: text,
        /// The service.
        service_principal: text,
    }
    links: {
    }
}
