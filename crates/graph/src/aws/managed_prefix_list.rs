//! `aws_ec2_managed_prefix_list`

use crate::declare::resource;

resource! {
    /// A prefix list: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_managed_prefix_list>.
    ManagedPrefixList: "aws_ec2_managed_prefix_list", "aws_prefix_list";
    keys: ["id", "arn", "name"];
    names: ["name"];
    bound_to: [Region];
    attributes: {
        /// The name.
        name: text,
        /// The ranges.
        entry: blocks,
        /// The ranges of a data source.
        entries: blocks,
        /// The ranges of an AWS list.
        cidr_blocks: value,
    }
    links: {
    }
}
