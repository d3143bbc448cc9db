//! The values of one resource instance, with what is not known and what is sensitive alongside.

use crate::{Attr, Json, Why};
use std::sync::Arc;

/// The attributes of one resource instance in one picture. Each part may be shared with other resources, and is none where it is null.
#[derive(Clone, Debug)]
pub struct Values<'p> {
    pub(crate) value: Option<Arc<Json<'p>>>,
    pub(crate) unknown: Option<Arc<Json<'p>>>,
    pub(crate) sensitive: Option<Arc<Json<'p>>>,
}

/// What a part is that is none.
const NULL: &Json<'static> = &Json::Null;

/// One value in a resource's attributes: the resource itself, an attribute, a nested block or an element.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names, reason = "the value of a value, beside its marks")]
pub struct Value<'v, 'p> {
    value: Option<&'v Json<'p>>,
    unknown: Mark<'v, 'p>,
    sensitive: Mark<'v, 'p>,
}

fn same(a: &Json<'_>, b: &Json<'_>) -> bool {
    let empty = |json: &Json<'_>| match json {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(elements) => elements.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    };
    let null = Json::Null;
    match (a, b) {
        (Json::Object(_), Json::Object(_)) => {
            let one_way = |a: &Json<'_>, b: &Json<'_>| a.members().iter().all(|(name, value)| same(value, b.get(name).unwrap_or(&null)));
            one_way(a, b) && one_way(b, a)
        }
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        _ => a == b || (empty(a) && empty(b)),
    }
}

fn agree(ours: &Json<'_>, theirs: &Json<'_>) -> bool {
    let null = Json::Null;
    if same(ours, &null) || same(theirs, &null) {
        return true;
    }
    match (ours, theirs) {
        (Json::Array(ours), Json::Array(theirs)) => {
            ours.len() == theirs.len() && theirs.iter().all(|their| ours.iter().any(|our| agree(our, their)))
        }
        (Json::Object(_), Json::Object(_)) => theirs.members().iter().all(|(name, value)| agree(ours.get(name).unwrap_or(&null), value)),
        _ => same(ours, theirs) || same_document(ours, theirs),
    }
}

/// Both are texts of the same JSON, such as a policy, which AWS writes in another order and with other spaces.
fn same_document(ours: &Json<'_>, theirs: &Json<'_>) -> bool {
    let document = |json: &Json<'_>| {
        let text = json.as_str().filter(|text| text.starts_with('{'))?;
        serde_json::from_str::<serde_json::Value>(text).ok()
    };
    document(ours).zip(document(theirs)).is_some_and(|(ours, theirs)| ours == theirs)
}

/// A parallel tree of booleans: `true` covers everything below it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mark<'v, 'p> {
    None,
    All,
    Tree(&'v Json<'p>),
}

impl<'v, 'p> Mark<'v, 'p> {
    fn new(json: &'v Json<'p>) -> Self {
        match json {
            Json::Bool(true) => Self::All,
            Json::Object(_) | Json::Array(_) => Self::Tree(json),
            _ => Self::None,
        }
    }

    fn get(self, name: &str) -> Self {
        match self {
            Self::Tree(json) => json.get(name).map_or(Self::None, Self::new),
            all_or_none => all_or_none,
        }
    }

    fn index(self, index: usize) -> Self {
        match self {
            Self::Tree(json) => json.elements().get(index).map_or(Self::None, Self::new),
            all_or_none => all_or_none,
        }
    }
}

impl<'p> Values<'p> {
    /// From `after`, `after_unknown` and `after_sensitive`, or `before` and its companions; absent marks are [`Json::Null`].
    pub fn new(value: Json<'p>, unknown: Json<'p>, sensitive: Json<'p>) -> Self {
        Self { value: Self::part(value), unknown: Self::part(unknown), sensitive: Self::part(sensitive) }
    }

    pub(crate) fn part(json: Json<'p>) -> Option<Arc<Json<'p>>> {
        (json != Json::Null).then(|| Arc::new(json))
    }

    /// The value and its marks, as given to [`Values::new`].
    pub fn parts(&self) -> (&Json<'p>, &Json<'p>, &Json<'p>) {
        let [value, unknown, sensitive] = [&self.value, &self.unknown, &self.sensitive].map(|part| part.as_deref().unwrap_or(NULL));
        (value, unknown, sensitive)
    }

    /// Both have the same values, whatever is sensitive of them; null and what is empty are one, as they are to the provider.
    pub fn same_values(&self, other: &Self) -> bool {
        same(self.parts().0, other.parts().0)
    }

    /// What both show is the same; the order of lists is not told apart, nor what only one of them shows.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.parts().0, other.parts().0);
        theirs.members().iter().all(|(name, value)| agree(ours.get(name).unwrap_or(NULL), value))
    }

