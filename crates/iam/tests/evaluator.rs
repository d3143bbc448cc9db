//! The evaluator against a second, naive one that works on the JSON itself, and its answers about unknowns against every completion.

mod naive;

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use ssm_check_iam::{
    Base, Condition, Context, Decision, Document, Effect, Layers, Operator, Patterns, Policy, Principal, Quantifier, Request, Satisfiable,
    Statement, Text, Truth, Unlisted, Value, evaluate, satisfiable, satisfiable_together, simulate,
};
use std::sync::Arc;

fn pick(options: &[&str]) -> impl Strategy<Value = String> + use<> {
    prop::sample::select(options.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>())
}

const USER: &str = "arn:aws:iam::111122223333:user/u";
const ROLE: &str = "arn:aws:iam::111122223333:role/r";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/r/s";

fn statement(with_principal: bool) -> impl Strategy<Value = Json> {
    let one_or_more = |options: &'static [&'static str]| {
        prop_oneof![pick(options).prop_map(Json::from), prop::collection::vec(pick(options), 1..3).prop_map(Json::from)]
    };
    let condition = (
        pick(&[
            "StringEquals",
            "StringNotEquals",
            "StringLike",
            "StringNotLikeIfExists",
            "StringEqualsIfExists",
            "ForAllValues:StringLike",
            "ForAnyValue:StringEquals",
            "ForAnyValue:StringNotEquals",
            "ForAllValues:StringNotEqualsIfExists",
            "Null",
            "NumericLessThan",
            "NumericNotEquals",
            "Bool",
            "BoolIfExists",
        ]),
        pick(&["k:a", "K:A", "k:b"]),
        one_or_more(&["true", "false", "x", "x*", "1", "2"]),
    );
    let condition = prop_oneof![2 => Just(None), 1 => condition.prop_map(Some)];
    (
        prop_oneof![3 => Just("Allow"), 1 => Just("Deny")],
        prop_oneof![3 => Just("Action"), 1 => Just("NotAction")],
        one_or_more(&["*", "s3:*", "s3:Get", "S3:g?t", "ec2:*"]),
        prop_oneof![3 => Just("Resource"), 1 => Just("NotResource")],
        one_or_more(&["*", "arn:aws:s3:::a", "arn:aws:s3:::a*", "arn:aws:s3:::b/?"]),
        condition,
        prop_oneof![4 => Just("Principal"), 1 => Just("NotPrincipal")],
        one_or_more(&["*", "111122223333", "arn:aws:iam::444455556666:root", USER, ROLE, SESSION]),
    )
        .prop_map(move |(effect, action, actions, resource, resources, condition, principal, principals)| {
            let mut made = json!({"Effect": effect, action: actions, resource: resources});
            if let Some((operator, key, values)) = condition {
                made["Condition"] = json!({operator: {key: values}});
            }
            if with_principal {
                made[principal] = json!({ "AWS": principals });
            }
            made
        })
}

fn document(with_principal: bool) -> impl Strategy<Value = Json> {
    prop::collection::vec(statement(with_principal), 0..4).prop_map(|statements| json!({"Version": "2012-10-17", "Statement": statements}))
}

fn context_value() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(Json::Null),
        pick(&["x", "xy", "y", "true", "false", "1", "3"]).prop_map(Json::from),
        prop::collection::vec(pick(&["x", "xy", "y"]), 0..3).prop_map(Json::from),
    ]
}

