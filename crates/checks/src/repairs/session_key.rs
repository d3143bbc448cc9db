//! What session preferences ask for, allowed: by a policy of the role, in its boundary, or by the policy of the key.

use super::{inline_policy, is_ours, value_of};
use ssm_check_assess::AttrRef;
use ssm_check_graph::Resource;
use ssm_check_repair::{Edit, Repair, Statement, Value};

/// The resource of a statement that allows it: the key or bucket, or what is known of its ARN; groups of logs are listed as a whole.
///
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html>
pub(crate) fn resource(from: Resource<'_>, action: &str, shown: Option<Resource<'_>>, arn: Option<&str>) -> Option<Value> {
    match shown {
        _ if action == "logs:DescribeLogGroups" => Some(Value::from("*")),
        Some(shown) => value_of(from, shown, "arn"),
        None => arn.map(Value::from),
    }
}

/// An inline policy of the role.
pub(crate) fn by_role(role: Resource<'_>, action: &str, resource: Value) -> Option<Repair> {
    let name = format!("{}_{}", role.parsed().name, if action.starts_with("kms:") { "session_key" } else { "session_logs" });
    Some(Repair::new(inline_policy(role, &name, Statement::allow([action], [resource]))?).widens())
}

/// What a role is to be allowed: an action, the resource of the inputs whose ARN a statement names, and the pattern where there is none.
pub(crate) type Grant<'g> = (&'static str, Option<Resource<'g>>, String);

/// Inline policies of the role by which it may write logs.
pub(crate) fn logs_by_role<'g>(role: Resource<'_>, grants: impl Iterator<Item = Grant<'g>>) -> Option<Repair> {
    let mut edits = Vec::new();
    for (name, statement) in log_statements(role, grants) {
        edits.extend(inline_policy(role, &format!("{}_{name}", role.parsed().name), statement)?);
    }
    Some(Repair::new(edits).widens())
}

/// Statements of the boundary by which the role may write logs.
pub(crate) fn logs_by_boundary<'g>(boundary: Resource<'_>, grants: impl Iterator<Item = Grant<'g>>) -> Option<Repair> {
    let statements = log_statements(boundary, grants).into_iter();
    let edits = statements.map(|(_, statement)| Edit::add_statement(boundary.parsed(), &["policy"], statement));
    is_ours(boundary).then(|| Repair::new(edits).widens())
}

/// The statements that allow it, with a name for each: what is on everything stands by itself.
fn log_statements<'g>(from: Resource<'_>, grants: impl Iterator<Item = Grant<'g>>) -> Vec<(&'static str, Statement)> {
    let (mut own, mut listing) = (Statement::default(), Statement::default());
    for (action, holder, pattern) in grants {
        let within = match action.split_once(':') {
            Some(("logs", _)) => ":*",
            Some(("s3", _)) => pattern.find('/').and_then(|objects| pattern.get(objects..)).unwrap_or("/*"),
            _ => "",
        };
        let statement = if pattern == "*" { &mut listing } else { &mut own };
        let by_name = holder.and_then(|holder| value_of(from, holder, "arn"));
        let resource = by_name.map_or_else(|| Value::from(pattern.as_str()), |arn| arn.then(within));
        statement.actions.push(action.to_owned());
        if !statement.resources.contains(&resource) {
            statement.resources.push(resource);
        }
    }
    let named = [("session_logs", own), ("session_log_groups", listing)];
    named.into_iter().filter(|(_, statement)| !statement.actions.is_empty()).collect()
}

/// A statement of the boundary.
pub(crate) fn by_boundary(boundary: Resource<'_>, action: &str, resource: Value) -> Option<Repair> {
    in_policy(boundary, Statement::allow([action], [resource]))
}

/// A statement of the key's policy, which does not leave it to IAM.
pub(crate) fn by_key(holder: Resource<'_>, role: Resource<'_>, action: &str) -> Option<Repair> {
    in_policy(holder, Statement { principals: vec![value_of(holder, role, "arn")?], ..Statement::allow([action], ["*"]) })
}

fn in_policy(holder: Resource<'_>, statement: Statement) -> Option<Repair> {
    is_ours(holder).then(|| Repair::new([Edit::add_statement(holder.parsed(), &["policy"], statement)]).widens())
}

/// A key that is off, on again.
pub(crate) fn enabled(key: Resource<'_>, at: &AttrRef) -> Option<Repair> {
    let is_off = at.attribute.as_deref() == Some("is_enabled") && is_ours(key);
    is_off.then(|| Repair::set(key.parsed(), &["is_enabled"], true).widens())
}
