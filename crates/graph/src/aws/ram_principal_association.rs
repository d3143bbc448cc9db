//! `aws_ram_principal_association`

use crate::declare::resource;

resource! {
    /// Whom a share of AWS RAM shares with: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ram_principal_association>.
    RamPrincipalAssociation: "aws_ram_principal_association";
    keys: [];
    attributes: {
        /// An account, or the ARN of an organization, an organizational unit, a role or a user.
        principal: text,
    }
    links: {
        /// The share.
        share: one ["resource_share_arn"] -> [RamResourceShare],
    }
}