fn simulation() -> impl Strategy<Value = Json> {
    let limits = prop::option::of(document(false));
    (
        (
            pick(&["s3:Get", "s3:Put", "ec2:Run"]),
            pick(&["arn:aws:s3:::a", "arn:aws:s3:::ab", "arn:aws:s3:::b/x"]),
            pick(&[USER, ROLE, SESSION, "*", "ec2.amazonaws.com"]),
        ),
        (context_value(), context_value()),
        prop::collection::vec(document(false), 0..3),
        (limits, prop::option::of(document(false))),
        prop::collection::vec(prop::collection::vec(document(false), 0..3), 0..3),
        prop::collection::vec(prop::collection::vec(document(true), 0..2), 0..2),
        prop::option::of(document(true)),
        prop::option::of(pick(&["111122223333", "444455556666"])),
    )
        .prop_map(|((action, resource, principal), (a, b), identity, (boundary, session), scps, rcps, resource_policy, account)| {
            json!({
                "request": {"action": action, "resource": resource, "principal": principal, "context": {"k:a": a, "k:b": b}},
                "identity_policies": identity,
                "permissions_boundaries": boundary.into_iter().collect::<Vec<_>>(),
                "service_control_policies": scps,
                "resource_control_policies": rcps,
                "session_policy": session,
                "resource_policy": resource_policy,
                "resource_account": account,
            })
        })
}

/// The values that stand for all values of a key, as far as the conditions here can tell.
fn values() -> Vec<Value> {
    let texts = ["x", "xy", "y", "X", "true", "false", "1", "2", "3", "0", ""];
    let mut all: Vec<Value> = texts.iter().map(|text| Value::One(Text::lit(text))).collect();
    all.push(Value::Absent);
    all.extend(texts.iter().map(|text| Value::Many(vec![Text::lit(text)])));
    all.extend([["x", "y"], ["xy", "true"], ["1", "y"]].map(|pair| Value::Many(pair.iter().map(Text::lit).collect())));
    all
}

fn with(request: &Request, key: &str, value: Value) -> Request {
    let context: Context = request.context.clone().with_value(key, value);
    request.clone().context(context)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn two_evaluators_agree(input in simulation()) {
        let output = simulate::run(&input).unwrap();
        prop_assert_eq!(output["decision"].as_str().unwrap(), naive::decide(&input), "{}", output);
    }

    #[test]
    fn reading_twice_gives_the_same(input in simulation()) {
        prop_assert_eq!(simulate::run(&input).unwrap().to_string(), simulate::run(&input).unwrap().to_string());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn an_answer_holds_for_every_value_of_unknown_keys(input in simulation()) {
        let (request, layers) = simulate::read(&input).unwrap();
        let unknown = evaluate(&with(&request, "k:a", Value::Unknown), &layers);
        for value in values() {
            let known = evaluate(&with(&request, "k:a", value.clone()), &layers);
            prop_assert_ne!(known.decision, Decision::Unknown);
            if unknown.decision != Decision::Unknown {
                prop_assert_eq!(unknown.allowed(), known.allowed(), "with {:?}", value);
            }
            if unknown.decision == Decision::ExplicitDeny {
                prop_assert_eq!(known.decision, Decision::ExplicitDeny);
            }
        }
    }

    #[test]
    fn an_answer_holds_whatever_more_a_document_says(input in simulation(), which in 0_usize..5, more in prop::collection::vec(statement(true), 0..2)) {
        let (request, mut layers) = simulate::read(&input).unwrap();
        let more: Vec<Statement> = more.into_iter().map(|s| Document::from_value(&json!({"Version": "2012-10-17", "Statement": s})).unwrap().statements[0].clone()).collect();
        let target = |layers: &mut Layers, change: &dyn Fn(&mut Document)| {
            let policies = match which {
                0 => layers.identity.first_mut(),
                1 => layers.boundary.first_mut(),
                2 => layers.scps.first_mut().and_then(|level| level.first_mut()),
                3 => layers.session.first_mut(),
                _ => layers.resource.as_mut(),
            };
            if let Some(policy) = policies {
                change(&mut policy.document);
            }
        };
        let mut known = layers.clone();
        target(&mut known, &|document| Arc::make_mut(&mut document.statements).extend(more.iter().cloned()));
        target(&mut layers, &|document| document.complete = false);
        let (open, known) = (evaluate(&request, &layers), evaluate(&request, &known));
        if open.decision != Decision::Unknown {
            prop_assert_eq!(open.allowed(), known.allowed());
        }
    }

    #[test]
    fn turning_a_list_unknown_never_turns_an_answer(input in simulation(), which in 0_usize..4) {
        let (request, layers) = simulate::read(&input).unwrap();
        let mut open = layers.clone();
        for statement in open.identity.iter_mut().flat_map(|p| Arc::make_mut(&mut p.document.statements)) {
            match which {
                0 => statement.actions = Patterns::unknown(),
                1 => statement.resources = statement.resources.take().map(Patterns::and_perhaps_more),
                2 => statement.effect = Effect::Unknown,
                _ => statement.conditions.iter_mut().for_each(|c| c.complete = false),
            }
        }
        let (open, known) = (evaluate(&request, &open), evaluate(&request, &layers));
        // "Perhaps more" changes what the statement may be, so only an allowance or denial that ignores it is left.
        if open.decision != Decision::Unknown && which != 1 {
            prop_assert_eq!(open.allowed(), known.allowed());
        }
    }

    #[test]
    fn may_agrees_with_trying_every_value(input in simulation()) {
        let (request, layers) = simulate::read(&input).unwrap();
        let request = with(&with(&request, "k:a", Value::Free), "k:b", Value::Free);
        let mut is_possible = false;
        for a in values() {
            for b in values() {
                let chosen = with(&with(&request, "k:a", a.clone()), "k:b", b);
                is_possible |= evaluate(&chosen, &layers).decision == Decision::Allowed;
            }
            if is_possible {
                break;
            }
        }
        match satisfiable(&request, &layers) {
            Satisfiable::Yes { witness, outcome } => {
                let mut replayed = request.clone();
                for (key, value) in &witness {
                    replayed.context.set(key, value.clone());
                }
                prop_assert_eq!(evaluate(&replayed, &layers), outcome.clone());
                prop_assert_eq!(outcome.decision, Decision::Allowed);
            }
            Satisfiable::No { .. } => prop_assert!(!is_possible),
            Satisfiable::Unknown { exhaustive, .. } => prop_assert!(!exhaustive, "nothing is unknown here"),
        }
    }
}

#[test]
fn the_random_simulations_have_every_outcome() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut counts = std::collections::BTreeMap::new();
    for _ in 0..600 {
        let input = simulation().new_tree(&mut runner).unwrap().current();
        let output = simulate::run(&input).unwrap();
        *counts.entry((output["decision"].to_string(), output["by"].to_string())).or_insert(0) += 1;
    }
    assert!(counts.len() >= 12 && counts.values().filter(|count| **count >= 5).count() >= 8, "{counts:?}");
}

