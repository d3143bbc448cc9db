//! `aws_ssm_document`

use crate::declare::resource;

resource! {
    /// A Systems Manager document: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssm_document>.
    SsmDocument: "aws_ssm_document";
    keys: ["name", "id", "arn"];
    names: ["name", "id"];
    attributes: {
        /// The name.
        name: text,
        /// The ARN.
        arn: text,
        /// Such as `Session`.
        document_type: text,
        /// `JSON` where left out.
        document_format: text,
        /// The content.
        content: source_text,
        /// Whom it is shared with.
        permissions: value,
        /// Tags.
        tags: value,
    }
    links: {
    }
}
