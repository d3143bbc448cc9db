//! Which layer decides, and which statement of it.

use ssm_check_iam::{
    Base, Class, Condition, Context, Decision, Document, Effect, Instant, Layer, Layers, Operator, Patterns, Placeholder, Policy,
    Principal, PrincipalKind, Principals, Request, Statement, Text, Truth, Value, Version, evaluate,
};

const ROLE: &str = "arn:aws:iam::111122223333:role/r";

fn policy(name: &str, statements: impl IntoIterator<Item = Statement>) -> Policy {
    Policy::new(name, Document::new(statements))
}

fn allow() -> Statement {
    Statement::allow(["*"], ["*"])
}

fn asking(action: &str, resource: &str) -> Request {
    Request::new(Principal::parse(ROLE), action, resource)
}

fn identity(statements: impl IntoIterator<Item = Statement>) -> Layers {
    Layers { identity: vec![policy("identity", statements)], ..Layers::default() }
}

#[test]
fn statements_are_told_by_their_place() {
    let deny = || Statement::deny(["s3:Put"], ["*"]);
    let named = |name: &str| policy(name, [allow(), deny()]);
    let layers = Layers {
        identity: vec![named("i0"), named("i1")],
        boundary: vec![named("b0")],
        scps: vec![vec![named("root")], vec![named("unit"), named("unit too")]],
        rcps: vec![vec![named("rcp")]],
        session: vec![named("s0")],
        resource: Some(named("r")),
        endpoint: Some(named("e")),
    };
    let outcome = evaluate(&asking("s3:Get", "arn:aws:s3:::a"), &layers);
    let places: Vec<_> = outcome.statements.iter().map(|s| (s.layer, s.level, s.policy_index, s.policy.as_str(), s.index)).collect();
    let mut expected = Vec::new();
    for (layer, level, index, name) in [
        (Layer::Identity, 0, 0, "i0"),
        (Layer::Identity, 0, 1, "i1"),
        (Layer::Boundary, 0, 0, "b0"),
        (Layer::Scp, 0, 0, "root"),
        (Layer::Scp, 1, 0, "unit"),
        (Layer::Scp, 1, 1, "unit too"),
        (Layer::Rcp, 0, 0, "rcp"),
        (Layer::Session, 0, 0, "s0"),
        (Layer::Resource, 0, 0, "r"),
        (Layer::Endpoint, 0, 0, "e"),
    ] {
        expected.extend([0, 1].map(|statement| (layer, level, index, name, statement)));
    }
    assert_eq!(places, expected);
}

/// A statement without principal names nobody in the policy of a resource, and everybody in that of an endpoint.
#[test]
fn statements_without_a_principal() {
    let request = asking("s3:Get", "arn:aws:s3:::a");
    let resource = Layers { resource: Some(policy("r", [allow()])), ..Layers::default() };
    assert_eq!(evaluate(&request, &resource).decision, Decision::ImplicitDeny);
    let endpoint = |statement| Layers { endpoint: Some(policy("e", [statement])), ..identity([allow()]) };
    assert_eq!(evaluate(&request, &endpoint(allow())).decision, Decision::Allowed);
    assert_eq!(evaluate(&request, &endpoint(Statement::deny(["*"], ["*"]))).decision, Decision::ExplicitDeny);
    let denying = Layers { resource: Some(policy("r", [Statement::deny(["*"], ["*"])])), ..identity([allow()]) };
    assert_eq!(evaluate(&request, &denying).decision, Decision::Allowed);
}

