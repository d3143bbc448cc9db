//! The table, in the spelling of the reference. A key that ends in `/` or `:` is followed by a tag key or the like.
//!
//! What a machine copy of the reference says of each action is in `data/service-authorization.json`, and what only pages say in
//! `data/condition-keys.json`.

use serde::Deserialize;
use ssm_check_aws::Facts;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// An action.
#[derive(Clone, Debug, Deserialize)]
pub struct Action {
    /// Its name, with the service.
    pub name: String,
    /// Keys of every request.
    pub keys: Vec<String>,
    /// The resource types; none where only `*` matches.
    pub resources: Vec<ResourceType>,
    /// Whether that is all. AWS's own policies name sessions for `ssmmessages:OpenDataChannel`, of which the reference says nothing.
    #[serde(default = "yes")]
    pub is_whole: bool,
}

/// A type of resources.
#[derive(Clone, Debug, Deserialize)]
pub struct ResourceType {
    /// The shape of its ARNs.
    pub arn: String,
    /// Keys of requests for one of them.
    pub keys: Vec<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Reference {
    actions: Vec<Action>,
    services: Vec<Service>,
}

/// All condition keys of a service.
#[derive(Deserialize)]
struct Service {
    name: String,
    keys: Vec<String>,
}

#[derive(Default, Deserialize)]
pub(super) struct Pages {
    global: Vec<String>,
    of_credentials: Vec<String>,
    /// Global keys that every request has.
    always_present: Vec<String>,
    /// How the values of a key look.
    value_shapes: BTreeMap<String, String>,
    /// What no request has at once: keys, each with `present`, `absent` or a value.
    never_together: Vec<BTreeMap<String, String>>,
    /// The same of what pages do not say whether a request of Systems Manager has it.
    hardly_together: Vec<BTreeMap<String, String>>,
    besides: BTreeMap<String, Besides>,
    resource_keys: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// What pages say of an action that the reference does not.
#[derive(Deserialize)]
struct Besides {
    keys: Vec<String>,
    #[serde(default = "yes")]
    is_whole: bool,
}

fn yes() -> bool {
    true
}

/// What the reference says, of the actions that questions are asked about.
pub(super) static REFERENCE: Facts<Reference> = Facts::new("service-authorization", include_str!("../../data/service-authorization.json"));
/// What pages say.
pub(super) static PAGES: Facts<Pages> = Facts::new("condition-keys", include_str!("../../data/condition-keys.json"));

static ACTIONS: LazyLock<Vec<Action>> = LazyLock::new(|| {
    let mut actions = REFERENCE.get().actions.clone();
    let pages = PAGES.get();
    for action in &mut actions {
        if let Some(besides) = pages.besides.get(&action.name) {
            let more: Vec<_> = besides.keys.iter().filter(|key| !action.keys.contains(key)).cloned().collect();
            action.keys.extend(more);
            action.is_whole &= besides.is_whole;
        }
        for (arn, keys) in pages.resource_keys.get(&action.name).into_iter().flatten() {
            action.resources.iter_mut().filter(|kind| kind.arn == *arn).for_each(|kind| kind.keys.extend(keys.iter().cloned()));
        }
    }
    actions
});

/// The actions.
pub(super) fn actions() -> &'static [Action] {
    &ACTIONS
}

/// Every condition key of the tables.
pub(super) fn keys() -> impl Iterator<Item = &'static String> {
    let of_actions = actions().iter().flat_map(|action| action.keys.iter().chain(action.resources.iter().flat_map(|kind| &kind.keys)));
    let of_services = REFERENCE.get().services.iter().flat_map(|service| &service.keys);
    of_services.chain(of_actions).chain(global()).chain(of_credentials())
}

/// Whether the tables have all keys of a service; `aws` are the global ones.
pub(super) fn lists(service: &str) -> bool {
    service == "aws" || REFERENCE.get().services.iter().any(|known| known.name == service)
}

/// Keys that a request of any action may have:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>.
pub(super) fn global() -> &'static [String] {
    &PAGES.get().global
}

/// Keys of how the caller came by its credentials, on the same page; a service puts them there, whatever the action.
pub(super) fn of_credentials() -> &'static [String] {
    &PAGES.get().of_credentials
}

/// Every request has the key, in lower case, so that nobody can choose to leave it out; `None` where the table does not tell of any key.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>: "This key is always included".
pub(crate) fn is_always_present(key: &str) -> Option<bool> {
    let always = &PAGES.get().always_present;
    (!always.is_empty()).then(|| always.iter().any(|known| known.eq_ignore_ascii_case(key)))
}

/// What no request has at once: keys, each with `present`, `absent` or a value; empty where the table does not tell.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>: `aws:SourceIp` is there "except when the
/// requester uses a VPC endpoint", the keys of endpoints only then.
pub(crate) fn never_together() -> &'static [BTreeMap<String, String>] {
    &PAGES.get().never_together
}

/// What requests of the API do not have at once, and others may: the console's private access sends `aws:SourceVpc` alone, and not from
/// every page: <https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/identity-other-policy-types.html>.
pub(crate) fn hardly_together() -> &'static [BTreeMap<String, String>] {
    &PAGES.get().hardly_together
}

/// How every value of a key looks, a pattern: ids of endpoints begin with `vpce-`.
pub(crate) fn value_shape(key: &str) -> Option<&'static str> {
    let shapes = &PAGES.get().value_shapes;
    shapes.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).map(|(_, shape)| shape.as_str())
}
