//! Raw values of resources, decoded each once.

use crate::state::{StateResource, Stored, marks};
use crate::{Change, Json, Values};
use rustc_hash::FxHashMap;
use serde_json::value::RawValue;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// Decodes the values of resources. What comes of a text is kept and shared by all that are written the same: instances of one block have
/// the same marks, and what a plan leaves as it is has the same values before and after.
#[derive(Debug, Default)]
pub struct Decoder<'p>(FxHashMap<&'p str, Arc<Json<'p>>>);

impl<'p> Decoder<'p> {
    /// The values after apply; `None` where nothing is left.
    pub fn after(&mut self, change: &Change<'p>) -> Result<Option<Values<'p>>, serde_json::Error> {
        self.values(change.after, change.after_unknown, change.after_sensitive)
    }

    /// The values before apply; `None` where there was nothing.
    pub fn before(&mut self, change: &Change<'p>) -> Result<Option<Values<'p>>, serde_json::Error> {
        self.values(change.before, None, change.before_sensitive)
    }

    /// The values of a resource of a state.
    pub fn stored(&mut self, resource: &StateResource<'p>) -> Result<Option<Values<'p>>, serde_json::Error> {
        match &resource.values {
            Stored::Tree(values, marks) => self.values(*values, None, *marks),
            Stored::Paths(values, paths) => Ok(self.decoded(*values)?.map(|value| Values {
                sensitive: Values::part(marks(&value, paths)),
                value: Some(value),
                unknown: None,
            })),
            Stored::Made(values) => Ok(Some(values.clone())),
        }
    }

    fn values(
        &mut self,
        value: Option<&'p RawValue>,
        unknown: Option<&'p RawValue>,
        sensitive: Option<&'p RawValue>,
    ) -> Result<Option<Values<'p>>, serde_json::Error> {
        let Some(value) = self.decoded(value)? else { return Ok(None) };
        let (unknown, sensitive) = (self.decoded(unknown.filter(is_set))?, self.decoded(sensitive.filter(is_set))?);
        Ok(Some(Values { value: Some(value), unknown, sensitive }))
    }

    /// `None` of null.
    fn decoded(&mut self, raw: Option<&'p RawValue>) -> Result<Option<Arc<Json<'p>>>, serde_json::Error> {
        let Some(text) = raw.map(RawValue::get).filter(|text| *text != "null") else { return Ok(None) };
        Ok(Some(match self.0.entry(text) {
            Entry::Occupied(known) => Arc::clone(known.get()),
            Entry::Vacant(place) => Arc::clone(place.insert(Arc::new(Json::parse(text)?))),
        }))
    }
}

/// Marks of which none is set, as nearly all of what is sensitive is, are as good as none.
pub(crate) fn is_set(marks: &&RawValue) -> bool {
    marks.get().contains("true")
}

impl<'p> Change<'p> {
    /// The values after apply; `None` where nothing is left.
    pub fn after(&self) -> Result<Option<Values<'p>>, serde_json::Error> {
        Decoder::default().after(self)
    }

    /// The values before apply; `None` where there was nothing.
    pub fn before(&self) -> Result<Option<Values<'p>>, serde_json::Error> {
        Decoder::default().before(self)
    }
}

impl<'p> StateResource<'p> {
    /// The values.
    pub fn values(&self) -> Result<Option<Values<'p>>, serde_json::Error> {
        Decoder::default().stored(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Decoder;
    use crate::{Attr, Plan};
    use std::sync::Arc;

    #[test]
    fn what_is_written_the_same_is_there_once() {
        let change = |name: &str, value: &str| {
            format!(
                r#"{{"address": "aws_vpc.{name}", "mode": "managed", "change": {{"actions": ["update"],
                    "before": {{"a": "1"}}, "after": {{"a": "{value}"}}, "after_unknown": {{"b": true}}}}}}"#
            )
        };
        let text = format!(r#"{{"format_version": "1.2", "resource_changes": [{}, {}]}}"#, change("x", "1"), change("y", "2"));
        let plan = Plan::parse(&text).unwrap();
        let mut decoder = Decoder::default();
        let [x, y] = [0, 1].map(|index| {
            let change = &plan.changes[index].change;
            [decoder.before(change).unwrap().unwrap(), decoder.after(change).unwrap().unwrap()]
        });
        let is_one = |a: &Option<Arc<_>>, b: &Option<Arc<_>>| Arc::ptr_eq(a.as_ref().unwrap(), b.as_ref().unwrap());
        assert!(is_one(&x[0].value, &y[0].value) && is_one(&x[1].unknown, &y[1].unknown));
        assert!(!is_one(&x[1].value, &y[1].value));
        assert_eq!([&x[1], &y[1]].map(|values| values.root().get("a").text()), [Attr::Known("1"), Attr::Known("2")]);
        assert!(!x[0].root().get("b").is_unknown() && x[1].root().get("b").is_unknown());
    }
}
