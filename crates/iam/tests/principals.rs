//! Who asks, what statements say apart from a request, and what no policy can allow.

use serde_json::json;
use ssm_check_iam::{
    Class, Context, Decision, Document, Effect, Layers, Patterns, Placeholder, Policy, Principal, PrincipalKind, Principals, Request,
    Statement, Text, Truth, Version, evaluate, simulate,
};

const ACCOUNT: &str = "111122223333";

#[test]
fn principals_are_told_by_their_form() {
    let canonical = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    let arn = |text: &str| Text::lit(text);
    for (text, expected) in [
        ("", Principal::Anonymous),
        ("*", Principal::Anonymous),
        ("Anonymous", Principal::Anonymous),
        (ACCOUNT, Principal::Root { arn: arn("arn:aws:iam::111122223333:root") }),
        ("11112222333", Principal::Federated(arn("11112222333"))),
        ("ec2.amazonaws.com", Principal::Service(arn("ec2.amazonaws.com"))),
        ("ec2.amazonaws.com.cn", Principal::Service(arn("ec2.amazonaws.com.cn"))),
        ("alexa-appkit.amazon.com", Principal::Service(arn("alexa-appkit.amazon.com"))),
        ("cognito-identity.amazonaws.com", Principal::Federated(arn("cognito-identity.amazonaws.com"))),
        ("www.amazon.com", Principal::Federated(arn("www.amazon.com"))),
        ("accounts.google.com", Principal::Federated(arn("accounts.google.com"))),
        (canonical, Principal::CanonicalUser(arn(canonical))),
        (&canonical[1..], Principal::Federated(arn(&canonical[1..]))),
        ("arn:aws:iam::111122223333:root", Principal::Root { arn: arn("arn:aws:iam::111122223333:root") }),
        ("arn:aws:iam::111122223333:role/r", Principal::Role { arn: arn("arn:aws:iam::111122223333:role/r") }),
        ("arn:aws:iam::111122223333:user/u", Principal::User { arn: arn("arn:aws:iam::111122223333:user/u") }),
        ("arn:aws:sts::111122223333:assumed-role/r/s", Principal::Session { arn: arn("arn:aws:sts::111122223333:assumed-role/r/s") }),
        ("arn:aws:sts::111122223333:federated-user/u", Principal::FederatedUser { arn: arn("arn:aws:sts::111122223333:federated-user/u") }),
        ("arn:aws:iam::111122223333:saml-provider/p", Principal::Federated(arn("arn:aws:iam::111122223333:saml-provider/p"))),
        ("arn:aws:iam::111122223333:oidc-provider/p", Principal::Federated(arn("arn:aws:iam::111122223333:oidc-provider/p"))),
    ] {
        let principal = Principal::parse(text);
        assert_eq!(principal, expected, "{text}");
        let account = principal.account().map(|account| account.literal().unwrap().to_owned());
        assert_eq!(account.is_some(), principal.arn().is_some(), "{text}");
        assert!(account.is_none_or(|account| account == ACCOUNT), "{text}");
    }
    assert_eq!(Principal::role("arn:aws:iam::111122223333:role/r"), Principal::parse("arn:aws:iam::111122223333:role/r"));
    assert_eq!(Principal::user("arn:aws:iam::111122223333:user/u"), Principal::parse("arn:aws:iam::111122223333:user/u"));
}

/// Whether a resource's policy that names this principal allows that one.
fn names(kind: &str, named: &str, principal: &str) -> bool {
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {kind: named}, "Action": "*", "Resource": "*"}
    ]});
    let output = simulate::run(&json!({
        "request": {"action": "s3:Get", "resource": "arn:aws:s3:::a", "principal": principal, "context": {}},
        "resource_policy": policy,
        "resource_account": ACCOUNT,
    }));
    output.unwrap()["decision"] == "allowed"
}

