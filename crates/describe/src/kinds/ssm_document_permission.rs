//! <https://docs.aws.amazon.com/cli/latest/reference/ssm/describe-document-permission.html>
//!
//! The answer does not say of which document; the name of the file does.

use super::{AnswerKind, Shape};
use crate::made::{Made, block};
use crate::object::{Object, text_of};
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind =
    AnswerKind { call: "ssm describe-document-permission", shape: Shape::Itself(&["AccountIds"], &[]), config: None, types: &[], make };

fn make<'p>(answer: Object<'_, 'p>, made: &mut Made<'p>) {
    let documents = made.ids("aws_ssm_document");
    let Some(name) = made.named_by_file(documents, |name| name) else { return };
    let accounts: Vec<_> = answer.at("AccountIds").map_or(&[] as &[_], Json::elements).iter().filter_map(Json::as_str).collect();
    let shared = block([("type", text_of("Share")), ("account_ids", text_of(accounts.join(",")))]);
    made.add("aws_ssm_document", &name).set("permissions", if accounts.is_empty() { Json::Object(Box::default()) } else { shared });
}
