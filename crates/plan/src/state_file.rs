//! The state file itself, `terraform.tfstate` version 4, as it lies in a backend:
//! <https://github.com/hashicorp/terraform/blob/main/internal/states/statefile/version4.go>.

use crate::state::{SensitiveStep, StateResource, Stored};
use crate::{InputError, Json, Key, Mode, ModuleAddress, ResourceAddress, Str};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The version that Terraform from 0.12 on and OpenTofu write.
pub(crate) const VERSION: u64 = 4;

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
struct Block<'p> {
    module: Option<Str<'p>>,
    mode: Str<'p>,
    #[serde(rename = "type")]
    resource_type: Str<'p>,
    name: Str<'p>,
    provider: Option<Str<'p>>,
    #[serde(default)]
    instances: Vec<Instance<'p>>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'p"))]
struct Instance<'p> {
    index_key: Option<Json<'p>>,
    deposed: Option<Str<'p>>,
    #[serde(default)]
    dependencies: Vec<Str<'p>>,
    #[serde(borrow)]
    attributes: Option<&'p RawValue>,
    #[serde(borrow)]
    attributes_flat: Option<&'p RawValue>,
    #[serde(default)]
    sensitive_attributes: Vec<Vec<SensitiveStep<'p>>>,
}

/// The resources of a state file, from the raw JSON of its `resources`, which is a part of `text`.
///
/// Errors: JSON of another shape, an address that does not parse, values in the form of Terraform before 0.12.
pub(crate) fn resources<'p>(text: &str, raw: &'p RawValue) -> Result<Vec<StateResource<'p>>, InputError> {
    let deserializer = &mut serde_json::Deserializer::from_str(raw.get());
    let blocks: Vec<Block<'p>> = serde_path_to_error::deserialize(deserializer).map_err(|error| malformed(text, raw, &error))?;
    let mut resources = Vec::with_capacity(blocks.len());
    for block in blocks {
        let module = match &block.module {
            Some(module) => ModuleAddress::parse(module).map_err(|source| InputError::Address {
                address: module.to_string(),
                path: "resources".to_owned(),
                source,
            })?,
            None => ModuleAddress::ROOT,
        };
        let mode = if block.mode.as_str() == "data" { Mode::Data } else { Mode::Managed };
        for instance in block.instances {
            let parsed = ResourceAddress {
                module: module.clone(),
                mode,
                resource_type: block.resource_type.to_string(),
                name: block.name.to_string(),
                key: instance.index_key.as_ref().and_then(key),
            };
            let address = parsed.to_string();
            if instance.attributes.is_none() && instance.attributes_flat.is_some() {
                return Err(InputError::FlatState { address });
            }
            resources.push(StateResource {
                address: address.into(),
                parsed,
                provider_name: block.provider.as_deref().and_then(source_of).map(|source| source.to_owned().into()),
                deposed: instance.deposed,
                depends_on: instance.dependencies,
                values: Stored::Paths(instance.attributes, instance.sensitive_attributes),
            });
        }
    }
    Ok(resources)
}

fn key(json: &Json<'_>) -> Option<Key> {
    match json {
        Json::String(text) => Some(Key::Str(text.to_string())),
        other => other.as_i64().and_then(|index| index.try_into().ok()).map(Key::Int),
    }
}

/// `module.m.provider["registry.terraform.io/hashicorp/aws"].alias` names a source; `provider.aws` of old versions a name.
fn source_of(provider: &str) -> Option<&str> {
    match provider.split_once("provider[\"") {
        Some((_, rest)) => rest.split('"').next(),
        None => provider.rsplit_once("provider.").and_then(|(_, name)| name.split('.').next()),
    }
}