/// "IAM role trust policies and KMS key policies are exceptions": their policy has to name the principal, or its account.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
#[test]
fn keys_and_roles_must_trust() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/k";
    let role = "arn:aws:iam::111122223333:role/q";
    for (action, resource, needed) in [
        ("kms:Decrypt", key, true),
        ("KMS:Decrypt", key, true),
        ("kms:ListAliases", "arn:aws:kms:eu-west-1:111122223333:alias/a", false),
        ("sts:AssumeRole", role, true),
        ("STS:assumerole", role, true),
        ("sts:AssumeRoleWithWebIdentity", role, true),
        ("sts:TagSession", role, true),
        ("sts:SetSourceIdentity", role, true),
        ("sts:GetFederationToken", "arn:aws:sts::111122223333:federated-user/u", false),
        ("sts:GetSessionToken", role, false),
        ("iam:AssumeRole", role, false),
        ("iam:TagSession", role, false),
        ("s3:GetObject", "arn:aws:s3:::a", false),
    ] {
        let request = asking(action, resource);
        let alone = evaluate(&request, &identity([allow()])).decision == Decision::Allowed;
        assert_eq!(alone, !needed, "{action} {resource}");
        for trusted in ["111122223333", ROLE] {
            let trusting = policy("r", [allow().principals(Principals::of(PrincipalKind::Aws, [trusted]))]);
            let layers = Layers { resource: Some(trusting), ..identity([allow()]) };
            assert_eq!(evaluate(&request, &layers).decision, Decision::Allowed, "{action} {trusted}");
        }
    }
}

/// Across accounts both must allow; where it is not known whether they are one account, only what both ways say holds.
#[test]
fn an_account_that_is_not_known() {
    let resource = |named: &str| policy("r", [allow().principals(Principals::of(PrincipalKind::Aws, [named]))]);
    let other = Text::unknown(Placeholder::new("account", Class::Account));
    let own = Text::lit("111122223333");
    let foreign = Text::lit("444455556666");
    let none = Vec::<Statement>::new;
    for (statements, named, same, cross, unknown) in [
        (vec![allow()], Some(ROLE), Decision::Allowed, Decision::Allowed, Decision::Allowed),
        (vec![allow()], Some("111122223333"), Decision::Allowed, Decision::Allowed, Decision::Allowed),
        (vec![allow()], None, Decision::Allowed, Decision::ImplicitDeny, Decision::Unknown),
        (none(), Some(ROLE), Decision::Allowed, Decision::ImplicitDeny, Decision::Unknown),
        (none(), None, Decision::ImplicitDeny, Decision::ImplicitDeny, Decision::ImplicitDeny),
    ] {
        for (account, expected) in [(&own, same), (&foreign, cross), (&other, unknown)] {
            let layers = Layers { resource: named.map(resource), ..identity(statements.clone()) };
            let request = Request { resource_account: Some(account.clone()), ..asking("s3:Get", "arn:aws:s3:::a") };
            assert_eq!(evaluate(&request, &layers).decision, expected, "{named:?} {account}");
        }
    }
}

#[test]
fn lists_of_all_but_some() {
    let statement = Statement::new(Effect::Allow, Patterns::except(["iam:*"]), Patterns::except(["arn:aws:s3:::secret"]));
    for (action, resource, expected) in [
        ("s3:Get", "arn:aws:s3:::a", Decision::Allowed),
        ("s3:Get", "arn:aws:s3:::secret", Decision::ImplicitDeny),
        ("iam:GetRole", "arn:aws:s3:::a", Decision::ImplicitDeny),
    ] {
        assert_eq!(evaluate(&asking(action, resource), &identity([statement.clone()])).decision, expected, "{action} {resource}");
    }
}

/// What is not known of a statement may keep it from matching, and may not.
#[test]
fn conditions_that_are_not_known() {
    let equals = || Operator::from(Base::StringEquals);
    let request = asking("s3:Get", "arn:aws:s3:::a").context(Context::new().with("k", "x"));
    let decided = |statement: Statement| evaluate(&request, &identity([statement])).decision;
    assert_eq!(decided(allow().when(Condition::new(equals(), "k", ["x"]))), Decision::Allowed);
    assert_eq!(decided(allow().when(Condition::unknown_values(equals(), "k"))), Decision::Unknown);
    let unknown = Statement { effect: Effect::Allow, actions: Patterns::of(["*"]), ..Statement::unknown() };
    let unknown = Statement { resources: Some(Patterns::of(["*"])), principals: None, ..unknown };
    assert_eq!(decided(unknown), Decision::Unknown);
}

