//! What each condition operator says of a value, and which session is whose.

use serde_json::{Value, json};
use ssm_check_iam::{Base, Operator, Quantifier, simulate};

const USER: &str = "arn:aws:iam::111122223333:user/u";

fn decision(case: &Value) -> String {
    simulate::run(case).unwrap()["decision"].as_str().unwrap().to_owned()
}

/// Whether a statement with the condition allows a request with the value under `k:a`.
fn meets(operator: &str, wanted: &Value, value: &Value) -> bool {
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {operator: {"k:a": wanted}}}
    ]});
    let case = json!({
        "request": {"action": "s3:Get", "resource": "arn:aws:s3:::a", "principal": USER, "context": {"k:a": value}},
        "identity_policies": [policy],
    });
    let decision = decision(&case);
    assert!(["allowed", "implicit-deny"].contains(&decision.as_str()), "{decision}");
    decision == "allowed"
}

#[test]
fn operators() {
    let arn = "arn:aws:s3:::bucket";
    for (operator, wanted, met, unmet) in [
        ("StringEquals", "x*", vec!["x*"], vec!["X*", "xy", "x"]),
        ("StringEquals", "x?", vec!["x?"], vec!["xy", "x"]),
        ("StringNotEquals", "x*", vec!["X*", "xy"], vec!["x*"]),
        ("StringEqualsIgnoreCase", "Xy", vec!["xY", "Xy"], vec!["x", "xyz"]),
        ("StringNotEqualsIgnoreCase", "Xy", vec!["x"], vec!["xY"]),
        ("StringLike", "x*y?", vec!["xyz", "x--y-"], vec!["xy", "Xyz"]),
        ("StringLike", "x?z", vec!["xyz", "x?z"], vec!["xz", "xyyz"]),
        ("StringNotLike", "x*y?", vec!["xy"], vec!["xyz"]),
        ("NumericEquals", "10", vec!["10", "10.0"], vec!["11", "x", ""]),
        ("NumericNotEquals", "10", vec!["11"], vec!["10", "x"]),
        ("NumericLessThan", "10", vec!["9", "-20"], vec!["10", "11", "x"]),
        ("NumericLessThanEquals", "10", vec!["9", "10"], vec!["11", "x"]),
        ("NumericGreaterThan", "10", vec!["11"], vec!["9", "10", "x"]),
        ("NumericGreaterThanEquals", "10", vec!["10", "11"], vec!["9", "x"]),
        (
            "DateEquals",
            "2026-01-02T00:00:00Z",
            vec!["2026-01-02T00:00:00Z", "2026-01-02T01:00:00+01:00"],
            vec!["2026-01-03T00:00:00Z", "x"],
        ),
        ("DateNotEquals", "2026-01-02T00:00:00Z", vec!["2026-01-03T00:00:00Z"], vec!["2026-01-02T00:00:00Z", "x"]),
        ("DateLessThan", "2026-01-02T00:00:00Z", vec!["2026-01-01T23:59:59Z"], vec!["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"]),
        ("DateLessThanEquals", "2026-01-02T00:00:00Z", vec!["2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"], vec!["2026-01-03T00:00:00Z"]),
        ("DateGreaterThan", "2026-01-02T00:00:00Z", vec!["2026-01-03T00:00:00Z"], vec!["2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z"]),
        (
            "DateGreaterThanEquals",
            "2026-01-02T00:00:00Z",
            vec!["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z"],
            vec!["2026-01-01T00:00:00Z"],
        ),
        ("Bool", "true", vec!["true", "True"], vec!["false", "x", "1"]),
        ("Bool", "x", vec![], vec!["x", "true"]),
        ("BinaryEquals", "QmluYXJ5", vec!["QmluYXJ5"], vec!["qmluYXJ5"]),
        ("IpAddress", "203.0.113.0/24", vec!["203.0.113.7"], vec!["203.0.114.7", "x", "2001:db8::1"]),
        ("IpAddress", "203.0.113.7", vec!["203.0.113.7"], vec!["203.0.113.8"]),
        ("NotIpAddress", "203.0.113.0/24", vec!["203.0.114.7", "2001:db8::1"], vec!["203.0.113.7", "x"]),
        ("ArnEquals", "arn:aws:s3:::b*", vec![arn], vec!["arn:aws:s3:::c", "bucket"]),
        ("ArnLike", "arn:aws:*:::bucket", vec![arn], vec!["arn:aws:s3:x::bucket"]),
        ("ArnLike", "*", vec![arn, "x"], vec![]),
        ("ArnNotEquals", "arn:aws:s3:::b*", vec!["arn:aws:s3:::c"], vec![arn]),
        ("ArnNotLike", "arn:aws:s3:::b*", vec!["arn:aws:s3:::c"], vec![arn, "bucket"]),
        ("ArnLike", "bucket", vec![], vec!["bucket", arn]),
    ] {
        for value in met {
            assert!(meets(operator, &wanted.into(), &value.into()), "{operator} {wanted}: {value}");
        }
        for value in unmet {
            assert!(!meets(operator, &wanted.into(), &value.into()), "{operator} {wanted}: {value}");
        }
    }
}

