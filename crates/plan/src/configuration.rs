//! The `configuration` part of a plan: modules, calls, outputs, providers.

use crate::{Block, Expression, Json, Mode, Str};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The configuration that the plan was made of.
#[derive(Debug, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub struct Configuration<'p> {
    /// Provider blocks by their key.
    #[serde(default)]
    pub provider_config: BTreeMap<Str<'p>, ProviderConfig<'p>>,
    /// The root module.
    #[serde(default)]
    pub root_module: Module<'p>,
}

/// One provider block.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub struct ProviderConfig<'p> {
    /// Such as `aws`.
    pub name: Option<Str<'p>>,
    /// Such as `registry.terraform.io/hashicorp/aws`.
    pub full_name: Option<Str<'p>>,
    /// The alias, of other than the default configuration.
    pub alias: Option<Str<'p>>,
    /// The module that holds the block, without keys.
    pub module_address: Option<Str<'p>>,
    #[serde(borrow)]
    expressions: Option<&'p RawValue>,
}

/// One module of the configuration, without instance keys.
#[derive(Debug, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub struct Module<'p> {
    /// Resources and data sources.
    #[serde(default)]
    pub resources: Vec<ResourceConfig<'p>>,
    /// Calls of other modules, by name.
    #[serde(default)]
    pub module_calls: BTreeMap<Str<'p>, ModuleCall<'p>>,
    /// Outputs, by name.
    #[serde(default)]
    pub outputs: BTreeMap<Str<'p>, Output<'p>>,
    /// Declared variables, by name.
    #[serde(default)]
    pub variables: BTreeMap<Str<'p>, Variable<'p>>,
}

/// One call of a module.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub struct ModuleCall<'p> {
    /// Where the module comes from.
    pub source: Option<Str<'p>>,
    #[serde(borrow)]
    expressions: Option<&'p RawValue>,
    #[serde(borrow)]
    for_each_expression: Option<&'p RawValue>,
    #[serde(borrow)]
    count_expression: Option<&'p RawValue>,
    /// What the call names in `depends_on`: all of the module waits for it.
    #[serde(default)]
    pub depends_on: Vec<Str<'p>>,
    /// The called module.
    #[serde(default)]
    pub module: Module<'p>,
}

/// One output.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub struct Output<'p> {
    #[serde(borrow)]
    expression: Option<&'p RawValue>,
    /// What the output names in `depends_on`.
    #[serde(default)]
    pub depends_on: Vec<Str<'p>>,
}

/// One declared variable.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub struct Variable<'p> {
    /// The default, raw JSON.
    #[serde(borrow)]
    pub default: Option<&'p RawValue>,
    /// Its value must not be printed.
    #[serde(default)]
    pub sensitive: bool,
}

/// One `resource` or `data` block.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
pub struct ResourceConfig<'p> {
    mode: Option<Str<'p>>,
    /// Such as `aws_instance`.
    #[serde(rename = "type")]
    pub resource_type: Str<'p>,
    /// The name.
    pub name: Str<'p>,
    /// The key of its provider block in [`Configuration::provider_config`].
    pub provider_config_key: Option<Str<'p>>,
    #[serde(borrow)]
    expressions: Option<&'p RawValue>,
    #[serde(borrow)]
    for_each_expression: Option<&'p RawValue>,
    #[serde(borrow)]
    count_expression: Option<&'p RawValue>,
    /// What the block names in `depends_on`.
    #[serde(default)]
    pub depends_on: Vec<Str<'p>>,
}

fn block(raw: Option<&RawValue>) -> Block<'_> {
    raw.and_then(|raw| Json::parse(raw.get()).ok()).map(Block::from_json).unwrap_or_default()
}

fn expression(raw: Option<&RawValue>) -> Option<Expression<'_>> {
    raw.and_then(|raw| Json::parse(raw.get()).ok()).map(Expression::from_json)
}

impl<'p> ProviderConfig<'p> {
    /// Decodes the arguments.
    pub fn expressions(&self) -> Block<'p> {
        block(self.expressions)
    }
}

impl<'p> ModuleCall<'p> {
    /// Decodes the arguments.
    pub fn expressions(&self) -> Block<'p> {
        block(self.expressions)
    }

    /// Decodes `for_each` or `count`.
    pub fn repetition(&self) -> Option<Expression<'p>> {
        expression(self.for_each_expression.or(self.count_expression))
    }
}

impl<'p> Output<'p> {
    /// Decodes the value's expression.
    pub fn expression(&self) -> Option<Expression<'p>> {
        expression(self.expression)
    }
}

impl<'p> ResourceConfig<'p> {
    /// Managed resource or data source.
    pub fn mode(&self) -> Mode {
        match self.mode.as_deref() {
            Some("data") => Mode::Data,
            _ => Mode::Managed,
        }
    }

    /// Decodes the arguments.
    pub fn expressions(&self) -> Block<'p> {
        block(self.expressions)
    }

    /// Decodes `for_each` or `count`.
    pub fn repetition(&self) -> Option<Expression<'p>> {
        expression(self.for_each_expression.or(self.count_expression))
    }
}
