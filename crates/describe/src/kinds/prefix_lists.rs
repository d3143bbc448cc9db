//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-prefix-lists.html>

use super::prefix_list_entries::entries;
use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-prefix-lists",
    shape: Shape::List("PrefixLists", "Cidrs"),
    config: None,
    types: &["aws_prefix_list"],
    make,
};

const FIELDS: &Fields = &[("name", "PrefixListName")];

fn make<'p>(list: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = list.text("PrefixListId") else { return };
    let ranges = entries(list.at("Cidrs").map_or(&[] as &[_], Json::elements).iter().cloned());
    made.object("aws_ec2_managed_prefix_list", id, list, FIELDS).set("entry", ranges);
}
