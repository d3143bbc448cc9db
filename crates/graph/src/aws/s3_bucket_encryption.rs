//! `aws_s3_bucket_server_side_encryption_configuration`

use crate::declare::resource;

resource! {
    /// How a bucket encrypts:
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_server_side_encryption_configuration>.
    S3BucketEncryption: "aws_s3_bucket_server_side_encryption_configuration";
    keys: [];
    attributes: {
        /// With which algorithm, and with which key.
        rule: blocks,
    }
    links: {
        /// The bucket.
        bucket: one ["bucket"] -> [S3Bucket],
    }
}