fn asking(action: &str, resource: &str) -> Request {
    Request::new(Principal::parse(ROLE), action, resource)
}

fn identity(statements: impl IntoIterator<Item = Statement>) -> Layers {
    Layers { identity: vec![Policy::new("p", Document::new(statements))], ..Layers::default() }
}

#[test]
fn may_finds_witnesses() {
    let free = |key: &str| Context::new().with_value(key, Value::Free);
    let allow = || Statement::allow(["*"], ["*"]);
    let ask = |statements: Vec<Statement>, context: Context| {
        satisfiable(&asking("ssm:StartSession", "arn:aws:ssm:eu-west-1::document/D").context(context), &identity(statements))
    };
    let deny = |operator: Operator, key: &str, values: &[&str]| {
        Statement::deny(["*"], ["*"]).when(Condition::new(operator, key, values.iter().copied()))
    };

    // Two patterns that only a string made of both can satisfy.
    let both = vec![
        allow().when(Condition::new(Base::StringLike.into(), "k", ["a*"])).when(Condition::new(Base::StringLike.into(), "k", ["*b"])),
        deny(Base::StringEquals.into(), "k", &["ab"]),
    ];
    let Satisfiable::Yes { witness, .. } = ask(both, free("k")) else { panic!() };
    let Value::One(text) = &witness["k"] else { panic!() };
    assert!(text.to_string().starts_with('a') && text.to_string().ends_with('b') && text.to_string().len() > 2, "{text}");

    // The same key cannot be chosen twice.
    let torn = vec![allow().when(Condition::new(Base::StringEquals.into(), "k", ["a"])), deny(Base::StringLike.into(), "K", &["?"])];
    assert_eq!(ask(torn, free("k")).truth(), Truth::False);

    // Numbers and dates between bounds, addresses inside one network and outside another.
    let between = vec![allow().when(Condition::new(Base::NumericGreaterThan.into(), "k", ["1"])).when(Condition::new(
        Base::NumericLessThan.into(),
        "k",
        ["2"],
    ))];
    assert_eq!(ask(between, free("k")).truth(), Truth::True);
    let nets = vec![
        allow().when(Condition::new(Base::IpAddress.into(), "k", ["10.0.0.0/8"])),
        deny(Base::NotIpAddress.into(), "k", &["10.1.0.0/16", "192.0.2.0/24"]),
    ];
    assert_eq!(ask(nets, free("k")).truth(), Truth::True);
    let nowhere = vec![
        allow().when(Condition::new(Base::IpAddress.into(), "k", ["10.0.0.0/8"])),
        deny(Base::IpAddress.into(), "k", &["10.0.0.0/9", "10.128.0.0/9"]),
    ];
    assert_eq!(ask(nowhere, free("k")).truth(), Truth::False);
    let late = |key: &str| {
        vec![
            allow(),
            deny(Base::DateGreaterThan.into(), key, &["2020-01-01T00:00:00Z"]),
            deny(Base::DateLessThan.into(), key, &["2020-01-01T00:00:00Z"]),
        ]
    };
    let Satisfiable::Yes { witness, .. } = ask(late("aws:CurrentTime"), free("aws:CurrentTime")) else { panic!() };
    assert_eq!(witness["aws:currenttime"], Value::One(Text::lit("1577836800")));
    // Every request has a time, so it cannot be left out.
    let never = vec![
        allow(),
        deny(Base::DateGreaterThan.into(), "aws:CurrentTime", &["2020"]),
        deny(Base::DateLessThanEquals.into(), "aws:CurrentTime", &["2020"]),
    ];
    assert_eq!(ask(never, free("aws:CurrentTime")).truth(), Truth::False);

    // What the plan does not know is not a choice.
    let mfa = vec![allow(), deny(Operator::from(Base::Bool).if_exists(), "aws:MultiFactorAuthPresent", &["false"])];
    assert_eq!(ask(mfa, Context::new().with_value("aws:MultiFactorAuthPresent", Value::Unknown)).truth(), Truth::Unknown);

    // Sets.
    let sets = vec![
        allow().when(Condition::new(Operator::from(Base::StringEquals).quantified(Quantifier::ForAllValues), "k", ["a", "b"])),
        deny(Base::Null.into(), "k", &["true"]),
        deny(Operator::from(Base::StringEquals).quantified(Quantifier::ForAnyValue), "k", &["a"]),
    ];
    let Satisfiable::Yes { witness, .. } = ask(sets, free("k")) else { panic!() };
    assert_eq!(witness["k"], Value::Many(vec![Text::lit("b")]));
}