#[test]
fn each_kind_names_its_own() {
    let canonical = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    for (kind, named, principal, expected) in [
        ("Service", "ec2.amazonaws.com", "ec2.amazonaws.com", true),
        ("Service", "ssm.amazonaws.com", "ec2.amazonaws.com", false),
        ("Service", "*", "ec2.amazonaws.com", true),
        ("Federated", "accounts.google.com", "accounts.google.com", true),
        ("Federated", "accounts.google.com", "graph.facebook.com", false),
        ("Federated", "*", "accounts.google.com", true),
        ("Federated", "ec2.amazonaws.com", "ec2.amazonaws.com", false),
        ("Service", "accounts.google.com", "accounts.google.com", false),
        ("CanonicalUser", canonical, canonical, true),
        ("CanonicalUser", "*", canonical, false),
        ("AWS", "*", "ec2.amazonaws.com", true),
        ("AWS", "*", "", true),
        ("AWS", ACCOUNT, "ec2.amazonaws.com", false),
    ] {
        assert_eq!(names(kind, named, principal), expected, "{kind} {named}: {principal}");
    }
}

/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>
#[test]
fn service_linked_roles_are_not_limited_by_an_organisation() {
    let decided = |principal: &str| {
        let all = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]});
        let none = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]});
        let output = simulate::run(&json!({
            "request": {"action": "s3:Get", "resource": "arn:aws:s3:::a", "principal": principal, "context": {}},
            "identity_policies": [all],
            "service_control_policies": [[none]],
        }));
        output.unwrap()["decision"] == "allowed"
    };
    assert!(decided("arn:aws:iam::111122223333:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM"));
    assert!(decided("arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForAmazonSSM/s"));
    assert!(!decided("arn:aws:iam::111122223333:role/AWSServiceRoleForAmazonSSM"));
    assert!(!decided("arn:aws:sts::111122223333:assumed-role/r/AWSServiceRoleForAmazonSSM"));
    assert!(!decided("arn:aws:iam::111122223333:user/aws-service-role/u"));
}

#[test]
fn what_aws_keeps_nobody_may_change() {
    let decided = |action: &str, resource: &str| {
        let all = Policy::new("all", Document::new([Statement::allow(["*"], ["*"])]));
        let request = Request::new(Principal::user("arn:aws:iam::111122223333:user/u"), action, resource);
        evaluate(&request, &Layers { identity: vec![all], ..Layers::default() }).decision == Decision::Allowed
    };
    for (action, resource, expected) in [
        ("iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/ReadOnlyAccess", false),
        ("IAM:deletepolicy", "arn:aws:iam::aws:policy/service-role/X", false),
        ("iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess", true),
        ("iam:CreatePolicyVersion", "arn:aws:iam::111122223333:policy/own", true),
        ("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/r", false),
        ("iam:PassRole", "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/r", false),
        ("iam:GetRole", "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/r", true),
        ("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/r", true),
        ("kms:CreateAlias", "arn:aws:kms:eu-west-1:111122223333:alias/aws/ssm", false),
        ("kms:CreateAlias", "arn:aws:kms:eu-west-1:111122223333:alias/own", true),
        ("s3:CreateAlias", "arn:aws:kms:eu-west-1:111122223333:alias/aws/ssm", true),
    ] {
        assert_eq!(decided(action, resource), expected, "{action} {resource}");
    }
}

#[test]
fn statements_apart_from_a_request() {
    let allow = Statement::allow(["ssm:Start*"], ["arn:aws:ec2:*:*:instance/*"]);
    assert_eq!(allow.includes_action("ssm:StartSession"), Truth::True);
    assert_eq!(allow.includes_action("ssm:SendCommand"), Truth::False);
    let (instance, document) = (Text::lit("arn:aws:ec2:eu-west-1:1:instance/i-0"), Text::lit("arn:aws:ssm:eu-west-1::document/D"));
    assert_eq!(allow.includes_resource(Version::V2012, &instance), Truth::True);
    assert_eq!(allow.includes_resource(Version::V2012, &document), Truth::False);
    assert_eq!(allow.can_match(Version::V2012, "ssm:StartSession", [&instance, &document]), Truth::True);
    assert_eq!(allow.can_match(Version::V2012, "ssm:StartSession", [&document]), Truth::False);
    assert_eq!(allow.can_match(Version::V2012, "ssm:SendCommand", [&instance]), Truth::False);
    let text = r#"{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "ssm:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}},
        {"Effect": "Deny", "Action": "ssm:StartSession", "Resource": "*"},
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    ]}"#;
    let document = Document::parse(text).unwrap();
    assert_eq!(document.statements[0].can_match(Version::V2012, "ssm:StartSession", [&instance]), Truth::Unknown);
    let listed = |effect, action| document.statements_with(effect, action).iter().map(|listed| listed.index).collect::<Vec<_>>();
    assert_eq!(listed(Effect::Allow, "ssm:StartSession"), [0]);
    assert_eq!(listed(Effect::Deny, "ssm:StartSession"), [1]);
    assert_eq!(listed(Effect::Allow, "s3:GetObject"), [2]);
    assert!(listed(Effect::Deny, "s3:GetObject").is_empty());
}

