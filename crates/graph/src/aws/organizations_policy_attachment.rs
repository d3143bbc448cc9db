//! `aws_organizations_policy_attachment`

use crate::declare::resource;

resource! {
    /// Where an organisation's policy applies: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/organizations_policy_attachment>.
    OrganizationsPolicyAttachment: "aws_organizations_policy_attachment";
    keys: ["id"];
    one_for: [["policy_id", "target_id"]];
    deleted_for: true;
    attributes: {
        /// A root, an organisational unit or an account.
        target_id: text,
    }
    links: {
        /// The policy.
        policy: one ["policy_id"] -> [OrganizationsPolicy],
    }
}
