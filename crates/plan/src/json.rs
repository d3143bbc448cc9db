//! JSON values that borrow from the input, a fraction of the size of `serde_json::Value`.

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::hash::{Hash, Hasher};

/// A string of the input: borrowed, or owned where the JSON text had escapes.
///
/// A plan has millions, and few are owned: those are behind one pointer more, so that one is as large as a `&str`.
#[derive(Clone)]
pub struct Str<'p>(Text<'p>);

#[derive(Clone)]
enum Text<'p> {
    Borrowed(&'p str),
    Owned(Box<Box<str>>),
}

impl Str<'_> {
    /// The text.
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Borrowed(text) => text,
            Text::Owned(text) => text,
        }
    }
}

impl<'p> From<&'p str> for Str<'p> {
    #[inline]
    fn from(text: &'p str) -> Self {
        Self(Text::Borrowed(text))
    }
}

impl From<String> for Str<'_> {
    fn from(text: String) -> Self {
        Self(Text::Owned(Box::new(text.into_boxed_str())))
    }
}

impl Default for Str<'_> {
    fn default() -> Self {
        Self::from("")
    }
}

impl std::ops::Deref for Str<'_> {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Str<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Str<'_> {}

impl PartialOrd for Str<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Str<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for Str<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl std::borrow::Borrow<str> for Str<'_> {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'de: 'p, 'p> Deserialize<'de> for Str<'p> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StrVisitor;

        impl<'de> Visitor<'de> for StrVisitor {
            type Value = Str<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(text.into())
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(text.to_owned().into())
            }
        }

        deserializer.deserialize_str(StrVisitor)
    }
}

/// Any JSON value. Objects keep the order of the input; look-ups are linear, as resources have few dozens of attributes.
/// Lists are boxed slices, since they make up most of what a plan takes, and nothing is added to nearly all of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Json<'p> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// Any number.
    Number(serde_json::Number),
    /// A string.
    String(Str<'p>),
    /// An array.
    Array(Box<[Json<'p>]>),
    /// An object.
    Object(Box<[Member<'p>]>),
}

/// A name and its value.
pub type Member<'p> = (Str<'p>, Json<'p>);

impl<'p> Json<'p> {
    /// Decodes JSON text.
    pub fn parse(text: &'p str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The member of an object.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find_map(|(key, value)| (key.as_str() == name).then_some(value))
    }

    /// The members of an object, none of anything else.
    #[inline]
    pub fn members(&self) -> &[(Str<'p>, Self)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// The elements of an array, none of anything else.
    #[inline]
    pub fn elements(&self) -> &[Self] {
        match self {
            Self::Array(elements) => elements,
            _ => &[],
        }
    }

    /// As a tree of marks: something is marked.
    pub fn marks_any(&self) -> bool {
        match self {
            Self::Bool(mark) => *mark,
            Self::Array(elements) => elements.iter().any(Self::marks_any),
            Self::Object(members) => members.iter().any(|(_, value)| value.marks_any()),
            _ => false,
        }
    }

    /// The text of a string.
    #[inline]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a string, taken out.
    pub fn into_text(self) -> Option<Str<'p>> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a boolean.
    #[inline]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The value of a whole number; Terraform also writes numbers as strings, which count here too.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number in range")]
            Self::Number(number) => {
                number.as_i64().or_else(|| number.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < 9e15).map(|f| f as i64))
            }
            Self::String(text) => text.parse().ok(),
            _ => None,
        }
    }
}

impl<'de: 'p, 'p> Deserialize<'de> for Json<'p> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Reader(&mut Waiting::default()).deserialize(deserializer)
    }
}

/// What was read of lists that have not ended: once it is known how many there are, they are moved to where they have the room that they
/// need and no more.
#[derive(Default)]
struct Waiting<'de> {
    elements: Vec<Json<'de>>,
    members: Vec<Member<'de>>,
}

struct Reader<'w, 'de>(&'w mut Waiting<'de>);

impl<'de> DeserializeSeed<'de> for Reader<'_, 'de> {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_, 'de> {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(serde_json::Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::String(text.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::String(text.to_owned().into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json<'de>, A::Error> {
        let first = self.0.elements.len();
        while let Some(element) = access.next_element_seed(Reader(&mut *self.0))? {
            self.0.elements.push(element);
        }
        Ok(Json::Array(self.0.elements.drain(first..).collect()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json<'de>, A::Error> {
        let first = self.0.members.len();
        while let Some(name) = access.next_key()? {
            let value = access.next_value_seed(Reader(&mut *self.0))?;
            self.0.members.push((name, value));
        }
        Ok(Json::Object(self.0.members.drain(first..).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Str};

    #[test]
    fn values_are_small() {
        assert_eq!(size_of::<Str<'_>>(), 16);
        assert_eq!(size_of::<Json<'_>>(), 24);
    }

    #[test]
    fn lists_in_lists_keep_their_order() {
        let text = r#"{"a":[1,[2,3],{"b":[4]}],"c":{"d":{},"e":[]},"f":"x\ny"}"#;
        let json = Json::parse(text).unwrap();
        let names: Vec<_> = json.members().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["a", "c", "f"]);
        let [one, two, three] = json.get("a").unwrap().elements() else { panic!("three elements") };
        assert_eq!(one.as_i64(), Some(1));
        assert_eq!(two.elements().iter().filter_map(Json::as_i64).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(three.get("b").unwrap().elements().len(), 1);
        assert_eq!(json.get("c").unwrap().get("e").unwrap().elements().len(), 0);
        assert_eq!(json.get("f").unwrap().as_str(), Some("x\ny"));
    }
}
