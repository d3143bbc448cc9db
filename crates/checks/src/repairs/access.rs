//! What closes a grant that is too wide, or makes one whole: another statement of the principal's own policy.

use super::{Causes, inline_policy, is_ours};
use ssm_check_assess::access::{Access, Asking, Caller, CallerKind, KnownStatement, START, guard_statements};
use ssm_check_assess::arn;
use ssm_check_assess::policies::{self, Held};
use ssm_check_aws::{Arn, Partition};
use ssm_check_graph::aws::PermissionSetInlinePolicy;
use ssm_check_graph::{Graph, LinkTarget, Resource};
use ssm_check_iam::{Effect, Text, Truth, Version};
use ssm_check_plan::ResourceAddress;
use ssm_check_repair::{Body, Edit, Repair, Statement, Value, Which};

/// A statement goes into a policy that only this principal has, else into one of its own.
pub(crate) fn statement(access: &Access<'_>, caller: &Caller<'_>, statement: &Statement) -> Causes {
    let graph = caller.resource.graph();
    let mut repairs: Vec<Repair> = Vec::new();
    let own = caller.kind == CallerKind::Policy;
    let held = caller.policies.held.iter().filter(|held| own || (held.certain && !access.is_held_by_others(&held.name, caller)));
    let held = held.filter(|held| !has_variables(statement) || !is_without_variables(held));
    let holders = held.filter_map(|held| graph.at(&held.name)).filter(|holder| is_ours(*holder));
    for holder in holders {
        let Some(path) = path(holder) else { continue };
        repairs.push(marked(Repair::new([Edit::add_statement(holder.parsed(), path, statement.clone())]), statement));
    }
    repairs.extend(anew(caller, statement).map(|repair| marked(repair, statement)));
    if repairs.is_empty() { Vec::new() } else { vec![repairs] }
}

/// The policy is of a version in which `${aws:userid}` is plain text: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>.
/// A later one would make variables of what its other statements have as text, too.
pub(crate) fn is_without_variables(held: &Held) -> bool {
    matches!(&held.body, policies::Body::Document(read) if read.document.version == Version::V2008)
}

/// The statement says something by policy variables.
fn has_variables(statement: &Statement) -> bool {
    let in_resources = statement.resources.iter().any(|value| matches!(value, Value::Text(text) if text.contains("${")));
    in_resources || statement.condition.iter().flat_map(|condition| &condition.values).any(|value| value.contains("${"))
}

/// A resource of a statement, written as it is meant.
pub(crate) fn rewritten(graph: &Graph<'_>, known: &KnownStatement<'_>, written: &str, meant: &str) -> Option<Repair> {
    let repair = Repair::new([replaced(graph, known, written, meant)?]);
    Some(if known.statement.effect == Effect::Deny { repair } else { repair.widens() })
}

fn replaced(graph: &Graph<'_>, known: &KnownStatement<'_>, written: &str, meant: &str) -> Option<Edit> {
    let (block, path) = place(graph, known)?;
    Some(Edit::ReplaceText { block, path, from: written.to_owned(), to: meant.to_owned() })
}

/// Where the policy of a statement is written.
fn place(graph: &Graph<'_>, known: &KnownStatement<'_>) -> Option<(ResourceAddress, Vec<String>)> {
    let holder = graph.at(&known.at.address).filter(|holder| holder.is_judged() && !holder.is_deposed())?;
    let path = match holder.resource_type() {
        "aws_iam_policy_document" => &[][..],
        "aws_organizations_policy" => &["content"],
        _ => path(holder)?,
    };
    Some((holder.parsed().clone(), path.iter().map(|step| (*step).to_owned()).collect()))
}

fn which(known: &KnownStatement<'_>) -> Which {
    Which {
        index: known.index,
        sid: known.statement.sid.clone().filter(|sid| !sid.is_empty()),
        denies: known.statement.effect == Effect::Deny,
        negated: known.statement.resources.as_ref().is_some_and(|resources| resources.negated),
    }
}

fn resources(graph: &Graph<'_>, known: &KnownStatement<'_>, remove: Vec<String>, add: Vec<String>) -> Option<Edit> {
    let (block, path) = place(graph, known)?;
    Some(Edit::ChangeResources { block, path, statement: which(known), remove, add })
}

