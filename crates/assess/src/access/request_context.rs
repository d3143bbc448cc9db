//! The condition keys of a request to Session Manager.
//!
//! Which keys the action has: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html>. What the
//! caller chooses at run time is free; a key that says nothing of such a request is absent; the rest is not known.

use super::principals::Provider;
use super::session_names::Demanded;
use super::session_tags::BroughtKeys;
use super::{AuthorizedResource, Caller, CallerKind, START};
use crate::access::account_scope::AccountScope;
use crate::access::tags::of_resource;
use ssm_check_aws::Arn;
use ssm_check_graph::Existence;
use ssm_check_iam::{Class, Context, Placeholder, Text, Truth, Unlisted, Value, reference};
use ssm_check_plan::Attr;
use std::collections::BTreeSet;

/// What is asked about.
pub(super) struct Question<'q> {
    /// `ssm:StartSession`.
    pub(super) action: &'q str,
    /// For which resource.
    pub(super) resource: &'q AuthorizedResource,
    /// In which Region, if it is known.
    pub(super) region: Option<&'q str>,
    /// Whether the request names a document; `None` where that is no question, or both are asked.
    pub(super) named: Option<bool>,
}

/// What a request carries for one resource.
pub(super) fn context(caller: &Caller<'_>, scope: &AccountScope, keys: &BTreeSet<String>, question: &Question<'_>) -> Context {
    let mut context = Context::new().unlisted(Unlisted::Unknown);
    // What kind of caller it is bears on which keys there are, whether or not a policy asks.
    for key in keys.iter().map(String::as_str).chain(["aws:principaltype"]) {
        context = context.with_value(key, value(caller, scope, key, question));
    }
    if keys.contains(IDENTITY) && matches!(caller.brings.identity, Demanded::OneOf(_)) {
        context = context.with_present(IDENTITY);
    }
    shapes(caller, keys).into_iter().fold(context, |context, (key, shape)| context.with_shape(key, shape))
}

/// Which identity provider the session is for.
const PROVIDER: &str = "aws:federatedprovider";

/// Who somebody says to be, once for all sessions that follow.
const IDENTITY: &str = "aws:sourceidentity";

/// Who asks, by id.
const ID: &str = "aws:userid";

/// How the id of whoever has a role begins: whoever assumes it chooses the name of the session, after a colon, and nothing else. That of a
/// role that is yet to be made is none that a policy has already; of one that is there and does not tell, it is known how ids begin.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable>,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids>
fn id_of_role(caller: &Caller<'_>) -> Option<String> {
    match caller.kind {
        CallerKind::Role => match caller.resource.text("unique_id") {
            Attr::Known(id) => Some(id.to_owned()),
            _ if caller.resource.existence() == Existence::Created => Some("AROA0EXAMPLE0EXAMPLE".to_owned()),
            _ => Some("AROA*".to_owned()),
        },
        CallerKind::PermissionSet => Some("AROA*".to_owned()),
        CallerKind::User | CallerKind::Group | CallerKind::Policy | CallerKind::Organization => None,
    }
}

/// What keys are like of which whoever has a role chooses a part, or one of several: the name of the session at the end of the id, and what
/// the trust policy demands.
fn shapes(caller: &Caller<'_>, keys: &BTreeSet<String>) -> Vec<(&'static str, String)> {
    let demanded = |demanded: &Demanded| match demanded {
        Demanded::OneOf(patterns) => patterns.iter().cloned().collect(),
        Demanded::Nothing | Demanded::Unclear => Vec::new(),
    };
    let mut names = demanded(&caller.brings.name);
    if names.is_empty() {
        names.push("*".to_owned());
    }
    let id = id_of_role(caller);
    let ids = id.iter().flat_map(|id| names.iter().map(move |name| (ID, format!("{id}:{name}"))));
    let identities = demanded(&caller.brings.identity).into_iter().map(|identity| (IDENTITY, identity));
    let provider = match &caller.brings.provider {
        Provider::Perhaps(provider) => Some((PROVIDER, provider.to_string())),
        _ => None,
    };
    ids.chain(identities).chain(provider).filter(|(key, _)| keys.contains(*key)).collect()
}

