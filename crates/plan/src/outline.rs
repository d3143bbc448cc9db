//! The beginning of a plan, with no more of the values after apply than who they are of.
//!
//! They are two fifths of a plan and stand before its changes. Each of them has a change, which is what is read: whoever reads a file from
//! its beginning need not keep them.

use crate::document::{PlannedModule, PlannedValues};
use crate::{Plan, Str};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use std::fmt;

impl Plan<'_> {
    /// What the changes of a plan stand behind. In JSON, no text has these bytes inside.
    pub const CHANGES: &'static str = "\"resource_changes\"";

    /// What stands before [`Plan::CHANGES`], with the addresses alone of what will be, and the comma that ends it; `None` of what is not the
    /// beginning of a plan, which is left as it is.
    pub fn outline(beginning: &mut [u8]) -> Option<Vec<u8>> {
        let length = beginning.trim_ascii_end().len();
        let object = beginning.get_mut(..length)?;
        let end = object.last_mut().filter(|end| **end == b',')?;
        // For so long it is an object of its own.
        *end = b'}';
        let outlined = outlined(object);
        if let Some(end) = object.last_mut() {
            *end = b',';
        }
        outlined
    }
}

fn outlined(object: &[u8]) -> Option<Vec<u8>> {
    let beginning: Beginning<'_> = serde_json::from_slice(object).ok()?;
    if !beginning.0.iter().any(|(_, member)| matches!(member, BeginningMember::Planned(_))) {
        return None;
    }
    let mut outlined = serde_json::to_vec(&beginning).ok()?;
    *outlined.last_mut()? = b',';
    Some(outlined)
}

/// The members of a plan up to its changes.
struct Beginning<'p>(Vec<(Str<'p>, BeginningMember<'p>)>);

enum BeginningMember<'p> {
    Planned(PlannedValues<'p>),
    Other(&'p RawValue),
}

impl<'de: 'p, 'p> Deserialize<'de> for Beginning<'p> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = Beginning<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(name) = access.next_key::<Str<'de>>()? {
                    let member = match name.as_str() {
                        "planned_values" => BeginningMember::Planned(access.next_value()?),
                        _ => BeginningMember::Other(access.next_value()?),
                    };
                    members.push((name, member));
                }
                Ok(Beginning(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

impl Serialize for Beginning<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(Some(self.0.len()))?;
        for (name, member) in &self.0 {
            match member {
                BeginningMember::Planned(planned) => object.serialize_entry(name.as_str(), &Planned { root_module: Root::of(planned) })?,
                BeginningMember::Other(value) => object.serialize_entry(name.as_str(), value)?,
            }
        }
        object.end()
    }
}

/// As [`PlannedValues`] reads it.
#[derive(serde::Serialize)]
struct Planned<'a> {
    root_module: Root<'a>,
}

#[derive(serde::Serialize)]
struct Root<'a> {
    resources: Vec<Address<'a>>,
}

#[derive(serde::Serialize)]
struct Address<'a> {
    address: &'a str,
}

impl<'a> Root<'a> {
    fn of(planned: &'a PlannedValues<'_>) -> Self {
        let mut resources = Vec::new();
        managed(&planned.root_module, &mut |address| resources.push(Address { address }));
        Self { resources }
    }
}

/// Tells the addresses of resources, not of data sources, in a module and below.
pub(crate) fn managed<'a>(module: &'a PlannedModule<'_>, tell: &mut impl FnMut(&'a str)) {
    let resources = module.resources.iter().filter(|resource| resource.mode.as_deref() != Some("data"));
    resources.filter_map(|resource| resource.address.as_deref()).for_each(&mut *tell);
    module.child_modules.iter().for_each(|child| managed(child, tell));
}

#[cfg(test)]
mod tests {
    use crate::{InputError, Plan};

    const WHOLE: &str = r#"{"format_version": "1.2", "variables": {"a": {"value": "\"resource_changes\""}},
        "planned_values": {"outputs": {"o": {"value": [1]}}, "root_module": {
            "resources": [{"address": "aws_vpc.a[\"k\"]", "mode": "managed", "values": {"id": "v"}}, {"address": "data.aws_vpc.a", "mode": "data"}],
            "child_modules": [{"resources": [{"address": "module.m.aws_vpc.b", "values": {"id": "v"}}]}]}},
        "resource_changes": []}"#;

    fn outlined(text: &str) -> Option<String> {
        let at = text.find(Plan::CHANGES).unwrap();
        let mut beginning = text.as_bytes()[..at].to_vec();
        let outlined = Plan::outline(&mut beginning);
        assert_eq!(beginning, text.as_bytes()[..at], "what is given stays as it is");
        Some(String::from_utf8(outlined?).unwrap() + &text[at..])
    }

    #[test]
    fn addresses_are_left_and_nothing_else_of_what_will_be() {
        let outlined = outlined(WHOLE).unwrap();
        let expected = r#"{"format_version":"1.2","variables":{"a": {"value": "\"resource_changes\""}},"planned_values":{"root_module":{"resources":[{"address":"aws_vpc.a[\"k\"]"},{"address":"module.m.aws_vpc.b"}]}},"resource_changes": []}"#;
        assert_eq!(outlined, expected);
        let errors = [WHOLE, outlined.as_str()].map(|text| Plan::parse(text).unwrap_err().to_string());
        assert_eq!(errors[0], errors[1], "what has no change is missed as before");
        assert!(matches!(Plan::parse(&outlined), Err(InputError::NoChanges { resources: 2 })));
    }

    #[test]
    fn what_is_no_beginning_of_a_plan_is_left_alone() {
        assert_eq!(outlined(r#"{"planned_values": {"root_module": {"resources": [{"values": {"a": 1, "resource_changes": 2}}]}}}"#), None);
        assert_eq!(outlined(r#"{"resource_changes": [], "planned_values": {}}"#), None);
        assert_eq!(outlined(r#"{"format_version": "1.2", "resource_changes": []}"#), None);
        assert_eq!(outlined(r#"{"planned_values": {}, "a": ["b", "resource_changes"]}"#), None);
        assert_eq!(outlined(r#"{"planned_values": 5, "resource_changes": []}"#), None);
        assert_eq!(outlined(r#"{"planned_values": null, "resource_changes": []}"#), None);
    }
}
