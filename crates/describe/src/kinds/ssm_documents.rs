//! <https://docs.aws.amazon.com/cli/latest/reference/ssm/list-documents.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use ssm_check_aws::AccountId;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ssm list-documents",
    shape: Shape::List("DocumentIdentifiers", "Name"),
    config: None,
    types: &["aws_ssm_document"],
    make,
};

const FIELDS: &Fields = &[("name", "Name"), ("document_type", "DocumentType"), ("document_format", "DocumentFormat")];

fn make<'p>(document: Object<'_, 'p>, made: &mut Made<'p>) {
    // Those of AWS and of other accounts are named by what uses them.
    let own = document.text("Owner").is_none_or(AccountId::is_valid);
    if let Some(name) = document.text("Name").filter(|_| own) {
        let entry = made.object("aws_ssm_document", name, document, FIELDS).elsewhere(&["content", "permissions"]);
        entry.account = entry.account.take().or_else(|| document.text("Owner").map(str::to_owned));
    }
}
