//! `aws_ssm_activation`

use crate::declare::resource;

resource! {
    /// A code that machines outside of EC2 register with: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssm_activation>.
    SsmActivation: "aws_ssm_activation";
    keys: ["id"];
    attributes: {
        /// When the code stops to work, RFC 3339; a day after it was made where left out.
        expiration_date: text,
        /// How many machines may register; one where left out.
        registration_limit: integer,
        /// Whether it has ended.
        expired: boolean,
    }
    links: {
        /// The role of the machines, by name or path.
        role: one ["iam_role"] -> [Role],
    }
}