#[test]
fn may_fills_variables() {
    let layers = identity([Statement::allow(["ssm:TerminateSession"], ["arn:aws:ssm:*:*:session/${aws:username}-*"])]);
    let request = asking("ssm:TerminateSession", "arn:aws:ssm:eu-west-1:111122223333:session/bob-123");
    assert_eq!(evaluate(&request, &layers).decision, Decision::ImplicitDeny, "a role has no user name");
    let request = request.context(Context::new().with_value("aws:username", Value::Free));
    let Satisfiable::Yes { witness, .. } = satisfiable(&request, &layers) else { panic!() };
    assert_eq!(witness["aws:username"], Value::One(Text::lit("bob")));
    let other = Request { resource: "arn:aws:ssm:eu-west-1:111122223333:document/bob".into(), ..request };
    assert_eq!(satisfiable(&other, &layers).truth(), Truth::False);
}

#[test]
fn an_endpoint_policy_must_allow_too() {
    let endpoint = |principal: &str| {
        let policy = json!({"Statement": {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "ssm:*", "Resource": "*"}});
        Layers { endpoint: Some(Policy::new("e", Document::from_value(&policy).unwrap())), ..identity([Statement::allow(["*"], ["*"])]) }
    };
    let decide =
        |action: &str, principal: &str| evaluate(&asking(action, "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"), &endpoint(principal));
    for principal in ["*", "111122223333", ROLE] {
        assert_eq!(decide("ssm:UpdateInstanceInformation", principal).decision, Decision::Allowed);
    }
    let outcome = decide("ssmmessages:OpenDataChannel", "*");
    assert_eq!((outcome.decision, outcome.by), (Decision::ImplicitDeny, Some(ssm_check_iam::Layer::Endpoint)));
    assert_eq!(decide("ssm:UpdateInstanceInformation", USER).decision, Decision::ImplicitDeny);
}

