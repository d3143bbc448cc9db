//! `aws_region`

use crate::declare::resource;

resource! {
    /// The provider's Region: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/region>.
    CurrentRegion: "aws_region";
    keys: ["id", "name"];
    attributes: {
        /// Its name.
        name: text,
    }
    links: {
    }
}
