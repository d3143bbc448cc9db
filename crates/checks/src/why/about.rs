//! What there is to know of a role, a document or where sessions are logged, beyond what is found wrong with it.

use super::{Tree, sessions};
use crate::rules::log_bucket;
use ssm_check_assess::Context;
use ssm_check_assess::access::START;
use ssm_check_assess::access::session::MatrixPart;
use ssm_check_assess::document::{self, Content, Ports, Reading, SessionType};
use ssm_check_assess::log_groups::LogGroup;
use ssm_check_assess::policies::{Held, PolicySet};
use ssm_check_graph::aws::{Role, SsmDocument};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_iam::{Effect, Statement};
use ssm_check_message::{Message, Span, list, say};
use ssm_check_net::service::Service;

/// Everything of a resource.
pub(super) fn about(context: &Context<'_>, resource: Resource<'_>) -> Vec<Tree> {
    let graph = context.graph;
    let mut all = Vec::new();
    if let Some(role) = graph.view::<Role<'_>>(resource.id()) {
        all.extend(group("may be assumed by", assumed_by(role)));
        all.extend(group("is the role of", users(context, resource)));
    }
    if let Some(held) = policies_of(context, resource) {
        all.extend(group("has", held.held.iter().map(policy).collect()));
        all.extend(group("is bounded by", held.boundary.iter().map(policy).collect()));
    }
    if let Some(document) = graph.view::<SsmDocument<'_>>(resource.id()) {
        all.extend(of_document(context, document));
    }
    all.extend(group("takes the logs of sessions that have the preferences of", logged_by(context, resource)));
    all.extend(group("is named by", named_by(resource)));
    all
}

fn group(title: &'static str, members: Vec<Tree>) -> Option<Tree> {
    (!members.is_empty()).then(|| Tree::node(title, members))
}

/// The principals of the statements that let somebody assume a role.
fn assumed_by(role: Role<'_>) -> Vec<Tree> {
    let document = ssm_check_assess::policies::read(role.0, "assume_role_policy").document;
    let mut all = Vec::new();
    for statement in document.statements.iter().filter(|statement| statement.effect == Effect::Allow) {
        let Some(principals) = statement.principals.as_ref().filter(|principals| !principals.negated) else { continue };
        let names = sessions::few(principals.list.iter().map(|entry| Span::value(entry.value.to_string()).into()).collect());
        all.push(Tree::leaf(say!("{}{}", names, conditions(statement))));
    }
    if !document.complete {
        all.push(Tree::leaf("perhaps others: the trust policy is not known as a whole"));
    }
    all
}

/// The targets whose agent has the role.
fn users(context: &Context<'_>, role: Resource<'_>) -> Vec<Tree> {
    let has = |assessed: &&ssm_check_assess::Assessed<'_>| {
        assessed.identity.cases.iter().any(|case| case.role.as_ref().is_some_and(|own| own.role.0.id() == role.id()))
    };
    let names: Vec<Message> =
        context.targets.iter().filter(has).map(|assessed| Span::address(assessed.target.resource.address()).into()).collect();
    if names.is_empty() { Vec::new() } else { vec![Tree::leaf(sessions::few(names))] }
}

/// The policies of a principal, or of a role that a target's agent has.
fn policies_of<'c>(context: &'c Context<'_>, resource: Resource<'_>) -> Option<&'c PolicySet> {
    if let Some(caller) = context.access().caller(resource.address()) {
        return Some(&caller.policies);
    }
    let cases = context.targets.iter().flat_map(|assessed| &assessed.identity.cases);
    let mut roles = cases.filter_map(|case| case.role.as_ref());
    roles.find(|role| role.role.0.id() == resource.id()).map(|role| &role.policies)
}

/// A policy, with what it says of the agent and of sessions.
fn policy(held: &Held) -> Tree {
    let document = held.document_for(START);
    let telling: Vec<_> = document.statements.iter().filter(|statement| is_of_sessions(statement)).map(says).collect();
    Tree::node(say!("{}, by {}", Span::value(&held.name), Span::attribute(&held.by)), telling)
}

fn is_of_sessions(statement: &Statement) -> bool {
    let of_service = |action: &str| action == "*" || Service::ALL.iter().any(|service| action.split(':').next() == Some(service.label()));
    statement.actions.negated || statement.actions.list.iter().any(|action| of_service(&action.to_string().to_lowercase()))
}

