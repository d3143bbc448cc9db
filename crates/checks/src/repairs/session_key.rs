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