#[test]
fn patterns_in_words() {
    let patterns = |list: &[&str], complete| Patterns { complete, ..Patterns::of(list.iter().copied()) }.to_string();
    assert_eq!(patterns(&["a", "b*"], true), "a, b*");
    assert_eq!(patterns(&["a"], false), "a, and perhaps more");
    assert_eq!(patterns(&[], false), "(known after apply)");
    assert_eq!(patterns(&[], true), "");
}

#[test]
fn keys_of_a_context() {
    let context = Context::new().with("K:b", "2").with("k:A", "1");
    assert_eq!(context.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["k:a", "k:b"]);
}

/// What a resource's policy grants, where the principal it names is not known, or only in part.
#[test]
fn principals_that_are_not_known() {
    let role = || Text::unknown(Placeholder::new("role.arn", Class::Any));
    let named = || Text::lit("arn:aws:iam::111122223333:role/").placeholder(Placeholder::new("name", Class::Segment));
    let user = || Text::lit("arn:aws:iam::111122223333:user/").placeholder(Placeholder::new("name", Class::Segment));
    let decided = |named: Text, principal: Principal, is_bounded: bool| {
        let all = || Statement::allow(["*"], ["*"]);
        let resource = all().principals(Principals::of(PrincipalKind::Aws, [named]));
        let boundary = Policy::new("boundary", Document::new([Statement::allow(["ec2:*"], ["*"])]));
        let layers = Layers {
            resource: Some(Policy::new("resource", Document::new([resource]))),
            boundary: if is_bounded { vec![boundary] } else { vec![] },
            ..Layers::default()
        };
        evaluate(&Request::new(principal, "s3:Get", "arn:aws:s3:::a"), &layers).decision
    };
    let parse = Principal::parse;
    let session = || parse("arn:aws:sts::111122223333:assumed-role/r/s");
    let federated = || parse("arn:aws:sts::111122223333:federated-user/u");
    for (value, principal, expected, bounded) in [
        // The very role of the request: a boundary limits what its session gets by that.
        (role(), Principal::Role { arn: role() }, Decision::Allowed, Decision::ImplicitDeny),
        // "Resource-based policies that grant permissions to an IAM role session ARN … are not limited".
        (role(), Principal::Session { arn: role() }, Decision::Allowed, Decision::Allowed),
        (role(), parse("arn:aws:iam::111122223333:role/r"), Decision::Unknown, Decision::Unknown),
        // It may turn out to be everybody.
        (role(), parse("ec2.amazonaws.com"), Decision::Unknown, Decision::Unknown),
        (role(), Principal::Anonymous, Decision::Unknown, Decision::Unknown),
        (named(), Principal::Anonymous, Decision::ImplicitDeny, Decision::ImplicitDeny),
        (named(), session(), Decision::Unknown, Decision::ImplicitDeny),
        (user(), session(), Decision::Unknown, Decision::ImplicitDeny),
        (user(), federated(), Decision::Unknown, Decision::ImplicitDeny),
        (Text::lit("arn:aws:iam::111122223333:role/u"), federated(), Decision::ImplicitDeny, Decision::ImplicitDeny),
        (Text::lit("arn:aws:iam::111122223333:role/r"), session(), Decision::Allowed, Decision::ImplicitDeny),
        // What is no ARN names nobody.
        (Text::lit("arn:aws:iam:"), session(), Decision::ImplicitDeny, Decision::ImplicitDeny),
        (Text::lit("arn:aws:iam::111122223333"), session(), Decision::ImplicitDeny, Decision::ImplicitDeny),
    ] {
        assert_eq!(decided(value.clone(), principal.clone(), false), expected, "{value} {principal:?}");
        assert_eq!(decided(value.clone(), principal.clone(), true), bounded, "{value} {principal:?} within a boundary");
    }
}
