//! The text of an input, read into a [`Plan`].

use crate::document::{ChangeDocument, DeferredDocument, Document, StateModule};
use crate::outline::managed;
use crate::partial::{Deferred, Partial, without_keys};
use crate::plan::{InputKind, ResourceChange};
use crate::state::{StateResource, Stored};
use crate::{Foreign, InputError, Json, Mode, Plan, ResourceAddress, Str, diagnose, state_file};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

impl<'p> Plan<'p> {
    /// Decodes the text of an input.
    ///
    /// Errors: an [`InputError`] that says what the input is instead, or where it is broken.
    pub fn parse(text: &'p str) -> Result<Self, InputError> {
        if text.trim_start().is_empty() {
            return Err(InputError::Empty);
        }
        match serde_json::from_str::<Document<'p>>(text) {
            Ok(document) => Self::from_document(text, document),
            Err(error) => Err(diagnose::diagnose(text, &error)),
        }
    }

    fn from_document(text: &'p str, document: Document<'p>) -> Result<Self, InputError> {
        let Some(format_version) = &document.format_version else {
            let version = document.version.as_ref().and_then(Json::as_i64).and_then(|version| u64::try_from(version).ok());
            // Version 1 had no lineage.
            return match version {
                Some(state_file::VERSION) if document.lineage.is_some() => Self::from_state_file(text, document),
                Some(version) if document.lineage.is_some() || document.serial.is_some() => Err(InputError::StateVersion { version }),
                _ => Err(Foreign::of_document(text).unwrap_or(InputError::NotAPlan)),
            };
        };
        if !matches!(format_version.split('.').next(), Some("0" | "1")) {
            return Err(InputError::UnsupportedFormat { version: format_version.to_string() });
        }
        // `{"format_version":"1.0"}` alone is what `show -json` prints of an empty state.
        let is_plan = document.planned_values.is_some() || document.resource_changes.is_some();
        if !is_plan
            && document.values.is_none()
            && let Some(error) = Foreign::of_document(text)
        {
            return Err(error);
        }
        document.cut_out()?;
        document.into_plan(text, is_plan)
    }

    fn from_state_file(text: &'p str, document: Document<'p>) -> Result<Self, InputError> {
        Ok(Self {
            name: String::new(),
            text,
            kind: InputKind::State,
            format_version: state_file::VERSION.to_string().into(),
            terraform_version: document.terraform_version,
            timestamp: None,
            serial: document.serial.as_ref().and_then(Json::as_i64).and_then(|serial| u64::try_from(serial).ok()),
            partial: Partial::default(),
            changes: Vec::new(),
            state: document.resources.map_or(Ok(Vec::new()), |raw| state_file::resources(text, raw))?,
            configuration: None,
            variables: BTreeMap::new(),
            relevant_attributes: Vec::new(),
            listings: Vec::new(),
        })
    }
}

impl<'p> Document<'p> {
    /// Every resource that will be has a change, be it `no-op`. Where one has none, a part of the plan was taken out, and what
    /// is left would be judged as if it were all.
    ///
    /// Errors: such a resource.
    fn cut_out(&self) -> Result<(), InputError> {
        let Some(planned) = &self.planned_values else { return Ok(()) };
        let changes: FxHashSet<&str> = self.resource_changes.iter().flatten().map(|change| &*change.address).collect();
        let deferred = self.deferred_changes.iter().flatten().map(|deferred| without_keys(&deferred.resource_change.address));
        let deferred: FxHashSet<_> = deferred.collect();
        let lacks = |address: &str| !changes.contains(address) && !deferred.contains(&without_keys(address));
        let (mut first, mut lacking) = (None, 0);
        managed(&planned.root_module, &mut |address| {
            if lacks(address) {
                lacking += 1;
                first = Some(first.map_or(address, |first: &str| first.min(address)));
            }
        });
        match first {
            None => Ok(()),
            Some(_) if changes.is_empty() => Err(InputError::NoChanges { resources: lacking }),
            Some(address) => Err(InputError::CutOut { address: address.to_owned(), others: lacking - 1 }),
        }
    }

    fn into_plan(self, text: &'p str, is_plan: bool) -> Result<Plan<'p>, InputError> {
        // The largest part that is not kept makes room for what is.
        drop(self.planned_values);
        let mut state = Vec::new();
        if let Some(values) = self.prior_state.and_then(|prior| prior.values).or(self.values) {
            flatten(values.root_module, &mut state)?;
        }
        // As many as there are: a list that grows takes up to three times the room meanwhile, and this is the largest.
        let documents = self.resource_changes.unwrap_or_default();
        let mut changes = Vec::with_capacity(documents.len());
        for (index, mut change) in documents.into_iter().enumerate() {
            change.look_up(&self.ssm_check_texts);
            changes.push(change.resolve(index)?);
        }
        Ok(Plan {
            name: String::new(),
            text,
            kind: if is_plan { InputKind::Plan } else { InputKind::State },
            format_version: self.format_version.unwrap_or_default(),
            terraform_version: self.terraform_version,
            timestamp: self.timestamp.and_then(Json::into_text),
            serial: None,
            partial: Partial {
                errored: self.errored.unwrap_or(false),
                incomplete: self.complete == Some(false),
                deferred: self.deferred_changes.into_iter().flatten().map(DeferredDocument::resolve).collect(),
            },
            changes,
            state,
            configuration: self.configuration,
            variables: self.variables.into_iter().filter_map(|(name, variable)| Some((name, variable.value?))).collect(),
            relevant_attributes: self.relevant_attributes.unwrap_or_default(),
            listings: Vec::new(),
        })
    }
}

impl<'p> DeferredDocument<'p> {
    fn resolve(self) -> Deferred<'p> {
        let change = self.resource_change;
        let mode = if change.mode.as_deref() == Some("data") { Mode::Data } else { Mode::Managed };
        Deferred { address: change.address, mode, resource_type: change.resource_type.unwrap_or_default(), reason: self.reason }
    }
}

impl<'p> ChangeDocument<'p> {
    fn resolve(self, index: usize) -> Result<ResourceChange<'p>, InputError> {
        let parsed = address(&self.address, self.mode.as_ref(), || format!("resource_changes[{index}].address"))?;
        Ok(ResourceChange {
            address: self.address,
            parsed,
            previous_address: self.previous_address,
            deposed: self.deposed,
            provider_name: self.provider_name,
            change: self.change,
        })
    }
}

fn flatten<'p>(module: StateModule<'p>, into: &mut Vec<StateResource<'p>>) -> Result<(), InputError> {
    for resource in module.resources {
        let parsed = address(&resource.address, resource.mode.as_ref(), || "values.root_module".to_owned())?;
        into.push(StateResource {
            address: resource.address,
            parsed,
            provider_name: resource.provider_name,
            deposed: resource.deposed_key,
            depends_on: resource.depends_on,
            values: Stored::Tree(resource.values, resource.sensitive_values),
        });
    }
    module.child_modules.into_iter().try_for_each(|child| flatten(child, into))
}

/// `mode` is the judge: old versions wrote data sources without `data.` in places.
fn address(text: &Str<'_>, mode: Option<&Str<'_>>, path: impl FnOnce() -> String) -> Result<ResourceAddress, InputError> {
    let mut parsed =
        ResourceAddress::parse(text).map_err(|source| InputError::Address { address: text.to_string(), path: path(), source })?;
    if mode.is_some_and(|mode| mode.as_str() == "data") {
        parsed.mode = Mode::Data;
    }
    Ok(parsed)
}