#[test]
fn null() {
    for (wanted, value, expected) in [
        ("true", json!(null), true),
        ("True", json!([]), true),
        ("true", json!("x"), false),
        ("true", json!(["x"]), false),
        ("false", json!("x"), true),
        ("FALSE", json!(["x"]), true),
        ("false", json!(null), false),
        ("x", json!(null), false),
        ("x", json!("x"), false),
    ] {
        assert_eq!(meets("Null", &wanted.into(), &value), expected, "{wanted} {value}");
    }
}

#[test]
fn absent_keys_and_several_values() {
    for (operator, wanted, value, expected) in [
        ("StringEquals", json!("x"), json!(null), false),
        ("StringEqualsIfExists", json!("x"), json!(null), true),
        ("StringEqualsIfExists", json!("x"), json!("y"), false),
        ("StringNotEquals", json!("x"), json!(null), true),
        ("ArnNotLike", json!("arn:aws:s3:::b"), json!(null), true),
        ("NumericNotEquals", json!("1"), json!(null), true),
        ("DateNotEquals", json!("2026-01-02T00:00:00Z"), json!(null), true),
        ("NotIpAddress", json!("203.0.113.7"), json!(null), true),
        ("NumericLessThan", json!("1"), json!(null), false),
        // Any of the values wanted, or none of them.
        ("StringEquals", json!(["x", "y"]), json!("y"), true),
        ("StringNotEquals", json!(["x", "y"]), json!("y"), false),
        ("StringNotEquals", json!(["x", "y"]), json!("z"), true),
        // "Multivalued context keys require a condition set operator."
        ("StringEquals", json!("x"), json!(["x"]), false),
        ("ForAllValues:StringEquals", json!(["x", "y"]), json!(["x", "y"]), true),
        ("ForAllValues:StringEquals", json!(["x"]), json!(["x", "y"]), false),
        ("ForAllValues:StringEquals", json!(["x"]), json!(null), true),
        ("ForAnyValue:StringEquals", json!(["x"]), json!(["x", "y"]), true),
        ("ForAnyValue:StringEquals", json!(["x"]), json!(["y"]), false),
        ("ForAnyValue:StringEquals", json!(["x"]), json!(null), false),
        ("ForAnyValue:StringNotEquals", json!(["x"]), json!(["x", "y"]), true),
        ("ForAnyValue:StringEqualsIfExists", json!(["x"]), json!(["x", "y"]), true),
        ("ForAllValues:StringEqualsIfExists", json!(["x"]), json!(null), true),
    ] {
        assert_eq!(meets(operator, &wanted, &value), expected, "{operator} {wanted} {value}");
    }
}

/// AWS's pages say two things of it.
#[test]
fn any_value_of_an_absent_key_that_may_be_absent_is_not_known() {
    let condition = json!({"ForAnyValue:StringEqualsIfExists": {"k:a": ["x"]}});
    let policy =
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}]});
    let request = json!({"action": "s3:Get", "resource": "arn:aws:s3:::a", "principal": USER, "context": {"k:a": null}});
    assert_eq!(decision(&json!({"request": request, "identity_policies": [policy]})), "unknown");
}

