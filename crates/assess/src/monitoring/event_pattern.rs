//! Event patterns of `EventBridge` against a `StartSession` call:
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>.

use super::call::{Call, Field, field};
use serde_json::Value;
use ssm_check_iam::{Class, Placeholder, Text, Truth};
use wildmatch::WildMatchPattern;

/// Does the pattern match the event of a call?
pub(super) fn matches(pattern: &Value, call: &Call) -> Truth {
    object(pattern, &Field::Known(&call.event()), "")
}

fn object(pattern: &Value, event: &Field<'_>, path: &str) -> Truth {
    let Some(fields) = pattern.as_object() else { return Truth::Unknown };
    Truth::all(fields.iter().map(|(name, wanted)| {
        if name == "$or" {
            return Truth::any(wanted.as_array().into_iter().flatten().map(|one| object(one, event, path)));
        }
        let here = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let field = field(event, name, here.strip_prefix("detail.").unwrap_or_default());
        match wanted {
            Value::Array(list) => Truth::any(list.iter().map(|one| value(one, &field))),
            Value::Object(_) => object(wanted, &field, &here),
            _ => Truth::Unknown,
        }
    }))
}

fn value(wanted: &Value, field: &Field<'_>) -> Truth {
    let operator = wanted.as_object().and_then(|map| map.iter().next());
    if let Some((name, operand)) = operator
        && name == "exists"
    {
        let exists = match field {
            // "Presence matching only works on leaf nodes": what it does on others, no page says.
            // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-exists-matching
            Field::Known(Value::Object(_) | Value::Array(_)) => Truth::Unknown,
            Field::Known(_) | Field::Begins(_) | Field::Present => Truth::True,
            Field::Absent => Truth::False,
            Field::Unknown => Truth::Unknown,
        };
        return if operand == &Value::Bool(true) { exists } else { !exists };
    }
    let found = match field {
        Field::Known(found) => found,
        Field::Begins(beginning) => return of_beginning(wanted, beginning),
        Field::Absent => return Truth::False,
        Field::Present | Field::Unknown => return Truth::Unknown,
    };
    let Some((name, operand)) = operator else { return Truth::from(wanted == *found) };
    let Some(text) = found.as_str() else { return Truth::Unknown };
    match name.as_str() {
        "prefix" => affix(operand, text, |text, affix| text.starts_with(affix)),
        "suffix" => affix(operand, text, |text, affix| text.ends_with(affix)),
        "equals-ignore-case" => operand.as_str().map_or(Truth::Unknown, |wanted| Truth::from(wanted.eq_ignore_ascii_case(text))),
        "wildcard" => operand.as_str().map_or(Truth::Unknown, |pattern| Truth::from(wildcard(pattern, text))),
        "anything-but" => match operand {
            Value::String(_) => Truth::from(operand != *found),
            Value::Array(list) => Truth::from(!list.contains(found)),
            // `{"anything-but": {"prefix": ["a", "b"]}}`
            Value::Object(map) => match map.iter().next() {
                Some((name, Value::Array(list))) => {
                    !Truth::any(list.iter().map(|one| value(&Value::Object([(name.clone(), one.clone())].into_iter().collect()), field)))
                }
                _ => !value(operand, field),
            },
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

/// A text that begins so, and ends in the name of a session, which the caller chooses.
fn of_beginning(wanted: &Value, beginning: &str) -> Truth {
    let like = |pattern: &str| session_of(beginning).is_like(pattern);
    match wanted {
        Value::String(text) => like(text),
        Value::Object(map) => match map.iter().next() {
            Some((name, Value::String(operand))) => match name.as_str() {
                "prefix" => like(&format!("{operand}*")),
                "suffix" => like(&format!("*{operand}")),
                "wildcard" => like(operand),
                "anything-but" => !like(operand),
                _ => Truth::Unknown,
            },
            Some((name, Value::Array(list))) if name == "anything-but" => !Truth::any(list.iter().map(|one| of_beginning(one, beginning))),
            Some((name, inner @ Value::Object(_))) if name == "anything-but" => !of_beginning(inner, beginning),
            _ => Truth::Unknown,
        },
        _ => Truth::False,
    }
}

/// The ARN of some session of a role.
pub(super) fn session_of(beginning: &str) -> Text {
    Text::lit(beginning).placeholder(Placeholder::new("session", Class::Segment))
}

fn affix(operand: &Value, whole: &str, test: impl Fn(&str, &str) -> bool) -> Truth {
    match operand {
        Value::String(affix) => Truth::from(test(whole, affix)),
        Value::Object(map) => match map.get("equals-ignore-case").and_then(Value::as_str) {
            Some(affix) => Truth::from(test(&whole.to_lowercase(), &affix.to_lowercase())),
            None => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

/// A pattern in which `*` alone stands for others.
type AnyText = WildMatchPattern<'*', '\0'>;

/// `*` is any text.
pub fn wildcard(pattern: &str, text: &str) -> bool {
    AnyText::new(pattern).matches(text)
}

#[cfg(test)]
mod tests {
    use super::super::call::Who;
    use super::*;
    use serde_json::json;

    fn call() -> Call {
        let caller = Who {
            kind: Some("AssumedRole"),
            name: Some("ops".to_owned()),
            arn: Some("arn:aws:iam::111122223333:role/team/ops".to_owned()),
            account: Some("111122223333".to_owned()),
        };
        Call {
            seen: crate::monitoring::Seen::Session,
            document: "Tunnel".to_owned(),
            node: "i-0123456789abcdef0".to_owned(),
            region: Some("eu-west-1".to_owned()),
            caller,
        }
    }

    #[test]
    fn operators_match_as_eventbridge_does() {
        for (name, expected) in [
            (json!(["Tunnel"]), Truth::True),
            (json!(["Other"]), Truth::False),
            (json!([{"wildcard": "*unn*"}]), Truth::True),
            (json!([{"wildcard": "*PortForwarding*"}]), Truth::False),
            (json!([{"prefix": "Tun"}, "x"]), Truth::True),
            (json!([{"suffix": "nel"}]), Truth::True),
            (json!([{"prefix": {"equals-ignore-case": "TUN"}}]), Truth::True),
            (json!([{"anything-but": ["SSM-SessionManagerRunShell"]}]), Truth::True),
            (json!([{"anything-but": {"prefix": "Tun"}}]), Truth::False),
            (json!([{"anything-but": {"prefix": ["x", "Tun"]}}]), Truth::False),
            (json!([{"exists": true}]), Truth::True),
            (json!([{"exists": false}]), Truth::False),
        ] {
            let pattern =
                json!({"source": ["aws.ssm"], "detail": {"eventName": ["StartSession"], "requestParameters": {"documentName": name}}});
            assert_eq!(matches(&pattern, &call()), expected, "{pattern}");
        }
    }

    #[test]
    fn who_calls_and_where_counts_as_far_as_it_is_known() {
        for (pattern, expected) in [
            (json!({"source": ["aws.ec2"]}), Truth::False),
            (json!({"region": ["eu-west-1"]}), Truth::True),
            (json!({"account": ["111122223333"]}), Truth::True),
            (json!({"account": ["999999999999"]}), Truth::False),
            (json!({"detail": {"awsRegion": ["us-east-1"]}}), Truth::False),
            (json!({"detail": {"userIdentity": {"type": ["Root", "IAMUser"]}}}), Truth::False),
            (json!({"detail": {"userIdentity": {"type": ["AssumedRole"]}}}), Truth::True),
            (json!({"detail": {"userIdentity": {"arn": [{"prefix": "arn:aws:sts::111122223333:assumed-role/ops/"}]}}}), Truth::True),
            (json!({"detail": {"userIdentity": {"arn": [{"prefix": "arn:aws:sts::111122223333:assumed-role/dev/"}]}}}), Truth::False),
            (json!({"detail": {"userIdentity": {"arn": ["arn:aws:sts::111122223333:assumed-role/ops/anna"]}}}), Truth::Unknown),
            (json!({"detail": {"userIdentity": {"arn": [{"wildcard": "*:assumed-role/ops/*"}]}}}), Truth::True),
            (
                json!({"detail": {"userIdentity": {"arn": [{"anything-but": {"prefix": "arn:aws:sts::111122223333:assumed-role/ci"}}]}}}),
                Truth::True,
            ),
            (json!({"detail": {"userIdentity": {"sessionContext": {"sessionIssuer": {"userName": ["ops"]}}}}}), Truth::True),
            (
                json!({"detail": {"userIdentity": {"sessionContext": {"sessionIssuer": {"arn": ["arn:aws:iam::111122223333:role/team/ops"]}}}}}),
                Truth::True,
            ),
            (json!({"detail": {"requestParameters": {"target": ["i-0fffffffffffffff0"]}}}), Truth::False),
            (json!({"detail": {"requestParameters": {"target": [{"prefix": "i-"}]}}}), Truth::True),
            (json!({"detail": {"errorCode": [{"exists": false}]}}), Truth::True),
            (json!({"detail": {"sourceIPAddress": [{"prefix": "10."}]}}), Truth::Unknown),
            (json!({"detail": {"sourceIPAddress": [{"exists": true}]}}), Truth::True),
            (json!({"detail": {"sourceIPAddress": [{"exists": false}]}}), Truth::False),
            // No leaf.
            (json!({"detail": {"requestParameters": [{"exists": true}]}}), Truth::Unknown),
            (json!({"detail": [{"exists": true}]}), Truth::Unknown),
            // A session may be started without.
            (json!({"detail": {"requestParameters": {"parameters": [{"exists": true}]}}}), Truth::Unknown),
        ] {
            assert_eq!(matches(&pattern, &call()), expected, "{pattern}");
        }
    }
}
