//! Conditions: does the context of a request meet them?

pub(crate) mod value;

use ssm_check_aws::Arn;

use crate::Truth;
use crate::context::{Context, Value};
use crate::document::{Condition, Version};
use crate::operator::{Base, Quantifier};
use crate::pattern::{Reading, Style};
use crate::text::Text;
use crate::time::{Instant, KEYS, instants};

/// Does the context meet the condition?
pub(crate) fn holds(condition: &Condition, version: Version, context: &Context) -> Truth {
    let operator = condition.operator;
    let value = context.get(&condition.key);
    if operator.base == Base::Null {
        return null(condition, value);
    }
    of_value(condition, version, context, value)
}

/// Does a value of the condition's key meet it?
fn of_value(condition: &Condition, version: Version, context: &Context, value: &Value) -> Truth {
    let operator = condition.operator;
    let meets = |text: &Text| value_meets(condition, version, context, text);
    let values = match value {
        // Absent as well as present, with any value at all: an operator that holds of everything is rare, so not looked for.
        Value::Unknown | Value::Free => return Truth::Unknown,
        Value::Perhaps(text) => {
            let either = [Value::One(text.clone()), Value::Absent].map(|value| of_value(condition, version, context, &value));
            return Truth::agreed(either).unwrap_or(Truth::Unknown);
        }
        Value::Since(from) => return holds_since(*from, condition, version, context),
        Value::One(text) => std::slice::from_ref(text),
        Value::Many(texts) => texts.as_slice(),
        Value::Absent => &[],
    };
    match operator.quantifier {
        // "If the key is not present, evaluate the condition element as true" says the one page, "if the key does not exist, the
        // ForAnyValue condition returns false" the other.
        Some(Quantifier::ForAnyValue) if values.is_empty() && operator.if_exists => Truth::Unknown,
        _ if values.is_empty() && operator.if_exists => Truth::True,
        // "ForAllValues … also returns true if there are no context keys in the request".
        Some(Quantifier::ForAllValues) => Truth::all(values.iter().map(meets)),
        // "For no matching context key, or if the key does not exist, the ForAnyValue condition returns false": negated operators too.
        Some(Quantifier::ForAnyValue) => Truth::any(values.iter().map(meets)),
        // "If the key that you specify in a policy condition is not present in the request context, the values do not match and the
        // condition is false", but a negated operator is true then.
        None if values.is_empty() => operator.base.is_negated().into(),
        None => match value {
            Value::One(text) => meets(text),
            // "Multivalued context keys require a condition set operator."
            _ => Truth::False,
        },
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null>
fn null(condition: &Condition, value: &Value) -> Truth {
    let is_absent = match value {
        Value::Unknown | Value::Free | Value::Perhaps(_) => Truth::Unknown,
        Value::Absent => Truth::True,
        Value::Many(values) => values.is_empty().into(),
        Value::One(_) | Value::Since(_) => Truth::False,
    };
    any(condition, |wanted| match wanted.literal() {
        Some(text) if text.eq_ignore_ascii_case("true") => is_absent,
        Some(text) if text.eq_ignore_ascii_case("false") => !is_absent,
        Some(_) => Truth::False,
        None => Truth::Unknown,
    })
}

fn any(condition: &Condition, matches: impl FnMut(&Text) -> Truth) -> Truth {
    Truth::any(condition.values.iter().map(matches)).or(if condition.complete { Truth::False } else { Truth::Unknown })
}

/// One value of the request against the values of the condition: any of them, or, with a negated operator, none of them.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html>
fn value_meets(condition: &Condition, version: Version, context: &Context, text: &Text) -> Truth {
    let base = condition.operator.base;
    let mut is_valid = Truth::True;
    let found = any(condition, |wanted| {
        let (valid, matches) = compare(base, version, context, wanted, text);
        is_valid = is_valid.and(valid);
        valid.and(matches)
    });
    if base.is_negated() {
        // What cannot be compared (no address, no number) matches nothing, and does not match "not" either. Of a variable without value no
        // page says so: AWS's own example denies what comes without `aws:SourceVpc` by `StringNotEquals` with that variable.
        // https://aws.amazon.com/blogs/security/how-to-use-policies-to-restrict-where-ec2-instance-credentials-can-be-used-from/
        let has_no_value = is_valid == Truth::False && reading(base, version, context).is_some_and(|reading| reading.style != Style::Arn);
        (!found).and(if has_no_value { Truth::Unknown } else { is_valid })
    } else {
        found
    }
}

/// How the values of a string or ARN operator are read.
pub(crate) fn reading(base: Base, version: Version, context: &Context) -> Option<Reading<'_>> {
    let style = match base {
        Base::StringEquals | Base::StringNotEquals | Base::StringEqualsIgnoreCase | Base::StringNotEqualsIgnoreCase => Style::Exact,
        Base::StringLike | Base::StringNotLike => Style::Glob,
        // "ArnEquals and ArnLike behave identically."
        Base::ArnEquals | Base::ArnNotEquals | Base::ArnLike | Base::ArnNotLike => Style::Arn,
        _ => return None,
    };
    let reading = Reading::new(style).with_variables(version, context);
    let ignores_case = matches!(base, Base::StringEqualsIgnoreCase | Base::StringNotEqualsIgnoreCase);
    Some(if ignores_case { reading.ignoring_case() } else { reading })
}

/// Can the two be compared, and does the value match?
fn compare(base: Base, version: Version, context: &Context, wanted: &Text, text: &Text) -> (Truth, Truth) {
    if let Some(reading) = reading(base, version, context) {
        let pattern = reading.pattern(wanted);
        let matches = pattern.matches(text);
        if reading.style == Style::Arn {
            let valid = pattern.resolved.and(is_arn(wanted)).and(is_arn(text));
            // A star by itself is no ARN, and matches all of them.
            return match Reading::new(Style::Exact).matches(wanted, &Text::lit("*")) {
                Truth::True => (Truth::True, Truth::True),
                Truth::False => (valid, matches),
                Truth::Unknown => (valid.or(Truth::Unknown), matches.or(Truth::Unknown)),
            };
        }
        return (pattern.resolved, matches);
    }
    let (Some(wanted), Some(text)) = (wanted.literal(), text.literal()) else {
        return (Truth::Unknown, Truth::Unknown);
    };
    let order = |compare: fn(std::cmp::Ordering) -> bool, pair: Option<std::cmp::Ordering>| match pair {
        Some(ordering) => (Truth::True, Truth::from(compare(ordering))),
        None => (Truth::False, Truth::False),
    };
    let numbers = || value::number(text)?.partial_cmp(&value::number(wanted)?);
    let dates = || Some(crate::time::parse(text)?.cmp(&crate::time::parse(wanted)?));
    match base {
        Base::NumericEquals | Base::NumericNotEquals => order(std::cmp::Ordering::is_eq, numbers()),
        Base::NumericLessThan => order(std::cmp::Ordering::is_lt, numbers()),
        Base::NumericLessThanEquals => order(std::cmp::Ordering::is_le, numbers()),
        Base::NumericGreaterThan => order(std::cmp::Ordering::is_gt, numbers()),
        Base::NumericGreaterThanEquals => order(std::cmp::Ordering::is_ge, numbers()),
        Base::DateEquals | Base::DateNotEquals => order(std::cmp::Ordering::is_eq, dates()),
        Base::DateLessThan => order(std::cmp::Ordering::is_lt, dates()),
        Base::DateLessThanEquals => order(std::cmp::Ordering::is_le, dates()),
        Base::DateGreaterThan => order(std::cmp::Ordering::is_gt, dates()),
        Base::DateGreaterThanEquals => order(std::cmp::Ordering::is_ge, dates()),
        Base::Bool => {
            let is_bool = |t: &str| t.eq_ignore_ascii_case("true") || t.eq_ignore_ascii_case("false");
            (Truth::from(is_bool(wanted) && is_bool(text)), wanted.eq_ignore_ascii_case(text).into())
        }
        Base::IpAddress | Base::NotIpAddress => match (value::network(wanted), value::address(text)) {
            (Some(network), Some(address)) => (Truth::True, network.contains(&address).into()),
            _ => (Truth::False, Truth::False),
        },
        // The operators of strings and ARNs were read above, as was the test for null.
        _ => (Truth::True, (wanted == text).into()),
    }
}

/// Six parts, the first of which is `arn`.
fn is_arn(text: &Text) -> Truth {
    match text.literal() {
        Some(text) => Arn::parse(text).is_some().into(),
        None => match text.split_n(':', 6) {
            Some(parts) => match parts.first().and_then(Text::literal) {
                Some(first) => (first == "arn" && parts.len() == 6).into(),
                None => Truth::Unknown,
            },
            None => Truth::Unknown,
        },
    }
}

impl Condition {
    /// Does it hold where its key has this value? Of a condition whose values have no policy variables: those see other keys too.
    ///
    /// ```
    /// use ssm_check_iam::{Condition, Text, Truth, Value, Version};
    ///
    /// let condition = Condition::new("StringLike".parse().unwrap(), "aws:ResourceTag/Team", ["pay*"]);
    /// let of = |team: &str| condition.holds_with(Version::V2012, &Value::One(Text::lit(team)));
    /// assert_eq!((of("payments"), of("search")), (Truth::True, Truth::False));
    /// assert_eq!(condition.holds_with(Version::V2012, &Value::Absent), Truth::False);
    /// ```
    pub fn holds_with(&self, version: Version, value: &Value) -> Truth {
        holds(self, version, &Context::new().with_value(&self.key, value.clone()))
    }

    /// Does a condition on the time hold at every instant from one on? `None` of a condition on something else.
    pub fn holds_since(&self, version: Version, from: Instant) -> Option<Truth> {
        let is_of_time = KEYS.iter().any(|key| self.key.eq_ignore_ascii_case(key));
        is_of_time.then(|| holds_since(from, self, version, &Context::new()))
    }
}

/// Does a condition on the time hold at every instant from one on? Unknown: at some.
fn holds_since(from: Instant, condition: &Condition, version: Version, context: &Context) -> Truth {
    // Another operator compares the text, which is different at every instant.
    let compares = matches!(
        condition.operator.base,
        Base::DateEquals
            | Base::DateNotEquals
            | Base::DateLessThan
            | Base::DateLessThanEquals
            | Base::DateGreaterThan
            | Base::DateGreaterThanEquals
            | Base::NumericEquals
            | Base::NumericNotEquals
            | Base::NumericLessThan
            | Base::NumericLessThanEquals
            | Base::NumericGreaterThan
            | Base::NumericGreaterThanEquals
            | Base::Null
    );
    if !compares || !condition.complete || condition.values.iter().any(|text| !text.is_known() || text.to_string().contains("${")) {
        return Truth::Unknown;
    }
    let key = condition.key.to_lowercase();
    let mut context = context.clone();
    let mut answers = instants(from, &[condition]).into_iter().map(|at| {
        context.set(&key, Value::One(at.text(&key)));
        holds(condition, version, &context)
    });
    let first = answers.next().unwrap_or(Truth::Unknown);
    if answers.all(|answer| answer == first) { first } else { Truth::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on() {
        let now = Instant::parse("2026-11-28T09:00:00Z").unwrap();
        let holds = |operator: &str, key: &str, value: &str| {
            let condition = Condition::new(operator.parse().unwrap(), key, [value]);
            holds_since(now, &condition, Version::V2012, &Context::new())
        };
        for (operator, key, value, expected) in [
            ("DateLessThan", "aws:CurrentTime", "2023-01-01T00:00:00Z", Truth::False),
            ("DateGreaterThan", "aws:CurrentTime", "2023-01-01T00:00:00Z", Truth::True),
            ("DateGreaterThan", "aws:CurrentTime", "2027-01-01T00:00:00Z", Truth::Unknown),
            ("DateLessThan", "aws:EpochTime", "2027-01-01T00:00:00Z", Truth::Unknown),
            ("NumericLessThan", "aws:EpochTime", "1600000000", Truth::False),
            ("NumericGreaterThanEquals", "aws:EpochTime", "1600000000.5", Truth::True),
            ("DateNotEquals", "aws:CurrentTime", "2023-01-01", Truth::True),
            // The key is a date, no number.
            ("NumericGreaterThan", "aws:CurrentTime", "1600000000", Truth::False),
            ("DateGreaterThan", "aws:CurrentTime", "soon", Truth::False),
            ("Null", "aws:CurrentTime", "true", Truth::False),
            ("StringLike", "aws:CurrentTime", "2026-*", Truth::Unknown),
        ] {
            assert_eq!(holds(operator, key, value), expected, "{operator} {key} {value}");
        }
    }
}
