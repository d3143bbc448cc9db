//! Resources of another kind than a session is for.

use super::Fault;
use ssm_check_assess::access::{Asking, CallerKind, KnownStatement};
use ssm_check_assess::arn;
use ssm_check_assess::document::aws_documents;
use ssm_check_iam::{Effect, Text, Truth, reference};
use ssm_check_message::{Message, Span, say};

/// A resource that can be none of a request, where it is what the statement is about: nothing else of it matches either, the caller may
/// start nothing at all, or it is a document of AWS but for its spelling.
///
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>
pub(super) fn fault_of(asking: &Asking<'_, '_>, known: &KnownStatement<'_>, documents_told: bool) -> Option<Fault> {
    let actions = &known.statement.actions;
    let resources = known.statement.resources.as_ref().filter(|resources| !resources.negated && resources.complete)?;
    // An action that the reference is not at hand of may have any resource.
    let listed: Option<Vec<_>> = actions.list.iter().map(|text| reference::action(text.literal()?)).collect();
    let actions = listed.filter(|_| !actions.negated && actions.complete)?;
    let is_dead = |pattern: &&Text| !actions.iter().any(|action| action.can_be_for(pattern));
    let dead: Vec<&Text> = resources.list.iter().filter(is_dead).collect();
    let first = dead.first()?;
    let all = dead.len() == resources.list.len();
    let documents = || dead.iter().find(|pattern| document_in(&pattern.to_string()).is_some());
    let told = match known.statement.effect {
        _ if all => Some(first),
        Effect::Deny => documents(),
        Effect::Allow if may_start_nothing(asking) => Some(first),
        Effect::Allow | Effect::Unknown => None,
    }?;
    let pattern = told.to_string();
    let why = say!(
        "{} is not an instance, managed node, container task or document, which is what a session is authorised for",
        Span::value(&pattern)
    );
    Some(match document_in(&pattern) {
        Some(name) => Fault::misspelt(asking, known, why, &pattern, &arn::documents(partition(&pattern), name)),
        // What is told of the document by its name says more.
        None if documents_told && pattern.contains(":document/") => return None,
        None => Fault::of(known, why, help(&pattern)),
    })
}

/// Other policies may complete what a group or an unattached policy lacks.
fn may_start_nothing(asking: &Asking<'_, '_>) -> bool {
    let whole = matches!(asking.caller.kind, CallerKind::Role | CallerKind::User | CallerKind::PermissionSet);
    whole && asking.starts_anything() == Truth::False
}

/// The document of AWS that a resource names without saying that it is one.
fn document_in(pattern: &str) -> Option<&'static str> {
    let last = pattern.rsplit([':', '/']).next()?;
    let there = aws_documents().iter().map(|document| document.name.as_str());
    there.filter(|_| !last.is_empty()).find(|name| Text::lit(*name).is_like(last) == Truth::True && last.len() > "AWS-".len())
}

fn partition(pattern: &str) -> &str {
    pattern.split(':').nth(1).filter(|partition| partition.starts_with("aws")).unwrap_or("aws")
}

fn help(pattern: &str) -> Message {
    let partition = partition(pattern);
    let shapes = [
        ("managed-instance/", "ssm:*:*:managed-instance/*"),
        ("instance/", "ec2:*:*:instance/*"),
        ("document/", "ssm:*:*:document/…"),
        ("task/", "ecs:*:*:task/*"),
    ];
    let found = shapes.into_iter().find(|(part, _)| pattern.contains(&format!(":{part}")));
    match found {
        Some((_, shape)) => say!("write {}", Span::value(format!("arn:{partition}:{shape}"))),
        None => "name the instances by `arn:aws:ec2:*:*:instance/*`, and the documents".into(),
    }
}