/// A variable stands for one value: of several there is none to take.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
#[test]
fn a_variable_of_a_key_with_several_values_stands_for_nothing() {
    let resolved = |variable: &str, value: Value, resource: &str| {
        let policy = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": variable}]});
        decision(&json!({
            "request": {"action": "s3:Get", "resource": resource, "principal": USER, "context": {"k:a": value}},
            "identity_policies": [policy],
        })) == "allowed"
    };
    let allows = |value: Value, resource: &str| resolved("arn:aws:s3:::${k:a}", value, resource);
    assert!(allows(json!("x"), "arn:aws:s3:::x"));
    assert!(!allows(json!("x"), "arn:aws:s3:::y"));
    assert!(allows(json!(["x"]), "arn:aws:s3:::x"));
    for resource in ["arn:aws:s3:::x", "arn:aws:s3:::xy"] {
        assert!(!allows(json!(["x", "y"]), resource));
    }
    assert!(!allows(json!(null), "arn:aws:s3:::"));
    // Nor does the default stand in for it.
    let default = |value: Value, resource: &str| resolved("arn:aws:s3:::${k:a, 'd'}", value, resource);
    assert!(default(json!(null), "arn:aws:s3:::d"));
    // No value at all is an absent key.
    assert!(default(json!([]), "arn:aws:s3:::d"));
    assert!(default(json!("x"), "arn:aws:s3:::x"));
    assert!(!default(json!("x"), "arn:aws:s3:::d"));
    assert!(!default(json!(["x", "y"]), "arn:aws:s3:::d"));
}

/// A resource's policy names a role, and a session of it asks.
#[test]
fn a_session_is_of_the_role_of_its_account() {
    let allows = |named: &str, principal: &str| {
        let policy = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": named}, "Action": "*", "Resource": "*"}
        ]});
        decision(&json!({
            "request": {"action": "s3:Get", "resource": "arn:aws:s3:::a", "principal": principal, "context": {}},
            "resource_policy": policy,
            "resource_account": "111122223333",
        })) == "allowed"
    };
    let session = "arn:aws:sts::111122223333:assumed-role/r/s";
    for (named, principal, expected) in [
        ("arn:aws:iam::111122223333:role/r", session, true),
        ("arn:aws:iam::111122223333:role/path/to/r", session, true),
        ("arn:aws:iam::111122223333:role/q", session, false),
        ("arn:aws:iam::111122223333:user/r", session, false),
        ("arn:aws:iam::444455556666:role/r", session, false),
        (session, session, true),
        ("arn:aws:sts::111122223333:assumed-role/r/t", session, false),
        ("arn:aws:sts::444455556666:assumed-role/r/s", session, false),
        ("arn:aws:iam::111122223333:user/u", USER, true),
        ("arn:aws:iam::444455556666:user/u", USER, false),
        ("arn:aws:iam::111122223333:user/u", "arn:aws:sts::111122223333:federated-user/u", true),
        ("arn:aws:iam::444455556666:user/u", "arn:aws:sts::111122223333:federated-user/u", false),
        ("arn:aws:iam::111122223333:user/v", "arn:aws:sts::111122223333:federated-user/u", false),
        ("arn:aws:sts::111122223333:federated-user/u", "arn:aws:sts::111122223333:federated-user/u", true),
        ("*", session, true),
    ] {
        assert_eq!(allows(named, principal), expected, "{named}: {principal}");
    }
}

#[test]
fn operators_are_written_with_their_prefix_and_suffix() {
    let equals = Operator::from(Base::StringEquals);
    assert_eq!(equals.to_string(), "StringEquals");
    assert_eq!(equals.if_exists().to_string(), "StringEqualsIfExists");
    let any = equals.if_exists().quantified(Quantifier::ForAnyValue);
    assert_eq!(any.to_string(), "ForAnyValue:StringEqualsIfExists");
    assert_eq!("ForAnyValue:StringEqualsIfExists".parse(), Ok(any));
}
