//! Session documents and preferences, put right.

use super::Causes;
use ssm_check_graph::Resource;
use ssm_check_repair::{Body, Edit, Repair, Value};

/// Members of a document's content are set.
pub(crate) fn members(document: Resource<'_>, members: &[(&[&str], Value)]) -> Causes {
    if members.is_empty() {
        return Vec::new();
    }
    vec![vec![Repair::new(members.iter().map(|(path, value)| member(document, path, value.clone())))]]
}

fn member(document: Resource<'_>, path: &[&str], value: Value) -> Edit {
    Edit::SetMember {
        block: document.parsed().clone(),
        argument: "content".to_owned(),
        member: path.iter().map(|step| (*step).to_owned()).collect(),
        value,
    }
}

/// Sessions are logged to a group of their own.
///
/// Where encryption is enforced, sessions to a group that is not are refused: whose key it is to be is not for a tool to say.
pub(crate) fn logged(document: Resource<'_>, encrypted: bool) -> Causes {
    const KIND: &str = "aws_cloudwatch_log_group";
    if encrypted {
        return Vec::new();
    }
    let name = format!("{}_sessions", document.parsed().name);
    let group = Body::new().with("name_prefix", "ssm-sessions-").with("retention_in_days", 90);
    let edits = [
        Edit::add(document.parsed(), KIND, &name, group),
        member(document, &["inputs", "cloudWatchLogGroupName"], Value::made(KIND, &name, "name")),
    ];
    vec![vec![Repair::new(edits).costs()]]
}
