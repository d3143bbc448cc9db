//! The document itself: a plan, or a state as a picture where nothing changes.

use crate::error::message;
use crate::state::{StateResource, Stored, decode};
use crate::{Configuration, InputError, Json, Listing, Mode, ResourceAddress, Str, Values, state_file};
use serde::Deserialize;
use serde::de::IgnoredAny;
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
    /// Planning stopped with errors: the plan is incomplete.
    pub errored: bool,
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
    /// The address before a move.
    pub previous_address: Option<Str<'p>>,
    /// The key of an object that a failed replacement left behind.
    pub deposed: Option<Str<'p>>,
    /// Such as `registry.terraform.io/hashicorp/aws`; short or missing in old plans.
    pub provider_name: Option<Str<'p>>,
    /// Why the action was chosen.
    pub action_reason: Option<Str<'p>>,
    /// What happens.
    pub change: Change<'p>,
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
    after_unknown: Option<&'p RawValue>,
    #[serde(borrow)]
    pub(crate) before_sensitive: Option<&'p RawValue>,
    #[serde(borrow)]
    pub(crate) after_sensitive: Option<&'p RawValue>,
    importing: Option<IgnoredAny>,
}

/// One action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
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

impl<'p> Change<'p> {
    /// The values after apply; `None` where nothing is left.
    pub fn after(&self) -> Result<Option<Values<'p>>, serde_json::Error> {
        decode(self.after, self.after_unknown, self.after_sensitive)
    }

    /// The values before apply; `None` where there was nothing.
    pub fn before(&self) -> Result<Option<Values<'p>>, serde_json::Error> {
        decode(self.before, None, self.before_sensitive)
    }

    /// The plan takes over something that exists.
    pub fn imports(&self) -> bool {
        self.importing.is_some()
    }
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
struct Document<'p> {
    format_version: Option<Str<'p>>,
    terraform_version: Option<Str<'p>>,
    #[serde(default)]
    errored: Option<bool>,
    planned_values: Option<IgnoredAny>,
    resource_changes: Option<Vec<ChangeDocument<'p>>>,
    prior_state: Option<StateDocument<'p>>,
    configuration: Option<Configuration<'p>>,
    #[serde(default)]
    variables: BTreeMap<Str<'p>, VariableDocument<'p>>,
    relevant_attributes: Option<Vec<RelevantAttribute<'p>>>,
    values: Option<StateValues<'p>>,
    provider_schemas: Option<IgnoredAny>,
    timestamp: Option<Json<'p>>,
    version: Option<Json<'p>>,
    serial: Option<Json<'p>>,
    lineage: Option<IgnoredAny>,
    #[serde(borrow)]
    resources: Option<&'p RawValue>,
    encrypted_data: Option<IgnoredAny>,
    #[serde(rename = "@level")]
    event_level: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
struct VariableDocument<'p> {
    #[serde(borrow)]
    value: Option<&'p RawValue>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
struct ChangeDocument<'p> {
    address: Str<'p>,
    previous_address: Option<Str<'p>>,
    mode: Option<Str<'p>>,
    deposed: Option<Str<'p>>,
    provider_name: Option<Str<'p>>,
    action_reason: Option<Str<'p>>,
    change: Change<'p>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
struct StateDocument<'p> {
    values: Option<StateValues<'p>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
struct StateValues<'p> {
    #[serde(default)]
    root_module: StateModule<'p>,
}

#[derive(Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
struct StateModule<'p> {
    #[serde(default)]
    resources: Vec<StateResourceDocument<'p>>,
    #[serde(default)]
    child_modules: Vec<StateModule<'p>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
struct StateResourceDocument<'p> {
    address: Str<'p>,
    mode: Option<Str<'p>>,
    provider_name: Option<Str<'p>>,
    deposed_key: Option<Str<'p>>,
    #[serde(default)]
    depends_on: Vec<Str<'p>>,
    #[serde(borrow)]
    values: Option<&'p RawValue>,
    #[serde(borrow)]
    sensitive_values: Option<&'p RawValue>,
}

