//! <https://docs.aws.amazon.com/cli/latest/reference/ssm/get-document.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ssm get-document",
    shape: Shape::Itself(&["Name", "Content", "DocumentType"], &[]),
    config: None,
    types: &[],
    make,
};

const FIELDS: &Fields =
    &[("name", "Name"), ("document_type", "DocumentType"), ("document_format", "DocumentFormat"), ("document_version", "DocumentVersion")];

fn make<'p>(document: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(name) = document.text("Name") else { return };
    let content = document.at("Content").cloned().unwrap_or(Json::Null);
    made.object("aws_ssm_document", name, document, FIELDS).elsewhere(&["permissions"]).set("content", content);
}
