//! Event patterns of `EventBridge` against a `StartSession` call:
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html>.

use serde_json::{Value, json};
use ssm_check_iam::Truth;

/// What is known of a field of the event.
enum Field<'e> {
    Known(&'e Value),
    Absent,
    Unknown,
}

/// Does the pattern match the event of a session with this document?
pub(super) fn matches(pattern: &Value, document: &str) -> Truth {
    let event = json!({
        "source": "aws.ssm",
        "detail-type": "AWS API Call via CloudTrail",
        "detail": {
            "eventSource": "ssm.amazonaws.com",
            "eventName": "StartSession",
            "eventType": "AwsApiCall",
            "readOnly": false,
            "managementEvent": true,
            "requestParameters": { "documentName": document },
        },
    });
    object(pattern, &Field::Known(&event), &[])
}

fn object(pattern: &Value, event: &Field<'_>, path: &[&str]) -> Truth {
    let Some(fields) = pattern.as_object() else { return Truth::Unknown };
    Truth::all(fields.iter().map(|(name, wanted)| {
        if name == "$or" {
            return Truth::any(wanted.as_array().into_iter().flatten().map(|one| object(one, event, path)));
        }
        let here: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
        let field = get(event, name, &here);
        match wanted {
            Value::Array(list) => Truth::any(list.iter().map(|one| value(one, &field))),
            Value::Object(_) => object(wanted, &field, &here),
            _ => Truth::Unknown,
        }
    }))
}

fn get<'e>(event: &Field<'e>, name: &str, path: &[&str]) -> Field<'e> {
    match event {
        Field::Known(value) => match value.get(name) {
            Some(found) => Field::Known(found),
            // The call's own fields are all listed; who called, from where and when is not.
            None if path.first() == Some(&"detail")
                && path.get(1).is_some_and(|field| *field == "errorCode" || *field == "errorMessage") =>
            {
                Field::Absent
            }
            None => Field::Unknown,
        },
        Field::Absent => Field::Absent,
        Field::Unknown => Field::Unknown,
    }
}

fn value(wanted: &Value, field: &Field<'_>) -> Truth {
    let operator = wanted.as_object().and_then(|map| map.iter().next());
    if let Some((name, operand)) = operator
        && name == "exists"
    {
        let exists = match field {
            Field::Known(_) => Truth::True,
            Field::Absent => Truth::False,
            Field::Unknown => Truth::Unknown,
        };
        return if operand == &Value::Bool(true) { exists } else { !exists };
    }
    let found = match field {
        Field::Known(found) => found,
        Field::Absent => return Truth::False,
        Field::Unknown => return Truth::Unknown,
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
            Value::Object(_) => !value(operand, field),
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
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

/// `*` is any text.
pub fn wildcard(pattern: &str, text: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut left) = text.strip_prefix(head) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match left.find(part) {
            Some(at) => left = left.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    left.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tells(name: Value, document: &str) -> Truth {
        let pattern =
            json!({"source": ["aws.ssm"], "detail": {"eventName": ["StartSession"], "requestParameters": {"documentName": name}}});
        matches(&pattern, document)
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
            (json!([{"exists": true}]), Truth::True),
            (json!([{"exists": false}]), Truth::False),
        ] {
            assert_eq!(tells(name.clone(), "Tunnel"), expected, "{name}");
        }
        assert_eq!(matches(&json!({"source": ["aws.ec2"]}), "Tunnel"), Truth::False);
        assert_eq!(matches(&json!({"detail": {"userIdentity": {"type": ["Root"]}}}), "Tunnel"), Truth::Unknown);
    }
}
