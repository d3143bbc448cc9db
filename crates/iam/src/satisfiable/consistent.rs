//! Which choices of several keys no request has at once.

use crate::Truth;
use crate::context::{Context, Value};
use crate::reference::never_together;

/// Can a request have the listed values together? Unknown where the table does not tell.
pub(super) fn consistent(context: &Context) -> Truth {
    let rules = never_together();
    if rules.is_empty() {
        return Truth::Unknown;
    }
    let is_broken = rules.iter().any(|rule| rule.iter().all(|(key, state)| context.listed(key).is_some_and(|value| is(value, state))));
    (!is_broken).into()
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