impl<'p> Plan<'p> {
    /// Decodes the text of an input.
    ///
    /// Errors: an [`InputError`] that says what the input is instead, or where it is broken.
    pub fn parse(text: &'p str) -> Result<Self, InputError> {
        let trimmed = text.trim_start();
        if trimmed.is_empty() {
            return Err(InputError::Empty);
        }
        let document = match serde_json::from_str::<Document<'p>>(text) {
            Ok(document) => document,
            Err(error) => return Err(diagnose(text, &error)),
        };
        Self::from_document(text, document)
    }

    fn from_document(text: &str, document: Document<'p>) -> Result<Self, InputError> {
        if document.event_level.is_some() {
            return Err(InputError::EventStream);
        }
        if document.provider_schemas.is_some() {
            return Err(InputError::ProviderSchemas);
        }
        if document.encrypted_data.is_some() {
            return Err(InputError::Encrypted);
        }
        let Some(format_version) = document.format_version else {
            let version = document.version.as_ref().and_then(Json::as_i64).and_then(|version| u64::try_from(version).ok());
            // Version 1 had no lineage.
            return match version {
                Some(state_file::VERSION) if document.lineage.is_some() => Self::from_state_file(text, document),
                Some(version) if document.lineage.is_some() || document.serial.is_some() => Err(InputError::StateVersion { version }),
                _ => Err(InputError::NotAPlan),
            };
        };
        if !matches!(format_version.split('.').next(), Some("0" | "1")) {
            return Err(InputError::UnsupportedFormat { version: format_version.to_string() });
        }
        let is_plan = document.planned_values.is_some()
            || document.resource_changes.is_some()
            || document.configuration.is_some()
            || document.prior_state.is_some();
        let mut state = Vec::new();
        if let Some(values) = document.prior_state.and_then(|prior| prior.values).or(document.values) {
            flatten(values.root_module, &mut state)?;
        }
        let changes = document.resource_changes.unwrap_or_default().into_iter().enumerate();
        Ok(Self {
            name: String::new(),
            kind: if is_plan { InputKind::Plan } else { InputKind::State },
            format_version,
            terraform_version: document.terraform_version,
            timestamp: document.timestamp.and_then(Json::into_text),
            serial: None,
            errored: document.errored.unwrap_or(false),
            changes: changes.map(|(index, change)| change.resolve(index)).collect::<Result<_, _>>()?,
            state,
            configuration: document.configuration,
            variables: document.variables.into_iter().filter_map(|(name, variable)| Some((name, variable.value?))).collect(),
            relevant_attributes: document.relevant_attributes.unwrap_or_default(),
            listings: Vec::new(),
        })
    }

    fn from_state_file(text: &str, document: Document<'p>) -> Result<Self, InputError> {
        Ok(Self {
            name: String::new(),
            kind: InputKind::State,
            format_version: state_file::VERSION.to_string().into(),
            terraform_version: document.terraform_version,
            timestamp: None,
            serial: document.serial.as_ref().and_then(Json::as_i64).and_then(|serial| u64::try_from(serial).ok()),
            errored: false,
            changes: Vec::new(),
            state: document.resources.map_or(Ok(Vec::new()), |raw| state_file::resources(text, raw))?,
            configuration: None,
            variables: BTreeMap::new(),
            relevant_attributes: Vec::new(),
            listings: Vec::new(),
        })
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
            action_reason: self.action_reason,
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

/// Finds out what an input is that does not decode, reading it a second time for the path of the error.
fn diagnose(text: &str, error: &serde_json::Error) -> InputError {
    let start = text.trim_start();
    if !start.starts_with('{') {
        return if is_human_plan(text) {
            InputError::HumanPlan
        } else if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
            InputError::NotAPlan
        } else {
            InputError::NotJson { line: error.line(), column: error.column(), message: message(error) }
        };
    }
    // An event stream is one JSON object a line: the first decodes, the second is trailing.
    let first = serde_json::Deserializer::from_str(text).into_iter::<Json<'_>>().next();
    if matches!(&first, Some(Ok(event)) if event.get("@level").is_some()) {
        return InputError::EventStream;
    }
    let (line, column) = (error.line(), error.column());
    let deserializer = &mut serde_json::Deserializer::from_str(text);
    let path = serde_path_to_error::deserialize::<_, Document<'_>>(deserializer)
        .err()
        .map_or_else(|| ".".to_owned(), |error| error.path().to_string());
    match error.classify() {
        serde_json::error::Category::Eof => InputError::Truncated { line, column, path },
        serde_json::error::Category::Syntax if matches!(first, Some(Err(_)) | None) => {
            InputError::NotJson { line, column, message: message(error) }
        }
        _ => InputError::Malformed { line, column, path, message: message(error) },
    }
}

fn is_human_plan(text: &str) -> bool {
    const SIGNS: [&str; 7] = [
        "Terraform will perform the following actions",
        "OpenTofu will perform the following actions",
        "used the selected providers to generate the following execution",
        "No changes.",
        "Refreshing state...",
        "Changes to Outputs:",
        "You can apply this plan to save these new output values",
    ];
    SIGNS.iter().any(|sign| text.contains(sign))
}

impl Plan<'_> {
    /// Text that does not parse may still be meant to be a plan or state.
    pub fn may_be(text: &str) -> bool {
        ["\"format_version\"", "\"lineage\"", "\"resource_changes\""].iter().any(|sign| text.contains(sign))
    }

    /// Recognises binary inputs before they are decoded as text.
    ///
    /// Errors: what the bytes are instead of a plan.
    pub fn refuse_binary(bytes: &[u8]) -> Result<(), InputError> {
        match bytes {
            [b'P', b'K', 3, 4, ..] => Err(InputError::BinaryPlan),
            [0x1F, 0x8B, ..] => Err(InputError::Gzip),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::error::without_value;

    #[test]
    fn values_are_left_out_of_messages() {
        let shortened = without_value("invalid type: string \"hunter2, expected\", expected a map");
        assert_eq!(shortened, "invalid type: string, expected a map");
        assert_eq!(without_value("invalid type: floating point `1.5`, expected u8"), "invalid type: floating point, expected u8");
        assert_eq!(without_value("missing field `address`"), "missing field `address`");
        assert_eq!(
            without_value("invalid type: null, expected struct Document with 18 elements"),
            "invalid type: null, expected an object"
        );
    }
}
