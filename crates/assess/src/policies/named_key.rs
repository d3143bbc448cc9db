//! Which KMS key a name stands for: an ARN, an id, or an alias, which is followed where the inputs make or read it.
//!
//! <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id>

use crate::arn::arn_of;
use ssm_check_aws::{Arn, Location, Symbolic};
use ssm_check_graph::aws::{KmsAlias, KmsKey};
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::{Class, Placeholder, Scope, Text, Value};
use ssm_check_plan::Attr;

/// The attributes by which others name a key.
const NAMES: [&str; 3] = ["arn", "key_id", "id"];
/// How names begin that are aliases.
const ALIAS: &str = "alias/";
/// How the names of those begin that AWS made: <https://docs.aws.amazon.com/kms/latest/developerguide/alias-about.html>.
const ALIAS_OF_AWS: &str = "alias/aws/";

/// A key, by what names it.
pub struct NamedKey<'g> {
    /// The one of the inputs.
    pub key: Option<KmsKey<'g>>,
    /// Its ARN.
    pub arn: Text,
    /// What a request that names it so has as `kms:RequestAlias`:
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-request-alias>.
    pub alias: Value,
    /// An AWS managed key: "you cannot use AWS managed keys in cryptographic operations directly; the service that creates them uses them on
    /// your behalf", <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key>.
    pub is_of_aws: bool,
}