    /// The same, with what `other` shows otherwise as `other` shows it.
    #[must_use]
    pub fn overlaid(&self, other: &Self) -> Self {
        let mut values = self.clone();
        if let Some(Json::Object(members)) = values.value.as_mut().map(Arc::make_mut) {
            for (name, theirs) in other.parts().0.members() {
                match members.iter_mut().find(|(known, _)| known.as_str() == name.as_str()) {
                    Some((_, ours)) if !agree(ours, theirs) => *ours = theirs.clone(),
                    _ => {}
                }
            }
        }
        values
    }

    /// The same, with single values that are not known as `other` shows them, where `may_be` says so of the attribute.
    #[must_use]
    pub fn completed(&self, other: &Self, may_be: impl Fn(&str) -> bool) -> Self {
        let (Json::Object(values), Json::Object(unknown), _) = self.parts() else { return self.clone() };
        let (mut values, mut unknown) = (values.to_vec(), unknown.to_vec());
        for (name, theirs) in other.parts().0.members() {
            let is_single = matches!(theirs, Json::String(_) | Json::Bool(_) | Json::Number(_));
            let Some(mark) = unknown.iter().position(|(known, mark)| known.as_str() == name.as_str() && *mark == Json::Bool(true)) else {
                continue;
            };
            if is_single && may_be(name.as_str()) {
                unknown.remove(mark);
                values.retain(|(known, _)| known.as_str() != name.as_str());
                values.push((name.clone(), theirs.clone()));
            }
        }
        Self { sensitive: self.sensitive.clone(), ..Self::new(Json::Object(values.into()), Json::Object(unknown.into()), Json::Null) }
    }

    /// The resource as a value.
    pub fn root(&self) -> Value<'_, 'p> {
        let (value, unknown, sensitive) = self.parts();
        Value { value: Some(value), unknown: Mark::new(unknown), sensitive: Mark::new(sensitive) }
    }
}

impl<'v, 'p> Value<'v, 'p> {
    /// A value that is not there.
    pub const ABSENT: Self = Self { value: None, unknown: Mark::None, sensitive: Mark::None };

    /// A value that stands alone, known and not sensitive, such as a constant of the configuration.
    pub fn known(json: &'v Json<'p>) -> Self {
        Self { value: Some(json), unknown: Mark::None, sensitive: Mark::None }
    }

    /// A member of an object.
    #[must_use]
    pub fn get(self, name: &str) -> Self {
        Self { value: self.value.and_then(|value| value.get(name)), unknown: self.unknown.get(name), sensitive: self.sensitive.get(name) }
    }

    /// The elements of a list or set, or the blocks of a type; none of an unknown or absent list.
    pub fn elements(self) -> impl Iterator<Item = Self> {
        let values = self.value.map_or(&[] as &[_], Json::elements);
        values.iter().enumerate().map(move |(index, value)| Self {
            value: Some(value),
            unknown: self.unknown.index(index),
            sensitive: self.sensitive.index(index),
        })
    }

    /// The members of an object, those that are not known too: of a map Terraform shows their keys beside the values alone.
    pub fn members(self) -> impl Iterator<Item = (&'v str, Self)> {
        let members = self.value.map_or(&[] as &[_], Json::members);
        let marks = match self.unknown {
            Mark::Tree(marks) => marks.members(),
            Mark::None | Mark::All => &[],
        };
        let known = members.iter().map(|(name, _)| name.as_str());
        let unknown = marks.iter().map(|(name, _)| name.as_str()).filter(|name| members.iter().all(|(known, _)| known.as_str() != *name));
        known.chain(unknown).map(move |name| (name, self.get(name))).filter(|(_, value)| value.value.is_some() || value.is_unknown())
    }

    /// The first block of a type that may stand at most once.
    #[must_use]
    pub fn first(self) -> Self {
        match self.unknown {
            Mark::All => self,
            _ => self.elements().next().unwrap_or(Self::ABSENT),
        }
    }

