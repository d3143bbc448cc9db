//! `aws_s3_bucket_policy`

use crate::declare::resource;

resource! {
    /// The policy of a bucket: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_policy>.
    S3BucketPolicy: "aws_s3_bucket_policy";
    keys: [];
    attributes: {
        /// The document.
        policy: source_text,
    }
    links: {
        /// The bucket.
        bucket: one ["bucket"] -> [S3Bucket],
        /// The document that it is made of.
        document: one ["policy"] -> [PolicyDocument],
    }
}
