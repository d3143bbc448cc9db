//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-managed-prefix-lists.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-managed-prefix-lists",
    shape: Shape::List("PrefixLists", "PrefixListArn"),
    config: Some("AWS::EC2::PrefixList"),
    types: &["aws_ec2_managed_prefix_list"],
    make,
};

const FIELDS: &Fields =
    &[("arn", "PrefixListArn"), ("name", "PrefixListName"), ("address_family", "AddressFamily"), ("max_entries", "MaxEntries")];

fn make<'p>(list: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = list.text("PrefixListId") else { return };
    let entry = made.object("aws_ec2_managed_prefix_list", id, list, FIELDS).elsewhere(&["entry"]);
    if entry.name.is_none() {
        entry.name = list.text("PrefixListName").map(str::to_owned);
    }
}
