//! What the crate's smaller tools say: ARNs with placeholders, times, condition keys and their names, layers and outcomes.

use ssm_check_aws::{AccountId, Location, Region, Symbolic};
use ssm_check_iam::{
    Class, Context, Decision, Document, Effect, Instant, Layers, Placeholder, Policy, Principal, Request, Scope, Text, Truth, evaluate,
    reference,
};

fn layers(policy: &str) -> Layers {
    Layers { identity: vec![Policy::new("p", Document::parse(policy).unwrap())], ..Layers::default() }
}

fn instance() -> Request {
    Request::new(
        Principal::parse("arn:aws:iam::111122223333:role/ops"),
        "ssm:StartSession",
        "arn:aws:ec2:eu-west-1:111122223333:instance/i-1",
    )
}

#[test]
fn arns_have_the_parts_of_their_kind() {
    let known = Location {
        region: Symbolic::Known(Region::parse("eu-west-1").unwrap()),
        account: Symbolic::Known(AccountId::parse("111122223333").unwrap()),
    };
    for (scope, expected) in [
        (Scope::Regional, "arn:aws:ssm:eu-west-1:111122223333:x"),
        (Scope::Global, "arn:aws:ssm::111122223333:x"),
        (Scope::OfAws, "arn:aws:ssm:eu-west-1::x"),
        (Scope::Neither, "arn:aws:ssm:::x"),
    ] {
        assert_eq!(Text::arn(&known, "ssm", scope, &Text::lit("x")).literal(), Some(expected));
    }
}

#[test]
fn times_are_read_with_their_zone() {
    let at = |text: &str| Instant::parse(text).unwrap();
    assert_eq!(at("2030-01-02T03:04:05+01:30"), at("2030-01-02T01:34:05Z"));
    assert_eq!(at("2030-01-02T03:04:05-01:30"), at("2030-01-02T04:34:05Z"));
    assert_eq!(at("2030-01-02T03:04:05Z").hours_before(5), at("2030-01-01T22:04:05Z"));
    assert_eq!(Instant::parse("2030-01-02T03:04:05+1"), None);
}

#[test]
fn condition_keys_are_told_by_action_and_resource() {
    let node = Text::lit("arn:aws:ec2:eu-west-1:111122223333:instance/i-1");
    for (key, expected) in [
        ("ssm:resourceTag/Env", Truth::True),
        ("aws:ResourceTag/Env", Truth::True),
        ("ssm:resourceTag/", Truth::False),
        ("aws:PrincipalArn", Truth::True),
        ("aws:PrincipalArnX", Truth::False),
        ("ssm:PortNumber", Truth::False),
        ("ec2:ResourceTag/Env", Truth::False),
        ("graph.facebook.com:id", Truth::Unknown),
        ("saml:aud", Truth::Unknown),
        ("no-key", Truth::False),
    ] {
        assert_eq!(reference::carries("ssm:StartSession", &node, key), expected, "{key}");
    }
    assert_eq!(reference::nearest_key("ssm:StartSession", "ssm:resourceTags/Env"), Some("ssm:resourceTag/"));
    assert!(reference::is_newer("ssm:StartSession", "ssm:WeatherAtTarget"));
    assert!(!reference::is_newer("ssm:StartSession", "graph.facebook.com:id"));
    assert_eq!(reference::distance("kitten", "sitting"), 3);
    assert_eq!(reference::distance("", "abc"), 3);
    let date = reference::date();
    assert!(date.len() == 10 && date.starts_with("20"), "{date}");
}

#[test]
fn resources_of_an_action_are_told_by_their_shape() {
    let start = reference::action("ssm:StartSession").unwrap();
    for (pattern, expected) in [
        ("arn:aws:ec2:*:*:instance/*", true),
        ("arn:aws:ssm:*:*:document/AWS-*", true),
        ("arn:aws:iam::111122223333:role/ops", false),
        ("arn:aws:ssm:*:*:parameter/x", false),
        ("arn:aws:ec2:*:*:instance/a:b", false),
    ] {
        assert_eq!(start.can_be_for(&pattern.into()), expected, "{pattern}");
    }
}

/// Two ARNs that are not known may be one, and need not be.
#[test]
fn one_placeholder_is_not_another() {
    let role = |id: &str| Text::lit("arn:aws:iam::111122223333:role/").placeholder(Placeholder::new(id, Class::Segment));
    let policy = |resource: Text| {
        let statement = ssm_check_iam::Statement::allow(["iam:GetRole"], [resource]);
        Layers { identity: vec![Policy::new("p", Document::new([statement]))], ..Layers::default() }
    };
    let asked = |resource: Text| Request::new(Principal::parse("arn:aws:iam::111122223333:role/ops"), "iam:GetRole", resource);
    assert_eq!(evaluate(&asked(role("a")), &policy(role("a"))).decision, Decision::Allowed);
    assert_eq!(evaluate(&asked(role("a")), &policy(role("b"))).decision, Decision::Unknown);
    assert_eq!(evaluate(&asked(role("a").then("x")), &policy(role("a").then("y"))).decision, Decision::ImplicitDeny);
}

#[test]
fn an_outcome_names_what_matched_and_layers_the_keys_as_written() {
    let layers = layers(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "ssm:*", "Resource": "*"},
            {"Effect": "Deny", "Action": "ssm:StartSession", "Resource": "*", "Condition": {"StringEquals": {"AWS:PrincipalTag/Team": "x"}}}
        ]}"#,
    );
    let outcome = evaluate(&instance().context(Context::new().with("aws:PrincipalTag/Team", "x")), &layers);
    assert_eq!(outcome.decision, Decision::ExplicitDeny);
    let matched: Vec<(usize, Effect)> = outcome.matching().map(|found| (found.index, found.effect)).collect();
    assert!(matched.contains(&(1, Effect::Deny)), "{matched:?}");
    assert_eq!(layers.spelling("aws:principaltag/team").as_deref(), Some("AWS:PrincipalTag/Team"));
    assert_eq!(layers.spelling("aws:principaltag/other"), None);
}

/// What may apply adds what it allows and takes away what it denies, and neither for certain.
#[test]
fn a_policy_that_may_apply_is_never_certain() {
    let of =
        |effect: &str| format!(r#"{{"Version": "2012-10-17", "Statement": {{"Effect": "{effect}", "Action": "ssm:*", "Resource": "*"}}}}"#);
    let decided = |certain: &str, perhaps: &str| {
        let perhaps = Document::parse(&of(perhaps)).unwrap().perhaps();
        let mut layers = layers(&of(certain));
        layers.identity.push(Policy::new("perhaps", perhaps));
        evaluate(&instance(), &layers).decision
    };
    assert_eq!(decided("Allow", "Allow"), Decision::Allowed);
    assert_eq!(decided("Allow", "Deny"), Decision::Unknown);
    assert_eq!(decided("Deny", "Allow"), Decision::ExplicitDeny);
    let alone = Layers { identity: vec![Policy::new("perhaps", Document::parse(&of("Allow")).unwrap().perhaps())], ..Layers::default() };
    assert_eq!(evaluate(&instance(), &alone).decision, Decision::Unknown);
}