/// Of an ARN with an unknown part its form is known: what is none matches neither way.
#[test]
fn texts_that_are_no_arns() {
    let of = |start: &str| Text::lit(start).placeholder(Placeholder::new("name", Class::Segment));
    let not_like = |value: Text| {
        let statement = allow().when(Condition::new(Base::ArnNotLike.into(), "k", ["arn:aws:sns:*:*:*"]));
        let request = asking("s3:Get", "arn:aws:s3:::a").context(Context::new().with_value("k", Value::One(value)));
        evaluate(&request, &identity([statement])).decision
    };
    assert_eq!(not_like(of("arn:aws:s3:::")), Decision::Allowed);
    assert_eq!(not_like(of("arn:aws:sns:eu-west-1:111122223333:")), Decision::ImplicitDeny);
    assert_eq!(not_like(of("urn:aws:s3:::")), Decision::ImplicitDeny);
    assert_eq!(not_like(Text::lit("bucket")), Decision::ImplicitDeny);
}

/// A placeholder at both ends is the same text in both, whatever it is.
#[test]
fn what_two_texts_share_is_the_same_in_both() {
    let name = || Text::unknown(Placeholder::new("name", Class::Segment));
    let decided = |pattern: Text, resource: Text| {
        let request = Request::new(Principal::parse(ROLE), "s3:Get", resource);
        evaluate(&request, &identity([Statement::allow(["*"], [pattern])])).decision
    };
    let start = || Text::lit("arn:aws:s3:::");
    for (pattern, resource, expected) in [
        (start().join(&name()).then("/x/1"), start().join(&name()).then("/x/1"), Decision::Allowed),
        (start().join(&name()).then("/x/*"), start().join(&name()).then("/x/1"), Decision::Allowed),
        (start().join(&name()).then("/y/*"), start().join(&name()).then("/x/1"), Decision::ImplicitDeny),
        (start().then("*/y/").join(&name()), start().then("1/x/").join(&name()), Decision::ImplicitDeny),
    ] {
        assert_eq!(decided(pattern.clone(), resource.clone()), expected, "{pattern} {resource}");
    }
}

/// A condition on the time, of every instant from one on.
#[test]
fn conditions_on_the_time() {
    let now = Instant::parse("2026-11-28T09:00:00Z").unwrap();
    let since = |condition: &Condition| condition.holds_since(Version::V2012, now);
    let after = |key: &str, value: Text| Condition::new(Base::DateGreaterThan.into(), key, [value]);
    let past = || Text::lit("2023-01-01T00:00:00Z");
    assert_eq!(since(&after("aws:CurrentTime", past())), Some(Truth::True));
    assert_eq!(since(&after("AWS:epochtime", past())), Some(Truth::True));
    assert_eq!(since(&after("aws:TokenIssueTime", past())), None);
    assert_eq!(since(&after("aws:CurrentTime", Text::lit("2027-01-01T00:00:00Z"))), Some(Truth::Unknown));
    assert_eq!(since(&after("aws:CurrentTime", Text::lit("2026-11-28T09:00:00Z"))), Some(Truth::Unknown));
    // What is not known may be before or after.
    assert_eq!(since(&after("aws:CurrentTime", Text::lit("${aws:TokenIssueTime}"))), Some(Truth::Unknown));
    assert_eq!(since(&after("aws:CurrentTime", Text::unknown(Placeholder::new("time", Class::Segment)))), Some(Truth::Unknown));
    assert_eq!(since(&Condition { complete: false, ..after("aws:CurrentTime", past()) }), Some(Truth::Unknown));
}

#[test]
fn a_request_has_the_time_under_both_keys() {
    let at = Instant::parse("2026-11-28T09:00:00Z").unwrap();
    let context = Context::new().with("k", "x").at(at);
    assert_eq!(context.get("k"), &Value::One(Text::lit("x")));
    let allowed = |operator: Base, key: &str, value: &str| {
        let statement = allow().when(Condition::new(operator.into(), key, [value]));
        evaluate(&asking("s3:Get", "arn:aws:s3:::a").context(context.clone()), &identity([statement])).decision == Decision::Allowed
    };
    assert!(allowed(Base::DateEquals, "aws:CurrentTime", "2026-11-28T09:00:00Z"));
    assert!(allowed(Base::NumericEquals, "aws:EpochTime", "1795856400"));
}