fn malformed(text: &str, raw: &RawValue, error: &serde_path_to_error::Error<serde_json::Error>) -> InputError {
    // The raw JSON borrows from the text, so its place there is known.
    let offset = (raw.get().as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let before = offset.and_then(|offset| text.get(..offset)).unwrap_or_default();
    let inner = error.inner();
    let lines = before.matches('\n').count();
    let column = if inner.line() > 1 { 0 } else { before.len() - before.rfind('\n').map_or(0, |at| at + 1) };
    InputError::Malformed {
        line: lines + inner.line(),
        column: column + inner.column(),
        path: format!("resources{}{}", if error.path().to_string().starts_with('[') { "" } else { "." }, error.path()),
        message: crate::diagnose::message(inner),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Attr, InputError, InputKind, Mode, Plan};

    const STATE: &str = r#"{
      "version": 4, "terraform_version": "1.11.4", "serial": 7, "lineage": "l", "outputs": {},
      "resources": [
        {"mode": "data", "type": "aws_x", "name": "d", "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
         "instances": [{"schema_version": 0, "attributes": {"id": "d"}, "sensitive_attributes": []}]},
        {"module": "module.m[\"a.b\"]", "mode": "managed", "type": "aws_x", "name": "m", "each": "list",
         "provider": "module.m.provider[\"registry.terraform.io/hashicorp/aws\"].other",
         "instances": [
           {"index_key": 0, "schema_version": 1, "dependencies": ["aws_y.z"],
            "attributes": {"id": "m0", "secret": "s", "list": [{"k": "v", "p": "w"}, {"k": "u"}]},
            "sensitive_attributes": [[{"type": "get_attr", "value": "secret"}],
              [{"type": "get_attr", "value": "list"}, {"type": "index", "value": {"value": 0, "type": "number"}}, {"type": "get_attr", "value": "p"}]]},
           {"index_key": 1, "status": "tainted", "deposed": "0a1b", "attributes": {"id": "m1", "set": ["a"]},
            "sensitive_attributes": [[{"type": "get_attr", "value": "set"}, {"type": "index", "value": {"value": "a", "type": "string"}}]]}]}]
    }"#;

    #[test]
    fn resources_have_addresses_providers_and_marks() {
        let state = Plan::parse(STATE).unwrap();
        assert_eq!((state.kind, state.serial, state.format_version.as_str()), (InputKind::State, Some(7), "4"));
        let addresses: Vec<_> = state.state.iter().map(|resource| resource.address.as_str()).collect();
        assert_eq!(addresses, ["data.aws_x.d", "module.m[\"a.b\"].aws_x.m[0]", "module.m[\"a.b\"].aws_x.m[1]"]);
        assert_eq!(state.state[0].parsed.mode, Mode::Data);
        let [_, first, second] = state.state.as_slice() else { panic!() };
        assert_eq!(first.provider_name.as_deref(), Some("registry.terraform.io/hashicorp/aws"));
        assert_eq!(first.depends_on[0].as_str(), "aws_y.z");
        assert_eq!(second.deposed.as_deref(), Some("0a1b"));
        let values = first.values().unwrap().unwrap();
        assert_eq!(values.root().get("id").text(), Attr::Known("m0"));
        assert_eq!(values.root().get("secret").text(), Attr::Sensitive(Some("s")));
        let block = values.root().get("list").first();
        assert_eq!((block.get("k").text(), block.get("p").text()), (Attr::Known("v"), Attr::Sensitive(Some("w"))));
        // An element of a set has no position.
        let set = second.values().unwrap().unwrap();
        assert!(matches!(set.root().get("set").json(), Attr::Sensitive(_)));
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let said = |text: &str| Plan::parse(text).unwrap_err().to_string();
        assert!(said(r#"{"version": 3, "serial": 1, "lineage": "l", "modules": []}"#).contains("version 3"));
        let encrypted = r#"{"serial": 1, "lineage": "l", "meta": {}, "encrypted_data": "bm8=", "encryption_version": "v0"}"#;
        assert!(said(encrypted).contains("encrypted"));
        let flat = r#"{"version": 4, "serial": 1, "lineage": "l", "resources": [{"mode": "managed", "type": "aws_x", "name": "y", "instances": [{"attributes_flat": {"id": "x"}}]}]}"#;
        assert!(matches!(Plan::parse(flat).unwrap_err(), InputError::FlatState { address } if address == "aws_x.y"));
        let broken = "{\"version\": 4, \"serial\": 1, \"lineage\": \"l\",\n\"resources\": [{\"mode\": 1}]}";
        assert!(matches!(Plan::parse(broken).unwrap_err(), InputError::Malformed { line: 2, path, .. } if path == "resources[0].mode"));
    }
}
