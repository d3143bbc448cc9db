//! Which choices of several keys no request has at once.

use crate::Truth;
use crate::context::{Context, Value};
use crate::reference::{hardly_together, never_together};
use std::collections::BTreeMap;

/// Can a request have the listed values together? Unknown where the tables do not tell.
pub(super) fn consistent(context: &Context) -> Truth {
    let breaks = |rules: &[BTreeMap<String, String>]| {
        rules.iter().any(|rule| rule.iter().all(|(key, state)| context.listed(key).is_some_and(|value| is(value, state))))
    };
    if breaks(never_together()) {
        return Truth::False;
    }
    if never_together().is_empty() || breaks(hardly_together()) { Truth::Unknown } else { Truth::True }
}

/// The value is certainly as a rule says.
fn is(value: &Value, state: &str) -> bool {
    let equals = |text: &crate::Text| text.literal().is_some_and(|text| text.eq_ignore_ascii_case(state));
    match (value, state) {
        (Value::Perhaps(_) | Value::Unknown | Value::Free, _) => false,
        (value, "absent") => is_absent(value),
        (value, "present") => !is_absent(value),
        (Value::One(text), _) => equals(text),
        (Value::Many(texts), _) => matches!(texts.as_slice(), [text] if equals(text)),
        (Value::Absent | Value::Since(_), _) => false,
    }
}

fn is_absent(value: &Value) -> bool {
    match value {
        Value::Absent => true,
        Value::Many(texts) => texts.is_empty(),
        _ => false,
    }
}
