//! `aws_ami`

use crate::declare::resource;

resource! {
    /// A machine image that is looked up: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ami>.
    Ami: "aws_ami", "aws_ami_ids";
    keys: ["id", "image_id", "ids"];
    bound_to: [Region];
    attributes: {
        /// The name of the image that was found.
        name: text,
        /// The account that it is of.
        owner_id: text,
        /// The newest of several is taken.
        most_recent: boolean,
        /// A regular expression that the name matches besides.
        name_regex: text,
        /// Whose images are looked at.
        owners: value,
        /// What they are narrowed by.
        filter: blocks,
    }
    links: {
    }
}
