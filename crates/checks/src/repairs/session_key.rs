//! What session preferences ask for, allowed: by a policy of the role, in its boundary, or by the policy of the key.

use super::{is_ours, value_of};
use ssm_check_assess::AttrRef;
use ssm_check_graph::Resource;
use ssm_check_repair::{Body, Edit, Repair, Statement, Value};

/// The resource of a statement that allows it: the key, or what is known of its ARN; groups of logs are listed as a whole.
///
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html>
pub(crate) fn resource(from: Resource<'_>, action: &str, key: Option<Resource<'_>>, arn: Option<&str>) -> Option<Value> {
    match key {
        _ if action == "logs:DescribeLogGroups" => Some(Value::from("*")),
        Some(key) => value_of(from, key, "arn"),
        None => arn.map(Value::from),
    }
}

/// An inline policy of the role.
pub(crate) fn by_role(role: Resource<'_>, action: &str, resource: Value) -> Option<Repair> {
    if !is_ours(role) {
        return None;
    }
    let name = format!("{}_{}", role.parsed().name, if action.starts_with("kms:") { "session_key" } else { "session_logs" });
    let statement = Statement { actions: vec![action.to_owned()], resources: vec![resource], ..Statement::default() };
    let body = Body::new().with("role", Value::of(role.parsed(), "name")).with("policy", Value::Policy(statement));
    Some(Repair::new([Edit::add(role.parsed(), "aws_iam_role_policy", &name, body)]).widens())
}

/// A statement of the boundary.
pub(crate) fn by_boundary(boundary: Resource<'_>, action: &str, resource: Value) -> Option<Repair> {
    let statement = Statement { actions: vec![action.to_owned()], resources: vec![resource], ..Statement::default() };
    in_policy(boundary, statement)
}

/// A statement of the key's policy, which does not leave it to IAM.
pub(crate) fn by_key(holder: Resource<'_>, role: Resource<'_>, action: &str) -> Option<Repair> {
    let statement = Statement {
        principals: vec![value_of(holder, role, "arn")?],
        actions: vec![action.to_owned()],
        resources: vec!["*".into()],
        ..Statement::default()
    };
    in_policy(holder, statement)
}

fn in_policy(holder: Resource<'_>, statement: Statement) -> Option<Repair> {
    let edit = Edit::AddStatement { block: holder.parsed().clone(), path: vec!["policy".to_owned()], statement };
    is_ours(holder).then(|| Repair::new([edit]).widens())
}

/// A key that is off, on again.
pub(crate) fn enabled(key: Resource<'_>, at: &AttrRef) -> Option<Repair> {
    let is_off = at.attribute.as_deref() == Some("is_enabled") && is_ours(key);
    is_off.then(|| Repair::set(key.parsed(), &["is_enabled"], true).widens())
}