    /// The value as JSON, with what is known of it.
    pub fn json(self) -> Attr<&'v Json<'p>> {
        if matches!(self.unknown, Mark::All) {
            return Attr::Unknown(Why::AfterApply);
        }
        match self.value {
            None | Some(Json::Null) => Attr::Absent,
            Some(value) if matches!(self.sensitive, Mark::All) => Attr::Sensitive(Some(value)),
            Some(value) => Attr::Known(value),
        }
    }

    /// The value as text. The empty string is a value.
    pub fn text(self) -> Attr<&'v str> {
        self.json().convert(Json::as_str)
    }

    /// The value as a boolean; Terraform also converts the strings `true` and `false`.
    pub fn boolean(self) -> Attr<bool> {
        // The provider has some as text, which is empty where nothing is said.
        if self.text().value() == Some("") {
            return Attr::Absent;
        }
        self.json().convert(|json| match json.as_str() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => json.as_bool(),
        })
    }

    /// The value as a whole number.
    pub fn integer(self) -> Attr<i64> {
        self.json().convert(Json::as_i64)
    }

    /// The plan shows the same of both: values, and what of them is not known or sensitive.
    pub fn is_alike(self, other: Self) -> bool {
        self.value == other.value && self.unknown == other.unknown && self.sensitive == other.sensitive
    }

    /// Known only after apply, all of it.
    pub fn is_unknown(self) -> bool {
        matches!(self.unknown, Mark::All)
    }

    /// Something below this value is known only after apply.
    pub fn has_unknown(self) -> bool {
        match self.unknown {
            Mark::All => true,
            Mark::None => false,
            Mark::Tree(json) => json.marks_any(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Values;
    use crate::{Attr, Json, Why};

    fn values<'p>(value: &'p str, unknown: &'p str, sensitive: &'p str) -> Values<'p> {
        Values::new(Json::parse(value).unwrap(), Json::parse(unknown).unwrap(), Json::parse(sensitive).unwrap())
    }

    #[test]
    fn the_four_states_of_an_attribute() {
        let values = values(r#"{"a": "x", "b": null, "d": "s"}"#, r#"{"c": true}"#, r#"{"d": true}"#);
        let root = values.root();
        assert_eq!(root.get("a").text(), Attr::Known("x"));
        assert_eq!(root.get("b").text(), Attr::Absent);
        assert_eq!(root.get("c").text(), Attr::Unknown(Why::AfterApply));
        assert_eq!(root.get("d").text(), Attr::Sensitive(Some("s")));
        assert_eq!(root.get("a").boolean(), Attr::Unknown(Why::Malformed));
    }

    #[test]
    fn what_another_shows_otherwise_takes_the_place() {
        let ours = values(r#"{"id": "sg-1", "ingress": [{"from_port": 443, "description": "ours"}], "tags": {"a": "b"}}"#, "null", "null");
        let theirs = values(r#"{"id": "sg-1", "ingress": [], "tags": null, "name": "x"}"#, "null", "null");
        assert!(ours.overlaid(&theirs).same_values(&ours), "what is empty may be written elsewhere");
        let theirs = values(r#"{"ingress": [{"from_port": 22}]}"#, "null", "null");
        let after = values(r#"{"id": "sg-1", "ingress": [{"from_port": 22}], "tags": {"a": "b"}}"#, "null", "null");
        assert!(ours.overlaid(&theirs).same_values(&after));
    }

    #[test]
    fn a_policy_is_the_same_in_another_order() {
        let ours = values(r#"{"policy": "{\"b\":1,\"a\":[2]}"}"#, "null", "null");
        assert!(ours.agrees_with(&values(r#"{"policy": "{\"a\": [2], \"b\": 1}"}"#, "null", "null")));
        assert!(!ours.agrees_with(&values(r#"{"policy": "{\"a\": [3], \"b\": 1}"}"#, "null", "null")));
    }

    #[test]
    fn marks_follow_into_lists_and_cover_what_is_below() {
        let values = values(r#"{"l": [{"x": "1"}, {}], "s": [{"k": "v"}]}"#, r#"{"l": [{}, {"x": true}], "u": true}"#, r#"{"s": true}"#);
        let list: Vec<_> = values.root().get("l").elements().map(|block| block.get("x").text()).collect();
        assert_eq!(list, [Attr::Known("1"), Attr::Unknown(Why::AfterApply)]);
        assert_eq!(values.root().get("u").first().get("x").text(), Attr::Unknown(Why::AfterApply));
        assert_eq!(values.root().get("s").first().get("k").text(), Attr::Sensitive(Some("v")));
        assert!(values.root().get("l").has_unknown());
    }
}