#[test]
fn an_unknown_statement_may_do_anything() {
    for place in 0..3 {
        let policy = Policy::new("p", Document::new([Statement::unknown()]));
        let mut layers = Layers::default();
        match place {
            0 => layers.identity.push(policy),
            1 => layers.resource = Some(policy),
            _ => layers = Layers { scps: vec![vec![policy]], ..identity([Statement::allow(["*"], ["*"])]) },
        }
        assert_eq!(evaluate(&asking("a:b", "*"), &layers).decision, Decision::Unknown, "{place}");
    }
}

#[test]
fn evidence_says_why_a_statement_does_not_match() {
    let statement = Statement::deny(["ssm:StartSession"], ["arn:aws:ssm:*:111122223333:document/AWS-*"]).sid("Guard").when(Condition::new(
        Base::Bool.into(),
        "ssm:SessionDocumentAccessCheck",
        ["true"],
    ));
    let outcome = evaluate(&asking("ssm:StartSession", "arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession"), &identity([statement]));
    expect_evidence(&outcome.statements[0]);
}

fn expect_evidence(found: &ssm_check_iam::StatementMatch) {
    use ssm_check_iam::Element;
    assert_eq!((found.policy.as_str(), found.index, found.sid.as_deref(), found.matched), ("p", 0, Some("Guard"), Truth::False));
    let elements: Vec<_> = found.mismatches.iter().map(|m| m.element.clone()).collect();
    assert_eq!(
        elements,
        [Element::Resource, Element::Condition { operator: "Bool".to_owned(), key: "ssm:SessionDocumentAccessCheck".to_owned() }]
    );
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
#[test]
fn keys_that_no_request_has_together_are_not_chosen_together() {
    let ask = |conditions: &[(Operator, &str, &str)]| {
        let statement = conditions.iter().fold(Statement::allow(["*"], ["*"]), |statement, (operator, key, value)| {
            statement.when(Condition::new(*operator, *key, [*value]))
        });
        let context = Context::new().with("aws:PrincipalType", "AssumedRole").unlisted(Unlisted::Free);
        satisfiable(&asking("ssm:StartSession", "arn:aws:ssm:eu-west-1::document/D").context(context), &identity([statement])).truth()
    };
    let (is, within, null, boolean) = (Base::StringEquals.into(), Base::IpAddress.into(), Base::Null.into(), Base::Bool.into());
    let office = (within, "aws:SourceIp", "192.0.2.0/24");
    let (endpoint, vpc) = ((is, "aws:SourceVpce", "vpce-1"), (is, "aws:SourceVpc", "vpc-1"));
    assert_eq!(ask(&[office]), Truth::True);
    assert_eq!(ask(&[endpoint, vpc, (within, "aws:VpcSourceIp", "10.0.0.0/8")]), Truth::True);
    for of_endpoint in [endpoint, vpc, (within, "aws:VpcSourceIp", "10.0.0.0/8"), (is, "aws:VpceAccount", "111122223333")] {
        assert_eq!(ask(&[office, of_endpoint]), Truth::False, "{}", of_endpoint.1);
    }
    // The console's private access names the VPC and no endpoint, and whether it does so here, no page says. An endpoint is in a VPC.
    assert_eq!(ask(&[vpc, (null, "aws:SourceVpce", "true")]), Truth::Unknown);
    assert_eq!(ask(&[(null, "aws:SourceIp", "true"), (null, "aws:SourceVpce", "true")]), Truth::Unknown);
    assert_eq!(ask(&[endpoint, (null, "aws:SourceVpc", "true")]), Truth::False);
    assert_eq!(ask(&[(null, "aws:SourceIp", "true"), (null, "aws:SourceVpc", "true")]), Truth::False);

    // Ids begin with what they are of.
    let unlike = |pattern| (Base::StringNotLike.into(), "aws:SourceVpce", pattern);
    assert_eq!(ask(&[unlike("vpce-0*"), (null, "aws:SourceVpce", "false")]), Truth::True);
    assert_eq!(ask(&[unlike("vpce-*"), (null, "aws:SourceVpce", "false")]), Truth::False);

    let recent = (Base::NumericLessThan.into(), "aws:MultiFactorAuthAge", "100");
    assert_eq!(ask(&[recent]), Truth::True);
    assert_eq!(ask(&[recent, (boolean, "aws:MultiFactorAuthPresent", "true")]), Truth::True);
    for without in [(boolean, "aws:MultiFactorAuthPresent", "false"), (null, "aws:MultiFactorAuthPresent", "true")] {
        assert_eq!(ask(&[recent, without]), Truth::False);
    }
    assert_eq!(ask(&[(null, "aws:TokenIssueTime", "true")]), Truth::False);
}

#[test]
fn requests_that_are_made_as_one_share_what_is_chosen() {
    let ask = |target: Condition, document: Condition| {
        let layers = identity([
            Statement::allow(["ssm:StartSession"], ["arn:aws:ec2:*:*:instance/*"]).when(target),
            Statement::allow(["ssm:StartSession"], ["arn:aws:ssm:*:*:document/*"]).when(document),
        ]);
        let requests = ["arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "arn:aws:ssm:eu-west-1::document/D"]
            .map(|resource| asking("ssm:StartSession", resource).context(Context::new().unlisted(Unlisted::Free)));
        satisfiable_together(&requests, &layers, &|key| !key.starts_with("aws:resourcetag/"))
    };
    let at = |operator: Base, key: &str, value: &str| Condition::new(operator.into(), key, [value]);
    let like = |value| at(Base::StringLike, "aws:userid", value);
    assert_eq!(ask(like("*:a*"), like("*:*e")), Truth::True);
    assert_eq!(ask(like("*:a"), like("*:b")), Truth::False);
    let ip = |range| at(Base::IpAddress, "aws:SourceIp", range);
    assert_eq!(ask(ip("192.0.2.0/24"), ip("192.0.2.128/25")), Truth::True);
    assert_eq!(ask(ip("192.0.2.0/24"), ip("198.51.100.0/24")), Truth::False);
    assert_eq!(ask(ip("192.0.2.0/24"), at(Base::StringEquals, "aws:SourceVpce", "vpce-1")), Truth::False);
    let date = |operator, day| at(operator, "aws:CurrentTime", day);
    assert_eq!(ask(date(Base::DateLessThan, "2030-01-01T00:00:00Z"), date(Base::DateGreaterThan, "2029-01-01T00:00:00Z")), Truth::True);
    assert_eq!(ask(date(Base::DateLessThan, "2029-01-01T00:00:00Z"), date(Base::DateGreaterThan, "2030-01-01T00:00:00Z")), Truth::False);
    // Each has tags of its own.
    let team = |value| at(Base::StringEquals, "aws:ResourceTag/Team", value);
    assert_eq!(ask(team("a"), team("b")), Truth::True);
}
