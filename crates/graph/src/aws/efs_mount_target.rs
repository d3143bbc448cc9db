//! `aws_efs_mount_target`

use crate::declare::resource;

resource! {
    /// A mount target of a file system of EFS: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/efs_mount_target>.
    EfsMountTarget: "aws_efs_mount_target";
    keys: ["id"];
    attributes: {
        /// The host name.
        dns_name: text,
    }
    links: {
        /// The subnet.
        subnet: one ["subnet_id"] -> [Subnet],
        /// Security groups; the default group of the VPC where left out.
        security_groups: many ["security_groups"] -> [SecurityGroup],
    }
}
