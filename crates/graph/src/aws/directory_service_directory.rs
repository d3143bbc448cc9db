//! `aws_directory_service_directory`

use crate::declare::resource;

resource! {
    /// A directory: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/directory_service_directory>.
    DirectoryServiceDirectory: "aws_directory_service_directory";
    keys: ["id"];
    attributes: {
        /// Where its controllers are; a connector has other settings.
        vpc_settings: blocks,
    }
    links: {
        /// The subnets of its controllers.
        subnets: many ["vpc_settings"."subnet_ids"] -> [Subnet],
    }
}
