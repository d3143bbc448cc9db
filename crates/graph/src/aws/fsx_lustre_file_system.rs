//! `aws_fsx_lustre_file_system`

use crate::declare::resource;

resource! {
    /// A file system of FSx for Lustre: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/fsx_lustre_file_system>.
    FsxLustreFileSystem: "aws_fsx_lustre_file_system";
    keys: ["id", "arn"];
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
