//! What the crate's smaller tools say: ARNs with placeholders, times, condition keys and their names, layers and outcomes.

use ssm_check_aws::{AccountId, Location, Region, Symbolic};
use ssm_check_iam::{
    Class, Context, Decision, Document, Effect, Instant, Layers, Placeholder, Policy, Principal, Request, Scope, Text, Truth, Unlisted,
    Value, evaluate, reference,
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
    for none in [
        "2030-01-02T03:04:05+1",
        "2030-13-01",
        "2030-00-01",
        "2030-01-00",
        "2030-01-32",
        "2030-04-31",
        "2030-06-31",
        "2030-09-31",
        "2030-11-31",
        "2030-02-29",
        "2100-02-29",
        "2030-01-02T24:00:00Z",
        "2030-01-02T00:60:00Z",
        "2030-01-02T00:00:61Z",
        "2030-01-02T00:00:00:00Z",
        "2030-01-+2",
        "203-01-02",
        "2030-1-02",
        "1125899906842624",
    ] {
        assert_eq!(Instant::parse(none), None, "{none}");
    }
    for leap in ["2028-02-29", "2000-02-29", "2030-01-31", "2030-03-31", "2030-04-30", "2030-12-31", "1970-01-01", "1900-02-28"] {
        assert_eq!(at(leap).to_string(), format!("{leap}T00:00:00Z"));
    }
    assert_eq!(at("2030"), at("2030-01-01T00:00:00Z"));
    assert_eq!(at("2030-02"), at("2030-02-01T00:00:00Z"));
    assert_eq!(at("1893456000"), at("2030-01-01T00:00:00Z"));
    assert_eq!(at("2030-01-01T00:00:60Z"), at("2030-01-01T00:01:00Z"));
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
    assert_eq!(reference::distance("abc", ""), 3);
    assert_eq!(reference::distance("abcdef", "abcdef"), 0);
    assert_eq!(reference::distance("flaw", "lawn"), 2);
    for (a, b, most, expected) in
        [("abc", "abd", 1, true), ("abc", "abd", 0, false), ("abc", "xyz", 2, false), ("abc", "abcde", 2, true), ("abc", "abcde", 1, false)]
    {
        assert_eq!(reference::is_within(a, b, most), expected, "{a} {b} {most}");
    }
    assert!(!reference::is_old_on(&reference::date()) && reference::is_old_on("2099-01-01"));
    // Of a service whose keys are not listed nothing is newer, and a misspelling is none.
    assert!(reference::is_newer("ssm:StartSession", "aws:WeatherAtSource"));
    assert!(!reference::is_newer("ssm:StartSession", "quantum:WeatherAtTarget"));
    assert!(!reference::is_newer("ssm:StartSession", "aws:PrincipalArm"));
    assert!(!reference::is_newer("ssm:StartSession", "ssm:DocumentType"));
    let date = reference::date();
    assert!(date.len() == 10 && date.starts_with("20"), "{date}");
}

/// No page lists all keys of the agent's channels: those of Systems Manager and of AWS may be there, those of another service are not.
#[test]
fn keys_of_an_action_that_no_page_lists_in_full() {
    let node = Text::lit("arn:aws:ssmmessages:eu-west-1:111122223333:*");
    for (key, expected) in [
        ("ssm:SourceInstanceARN", Truth::Unknown),
        ("ssm:resourceTag/Env", Truth::Unknown),
        ("ssmmessages:Channel", Truth::Unknown),
        ("aws:ResourceTag/Env", Truth::Unknown),
        ("s3:prefix", Truth::False),
    ] {
        assert_eq!(reference::carries("ssmmessages:OpenDataChannel", &node, key), expected, "{key}");
    }
    assert!(reference::action("ssmmessages:OpenDataChannel").unwrap().can_be_for(&"arn:aws:s3:::a".into()));
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
        ("arn:aws:ec2:eu-west-1:111122223333:instance/i-*", true),
        ("arn:aws:ec2:*:1111*:instance/*", true),
        ("arn:aws:ec2:*:*:instance/app", false),
        ("arn:aws:ec2:*:*:instance/mi-*", false),
        ("arn:aws:ssm:*:*:managed-instance/mi-*", true),
        ("arn:aws:ssm:*:*:managed-instance/i-*", false),
        ("arn:aws:ec2:*::instance/*", false),
        ("arn:aws:ec2::111122223333:instance/*", false),
        ("arn:aws:ec2:*:11112222333:instance/*", false),
        ("arn:aws:ssm:*::document/AWS-StartSSHSession", true),
        ("arn:aws:ssm:*:111122223333:document/own", true),
        ("arn:aws:ssm::111122223333:document/own", false),
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

/// The condition keys and variables that policies name, and the instants that they tell apart.
#[test]
fn what_policies_name() {
    let layers = layers(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "ssm:*", "Resource": "arn:aws:ssm:*:*:session/${aws:UserName}-*",
             "Condition": {"StringEquals": {"aws:PrincipalTag/Team": "${aws:ResourceTag/Team}"},
                           "DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}}
        ]}"#,
    );
    let keys: Vec<String> = layers.keys().into_iter().collect();
    assert_eq!(keys, ["aws:currenttime", "aws:principaltag/team", "aws:resourcetag/team", "aws:username"]);
    let at = |text: &str| Instant::parse(text).unwrap();
    let from = at("2029-01-01");
    let around = ["2029-01-01T00:00:00Z", "2029-12-31T23:59:59Z", "2030-01-01T00:00:00Z", "2030-01-01T00:00:01Z"].map(at);
    assert_eq!(layers.instants(from), around);
    assert_eq!(layers.instants(at("2030-01-01T00:00:00Z")), around[2..]);
    assert_eq!(layers.instants(at("2031-01-01")), [at("2031-01-01")]);
}

/// A request has no keys of which the reference says that it never carries them.
#[test]
fn keys_that_a_request_never_has() {
    let layers = layers(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "ssm:*", "Resource": "*", "Condition": {"StringEquals": {"ssm:PortNumber": "22", "ssm:resourceTag/A": "b"}}}
        ]}"#,
    );
    let context = Context::new().unlisted(Unlisted::Unknown);
    let request = instance().context(context).by_reference(&layers);
    assert_eq!(request.context.get("ssm:PortNumber"), &Value::Absent);
    assert_eq!(request.context.get("ssm:resourceTag/A"), &Value::Unknown);
}
