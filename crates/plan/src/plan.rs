//! The document itself: a plan, or a state as a picture where nothing changes.

use crate::state::StateResource;
use crate::{Configuration, Json, Listing, Partial, ResourceAddress, Str};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// `terraform show -json PLANFILE`
    Plan,
    /// `terraform show -json`, or `terraform.tfstate` itself
    State,
    /// What AWS itself answered, put in the words of a state
    Answers,
}

/// A decoded input.
#[derive(Debug)]
pub struct Plan<'p> {
    /// What people call the input, to tell it from others; empty until somebody sets it.
    pub name: String,
    /// What it was read from; nothing of what AWS answered, which is read from several files.
    pub text: &'p str,
    /// Plan or state.
    pub kind: InputKind,
    /// As the input says.
    pub format_version: Str<'p>,
    /// The Terraform or OpenTofu that wrote it.
    pub terraform_version: Option<Str<'p>>,
    /// When a plan was made, as RFC 3339 text in UTC.
    pub timestamp: Option<Str<'p>>,
    /// How often a state file was written.
    pub serial: Option<u64>,
    /// What the input itself says it lacks.
    pub partial: Partial<'p>,
    /// What the plan does, in the order of the input.
    pub changes: Vec<ResourceChange<'p>>,
    /// The prior state of a plan, or the resources of a state: managed ones and data sources.
    pub state: Vec<StateResource<'p>>,
    /// The configuration; a state has none.
    pub configuration: Option<Configuration<'p>>,
    /// Values of the root module's variables, raw JSON.
    pub variables: BTreeMap<Str<'p>, &'p RawValue>,
    /// The attributes that the plan's changes depend on: resource address and attribute path.
    pub relevant_attributes: Vec<RelevantAttribute<'p>>,
    /// What AWS's answers list, one for each file and kind. A plan or state has none: what it manages it shows as a whole.
    pub listings: Vec<Listing>,
}

/// An attribute of a resource that some change of the plan depends on.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub struct RelevantAttribute<'p> {
    /// The resource's address.
    pub resource: Str<'p>,
    /// The path of the attribute.
    #[serde(default)]
    pub attribute: Vec<Json<'p>>,
}

/// One resource instance that the plan speaks of.
#[derive(Debug)]
pub struct ResourceChange<'p> {
    /// The address as the plan writes it.
    pub address: Str<'p>,
    /// The address, parsed.
    pub parsed: ResourceAddress,
    /// The address before a move. By itself, as the next one is: few have either.
    pub previous_address: Option<Box<Str<'p>>>,
    /// The key of an object that a failed replacement left behind.
    pub deposed: Option<Box<Str<'p>>>,
    /// Such as `registry.terraform.io/hashicorp/aws`; short or missing in old plans.
    pub provider_name: Option<Str<'p>>,
    /// What happens. By itself, so that what is large is not moved as the list grows.
    pub change: Box<Change<'p>>,
}

/// What happens to a resource instance.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub struct Change<'p> {
    /// The actions, in their order.
    #[serde(default)]
    pub actions: Actions,
    #[serde(borrow)]
    pub(crate) before: Option<&'p RawValue>,
    #[serde(borrow)]
    pub(crate) after: Option<&'p RawValue>,
    #[serde(borrow)]
    pub(crate) after_unknown: Option<&'p RawValue>,
    #[serde(borrow)]
    pub(crate) before_sensitive: Option<&'p RawValue>,
    #[serde(borrow)]
    pub(crate) after_sensitive: Option<&'p RawValue>,
    pub(crate) importing: Option<IgnoredAny>,
}

/// One action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Nothing changes.
    NoOp,
    /// Made anew.
    Create,
    /// A data source that is read at apply.
    Read,
    /// Changed in place.
    Update,
    /// Destroyed.
    Delete,
    /// Dropped from the state, left as it is.
    Forget,
    /// An action that this version does not know.
    #[serde(other)]
    Other,
}

/// The actions on one resource instance, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Actions(pub Vec<Action>);

impl Actions {
    /// Made anew, by itself or in a replacement.
    pub fn creates(&self) -> bool {
        self.0.contains(&Action::Create)
    }

    /// Destroyed, by itself or in a replacement.
    pub fn deletes(&self) -> bool {
        self.0.contains(&Action::Delete)
    }

    /// Destroyed and made anew, in either order.
    pub fn replaces(&self) -> bool {
        self.creates() && (self.deletes() || self.0.contains(&Action::Forget))
    }

    /// Made anew first, and the old one destroyed then: `create_before_destroy`.
    pub fn replaces_new_first(&self) -> bool {
        self.0 == [Action::Create, Action::Delete]
    }

    /// Destroyed, with nothing in its place.
    pub fn destroys(&self) -> bool {
        !self.creates() && self.deletes()
    }

    /// Managed no more once the plan is applied, destroyed or left as it is.
    pub fn removes(&self) -> bool {
        self.destroys() || self.forgets()
    }

    /// Left as it is, and managed no more.
    pub fn forgets(&self) -> bool {
        !self.creates() && !self.deletes() && self.0.contains(&Action::Forget)
    }
}

impl Change<'_> {
    /// The plan takes over something that exists.
    pub fn imports(&self) -> bool {
        self.importing.is_some()
    }
}
