//! A policy evaluator of the shortest kind: booleans, regular expressions, JSON. It shares no code with the crate.

use serde_json::Value;

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().map(|v| v.as_str().unwrap().to_owned()).collect(),
        Value::Null => Vec::new(),
        one => vec![one.as_str().unwrap().to_owned()],
    }
}

fn like(pattern: &str, text: &str, flags: &str) -> bool {
    let body = regex::escape(pattern).replace(r"\*", ".*").replace(r"\?", ".");
    regex::Regex::new(&format!("(?s{flags})^{body}$")).unwrap().is_match(text)
}

fn single(operator: &str, wanted: &str, got: &str) -> Option<bool> {
    Some(match operator {
        "StringEquals" | "StringNotEquals" => wanted == got,
        "StringLike" | "StringNotLike" => like(wanted, got, ""),
        "NumericLessThan" => got.parse::<f64>().ok()? < wanted.parse::<f64>().ok()?,
        "NumericNotEquals" => (got.parse::<f64>().ok()? - wanted.parse::<f64>().ok()?).abs() < f64::EPSILON,
        "Bool" => {
            let is_bool = |s: &str| s == "true" || s == "false";
            if !is_bool(wanted) || !is_bool(got) {
                return None;
            }
            wanted == got
        }
        other => panic!("{other}"),
    })
}

fn condition(operator: &str, wanted: &[String], context: &Value) -> bool {
    let (set, rest) = operator.split_once(':').map_or(("", operator), |(set, rest)| (set, rest));
    let base = rest.trim_end_matches("IfExists");
    let values: Option<Vec<String>> = match context {
        Value::Null => None,
        Value::Array(l) if l.is_empty() => None,
        value => Some(list(value)),
    };
    if base == "Null" {
        return wanted.iter().any(|w| (w == "true" && values.is_none()) || (w == "false" && values.is_some()));
    }
    let negated = base.contains("Not");
    let test = |got: &String| {
        if negated {
            wanted.iter().all(|w| single(base, w, got) == Some(false))
        } else {
            wanted.iter().any(|w| single(base, w, got) == Some(true))
        }
    };
    match (set, values) {
        ("ForAllValues", None) => true,
        ("ForAnyValue", None) => rest.ends_with("IfExists"),
        (_, None) => negated || rest.ends_with("IfExists"),
        ("ForAllValues", Some(values)) => values.iter().all(test),
        ("ForAnyValue", Some(values)) => values.iter().any(test),
        (_, Some(values)) => !context.is_array() && values.iter().all(test),
    }
}

#[derive(Clone, Copy, Default, PartialEq)]
struct Who {
    direct: bool,
    role: bool,
    account: bool,
}

fn names(listed: &[String], principal: &str) -> Who {
    let account = principal.split(':').nth(4);
    let mut who = Who::default();
    for one in listed {
        if one == "*" || (one == principal && !principal.contains(":role/")) {
            who.direct = true;
        } else if one == principal || (one.ends_with(":role/r") && principal.contains("assumed-role/r/")) {
            who.role = true;
        } else if Some(one.as_str()) == account || account.is_some_and(|a| *one == format!("arn:aws:iam::{a}:root")) {
            who.account = true;
        }
    }
    who
}

/// Deny, and the ways of being allowed.
fn scan(documents: &[&Value], input: &Value, with_principal: bool) -> (bool, Who) {
    let request = &input["request"];
    let text = |key: &str| request[key].as_str().unwrap();
    let bounded = !list_of(&input["permissions_boundaries"]).is_empty();
    let (mut denied, mut allowed) = (false, Who::default());
    for statement in documents.iter().flat_map(|d| list_of(&d["Statement"])) {
        let either = |plain: &str, negated: &str, test: &dyn Fn(&str) -> bool| match statement.get(plain) {
            Some(list_) => list(list_).iter().any(|p| test(p)),
            None => !list(&statement[negated]).iter().any(|p| test(p)),
        };
        let effect = statement["Effect"].as_str().unwrap();
        let mut matches = either("Action", "NotAction", &|p| like(p, text("action"), "i"));
        matches &= either("Resource", "NotResource", &|p| like(p, text("resource"), ""));
        for (operator, keys) in statement.get("Condition").and_then(Value::as_object).into_iter().flatten() {
            for (key, wanted) in keys.as_object().unwrap() {
                matches &= condition(operator, &list(wanted), &request["context"][key.to_lowercase()]);
            }
        }
        let mut who = Who { direct: true, ..Who::default() };
        if with_principal {
            who = if let Some(element) = statement.get("Principal") {
                names(&list(&element["AWS"]), text("principal"))
            } else {
                let listed = names(&list(&statement["NotPrincipal"]["AWS"]), text("principal")) != Who::default();
                Who { direct: !listed || (bounded && effect == "Deny"), ..Who::default() }
            };
        }
        if !matches || who == Who::default() {
            continue;
        }
        if effect == "Deny" {
            denied = true;
        } else {
            allowed.direct |= who.direct;
            allowed.role |= who.role;
            allowed.account |= who.account;
        }
    }
    (denied, allowed)
}

fn list_of(value: &Value) -> Vec<&Value> {
    value.as_array().map(|l| l.iter().collect()).unwrap_or_default()
}

pub(crate) fn decide(input: &Value) -> &'static str {
    let principal = input["request"]["principal"].as_str().unwrap();
    let is_iam = principal.starts_with("arn:");
    let of = |key: &str| scan(&list_of(&input[key]), input, false);
    let one = |key: &str| scan(&input.get(key).filter(|v| !v.is_null()).into_iter().collect::<Vec<_>>(), input, key == "resource_policy");
    let (identity, boundary, session, resource) =
        (of("identity_policies"), of("permissions_boundaries"), one("session_policy"), one("resource_policy"));
    let levels = |key: &str| list_of(&input[key]).into_iter().map(|level| scan(&list_of(level), input, false)).collect::<Vec<_>>();
    let scps = if is_iam { levels("service_control_policies") } else { Vec::new() };
    let rcps = levels("resource_control_policies");
    // Someone without an account has no identity policies, but a boundary or session policy given all the same can deny.
    let denied = (is_iam && identity.0) || boundary.0 || session.0 || resource.0 || scps.iter().chain(&rcps).any(|s| s.0);
    if denied {
        return "explicit-deny";
    }
    let limited = (list_of(&input["permissions_boundaries"]).is_empty() || boundary.1.direct)
        && (input["session_policy"].is_null() || session.1.direct);
    let same = input["resource_account"].as_str().is_none_or(|account| account == "111122223333");
    let r = resource.1;
    let allowed = if !is_iam {
        r.direct
    } else if same {
        r.direct || (limited && (r.role || identity.1.direct))
    } else {
        limited && identity.1.direct && r != Who::default()
    };
    if allowed && scps.iter().all(|s| s.1.direct) { "allowed" } else { "implicit-deny" }
}