/// What every request of the caller carries, whatever it asks and where. What does not depend on the caller is the same of all.
pub(super) fn of_caller(caller: &Caller<'_>, scope: &AccountScope, keys: &BTreeSet<String>) -> Vec<(String, Value)> {
    let shapes = shapes(caller, keys).into_iter().enumerate();
    let shapes = shapes.map(|(index, (key, shape))| (format!("{key} is like {index}"), Value::One(Text::lit(shape))));
    keys.iter().map(|key| (key.clone(), of_any_request(caller, scope, key, None))).chain(shapes).collect()
}

/// By the reference first, which tells what a request of the action never has.
fn value(caller: &Caller<'_>, scope: &AccountScope, key: &str, question: &Question<'_>) -> Value {
    if scope.has_old_reference && reference::is_newer(question.action, key) {
        return Value::Unknown;
    }
    if reference::carries(question.action, &question.resource.arn, key) == Truth::False {
        return Value::Absent;
    }
    if let Some(tag) = ["aws:resourcetag/", "ssm:resourcetag/", "ec2:resourcetag/"].iter().find_map(|prefix| key.strip_prefix(prefix)) {
        return question.resource.tags.value(tag, || question.resource.shown.unquoted());
    }
    let elsewhere = question.resource.arn.literal().and_then(Arn::parse).and_then(|arn| arn.account_id());
    if let ("aws:resourceaccount", Some(account)) = (key, elsewhere) {
        return Value::One(Text::lit(account.as_str()));
    }
    match key {
        // Measured: the key is absent from a request that names a document. Whether one that names none has it is not: `BoolIfExists` refuses
        // such a request either way, where the shell's document is not allowed.
        "ssm:sessiondocumentaccesscheck" => match question.named {
            Some(true) => Value::Absent,
            Some(false) => Value::Perhaps(Text::lit("true")),
            None => Value::Unknown,
        },
        // A document of a session is of that type; that the key is there AWS says of documents, and not of sessions.
        // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html#awssystemsmanager-document
        "ssm:documenttype" if question.action.eq_ignore_ascii_case(START) => Value::Perhaps(Text::lit("Session")),
        // A document of AWS is in no account of one's own, and which one it is AWS does not say.
        "aws:resourceaccount" if question.resource.is_of_aws() => Value::Unknown,
        // AWS's own policies name the sessions of roles so.
        "aws:userid" if question.resource.is_own_session() && matches!(caller.kind, CallerKind::Role | CallerKind::PermissionSet) => {
            Value::One(Text::lit(AuthorizedResource::OWNER))
        }
        "ssm:accessrequestid" => Value::Free,
        "aws:tagkeys" => Value::Free,
        _ if key.starts_with("aws:requesttag/") => Value::Free,
        _ => of_any_request(caller, scope, key, question.region),
    }
}

