//! Documents as AWS takes them, errors with their paths, and no panic on anything.

use proptest::prelude::*;
use serde_json::{Value, json};
use ssm_check_iam::{Context, Document, Layers, Policy, Principal, Request, Truth, Unlisted, Version, evaluate, satisfiable, simulate};

#[test]
fn tolerates_what_aws_tolerates() {
    let text =
        "\u{feff}\n {\"version\": \"2012-10-17\", \"STATEMENT\": {\"effect\": \"Allow\", \"action\": \"s3:*\", \"resource\": [\"*\"],
        \"condition\": {\"bool\": {\"aws:SecureTransport\": true}, \"NumericEquals\": {\"n\": [1, \"2\"]}}}} \n";
    let document = Document::parse(text).unwrap();
    assert_eq!(document.version, Version::V2012);
    let [statement] = document.statements.as_slice() else { panic!() };
    assert_eq!(statement.conditions.len(), 2);
    assert_eq!(statement.includes_action("S3:GetObject"), Truth::True);
    assert_eq!(Document::parse(r#"{"Statement": []}"#).unwrap().version, Version::V2008);
}

#[test]
fn errors_name_their_path() {
    let statement = |extra: Value| {
        let mut statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
        for (key, value) in extra.as_object().unwrap() {
            if value.is_null() {
                statement.as_object_mut().unwrap().remove(key);
            } else {
                statement[key] = value.clone();
            }
        }
        json!({"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}, statement]})
    };
    let cases = [
        (json!([]), "expected an object, found a list"),
        (json!({}), "Statement: missing `Statement`"),
        (json!({"Version": "2020-01-01", "Statement": []}), "Version: unknown version `2020-01-01`"),
        (json!({"Version": 1, "Statement": []}), "Version: expected a string, found a number"),
        (json!({"Statements": []}), "Statements: unknown element"),
        (json!({"Statement": "x"}), "Statement: expected an object, found a string"),
        (json!({"Statement": [1]}), "Statement[0]: expected an object, found a number"),
        (
            json!({"Statement": {"Effect": "Allow", "Action": 1}}),
            "Statement.Action: expected a string or a list of strings, found a number",
        ),
        (statement(json!({"Effect": null})), "Statement[1].Effect: missing `Effect`"),
        (statement(json!({"Effect": "allow"})), "Statement[1].Effect: effect `allow` is neither `Allow` nor `Deny`"),
        (statement(json!({"NotAction": "*"})), "Statement[1]: both `Action` and `NotAction`"),
        (statement(json!({"NotResource": "*"})), "Statement[1]: both `Resource` and `NotResource`"),
        (statement(json!({"Principal": "*", "NotPrincipal": "*"})), "Statement[1]: both `Principal` and `NotPrincipal`"),
        (statement(json!({"action": "*"})), "Statement[1].action: both `Action` and `action`"),
        (statement(json!({"Action": null})), "Statement[1].Action: missing `Action`"),
        (statement(json!({"Action": ["a", 2]})), "Statement[1].Action[1]: expected a string, found a number"),
        (statement(json!({"Sid": 1})), "Statement[1].Sid: expected a string, found a number"),
        (statement(json!({"Principle": "*"})), "Statement[1].Principle: unknown element"),
        (statement(json!({"Principal": 1})), "Statement[1].Principal: expected `*` or an object, found a number"),
        (statement(json!({"Principal": {"Amazon": "*"}})), "Statement[1].Principal.Amazon: unknown kind of principal"),
        (
            statement(json!({"Principal": {"AWS": {}}})),
            "Statement[1].Principal.AWS: expected a string or a list of strings, found an object",
        ),
        (statement(json!({"Condition": []})), "Statement[1].Condition: expected an object, found a list"),
        (statement(json!({"Condition": {"StringLke": {}}})), "Statement[1].Condition.StringLke: unknown operator"),
        (
            statement(json!({"Condition": {"ForSomeValues:StringLike": {}}})),
            "Statement[1].Condition.ForSomeValues:StringLike: unknown operator",
        ),
        (statement(json!({"Condition": {"NullIfExists": {}}})), "Statement[1].Condition.NullIfExists: unknown operator"),
        (statement(json!({"Condition": {"Bool": 1}})), "Statement[1].Condition.Bool: expected an object, found a number"),
        (
            statement(json!({"Condition": {"Bool": {"k": null}}})),
            "Statement[1].Condition.Bool.k: expected a string or a list of strings, found null",
        ),
        (
            statement(json!({"Condition": {"Bool": {"k": ["a", {}]}}})),
            "Statement[1].Condition.Bool.k[1]: expected a string, found an object",
        ),
    ];
    for (value, expected) in cases {
        assert_eq!(Document::from_value(&value).unwrap_err().to_string(), expected);
    }
    assert!(Document::parse("{").unwrap_err().to_string().starts_with("not JSON: "));
}

#[test]
fn simulations_name_the_path_into_the_input() {
    let request = json!({"action": "a:b", "resource": "*", "principal": "*"});
    let ok = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
    let bad = json!({"Statement": [ok, {"Effect": "no", "Action": "*", "Resource": "*"}]});
    let cases = [
        (
            json!({"request": request, "identity_policies": [bad]}),
            "identity_policies[0].Statement[1].Effect: effect `no` is neither `Allow` nor `Deny`",
        ),
        (
            json!([{"request": request}, {"request": request, "identity_policies": [{"name": "n", "policy": bad}]}]),
            "[1].identity_policies[0].policy.Statement[1].Effect: effect `no` is neither `Allow` nor `Deny`",
        ),
        (
            json!({"request": request, "service_control_policies": [[], [bad]]}),
            "service_control_policies[1][0].Statement[1].Effect: effect `no` is neither `Allow` nor `Deny`",
        ),
        (json!({"request": request, "session_policy": {"Statement": 1}}), "session_policy.Statement: expected an object, found a number"),
        (
            json!({"request": request, "identity_policies": [{"Statement": {"Effect": "Allow", "Action": "*"}}]}),
            "identity_policies[0].Statement[0].Resource: missing `Resource`",
        ),
        (json!({"request": {"resource": "*"}}), "request.action: missing `action`"),
        (json!({"request": {"action": "a:b", "resource": 1}}), "request.resource: expected a string, found a number"),
        (json!({"requests": 1}), "requests: unknown element"),
        (json!({}), "request: missing `request`"),
        (
            json!({"request": {"action": "a:b", "resource": "*", "context": {"k": {}}}}),
            "request.context.k: expected a string, a number, a boolean or a list of them, found an object",
        ),
        (json!({"request": request, "identity_policies": {}}), "identity_policies[0].Statement: missing `Statement`"),
        (json!({"request": request, "identity_policies": 1}), "identity_policies: expected a list of policies, found a number"),
    ];
    for (value, expected) in cases {
        assert_eq!(simulate::run(&value).unwrap_err().to_string(), expected);
    }
}

#[test]
fn simulations_take_what_is_meant() {
    let all = json!({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let one = |resource: &str, effect: &str| json!({"Statement": {"Effect": effect, "Action": "s3:*", "Resource": resource}});
    let get = |resource: &str| json!({"action": "s3:GetObject", "resource": resource, "principal": "arn:aws:iam::111122223333:user/a"});
    let rule =
        json!({"Statement": {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/a"}, "Action": "*", "Resource": "*"}});
    let cases = [
        (json!({"request": {"action": "ssm:StartSession"}, "identity_policies": all}), "allowed"),
        (json!({"request": {"action": "a:b"}, "identity_policies": [all], "resource_account": "111122223333", "name": "mine"}), "allowed"),
        (json!({"request": {"action": "a:b"}, "resource_policy": rule}), "implicit-deny"),
        (json!({"request": {"action": "a:b"}, "identity_policies": [], "permissions_boundaries": all, "resource_policy": rule}), "unknown"),
        (json!({"request": {"action": "a:b"}, "identity_policies": all, "session_policy": [all, one("*", "Allow")]}), "allowed"),
        // Some resources of a shape.
        (json!({"request": get("arn:aws:s3:::b/*"), "identity_policies": one("arn:aws:s3:::*/logs/*", "Allow")}), "allowed"),
        (json!({"request": get("arn:aws:s3:::b/*"), "identity_policies": one("arn:aws:s3:::c/*", "Allow")}), "implicit-deny"),
        (json!({"request": get("arn:aws:s3:::b/*"), "identity_policies": [all, one("arn:aws:s3:::*/logs/*", "Deny")]}), "allowed"),
        (json!({"request": get("arn:aws:s3:::b/logs/*"), "identity_policies": [all, one("arn:aws:s3:::b/*", "Deny")]}), "explicit-deny"),
        // `*` itself is the resource of an action without resource types.
        (json!({"request": get("*"), "identity_policies": one("arn:aws:s3:::b/*", "Allow")}), "implicit-deny"),
    ];
    for (value, expected) in cases {
        assert_eq!(simulate::run(&value).unwrap()["decision"], expected, "{value}");
    }
    let outputs = simulate::each(&[json!({"request": {"action": "a:b"}}), json!(1)]);
    assert_eq!(outputs[0].as_ref().unwrap()["decision"], "implicit-deny");
    assert_eq!(outputs[1].as_ref().unwrap_err().to_string(), "[1]: expected an object, found a number");
}

/// Arbitrary JSON, made of words that mean something here and of others.
fn anything() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        prop::sample::select(vec![
            "Version",
            "2012-10-17",
            "Statement",
            "Effect",
            "Allow",
            "Deny",
            "Action",
            "NotAction",
            "Resource",
            "Principal",
            "AWS",
            "Condition",
            "StringLike",
            "ForAnyValue:DateLessThanIfExists",
            "IpAddress",
            "aws:x",
            "*",
            "${aws:x}",
            "${",
            "${aws:x, '",
            "arn:aws:a:::",
            "10.0.0.0/8",
            "2020-01-01T00:00:00Z",
            "request",
            "action",
            "resource",
            "principal",
            "context",
            "identity_policies",
            "policy",
            "resource_policy",
            "session_policy",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.clone().prop_map(Value::from)
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        let map = prop::collection::vec((word.clone(), inner.clone()), 0..6).prop_map(|pairs| Value::Object(pairs.into_iter().collect()));
        prop_oneof![prop::collection::vec(inner, 0..4).prop_map(Value::from), map]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn nothing_panics_on_json(value in anything()) {
        let _ = simulate::run(&value);
        let _ = Document::from_value(&value);
    }

    #[test]
    fn nothing_panics_on_text(text in ".{0,40}") {
        let _ = Document::parse(&text);
        let _ = Principal::parse(&text);
    }

    #[test]
    fn nothing_panics_on_strings_of_a_policy(
        action in ".{0,8}", resource in "(arn:)?[a*?:${}', /]{0,12}.{0,3}", key in ".{0,5}", values in prop::collection::vec("[0-9:./TZ+e${}*?-]{0,12}.{0,2}", 0..3),
        operator in prop::sample::select(ssm_check_iam::Base::ALL.to_vec()), got in "[0-9:./TZ+e*-]{0,12}.{0,2}", who in "(arn:aws:)?[a-z:*/-]{0,12}",
    ) {
        let statement = json!({"Effect": "Allow", "Action": action, "Resource": resource, "Condition": {operator.name(): {key.as_str(): values}}, "Principal": {"AWS": who}});
        let document = Document::from_value(&json!({"Version": "2012-10-17", "Statement": statement})).unwrap();
        let policy = Policy::new("p", document);
        let layers = Layers { identity: vec![policy.clone()], resource: Some(policy), ..Layers::default() };
        let request = Request::new(Principal::parse(&who), action.as_str(), resource.as_str());
        evaluate(&request.clone().context(Context::new().with(&key, got)), &layers);
        satisfiable(&request.context(Context::new().unlisted(Unlisted::Free)), &layers);
    }
}

/// `{"AWS": …}`, `{"Service": …}` and the like, as in policies.
#[test]
fn simulations_take_principals_of_each_kind() {
    let canonical = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    for (kind, text) in [
        ("AWS", "arn:aws:iam::111122223333:role/r"),
        ("service", "ec2.amazonaws.com"),
        ("Federated", "accounts.google.com"),
        ("CanonicalUser", canonical),
    ] {
        let policy =
            json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {kind: text}, "Action": "*", "Resource": "*"}});
        let decided = |principal: Value| {
            let request = json!({"action": "s3:Get", "resource": "arn:aws:s3:::a", "principal": principal, "context": {}});
            let output =
                simulate::run(&json!({"request": request, "resource_policy": policy, "resource_account": "111122223333"})).unwrap();
            output["decision"].as_str().unwrap().to_owned()
        };
        assert_eq!(decided(json!({kind: text})), "allowed", "{kind}");
        assert_eq!(decided(json!({"type": "Anonymous"})), "implicit-deny", "{kind}");
        assert_eq!(decided(json!({})), "implicit-deny", "{kind}");
    }
    let wrong = json!({"request": {"action": "s3:Get", "resource": "*", "principal": {"type": "Known"}, "context": {}}});
    assert!(simulate::run(&wrong).is_err());
}

#[test]
fn simulations_say_why() {
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "Some", "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::a/*"},
        {"Effect": "Deny", "Action": "ec2:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    ]});
    let request = json!({"action": "s3:Get", "resource": "arn:aws:s3:::b", "principal": "arn:aws:iam::111122223333:role/r", "context": {}});
    let output = simulate::run(&json!({"request": request, "identity_policies": [policy]})).unwrap();
    let statements = json!([
        {"layer": "identity", "policy": "identity_policies[0]", "statement": 0, "sid": "Some", "effect": "Allow", "matched": false,
         "because": [{"element": "resource", "matched": false}]},
        {"layer": "identity", "policy": "identity_policies[0]", "statement": 1, "sid": null, "effect": "Deny", "matched": false,
         "because": [{"element": "action", "matched": false}, {"element": "condition", "operator": "Bool", "key": "aws:SecureTransport", "matched": false}]},
    ]);
    assert_eq!(output["statements"], statements);
}
