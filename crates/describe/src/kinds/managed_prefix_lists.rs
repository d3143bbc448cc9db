//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-managed-prefix-lists.html>

use super::prefix_list_entries::entries;
use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-managed-prefix-lists",
    shape: Shape::List("PrefixLists", "PrefixListArn"),
    config: Some(
        Recorded::new("AWS::EC2::PrefixList", "PrefixListId").words(&[("Arn", "PrefixListArn")]).rests(&[("entry", "Entries.Cidr")]),
    ),
    types: &["aws_ec2_managed_prefix_list"],
    make,
};

const FIELDS: &Fields =
    &[("arn", "PrefixListArn"), ("name", "PrefixListName"), ("address_family", "AddressFamily"), ("max_entries", "MaxEntries")];

fn make<'p>(list: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = list.text("PrefixListId") else { return };
    let ranges = list.at("Entries").map(|_| entries(list.list("Entries").filter_map(|entry| entry.at("Cidr").cloned())));
    let entry = made.object("aws_ec2_managed_prefix_list", id, list, FIELDS).elsewhere(&["entry"]);
    if let Some(ranges) = ranges {
        entry.set("entry", ranges);
    }
    if entry.name.is_none() {
        entry.name = list.text("PrefixListName").map(str::to_owned);
    }
}
