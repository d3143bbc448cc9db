//! `aws_workspaces_directory`

use crate::declare::resource;

resource! {
    /// A directory with desktops: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/workspaces_directory>.
    WorkspacesDirectory: "aws_workspaces_directory";
    keys: ["id", "directory_id"];
    attributes: {
    }
    links: {
        /// The subnets of its desktops.
        subnets: many ["subnet_ids"] -> [Subnet],
        /// A group of its desktops, beside the one that WorkSpaces makes.
        security_groups: one ["workspace_creation_properties"."custom_security_group_id"] -> [SecurityGroup],
    }
}
