//! `aws_s3_bucket`

use crate::declare::resource;

resource! {
    /// A bucket, such as that of session logs, whose name no other has in the world:
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket>.
    S3Bucket: "aws_s3_bucket";
    keys: ["bucket", "id", "arn"];
    computed: ["server_side_encryption_configuration"];
    attributes: {
        /// The name.
        bucket: text,
        /// Its policy, where no resource of its own has that.
        policy: source_text,
        /// How it encrypts, where no resource of its own says that.
        server_side_encryption_configuration: blocks,
    }
    links: {
        /// The document that the policy is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