impl<'g> NamedKey<'g> {
    /// By a text that something names it with; one that stands for an attribute is an address and its name.
    pub fn of(near: Resource<'g>, named: &str) -> Self {
        let graph = near.graph();
        let is_attribute = |key: &KmsKey<'g>| NAMES.iter().any(|name| named == format!("{}.{name}", key.0.address()));
        if let Some(key) = graph.all::<KmsKey<'g>>().find(is_attribute) {
            return Self::shown(key);
        }
        let attribute_of =
            |alias: &KmsAlias<'g>| named.strip_prefix(alias.0.address()).and_then(|rest| rest.strip_prefix('.')).map(str::to_owned);
        if let Some((alias, attribute)) = graph.all::<KmsAlias<'g>>().find_map(|alias| Some((alias, attribute_of(&alias)?))) {
            return Self::by_attribute(alias, &attribute).unwrap_or_else(|| Self::some(near.location(), named));
        }
        Self::by_text(graph, near.location(), named)
    }

    /// Where a value that is not known comes from, if it can come from nothing else.
    pub fn behind(of: Resource<'g>, path: &[&str], position: &[usize]) -> Option<Self> {
        let (source, attribute) = of.graph().sole_source(of, path, position)?;
        if let Some(alias) = of.graph().view::<KmsAlias<'g>>(source.id()) {
            return Self::by_attribute(alias, &attribute);
        }
        let key = of.graph().view::<KmsKey<'g>>(source.id()).filter(|_| NAMES.contains(&attribute.as_str()))?;
        Some(Self::shown(key))
    }

    /// By an attribute of an alias.
    pub fn by_attribute(alias: KmsAlias<'g>, attribute: &str) -> Option<Self> {
        let name = alias.name().value();
        let request = match attribute {
            "name" | "id" | "arn" => name.map_or(Value::Unknown, |name| Value::One(Text::lit(name))),
            "target_key_id" | "target_key_arn" => Value::Absent,
            _ => return None,
        };
        Some(Self { alias: request, ..Self::behind_alias(alias) })
    }

    /// One of the inputs, by itself.
    pub fn shown(key: KmsKey<'g>) -> Self {
        Self { key: Some(key), arn: arn_of(key.0), alias: Value::Absent, is_of_aws: key.key_manager().value() == Some("AWS") }
    }

    /// By a text as AWS takes it, in the account and Region of who uses it.
    fn by_text(graph: &'g Graph<'g>, near: &Location, named: &str) -> Self {
        // What is made of something that is known after apply has the dots of its address.
        if !named.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":/_-".contains(&byte)) {
            return Self::some(near, named);
        }
        let parsed = Arn::parse(named);
        // Only an ARN is the only one of the world: keys of several Regions have one id in all of them.
        let may_be_here = |key: &KmsKey<'g>| parsed.is_some() || key.0.location().is(near).is_possible();
        let by = |key: &KmsKey<'g>| NAMES.iter().any(|name| key.0.text(name).value() == Some(named)) && may_be_here(key);
        if let Some(key) = graph.all::<KmsKey<'g>>().find(by) {
            return Self { alias: if named.contains(ALIAS) { Value::Unknown } else { Value::Absent }, ..Self::shown(key) };
        }
        let name = parsed.map_or(named, |arn| arn.resource);
        if !name.starts_with(ALIAS) {
            return match parsed {
                Some(arn) if arn.resource.starts_with("key/") => Self { arn: Text::lit(named), ..Self::some(near, named) },
                Some(_) => Self::some(near, named),
                None => Self { arn: Self::keys(near).then(named), ..Self::some(near, named) },
            };
        }
        let place = parsed.map_or_else(|| near.clone(), |arn| place_of(&arn, near));
        let request = Value::One(Text::lit(name));
        if name.starts_with(ALIAS_OF_AWS) {
            return Self { alias: request, is_of_aws: true, ..Self::some(&place, named) };
        }
        let called = graph.all::<KmsAlias<'g>>().filter(|alias| alias.name().value() == Some(name));
        let here = called.map(|alias| (alias, alias.0.location().is(&place))).filter(|(_, is_here)| is_here.is_possible());
        let found: Option<Vec<_>> = here.map(|(alias, is_here)| is_here.is_certain().then(|| Self::behind_alias(alias))).collect();
        let mut found = found.unwrap_or_default().into_iter();
        let one = found.next().filter(|one| found.all(|other| other.arn == one.arn));
        Self { alias: request, ..one.unwrap_or_else(|| Self::some(&place, named)) }
    }

    /// The key that an alias stands for: <https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html>, which is in the
    /// account and Region of the alias.
    fn behind_alias(alias: KmsAlias<'g>) -> Self {
        let (resource, graph) = (alias.0, alias.0.graph());
        let is_of_aws = alias.name().value().is_some_and(|name| name.starts_with(ALIAS_OF_AWS));
        let by_link = graph.linked(alias.key()).and_then(|key| graph.view::<KmsKey<'g>>(key.id()));
        let of_text = |attr: Attr<&'g str>| match attr {
            Attr::Known(text) if !text.is_empty() => Some(text),
            _ => None,
        };
        let text = || of_text(alias.target_key_id()).or_else(|| of_text(alias.target_key_arn()));
        let found = match (by_link, text()) {
            (Some(key), _) => Self::shown(key),
            (None, Some(text)) if !text.contains(ALIAS) => Self::by_text(graph, resource.location(), text),
            (None, _) => Self::some(resource.location(), &format!("{}.name", resource.address())),
        };
        Self { is_of_aws: is_of_aws || found.is_of_aws, ..found }
    }

    /// One of which only is known what stands for it.
    pub fn some(near: &Location, named: &str) -> Self {
        let id = Placeholder::new(format!("the key of {named}"), Class::Segment);
        Self { key: None, arn: Self::keys(near).placeholder(id), alias: Value::Absent, is_of_aws: false }
    }

    fn keys(near: &Location) -> Text {
        Text::arn(near, "kms", Scope::Regional, &Text::lit("key/"))
    }
}

/// Where an ARN says that something is.
fn place_of(arn: &Arn<'_>, near: &Location) -> Location {
    Location {
        region: arn.region().map_or_else(|| near.region.clone(), Symbolic::Known),
        account: arn.account_id().map_or_else(|| near.account.clone(), Symbolic::Known),
    }
}
