//! One object of an answer, read as the API names its members.

use percent_encoding::percent_decode_str;
use ssm_check_plan::Json;

/// An object of an answer. AWS Config writes the same members with small letters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Object<'a, 'p>(pub &'a Json<'p>);

impl<'a, 'p> Object<'a, 'p> {
    /// What stands at a path: `Placement.AvailabilityZone`.
    pub(crate) fn at(self, path: &str) -> Option<&'a Json<'p>> {
        path.split('.').try_fold(self.0, member).filter(|value| **value != Json::Null)
    }

    /// A text that is not empty.
    pub(crate) fn text(self, path: &str) -> Option<&'a str> {
        self.at(path)?.as_str().filter(|text| !text.is_empty())
    }

    /// A boolean.
    pub(crate) fn flag(self, path: &str) -> Option<bool> {
        self.at(path)?.as_bool()
    }

    /// The objects of a list.
    pub(crate) fn list(self, path: &str) -> impl Iterator<Item = Object<'a, 'p>> + use<'a, 'p> {
        self.at(path).map_or(&[] as &[_], Json::elements).iter().map(Object)
    }

    /// One member of each object of a list, as a list.
    pub(crate) fn each(self, path: &str, member: &str) -> Json<'p> {
        Json::Array(self.list(path).filter_map(|object| object.at(member).cloned()).collect())
    }

    /// The tags, written as a list of keys and values or as an object.
    pub(crate) fn tags(self) -> Option<Json<'p>> {
        let tags = self.at("Tags").or_else(|| self.at("TagSet"))?;
        if let Json::Object(_) = tags {
            return Some(tags.clone());
        }
        let tag = |tag: &Json<'p>| {
            let key = Object(tag).at("Key").or_else(|| Object(tag).at("TagKey"))?.clone().into_text()?;
            Some((key, Object(tag).at("Value").or_else(|| Object(tag).at("TagValue")).cloned().unwrap_or(Json::String("".into()))))
        };
        Some(Json::Object(tags.elements().iter().filter_map(tag).collect()))
    }

    /// The value of the tag `Name`.
    pub(crate) fn name(self) -> Option<String> {
        Some(self.tags()?.get("Name")?.as_str()?.to_owned())
    }

    /// A policy or another document, as text: the CLI decodes it, the SDKs and AWS Config leave it in URL encoding.
    pub(crate) fn document(self, path: &str) -> Option<Json<'p>> {
        Some(match self.at(path)? {
            Json::String(text) if text.trim_start().starts_with('{') => Json::String(text.clone()),
            Json::String(text) => text_of(percent_decode_str(text).decode_utf8_lossy().into_owned()),
            value => text_of(to_value(value).to_string()),
        })
    }
}

/// A text that the answers do not hold as such.
pub(crate) fn text_of<'p>(text: impl Into<String>) -> Json<'p> {
    Json::String(text.into().into())
}

/// A member, with capital or small letters: AWS Config has `vpcId`, `dBInstanceArn` and `dbclusterArn`.
pub(crate) fn member<'a, 'p>(value: &'a Json<'p>, name: &str) -> Option<&'a Json<'p>> {
    value.get(name).or_else(|| value.members().iter().find_map(|(key, value)| key.eq_ignore_ascii_case(name).then_some(value)))
}

fn to_value(json: &Json<'_>) -> serde_json::Value {
    match json {
        Json::Null => serde_json::Value::Null,
        Json::Bool(value) => (*value).into(),
        Json::Number(number) => serde_json::Value::Number(number.clone()),
        Json::String(text) => text.as_str().into(),
        Json::Array(elements) => elements.iter().map(to_value).collect(),
        Json::Object(members) => members.iter().map(|(name, value)| (name.to_string(), to_value(value))).collect(),
    }
}

/// A copy that borrows nothing, of what stands in a text inside of an answer.
pub(crate) fn owned<'p>(json: &Json<'_>) -> Json<'p> {
    match json {
        Json::Null => Json::Null,
        Json::Bool(value) => Json::Bool(*value),
        Json::Number(number) => Json::Number(number.clone()),
        Json::String(text) => text_of(text.to_string()),
        Json::Array(elements) => Json::Array(elements.iter().map(owned).collect()),
        Json::Object(members) => Json::Object(members.iter().map(|(name, value)| (name.to_string().into(), owned(value))).collect()),
    }
}
