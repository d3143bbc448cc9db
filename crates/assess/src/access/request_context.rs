//! The condition keys of a request to Session Manager.
//!
//! Which keys the action has: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>. What the
//! caller chooses at run time is free; a key that says nothing of such a request is absent; the rest is not known.

use super::{AuthorizedResource, Caller, CallerKind, Tags};
use crate::access::account_scope::AccountScope;
use ssm_check_iam::{Class, Context, Layers, Placeholder, Policy, Text, Unlisted, Value};
use ssm_check_plan::Attr;
use std::collections::BTreeSet;

/// The condition keys and policy variables that policies name, in lower case.
pub(super) fn keys(layers: &Layers) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let all = layers.identity.iter().chain(&layers.boundary).chain(layers.scps.iter().flatten());
    for Policy { document, .. } in all {
        for statement in &document.statements {
            keys.extend(statement.conditions.iter().map(|condition| condition.key.to_lowercase()));
            let texts = statement.resources.iter().flat_map(|resources| &resources.list);
            for text in texts.chain(statement.conditions.iter().flat_map(|condition| &condition.values)) {
                let shown = text.to_string();
                keys.extend(
                    shown.split("${").skip(1).filter_map(|part| part.split(['}', ',']).next()).map(|key| key.trim().to_lowercase()),
                );
            }
        }
    }
    // How a placeholder prints.
    keys.remove("known after apply");
    keys
}

/// What a request carries for one resource.
pub(super) fn context(
    caller: &Caller<'_>,
    scope: &AccountScope,
    keys: &BTreeSet<String>,
    resource: &AuthorizedResource,
    region: Option<&str>,
    named: Option<bool>,
) -> Context {
    let mut context = Context::new().unlisted(Unlisted::Unknown);
    for key in keys {
        context = context.with_value(key, value(caller, scope, key, resource, region, named));
    }
    context
}

/// What conditions and variables see of the caller.
pub(super) fn of_caller(caller: &Caller<'_>, scope: &AccountScope, keys: &BTreeSet<String>) -> Vec<(String, Value)> {
    let is_of_caller =
        |key: &&String| key.starts_with("aws:principal") || matches!(key.as_str(), "aws:username" | "aws:userid" | "aws:resourceaccount");
    let anything = AuthorizedResource { arn: Text::default(), shown: String::new(), tags: Tags::Unknown };
    keys.iter().filter(is_of_caller).map(|key| (key.clone(), value(caller, scope, key, &anything, None, None))).collect()
}

fn value(
    caller: &Caller<'_>,
    scope: &AccountScope,
    key: &str,
    resource: &AuthorizedResource,
    region: Option<&str>,
    named: Option<bool>,
) -> Value {
    if let Some(tag) = key.strip_prefix("aws:resourcetag/").or_else(|| key.strip_prefix("ssm:resourcetag/")) {
        return resource_tag(&resource.tags, tag, &resource.shown);
    }
    if let Some(tag) = key.strip_prefix("aws:principaltag/") {
        return principal_tag(caller, tag);
    }
    match key {
        // Measured: the key is in a request that names no document, and absent from one that does.
        "ssm:sessiondocumentaccesscheck" => match named {
            Some(true) => Value::Absent,
            Some(false) => Value::One(Text::lit("true")),
            None => Value::Unknown,
        },
        "aws:requestedregion" => region.map_or(Value::Unknown, |region| Value::One(Text::lit(region))),
        "aws:principalaccount" | "aws:resourceaccount" => Value::One(scope.account()),
        "aws:principalarn" => principal_arn(caller, scope),
        "aws:principaltype" => match caller.kind {
            CallerKind::Role | CallerKind::PermissionSet => Value::One(Text::lit("AssumedRole")),
            CallerKind::User | CallerKind::Group => Value::One(Text::lit("User")),
            CallerKind::Policy => Value::Free,
        },
        "aws:username" => match caller.kind {
            CallerKind::Role | CallerKind::PermissionSet => Value::Absent,
            CallerKind::User => Value::One(name(caller)),
            CallerKind::Group | CallerKind::Policy => Value::Free,
        },
        "aws:securetransport" => Value::One(Text::lit("true")),
        // The caller asks itself, not through another service that would choose the document for it.
        "aws:viaawsservice" | "aws:principalisawsservice" => Value::One(Text::lit("false")),
        "aws:calledvia"
        | "aws:calledviafirst"
        | "aws:calledvialast"
        | "aws:sourcearn"
        | "aws:sourceaccount"
        | "aws:sourceorgid"
        | "aws:sourceorgpaths"
        | "aws:principalservicename"
        | "aws:principalservicenameslist" => Value::Absent,
        "aws:principalorgid" | "aws:principalorgpaths" | "aws:resourceorgid" | "aws:resourceorgpaths" | "aws:resourceorgunitpaths" => {
            Value::Unknown
        }
        "ssm:accessrequestid" => Value::Free,
        _ if key.starts_with("aws:requesttag/") || key == "aws:tagkeys" => Value::Absent,
        _ if key.starts_with("aws:") => Value::Free,
        // Identity providers' keys are there when the role is assumed, not afterwards; services' keys are on their own actions.
        _ => Value::Unknown,
    }
}

/// Tag keys ignore case in conditions.
fn resource_tag(tags: &Tags, wanted: &str, of: &str) -> Value {
    match tags {
        Tags::Free => Value::Free,
        Tags::Unknown => Value::Unknown,
        Tags::Known(tags) => match tags.iter().find(|(key, _)| key.to_lowercase() == wanted) {
            None => Value::Absent,
            Some((_, Some(value))) => Value::One(Text::lit(value)),
            Some((key, None)) => Value::One(Text::unknown(Placeholder::new(format!("{of}.tags.{key}"), Class::Any))),
        },
    }
}

/// A user has its own tags. Of a role, whoever assumes it may bring others, where the trust policy lets them.
fn principal_tag(caller: &Caller<'_>, wanted: &str) -> Value {
    let own = match caller.kind {
        CallerKind::User => true,
        CallerKind::Role => !caller.brings_tags,
        CallerKind::Group | CallerKind::PermissionSet | CallerKind::Policy => false,
    };
    if !own {
        return Value::Free;
    }
    let all = caller.resource.values().get("tags_all");
    let tags = if all.is_unknown() || matches!(all.json(), Attr::Absent) { caller.resource.value("tags") } else { all };
    if tags.is_unknown() {
        return Value::Unknown;
    }
    match tags.members().find(|(key, _)| key.to_lowercase() == wanted) {
        None => Value::Absent,
        Some((_, value)) => value.text().value().map_or(Value::Unknown, |value| Value::One(Text::lit(value))),
    }
}

fn principal_arn(caller: &Caller<'_>, scope: &AccountScope) -> Value {
    match (caller.kind, caller.principal().arn()) {
        (CallerKind::Policy | CallerKind::Group, _) | (_, None) => Value::Free,
        // AWS puts the Region of Identity Center and a random suffix into the name.
        (CallerKind::PermissionSet, _) => Value::Unknown,
        (CallerKind::Role | CallerKind::User, Some(arn)) => Value::One(scope.fill(arn)),
    }
}

fn name(caller: &Caller<'_>) -> Text {
    match caller.resource.text("name").value() {
        Some(name) => Text::lit(name),
        None => Text::unknown(Placeholder::new(format!("{}.name", caller.address()), Class::Segment)),
    }
}
