//! What closes a grant that is too wide, or makes one whole: another statement of the principal's own policy.

use super::{Causes, is_ours, value_of};
use ssm_check_assess::access::{Access, Caller, CallerKind, KnownStatement};
use ssm_check_aws::Partition;
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::Effect;
use ssm_check_repair::{Body, Edit, Repair, Statement, Value};

/// A statement goes into a policy that only this principal has, else into one of its own.
pub(crate) fn statement(access: &Access<'_>, caller: &Caller<'_>, statement: &Statement) -> Causes {
    let graph = caller.resource.graph();
    let mut repairs: Vec<Repair> = Vec::new();
    let own = caller.kind == CallerKind::Policy;
    let held = caller.policies.held.iter().filter(|held| own || (held.certain && !access.is_held_by_others(&held.name, caller)));
    let holders = held.filter_map(|held| graph.at(&held.name)).filter(|holder| is_ours(*holder));
    for holder in holders {
        let Some(path) = path(holder) else { continue };
        let path = path.iter().map(|step| (*step).to_owned()).collect();
        let edit = Edit::AddStatement { block: holder.parsed().clone(), path, statement: statement.clone() };
        repairs.push(marked(Repair::new([edit]), statement));
    }
    repairs.extend(anew(caller, statement).map(|repair| marked(repair, statement)));
    if repairs.is_empty() { Vec::new() } else { vec![repairs] }
}

/// A resource of a statement, written as it is meant.
pub(crate) fn rewritten(graph: &Graph<'_>, known: &KnownStatement<'_>, written: &str, meant: &str) -> Option<Repair> {
    let holder = graph.at(&known.at.address).filter(|holder| holder.is_judged() && !holder.is_deposed())?;
    let path = match holder.resource_type() {
        "aws_iam_policy_document" => &[][..],
        "aws_organizations_policy" => &["content"],
        _ => path(holder)?,
    };
    let edit = Edit::ReplaceText {
        block: holder.parsed().clone(),
        path: path.iter().map(|step| (*step).to_owned()).collect(),
        from: written.to_owned(),
        to: meant.to_owned(),
    };
    let repair = Repair::new([edit]);
    Some(if known.statement.effect == Effect::Deny { repair } else { repair.widens() })
}

fn marked(repair: Repair, statement: &Statement) -> Repair {
    if statement.denies { repair } else { repair.widens() }
}

/// The argument that holds the policy.
fn path(holder: Resource<'_>) -> Option<&'static [&'static str]> {
    Some(match holder.resource_type() {
        "aws_iam_role_policy" | "aws_iam_user_policy" | "aws_iam_group_policy" | "aws_iam_policy" => &["policy"],
        "aws_ssoadmin_permission_set_inline_policy" => &["inline_policy"],
        _ => return None,
    })
}

/// An inline policy of the principal.
fn anew(caller: &Caller<'_>, statement: &Statement) -> Option<Repair> {
    let (kind, argument) = match caller.kind {
        CallerKind::Role => ("aws_iam_role_policy", "role"),
        CallerKind::User => ("aws_iam_user_policy", "user"),
        CallerKind::Group => ("aws_iam_group_policy", "group"),
        CallerKind::PermissionSet | CallerKind::Policy | CallerKind::Organization => return None,
    };
    if !is_ours(caller.resource) {
        return None;
    }
    let name = format!("{}_{}", caller.resource.parsed().name, if statement.denies { "no_tunnels" } else { "sessions" });
    let body =
        Body::new().with(argument, value_of(caller.resource, caller.resource, "name")?).with("policy", Value::Policy(statement.clone()));
    Some(Repair::new([Edit::add(caller.resource.parsed(), kind, &name, body)]))
}

/// Denies every tunnel that AWS has a document for.
pub(crate) fn no_tunnels(caller: &Caller<'_>) -> Statement {
    let partition = partition(caller);
    let document = |name: &str| format!("arn:{partition}:ssm:*:*:document/{name}");
    Statement {
        denies: true,
        actions: vec!["ssm:StartSession".to_owned()],
        resources: vec![document("AWS-StartPortForwardingSession*"), document("AWS-StartSSHSession")],
        ..Statement::default()
    }
}

/// Allows a caller's own data channels.
pub(crate) fn data_channel(caller: &Caller<'_>) -> Statement {
    Statement { actions: vec!["ssmmessages:OpenDataChannel".to_owned()], resources: vec![own_sessions(caller)], ..Statement::default() }
}

/// The sessions of whoever calls: `arn:aws:ssm:*:*:session/${aws:userid}-*`.
pub(crate) fn own_sessions(caller: &Caller<'_>) -> String {
    let name = if caller.kind == CallerKind::User { "aws:username" } else { "aws:userid" };
    format!("arn:{}:ssm:*:*:session/${{{name}}}-*", partition(caller))
}

fn partition(caller: &Caller<'_>) -> Partition {
    caller.resource.location().partition().unwrap_or(Partition::Aws)
}
