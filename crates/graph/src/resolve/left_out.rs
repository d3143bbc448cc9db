//! Arguments that the provider decides where they are null or left out.
//!
//! A plan shows "(known after apply)" for such an argument both where its value is made at apply and where it is null, and of
//! `var.own ? [aws_security_group.a.id] : null` it keeps only what the expression names. So an expression that names something that
//! may decide, beside what it may come out as, may be null.

use crate::Node;
use crate::schema::is_optional_and_computed;
use ssm_check_plan::{Mode, Reference, Subject};

/// Whether "not known" of this argument may also mean that it is null.
pub(super) fn is_for_provider(node: &Node<'_>, path: &[&str]) -> bool {
    // Nothing could refer to a gateway or group without its VPC, and a template is named by one of both.
    let has_to_be_there = matches!(
        path,
        ["vpc_id"]
            | [.., "launch_template" | "launch_template_specification", "id" | "name" | "launch_template_id" | "launch_template_name"]
    );
    !has_to_be_there && is_optional_and_computed(node.parsed.mode, &node.parsed.resource_type, path)
}

/// Whether a reference that leads to none of what is wanted may decide about null.
pub(super) fn may_decide(reference: &Reference, all: &[Reference]) -> bool {
    match &reference.subject {
        Subject::EachKey | Subject::CountIndex => !is_indexed(all),
        Subject::Meta(head) => head != "path",
        // What is not made yet is not known, so that the plan could not be made if it decided.
        Subject::Resource { mode: Mode::Managed, .. } => false,
        _ => true,
    }
}

/// The expression names all instances of something, of which a key is to pick one.
pub(super) fn is_indexed(all: &[Reference]) -> bool {
    all.iter().any(|other| match &other.subject {
        Subject::Resource { key: None, .. } => other.path.is_empty(),
        Subject::Module { key: None, output: None, .. } => true,
        _ => false,
    })
}
