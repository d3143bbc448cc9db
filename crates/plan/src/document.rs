//! The JSON that `terraform show -json` prints, and a state file, as far as they are read:
//! <https://developer.hashicorp.com/terraform/internals/json-format>.

use crate::plan::{Change, RelevantAttribute};
use crate::{Configuration, Json, Str};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct Document<'p> {
    pub(crate) format_version: Option<Str<'p>>,
    pub(crate) terraform_version: Option<Str<'p>>,
    pub(crate) errored: Option<bool>,
    pub(crate) complete: Option<bool>,
    pub(crate) planned_values: Option<PlannedValues<'p>>,
    pub(crate) resource_changes: Option<Vec<ChangeDocument<'p>>>,
    pub(crate) deferred_changes: Option<Vec<DeferredDocument<'p>>>,
    pub(crate) prior_state: Option<StateDocument<'p>>,
    pub(crate) configuration: Option<Configuration<'p>>,
    #[serde(default)]
    pub(crate) variables: BTreeMap<Str<'p>, VariableDocument<'p>>,
    pub(crate) relevant_attributes: Option<Vec<RelevantAttribute<'p>>>,
    pub(crate) values: Option<StateValues<'p>>,
    pub(crate) timestamp: Option<Json<'p>>,
    pub(crate) version: Option<Json<'p>>,
    pub(crate) serial: Option<Json<'p>>,
    pub(crate) lineage: Option<IgnoredAny>,
    #[serde(borrow)]
    pub(crate) resources: Option<&'p RawValue>,
    /// Of an outline alone, `TEXTS` in `outline/changes.rs`.
    #[serde(borrow, default)]
    pub(crate) ssm_check_texts: Vec<&'p RawValue>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct VariableDocument<'p> {
    /// A null that is given is a value, which no default takes the place of.
    #[serde(borrow, default, deserialize_with = "given")]
    pub(crate) value: Option<&'p RawValue>,
}

fn given<'de: 'p, 'p, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'p RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct ChangeDocument<'p> {
    pub(crate) address: Str<'p>,
    pub(crate) previous_address: Option<Box<Str<'p>>>,
    pub(crate) mode: Option<Str<'p>>,
    pub(crate) deposed: Option<Box<Str<'p>>>,
    pub(crate) provider_name: Option<Str<'p>>,
    pub(crate) change: Box<Change<'p>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct DeferredDocument<'p> {
    pub(crate) reason: Option<Str<'p>>,
    pub(crate) resource_change: DeferredChange<'p>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct DeferredChange<'p> {
    pub(crate) address: Str<'p>,
    pub(crate) mode: Option<Str<'p>>,
    #[serde(rename = "type")]
    pub(crate) resource_type: Option<Str<'p>>,
}

/// Of the values after apply only who they are of: every one of them has a change.
#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct PlannedValues<'p> {
    #[serde(default)]
    pub(crate) root_module: PlannedModule<'p>,
}

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct PlannedModule<'p> {
    #[serde(default)]
    pub(crate) resources: Vec<PlannedResource<'p>>,
    #[serde(default)]
    pub(crate) child_modules: Vec<PlannedModule<'p>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct PlannedResource<'p> {
    pub(crate) address: Option<Str<'p>>,
    pub(crate) mode: Option<Str<'p>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct StateDocument<'p> {
    pub(crate) values: Option<StateValues<'p>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct StateValues<'p> {
    #[serde(default)]
    pub(crate) root_module: StateModule<'p>,
}

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct StateModule<'p> {
    #[serde(default)]
    pub(crate) resources: Vec<StateResourceDocument<'p>>,
    #[serde(default)]
    pub(crate) child_modules: Vec<StateModule<'p>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub(crate) struct StateResourceDocument<'p> {
    pub(crate) address: Str<'p>,
    pub(crate) mode: Option<Str<'p>>,
    pub(crate) provider_name: Option<Str<'p>>,
    pub(crate) deposed_key: Option<Str<'p>>,
    #[serde(default)]
    pub(crate) depends_on: Vec<Str<'p>>,
    #[serde(borrow)]
    pub(crate) values: Option<&'p RawValue>,
    #[serde(borrow)]
    pub(crate) sensitive_values: Option<&'p RawValue>,
}
