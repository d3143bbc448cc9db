//! `aws_iam_policy_document`

use crate::declare::resource;

resource! {
    /// A policy document: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document>.
    PolicyDocument: "aws_iam_policy_document";
    keys: ["json", "minified_json"];
    called: "polic";
    is_text: true;
    attributes: {
        /// The rendered document.
        json: text,
        /// The policy language version.
        version: text,
        /// The statements.
        statement: blocks,
        /// Documents that are merged in.
        source_policy_documents: value,
        /// Documents that override statements.
        override_policy_documents: value,
    }
    links: {
        /// Documents that are merged in.
        sources: many ["source_policy_documents"] -> [PolicyDocument],
        /// Documents that override statements.
        overrides: many ["override_policy_documents"] -> [PolicyDocument],
    }
}