/// What does not depend on the action and its resource.
fn of_any_request(caller: &Caller<'_>, scope: &AccountScope, key: &str, region: Option<&str>) -> Value {
    if let Some(tag) = key.strip_prefix("aws:principaltag/") {
        return principal_tag(caller, tag);
    }
    match key {
        // Whoever is refused now may try again later, and never earlier.
        "aws:currenttime" | "aws:epochtime" => scope.now.map_or(Value::Free, Value::Since),
        "aws:requestedregion" => region.map_or(Value::Unknown, |region| Value::One(Text::lit(region))),
        "aws:principalaccount" | "aws:resourceaccount" => Value::One(Text::account(&scope.of(caller))),
        "aws:principalarn" => principal_arn(caller, scope),
        "aws:principaltype" => match caller.kind {
            CallerKind::Role | CallerKind::PermissionSet => Value::One(Text::lit("AssumedRole")),
            CallerKind::User | CallerKind::Group => Value::One(Text::lit("User")),
            CallerKind::Policy | CallerKind::Organization => Value::Free,
        },
        "aws:username" => match caller.kind {
            CallerKind::Role | CallerKind::PermissionSet => Value::Absent,
            CallerKind::User => Value::One(name(caller)),
            CallerKind::Group | CallerKind::Policy | CallerKind::Organization => Value::Free,
        },
        IDENTITY if caller.kind == CallerKind::Role && !caller.brings.source_identity => Value::Absent,
        IDENTITY if caller.brings.identity == Demanded::Unclear => Value::Unknown,
        // Both are of sessions of roles.
        IDENTITY | PROVIDER if matches!(caller.kind, CallerKind::User | CallerKind::Group) => Value::Absent,
        // Whether such a session has the key no page says; that it was not signed in with MFA, the page on ways to assume a role does.
        "aws:multifactorauthpresent" if caller.kind == CallerKind::Role && !caller.brings.mfa => Value::Perhaps(Text::lit("false")),
        "aws:multifactorauthage" if caller.kind == CallerKind::Role && !caller.brings.mfa => Value::Absent,
        // The session of a permission set has the name of the user in the directory, which no input shows:
        // https://docs.aws.amazon.com/singlesignon/latest/userguide/logging-using-cloudtrail.html
        ID if caller.kind == CallerKind::PermissionSet => Value::Unknown,
        ID if caller.brings.name == Demanded::Unclear => Value::Unknown,
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-federatedprovider
        PROVIDER if caller.kind == CallerKind::Role => match &caller.brings.provider {
            Provider::None => Value::Absent,
            Provider::This(provider) => Value::One(provider.clone()),
            Provider::Perhaps(provider) if provider.literal().is_none() => Value::Unknown,
            Provider::OneOfSeveral => Value::Unknown,
            Provider::Perhaps(_) | Provider::Any => Value::Free,
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
        | "aws:principalservicenameslist"
        | "kms:viaservice" => Value::Absent,
        // EC2 puts these into the credentials of instances, and Systems Manager its own into those that it gives out:
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ec2-source-instance-arn
        "ec2:sourceinstancearn" | "ec2:roledelivery" | "aws:ec2instancesourcevpc" | "aws:ec2instancesourceprivateipv4"
            if !caller.may_be_node.by_profile =>
        {
            Value::Absent
        }
        "ssm:sourceinstancearn" if !caller.may_be_node.by_systems_manager => Value::Absent,
        "aws:principalorgid" | "aws:principalorgpaths" | "aws:resourceorgid" | "aws:resourceorgpaths" => Value::Unknown,
        _ if key.starts_with("aws:") => Value::Free,
        // Identity providers' keys are there when the role is assumed, not afterwards; services' keys are on their own actions.
        _ => Value::Unknown,
    }
}

/// A user has its own tags. Of a role, whoever assumes it may bring others, where the trust policy lets them. Those of a permission set are
/// attributes of whoever signs in, which administrators choose and no input shows:
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/abac.html>.
fn principal_tag(caller: &Caller<'_>, wanted: &str) -> Value {
    let own = match caller.kind {
        CallerKind::User => true,
        CallerKind::Role => !caller.brings.tags,
        CallerKind::PermissionSet => return Value::Unknown,
        CallerKind::Group | CallerKind::Policy | CallerKind::Organization => false,
    };
    if !own {
        return match caller.brings.decided_tags.get(wanted) {
            Some(Some(value)) => Value::One(Text::lit(value)),
            Some(None) => Value::Unknown,
            None => brought_tag(caller, wanted),
        };
    }
    own_tag(caller, wanted)
}

/// A tag that the trust policy may leave to whoever assumes the role.
fn brought_tag(caller: &Caller<'_>, wanted: &str) -> Value {
    match &caller.brings.tag_keys {
        BroughtKeys::Unclear => Value::Unknown,
        BroughtKeys::Only { keys, may_inherit } if !keys.contains(wanted) => {
            if *may_inherit {
                Value::Unknown
            } else {
                own_tag(caller, wanted)
            }
        }
        BroughtKeys::Any | BroughtKeys::Only { .. } => Value::Free,
    }
}

fn own_tag(caller: &Caller<'_>, wanted: &str) -> Value {
    of_resource(caller.resource).value(wanted, || caller.address().to_owned())
}

fn principal_arn(caller: &Caller<'_>, scope: &AccountScope) -> Value {
    match (caller.kind, caller.principal().arn()) {
        (CallerKind::Policy | CallerKind::Group | CallerKind::Organization, _) | (_, None) => Value::Free,
        (CallerKind::Role | CallerKind::PermissionSet | CallerKind::User, Some(arn)) => Value::One(scope.fill(arn)),
    }
}

fn name(caller: &Caller<'_>) -> Text {
    match caller.resource.text("name").value() {
        Some(name) => Text::lit(name),
        None => Text::unknown(Placeholder::new(format!("{}.name", caller.address()), Class::Segment)),
    }
}
