//! Port forwarding that a project allows somebody on purpose: what is open beyond it still counts.

use super::{Asking, DocumentResource, START};
use crate::AllowedForwarding;
use crate::document::AwsKind;
use crate::monitoring::wildcard;
use crate::tunnels::Tunnel;
use serde_json::{Value, json};
use ssm_check_iam::{Document, Truth};

/// Does the exception cover everything that the caller may do with the documents?
///
/// What it covers is taken away by a deny; where anything is open then, or may be, it does not cover all. Nor does it where a tunnel leads,
/// or may lead, to another destination of the inputs than it names, or into the internet where it does not name that. `are_cut`: there are
/// more tunnels than these.
pub fn covers(
    exception: &AllowedForwarding,
    asking: &Asking<'_, '_>,
    documents: &[&DocumentResource<'_>],
    (tunnels, are_cut): (&[Tunnel], bool),
) -> bool {
    let is_named = |document: &&DocumentResource<'_>| exception.documents.iter().any(|pattern| wildcard(pattern, &document.name));
    if !wildcard(&exception.principal, asking.caller.address()) || !documents.iter().all(is_named) {
        return false;
    }
    let is_beyond = |tunnel: &&Tunnel| {
        tunnel.principal == asking.caller.address()
            && documents.iter().any(|document| document.name == tunnel.document)
            && !exception.destinations.iter().any(|pattern| wildcard(pattern, &tunnel.destination))
    };
    let leads_on = |document: &&DocumentResource<'_>| document.aws.is_none_or(|aws| aws.kind != AwsKind::Port);
    let is_cut = are_cut && documents.iter().any(leads_on) && !exception.destinations.iter().any(|pattern| pattern == "*");
    if !exception.destinations.is_empty() && (is_cut || tunnels.iter().any(|tunnel| is_beyond(&tunnel))) {
        return false;
    }
    if exception.target_tags.is_empty() {
        return true;
    }
    let Ok(deny) = Document::from_value(&of_tags(exception)) else { return false };
    let rest = asking.with("the exception", deny);
    documents.iter().all(|document| rest.starts_anywhere(document) == Truth::False)
}

/// A deny of targets with the tags. Both keys hold the same tag, and a policy may ask for either; this version of the language has no
/// variables, so that `${` in a tag is text.
fn of_tags(exception: &AllowedForwarding) -> Value {
    let by = |prefix: &str| {
        let tags: serde_json::Map<_, _> =
            exception.target_tags.iter().map(|(key, value)| (format!("{prefix}:ResourceTag/{key}"), json!(value))).collect();
        json!({
            "Effect": "Deny",
            "Action": START,
            "Resource": ["arn:*:ec2:*:*:instance/*", "arn:*:ssm:*:*:managed-instance/*"],
            "Condition": { "StringEquals": tags },
        })
    };
    json!({ "Version": "2008-10-17", "Statement": [by("aws"), by("ssm")] })
}
