//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/get-managed-prefix-list-entries.html>
//!
//! The answer does not say of which list; the name of the file does: `pl-0abc….json`.

use super::{AnswerKind, Shape};
use crate::ids::in_file_name;
use crate::made::{Made, block};
use crate::object::Object;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind =
    AnswerKind { call: "ec2 get-managed-prefix-list-entries", shape: Shape::Itself(&["Entries"], &[]), config: None, types: &[], make };

fn make<'p>(answer: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = in_file_name(&made.origin.file, "pl").map(str::to_owned) else { return };
    let ranges = entries(answer.list("Entries").filter_map(|entry| entry.at("Cidr").cloned()));
    made.add("aws_ec2_managed_prefix_list", &id).set("entry", ranges);
    made.lists(id);
}

/// As Terraform shows them.
pub(super) fn entries<'p>(ranges: impl Iterator<Item = Json<'p>>) -> Json<'p> {
    Json::Array(ranges.map(|range| block([("cidr", range)])).collect())
}
