//! `aws_iam_role`

use crate::declare::resource;

resource! {
    /// A role: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role>.
    Role: "aws_iam_role";
    keys: ["name", "id", "arn", "unique_id"];
    names: ["name", "id"];
    bound_to: [Account];
    called: "role";
    computed: ["inline_policy"];
    attributes: {
        /// The name.
        name: text,
        /// The ARN.
        arn: text,
        /// The path.
        path: text,
        /// The trust policy.
        assume_role_policy: source_text,
        /// Inline policies, exclusive where written.
        inline_policy: blocks,
        /// Attached policies, exclusive where written.
        managed_policy_arns: value,
        /// Tags.
        tags: value,
    }
    links: {
        /// The permissions boundary.
        permissions_boundary: one ["permissions_boundary"] -> [Policy],
        /// Attached policies.
        managed_policies: many ["managed_policy_arns"] -> [Policy],
        /// The document that each inline policy is made of.
        inline_documents: one ["inline_policy"."policy"] -> [PolicyDocument],
        /// The document that the trust policy is made of.
        trust_document: one ["assume_role_policy"] -> [PolicyDocument],
    }
}
