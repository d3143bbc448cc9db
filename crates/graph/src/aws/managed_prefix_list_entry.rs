//! `aws_ec2_managed_prefix_list_entry`

use crate::declare::resource;

resource! {
    /// A range of a prefix list: <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ec2_managed_prefix_list_entry>.
    ManagedPrefixListEntry: "aws_ec2_managed_prefix_list_entry";
    keys: ["id"];
    attributes: {
        /// The range.
        cidr: text,
    }
    links: {
        /// The prefix list.
        list: one ["prefix_list_id"] -> [ManagedPrefixList],
    }
}