/// The resources of a statement, those that name documents apart; none where one of them is not known, and none of `NotResource`.
fn documents_apart(known: &KnownStatement<'_>) -> Option<(Vec<String>, Vec<String>)> {
    let resources = known.statement.resources.as_ref().filter(|resources| resources.complete && !resources.negated)?;
    let texts: Option<Vec<String>> = resources.list.iter().map(|text| text.literal().map(str::to_owned)).collect();
    Some(texts?.into_iter().partition(|text| text.contains(":document/")))
}

/// A deny that names documents and targets is left with the documents, and with those that open tunnels if it alone keeps them closed.
pub(crate) fn without_targets(access: &Access<'_>, asking: &Asking<'_, '_>, known: &KnownStatement<'_>) -> Option<Repair> {
    let (documents, targets) = documents_apart(known)?;
    if documents.is_empty() || targets.is_empty() {
        return None;
    }
    let left = ssm_check_iam::Statement::deny([START], documents.iter().map(String::as_str));
    let still_denies = |arn: &Text| is_unconditional(known.statement) && left.includes_resource(known.version, arn) == Truth::True;
    let opens = opens_tunnels(access, asking, known, &still_denies);
    let add =
        if opens { tunnels(partition(asking.caller)).into_iter().filter(|arn| !documents.contains(arn)).collect() } else { Vec::new() };
    Some(Repair::new([resources(asking.caller.resource.graph(), known, targets, add)?]).widens())
}

fn is_unconditional(statement: &ssm_check_iam::Statement) -> bool {
    statement.conditions.is_empty() && statement.conditions_complete
}

/// Without a deny, a tunnel that AWS has a document for may be started.
fn opens_tunnels(access: &Access<'_>, asking: &Asking<'_, '_>, deny: &KnownStatement<'_>, still_denies: &dyn Fn(&Text) -> bool) -> bool {
    // What else a whole organisation should be denied is not for one statement of its own to tell.
    if asking.caller.kind == CallerKind::Organization {
        return false;
    }
    let (free, all) = (asking.without_denies(), guard_statements(asking, START));
    let others: Vec<_> = all
        .iter()
        .filter(|other| other.statement.effect == Effect::Deny && is_unconditional(other.statement))
        .filter(|other| !std::ptr::eq(other.statement, deny.statement))
        .collect();
    access.documents.iter().filter(|document| document.aws.is_some_and(|aws| aws.is_tunnel())).any(|document| {
        let arns = asking.regions().into_iter().map(|region| asking.aws_document(region.as_deref(), &document.name));
        let is_denied = |arn: Text| {
            still_denies(&arn) || others.iter().any(|other| other.statement.includes_resource(other.version, &arn) == Truth::True)
        };
        free.starts_anywhere(document) != Truth::False && !arns.into_iter().all(is_denied)
    })
}

/// A deny of all but documents leaves the targets be, too.
pub(crate) fn spared_targets(graph: &Graph<'_>, known: &KnownStatement<'_>, partition: Partition) -> Option<Repair> {
    let [instances, nodes, _] = targets(partition);
    Some(Repair::new([resources(graph, known, Vec::new(), vec![instances, nodes])?]).widens())
}

/// A deny under a condition that no document meets is for targets only, with another key in the condition where that one is never there.
/// Tunnels that it alone keeps closed get a deny of their own.
pub(crate) fn targets_only(
    access: &Access<'_>,
    asking: &Asking<'_, '_>,
    known: &KnownStatement<'_>,
    key: Option<(&str, &str)>,
) -> Option<Repair> {
    let (graph, partition) = (asking.caller.resource.graph(), partition(asking.caller));
    let (mut remove, rest) = documents_apart(known)?;
    let everything: Vec<String> = rest.iter().filter(|text| *text == "*").cloned().collect();
    let add = if everything.len() == rest.len() { targets(partition).to_vec() } else { Vec::new() };
    remove.extend(everything);
    let narrowed = if remove.is_empty() { None } else { Some(resources(graph, known, remove, add)?) };
    let renamed = key.map(|(written, meant)| replaced(graph, known, written, meant).ok_or(())).transpose().ok()?;
    let closed = opens_tunnels(access, asking, known, &|_| false).then(|| place(graph, known)).flatten();
    let closed = closed.map(|(block, path)| Edit::AddStatement { block, path, statement: no_tunnels(asking.caller) });
    Some(Repair::new(renamed.into_iter().chain(narrowed).chain(closed)).widens())
}

