//! Which choices of several keys no request has at once.

use super::candidates::Choice;
use crate::Truth;
use crate::context::{Context, Value};
use crate::evaluate::Request;
use crate::reference::{hardly_together, never_together};
use std::collections::BTreeMap;

type KeyRule = BTreeMap<String, String>;

/// The rules that some requests may break: those of which every key is chosen, or listed. There is hardly ever one.
pub(super) struct KeyRules {
    never: Vec<&'static KeyRule>,
    hardly: Vec<&'static KeyRule>,
    /// The table tells which there are.
    is_told: bool,
}

impl KeyRules {
    pub(super) fn of(requests: &[Request], chosen: &[Choice]) -> Self {
        let is_chosen = |key: &str| chosen.iter().any(|choice| choice.open.iter().any(|(open, _)| open.eq_ignore_ascii_case(key)));
        let matters = |key: &String| is_chosen(key) || requests.iter().any(|request| request.context.listed(key).is_some());
        let those = |rules: &'static [KeyRule]| rules.iter().filter(|rule| rule.keys().all(matters)).collect();
        Self { never: those(never_together()), hardly: those(hardly_together()), is_told: !never_together().is_empty() }
    }

    /// Can a request have the listed values together? Unknown where the tables do not tell.
    pub(super) fn allow(&self, context: &Context) -> Truth {
        let is_broken = |rule: &&KeyRule| rule.iter().all(|(key, state)| context.listed(key).is_some_and(|value| is(value, state)));
        if self.never.iter().any(is_broken) {
            return Truth::False;
        }
        if !self.is_told || self.hardly.iter().any(is_broken) { Truth::Unknown } else { Truth::True }
    }
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