fn says(statement: &Statement) -> Tree {
    let does = if statement.effect == Effect::Allow { "allows" } else { "denies" };
    let names = |patterns: &ssm_check_iam::Patterns| {
        let names = sessions::few(patterns.list.iter().map(|pattern| Span::value(pattern.to_string()).into()).collect());
        if patterns.negated { say!("everything but {}", names) } else { names }
    };
    let on = statement.resources.as_ref().map(|resources| say!(" on {}", names(resources))).unwrap_or_default();
    Tree::leaf(say!("{} {}{}{}", does, names(&statement.actions), on, conditions(statement)))
}

fn conditions(statement: &Statement) -> Message {
    let keys: Vec<_> = statement.conditions.iter().map(|condition| Span::value(&condition.key)).collect();
    if keys.is_empty() { Message::default() } else { say!(", under a condition on {}", list(keys)) }
}

/// What a document opens, and who may start it.
fn of_document(context: &Context<'_>, document: SsmDocument<'_>) -> Vec<Tree> {
    let mut all = Vec::new();
    if let Some(Reading::Content(content)) = document::read_session(document) {
        all.extend(opens(&content).map(Tree::leaf));
        let set: Vec<_> = PREFERENCES.iter().filter_map(|name| Some((*name, content.input(name)?))).collect();
        let set = set.iter().filter(|(_, value)| !value.is_empty());
        all.extend(group("asks for", set.map(|(name, value)| Tree::leaf(say!("{} {}", Span::code(name), Span::value(value)))).collect()));
    }
    if let Some(name) = document::name_of(document) {
        let rows = context.access().rows(&MatrixPart { document: Some(name.to_owned()), ..MatrixPart::default() }).0;
        all.extend(group("may be started", sessions::of_document(&rows)));
    }
    all
}

/// What preferences ask for, in the order of AWS's page.
const PREFERENCES: [&str; 7] = [
    "kmsKeyId",
    "s3BucketName",
    "s3EncryptionEnabled",
    "cloudWatchLogGroupName",
    "cloudWatchEncryptionEnabled",
    "cloudWatchStreamingEnabled",
    "runAsEnabled",
];

fn opens(content: &Content) -> Option<Message> {
    match content.session_type()? {
        SessionType::StandardStream => Some("starts a shell".into()),
        SessionType::InteractiveCommands | SessionType::NonInteractiveCommands => Some("runs a command".into()),
        SessionType::Port => Some(match content.ports() {
            Ports::Exactly(ports) => say!("forwards ports {}", Span::value(ports.to_string())),
            Ports::None => "forwards no port".into(),
            Ports::Unknown(gap) => say!("forwards ports that are not known: {}", gap.message()),
        }),
    }
}

/// The documents whose sessions are logged there.
fn logged_by(context: &Context<'_>, resource: Resource<'_>) -> Vec<Tree> {
    let is_it = |document: &&SsmDocument<'_>| {
        let Some(Reading::Content(content)) = document::read_session(**document) else { return false };
        let bucket = content.input("s3BucketName").and_then(|name| log_bucket(context.graph, &content, &name).shown);
        let group = content.input("cloudWatchLogGroupName").and_then(|name| LogGroup::named(document.0, &name).resource);
        bucket.map(|bucket| bucket.0.id()) == Some(resource.id()) || group.map(Resource::id) == Some(resource.id())
    };
    let documents: Vec<_> = context.graph.all::<SsmDocument<'_>>().collect();
    documents.iter().filter(is_it).map(|document| Tree::leaf(Span::address(document.0.address()))).collect()
}

/// The attributes of other resources that lead there.
fn named_by(resource: Resource<'_>) -> Vec<Tree> {
    let graph = resource.graph();
    let mut all = Vec::new();
    for other in graph.resources().filter(|other| other.id() != resource.id()) {
        for (path, link) in other.all_links() {
            if link.candidates().any(|candidate| candidate.target == LinkTarget::Resource(resource.id())) {
                all.push(Span::attribute(&crate::AttrRef::new(other.address(), path.join("."))).into());
            }
        }
    }
    all.dedup();
    if all.is_empty() { Vec::new() } else { vec![Tree::leaf(sessions::few(all))] }
}