/// Documents get a statement without the condition, which is for tags that instances have; `IfExists` lets those without the tag pass.
pub(crate) fn split(graph: &Graph<'_>, known: &KnownStatement<'_>, operator: &str) -> Option<Repair> {
    let (apart, stay) = documents_apart(known)?;
    if apart.is_empty() || stay.is_empty() || stay.iter().any(|text| text == "*") {
        return None;
    }
    let (block, path) = place(graph, known)?;
    let strict = operator.strip_suffix("IfExists").map(|strict| replaced(graph, known, operator, strict).ok_or(())).transpose().ok()?;
    let split = Edit::SplitStatement { block, path, statement: which(known), apart };
    Some(Repair::new([split].into_iter().chain(strict)).widens())
}

/// Instances, managed nodes and tasks: what sessions are started on.
pub(crate) fn targets(partition: Partition) -> [String; 3] {
    ["ec2:*:*:instance/*", "ssm:*:*:managed-instance/*", "ecs:*:*:task/*"].map(|target| format!("arn:{partition}:{target}"))
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
    let name = format!("{}_{}", caller.resource.parsed().name, what(caller, statement));
    if caller.kind == CallerKind::PermissionSet {
        return inline_policy_of_set(caller.resource, &name, statement.clone());
    }
    inline_policy(caller.resource, &name, statement.clone()).map(Repair::new)
}

/// What a policy of one statement is called; another statement has another name.
fn what(caller: &Caller<'_>, statement: &Statement) -> String {
    if *statement == no_tunnels(caller) {
        return "no_tunnels".to_owned();
    }
    let first = statement.actions.first().map_or("", |action| action.rsplit(':').next().unwrap_or(action));
    let words = first.chars().flat_map(|letter| letter.is_uppercase().then_some('_').into_iter().chain(letter.to_lowercase()));
    format!("{}{}", if statement.denies { "no_" } else { "" }, words.collect::<String>().trim_start_matches('_'))
}

/// The inline policy of a permission set, which has one at most: further statements are for it, once it is there.
///
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ssoadmin_permission_set_inline_policy>
fn inline_policy_of_set(set: Resource<'_>, name: &str, statement: Statement) -> Option<Repair> {
    let graph = set.graph();
    let has_one = !graph.referrers::<PermissionSetInlinePolicy<'_>>(LinkTarget::Resource(set.id()), &["permission_set_arn"]).is_empty()
        || !graph.undecided::<PermissionSetInlinePolicy<'_>>(&["permission_set_arn"]).is_empty();
    if has_one || !is_ours(set) {
        return None;
    }
    let body = Body::new()
        .with("instance_arn", Value::of(set.parsed(), "instance_arn"))
        .with("permission_set_arn", Value::of(set.parsed(), "arn"))
        .with("inline_policy", Value::Policy(statement));
    let add = Edit::add(set.parsed(), "aws_ssoadmin_permission_set_inline_policy", name, body);
    Some(Repair::new([add]).provides([format!("inline policy of {}", set.address())]))
}

/// Denies every tunnel that AWS has a document for.
pub(crate) fn no_tunnels(caller: &Caller<'_>) -> Statement {
    Statement::deny([START], tunnels(partition(caller)))
}

/// The documents of AWS that open tunnels.
fn tunnels(partition: Partition) -> [String; 2] {
    ["AWS-StartPortForwardingSession*", "AWS-StartSSHSession"].map(|name| arn::documents(partition, name))
}

/// Allows a caller's own data channels.
pub(crate) fn data_channel(caller: &Caller<'_>) -> Statement {
    Statement::allow(["ssmmessages:OpenDataChannel"], [own_sessions(caller)])
}

/// The sessions of whoever calls: `arn:aws:ssm:*:*:session/${aws:userid}-*`.
pub(crate) fn own_sessions(caller: &Caller<'_>) -> String {
    let name = if caller.kind == CallerKind::User { "aws:username" } else { "aws:userid" };
    let (partition, resource) = (partition(caller).as_str(), format!("session/${{{name}}}-*"));
    Arn { partition, service: "ssm", region: "*", account: "*", resource: &resource }.to_string()
}

pub(crate) fn partition(caller: &Caller<'_>) -> Partition {
    caller.resource.location().partition().unwrap_or(Partition::Aws)
}
