//! `aws_fsx_file_cache`

use crate::declare::resource;

resource! {
    /// A cache of Amazon FSx: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/fsx_file_cache>.
    FsxFileCache: "aws_fsx_file_cache";
    keys: ["id", "arn", "file_cache_id"];
    attributes: {
        /// The host name.
        dns_name: text,
    }
    links: {
        /// The subnets.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_group_ids"] -> [SecurityGroup],
    }
}
