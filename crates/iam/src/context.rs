//! The context of a request: its condition keys.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::text::Text;
use crate::time::Instant;

/// The value of a condition key in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A key with a single value.
    One(Text),
    /// A multivalued key, such as `aws:TagKeys` or `aws:CalledVia`. Empty is the same as absent.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
    Many(Vec<Text>),
    /// Not in the request.
    Absent,
    /// This value, or not in the request: which of both is not known.
    Perhaps(Text),
    /// Whether it is in the request, and with which value, is not known. Whoever sends the request has no say in it.
    Unknown,
    /// Whoever sends the request chooses, within what the service permits: signed in with MFA or not, from which address, at what time.
    /// [`crate::evaluate`] takes it for unknown; [`crate::may`] looks for a choice by which the request is allowed.
    Free,
    /// An instant, this one or any after it: who calls can wait, and cannot go back. Of `aws:CurrentTime` and `aws:EpochTime`, which tell
    /// the same instant.
    Since(Instant),
}

/// What holds of a condition key that the context does not list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unlisted {
    /// It is not in the request.
    #[default]
    Absent,
    /// Not known.
    Unknown,
    /// The caller chooses.
    Free,
}

/// A key in lower case, which it nearly always is already.
fn lower_case(key: &str) -> Cow<'_, str> {
    let is_lower = key.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(key) } else { Cow::Owned(key.to_lowercase()) }
}

/// Condition keys and their values. Keys ignore case, the part after `/` of a tag key included.
///
/// AWS: "Context key names are not case-sensitive", and of tag keys in conditions: "the tag key … is not case-sensitive"
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html>,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html>).
///
/// ```
/// use ssm_check_iam::{Context, Text, Value};
///
/// let context = Context::new().with("aws:ResourceTag/Env", "prod").with_value("aws:MultiFactorAuthPresent", Value::Free);
/// assert_eq!(context.get("AWS:resourcetag/env"), &Value::One(Text::lit("prod")));
/// assert_eq!(context.get("aws:SourceIp"), &Value::Absent);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Shared: requests for several actions carry the same.
    entries: Arc<BTreeMap<String, Value>>,
    /// What values of keys look like: one of several patterns.
    shapes: Arc<BTreeMap<String, Vec<String>>>,
    /// Keys that every request has, whatever their values.
    present: Arc<BTreeSet<String>>,
    unlisted: Unlisted,
}

impl Context {
    /// No keys; those not listed are absent.
    pub fn new() -> Self {
        Self::default()
    }

    /// What holds of keys that are not listed.
    #[must_use]
    pub fn unlisted(mut self, unlisted: Unlisted) -> Self {
        self.unlisted = unlisted;
        self
    }

    /// Adds a key with a single value.
    #[must_use]
    pub fn with(self, key: &str, value: impl Into<Text>) -> Self {
        self.with_value(key, Value::One(value.into()))
    }

    /// Adds a key.
    #[must_use]
    pub fn with_value(mut self, key: &str, value: Value) -> Self {
        self.set(key, value);
        self
    }

    /// Sets a key.
    pub fn set(&mut self, key: &str, value: Value) {
        Arc::make_mut(&mut self.entries).insert(lower_case(key).into_owned(), value);
    }

    /// The same with what a key looks like that the caller chooses a part of, which is `*`: `AROA0EXAMPLE0EXAMPLE:*`. Of several for one key,
    /// a value is like any.
    #[must_use]
    pub fn with_shape(mut self, key: &str, shape: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.shapes).entry(lower_case(key).into_owned()).or_default().push(shape.into());
        self
    }

    /// What a key looks like, where the caller chooses a part of it only; none where it is anything.
    pub fn shapes(&self, key: &str) -> &[String] {
        self.shapes.get(&*lower_case(key)).map_or(&[], Vec::as_slice)
    }

    /// The same with a key that is there, whatever the caller chooses.
    #[must_use]
    pub fn with_present(mut self, key: &str) -> Self {
        Arc::make_mut(&mut self.present).insert(lower_case(key).into_owned());
        self
    }

    /// The caller cannot leave the key out.
    pub fn is_present(&self, key: &str) -> bool {
        self.present.contains(&*lower_case(key))
    }

    /// With the time at which the request is made.
    #[must_use]
    pub fn at(mut self, instant: Instant) -> Self {
        for key in crate::time::KEYS {
            self.set(key, Value::One(instant.text(key)));
        }
        self
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> &Value {
        self.listed(key).unwrap_or(match self.unlisted {
            Unlisted::Absent => &Value::Absent,
            Unlisted::Unknown => &Value::Unknown,
            Unlisted::Free => &Value::Free,
        })
    }

    /// The value of a key that is listed.
    pub fn listed(&self, key: &str) -> Option<&Value> {
        self.entries.get(&*lower_case(key))
    }

    /// The listed keys in lower case, and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries.iter().map(|(key, value)| (key.as_str(), value))
    }
}
