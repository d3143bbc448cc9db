//! The role may not use what session preferences ask for: a key, an encrypted bucket, log groups.

use crate::check::declare_check;
use crate::repairs::{Advice, session_key};
use crate::rules::host::{failing, preferences, set_input};
use crate::{AttrRef, Context, Effect, Evidence, Finding, Witness};
use ssm_check_assess::Assessed;
use ssm_check_assess::access::session_key::unfit;
use ssm_check_assess::access::{scps, statement_name};
use ssm_check_assess::agent_request::agent_request;
use ssm_check_assess::document::{Content, Reading, content_of};
use ssm_check_assess::identity::RoleCase;
use ssm_check_assess::policies::{Held, policy_of_key};
use ssm_check_assess::target::Target;
use ssm_check_aws::Arn;
use ssm_check_graph::aws::{KmsKey, SsmDocument};
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::{
    Class, Document, Layers, Outcome, Placeholder, Policy, Principal, Request, Scope, Statement, Text, Truth, Value, evaluate,
};
use ssm_check_message::{Message, Span, say};
use ssm_check_plan::Attr;
use ssm_check_repair::Repair;

declare_check!(
    SSM111,
    "session-key-not-usable",
    Error,
    r#"## What it checks
Session preferences of the inputs ask for something that the target's role may not do: `kms:Decrypt` with the key of `kmsKeyId`,
`s3:GetEncryptionConfiguration` where encrypted logs in S3 are enforced, `logs:DescribeLogGroups` where they are in CloudWatch Logs. And the
key is one that anybody can use: it is enabled, symmetric and for encryption.

## Why it matters
The agent decrypts the session's key before anything else, and asks whether bucket and log group are encrypted. Where it may not, every session
is refused, although the instance shows as online. `AmazonSSMManagedInstanceCore` allows none of the three.

## Example
```hcl
resource "aws_ssm_document" "preferences" {
  name          = "SSM-SessionManagerRunShell"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Standard_Stream"
    inputs        = { kmsKeyId = "alias/session" }
  })
}
```

## How to fix
```hcl
resource "aws_iam_role_policy" "session_key" {
  role = aws_iam_role.web.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.session.arn }]
  })
}
```

## When it does not fail
When the preferences are not in the inputs, or known only after apply for more than the key. When a policy of the role, the key's policy or a
grant may allow it. The policy of a key outside of the inputs is taken to be AWS's own, which leaves it to IAM.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html>
- <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
- <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html>"#
);

/// Something that the preferences ask the role for.
pub(super) struct Asked<'g> {
    pub(super) action: &'static str,
    pub(super) resource: Text,
    /// The resource in words.
    pub(super) shown: Message,
    /// The preference that asks for it.
    pub(super) input: &'static str,
    /// The key, if it is one of the inputs.
    pub(super) key: Option<KmsKey<'g>>,
}

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.instances() {
        for (document, reading) in preferences(context, assessed.target.resource) {
            findings.extend(usable(context.graph, assessed, document, &reading).into_iter().filter_map(|(_, finding)| finding));
        }
    }
}

fn finding(target: &Target<'_>, document: SsmDocument<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> Finding {
    let fact = Evidence::Fact { at: content_of(document), shows: say!("has {}: {}", Span::code(asked.input), asked.shown.clone()) };
    // What is hidden is not for an edit to say.
    let arn = asked.resource.literal().filter(|_| !matches!(document.content(), Attr::Sensitive(_)));
    denied(target, role, asked, fact.clone()).unwrap_or_else(|| not_allowed(target, role, asked, (fact, arn)))
}

/// The key is of no use to anybody.
fn of_unfit(target: Resource<'_>, document: SsmDocument<'_>, asked: &Asked<'_>, (at, why): (AttrRef, Message)) -> Finding {
    let message = say!(
        "session preferences encrypt sessions of {} with {}, which {}",
        Span::address(target.address()),
        asked.shown.clone(),
        why.clone()
    );
    let evidence = vec![
        Evidence::Fact { at: content_of(document), shows: say!("has {}: {}", Span::code(asked.input), asked.shown.clone()) },
        Evidence::Fact { at: at.clone(), shows: why },
    ];
    let help = say!("enable a symmetric key for encryption, and name it as {} of the preferences", Span::code(asked.input));
    let repair = asked.key.and_then(|key| session_key::enabled(key.0, &at));
    failing(&CHECK, target.address(), "iam_instance_profile", message, evidence, Advice::of(repair, help))
}

/// A statement refuses it, whatever else allows it.
fn denied(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>, fact: Evidence) -> Option<Finding> {
    let policy = (asked.action == "kms:Decrypt").then(|| key_policy(role, asked.key));
    let outcome = outcome(target, role, asked, policy);
    let found = outcome.matching().find(|found| found.effect == ssm_check_iam::Effect::Deny && found.matched == Truth::True)?;
    let (address, action) = (target.resource.address(), Span::code(asked.action));
    let (statement, policy) = (statement_name(found.sid.as_deref(), found.index), Span::address(&*found.policy));
    let message = say!(
        "session preferences require {} for {}, and {} of {} denies it to its role {}",
        action.clone(),
        Span::address(address),
        statement.clone(),
        policy.clone(),
        Span::address(role.role.0.address())
    );
    let decision = Evidence::Decision {
        at: AttrRef::resource(&*found.policy),
        effect: Effect::Deny,
        what: say!("{} denies {}", statement.clone(), action.clone()),
        request: Some(Witness::Request { action: asked.action.to_owned(), resource: asked.shown.unquoted() }),
    };
    let help = say!("take {} on {} out of what {} of {} denies", action, asked.shown.clone(), statement, policy);
    Some(failing(&CHECK, address, "iam_instance_profile", message, vec![fact, decision], help))
}

fn not_allowed(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>, (fact, arn): (Evidence, Option<&str>)) -> Finding {
    let (name, action, address) = (role.role.0.address(), asked.action, target.resource.address());
    let Missing { at, considered, who, what, help, repair } = missing(target, role, asked, arn);
    let message = say!("session preferences require {} for {}, and {} does not allow it", Span::code(action), Span::address(address), who);
    let evidence = vec![
        fact,
        Evidence::Decision {
            at: AttrRef::resource(name),
            effect: Effect::Deny,
            what: what.into(),
            request: Some(Witness::Request { action: action.to_owned(), resource: asked.shown.unquoted() }),
        },
        Evidence::Absence { at: Some(at), looked_for: say!("statement that allows {}", Span::code(action)), considered },
    ];
    failing(&CHECK, address, "iam_instance_profile", message, evidence, Advice::of(repair, help))
}

/// Where a statement is missing.
struct Missing {
    at: AttrRef,
    considered: Vec<String>,
    who: Message,
    what: &'static str,
    help: Message,
    repair: Option<Repair>,
}

fn missing(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>, arn: Option<&str>) -> Missing {
    let (own, action) = (role.role.0, asked.action);
    let (name, graph) = (own.address(), own.graph());
    let names = |held: &[Held]| held.iter().map(|held| held.name.clone()).collect::<Vec<_>>();
    let boundary = names(&role.policies.boundary);
    let resource = |from: Resource<'_>| session_key::resource(from, action, asked.key.map(|key| key.0), arn);
    let allow = say!("allow {} on {}", Span::code(action), asked.shown.clone());
    // What the boundary takes away is not missing in a policy.
    if let Some(first) = boundary.first().filter(|_| may_by_policies(target, role, asked)) {
        let holder = graph.at(first);
        return Missing {
            at: AttrRef::new(name, "permissions_boundary"),
            considered: boundary.clone(),
            who: say!("the permissions boundary of its role {}", Span::address(name)),
            what: "the boundary does not allow",
            help: say!("{} in {}, the permissions boundary of {}", allow, Span::address(first), Span::address(name)),
            repair: holder.and_then(|holder| session_key::by_boundary(holder, action, resource(holder)?)),
        };
    }
    let key = (action == "kms:Decrypt").then(|| key_policy(role, asked.key));
    if let Some(key) = key.filter(|key| !would_by_policies(target, role, asked, key.clone())) {
        let holder = graph.at(&key.name);
        return Missing {
            at: AttrRef::new(&*key.name, "policy"),
            considered: vec![key.name.clone()],
            who: say!("the policy of {}, which does not leave it to policies of its role {},", asked.shown.clone(), Span::address(name)),
            what: "the policy of the key does not allow",
            help: say!("allow {} to {} in the policy of {}", Span::code(action), Span::address(name), asked.shown.clone()),
            repair: holder.and_then(|holder| session_key::by_key(holder, own, action)),
        };
    }
    Missing {
        at: AttrRef::resource(name),
        considered: names(&role.policies.held),
        who: say!("its role {}", Span::address(name)),
        what: "no policy of the role allows",
        help: say!("{} in a policy of {}", allow, Span::address(name)),
        repair: resource(own).and_then(|resource| session_key::by_role(own, action, resource)),
    }
}

/// With a policy that allows it, the role may, for all that the key's policy says.
fn would_by_policies(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>, key: Policy) -> bool {
    let mut identity = role.policies.identity(asked.action);
    identity.push(Policy::new("another", Document::new([Statement::allow([asked.action], ["*"])])));
    let layers = Layers { identity, resource: Some(key), ..Layers::default() };
    evaluate(&request(target, role, asked), &layers).allowed().is_possible()
}

/// Without its boundary, the role may not be refused.
fn may_by_policies(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> bool {
    let request = request(target, role, asked);
    let resource = (asked.action == "kms:Decrypt").then(|| key_policy(role, asked.key));
    let layers = Layers { identity: role.policies.identity(asked.action), resource, ..Layers::default() };
    evaluate(&request, &layers).allowed().is_possible()
}

/// Of each thing that preferences ask of a target, whether its role may do it, and the finding if not.
pub(crate) fn usable(
    graph: &Graph<'_>,
    assessed: &Assessed<'_>,
    document: SsmDocument<'_>,
    reading: &Reading,
) -> Vec<(Truth, Option<Finding>)> {
    let target = assessed.target.resource;
    let need = |asked: Asked<'_>| {
        if let Some(unfit) = asked.key.and_then(unfit) {
            return (Truth::False, Some(of_unfit(target, document, &asked, unfit)));
        }
        let roles: Vec<_> = assessed.identity.cases.iter().map(|case| case.role.as_ref()).collect();
        let truth = Truth::agreed(roles.iter().map(|role| role.map_or(Truth::Unknown, |role| may(graph, &assessed.target, role, &asked))));
        let truth = truth.unwrap_or(Truth::Unknown);
        let role = roles.first().copied().flatten().filter(|_| truth == Truth::False);
        (truth, role.map(|role| finding(&assessed.target, document, role, &asked)))
    };
    asked(graph, target, document, reading).into_iter().map(need).collect()
}

/// What the preferences ask the role for.
fn asked<'g>(graph: &'g Graph<'g>, target: Resource<'g>, document: SsmDocument<'g>, reading: &Reading) -> Vec<Asked<'g>> {
    match reading {
        Reading::Content(content) => of_content(graph, target, content),
        // The only key that preferences can name is the session's; where nothing else of the content is unknown, it names one.
        Reading::Unknown(_) if matches!(document.content(), Attr::Unknown(_)) => {
            let source = graph.sole_source(document.0, &["content"], &[]);
            let key = source
                .filter(|(_, attribute)| matches!(attribute.as_str(), "arn" | "key_id" | "id"))
                .and_then(|(source, _)| graph.view::<KmsKey<'g>>(source.id()));
            key.map(of_key).into_iter().collect()
        }
        Reading::Unknown(_) | Reading::Invalid(_) => Vec::new(),
    }
}

fn of_content<'g>(graph: &'g Graph<'g>, target: Resource<'g>, content: &Content) -> Vec<Asked<'g>> {
    let mut all = Vec::new();
    if let Some(key) = set_input(content, "kmsKeyId").filter(|key| !key.contains("{{")) {
        let is = |known: &KmsKey<'g>| {
            let named = |name: &&str| known.0.text(name).value() == Some(key.as_str()) || key == format!("{}.{name}", known.0.address());
            ["arn", "key_id", "id"].iter().any(named)
        };
        all.push(match graph.all::<KmsKey<'g>>().find(is) {
            Some(known) => of_key(known),
            None if content.is_hole(&key) => Asked {
                action: "kms:Decrypt",
                resource: some_key(target, &key),
                shown: Span::value(&key).into(),
                input: "kmsKeyId",
                key: None,
            },
            None => Asked {
                action: "kms:Decrypt",
                resource: key_arn(target, &key),
                shown: Span::value(&key).into(),
                input: "kmsKeyId",
                key: None,
            },
        });
    }
    // https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/shell/shell.go
    let named = |prefix: Text, name: &str| {
        if content.is_hole(name) { prefix.placeholder(Placeholder::new(name, Class::Segment)) } else { prefix.then(name) }
    };
    if let (Some(bucket), Some(true)) = (set_input(content, "s3BucketName"), content.switch("s3EncryptionEnabled")) {
        let resource = named(Text::arn(target.location(), "s3", Scope::Neither, &Text::default()), &bucket);
        all.push(Asked {
            action: "s3:GetEncryptionConfiguration",
            resource,
            shown: Span::value(&bucket).into(),
            input: "s3EncryptionEnabled",
            key: None,
        });
    }
    if let (Some(group), Some(true)) = (set_input(content, "cloudWatchLogGroupName"), content.switch("cloudWatchEncryptionEnabled")) {
        let resource = Text::arn(target.location(), "logs", Scope::Regional, &Text::lit("log-group:"));
        let resource = named(resource, &group);
        all.push(Asked {
            action: "logs:DescribeLogGroups",
            resource,
            shown: Span::value(&group).into(),
            input: "cloudWatchEncryptionEnabled",
            key: None,
        });
    }
    all
}

pub(super) fn of_key(key: KmsKey<'_>) -> Asked<'_> {
    Asked {
        action: "kms:Decrypt",
        resource: ssm_check_assess::arn::arn_of(key.0),
        shown: Span::address(key.0.address()).into(),
        input: "kmsKeyId",
        key: Some(key),
    }
}

/// The ARN of a key by its ARN, id or alias; which key an alias stands for is not known.
fn key_arn(target: Resource<'_>, key: &str) -> Text {
    if Arn::parse(key).is_some_and(|arn| arn.resource.starts_with("key/")) {
        return Text::lit(key);
    }
    if key.contains("alias/") { some_key(target, key) } else { keys(target).then(key) }
}

/// A key of which only is known what stands for it.
pub(super) fn some_key(target: Resource<'_>, named: &str) -> Text {
    keys(target).placeholder(Placeholder::new(format!("the key of {named}"), Class::Segment))
}

fn keys(target: Resource<'_>) -> Text {
    Text::arn(target.location(), "kms", Scope::Regional, &Text::lit("key/"))
}

/// The role certainly may not: neither its own policies nor the resource's let it.
pub(super) fn refuses(graph: &Graph<'_>, target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> bool {
    may(graph, target, role, asked) == Truth::False
}

/// May the role do it, by its own policies and that of the resource?
fn may(graph: &Graph<'_>, target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> Truth {
    let has = |resource_type: &str| graph.of_type(resource_type).next().is_some();
    let by = |policy: Option<Policy>| outcome(target, role, asked, policy).allowed();
    match asked.action {
        // A grant lets a principal use a key beside all policies: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
        "kms:Decrypt" if has("aws_kms_grant") => by(Some(key_policy(role, asked.key))).or(Truth::Unknown),
        // What is no key of the inputs by itself may be an alias of one, whose policy may name the role.
        "kms:Decrypt" if asked.resource.literal().is_none() && asked.key.is_none() => {
            let of_inputs = graph.all::<KmsKey<'_>>().map(|key| by(Some(key_policy(role, Some(key)))));
            let agreed = Truth::agreed(of_inputs.chain([by(Some(key_policy(role, None)))])).unwrap_or(Truth::Unknown);
            if has("aws_kms_key_policy") { Truth::Unknown } else { agreed }
        }
        "kms:Decrypt" => by(Some(key_policy(role, asked.key))),
        "s3:GetEncryptionConfiguration" | "s3:PutObject" if has("aws_s3_bucket_policy") => Truth::Unknown,
        _ => by(None),
    }
}

/// The agent calls KMS and the log's service itself, not through another service, and tells KMS no key: what it decrypts names that.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service>,
/// <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-request-alias>,
/// <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/crypto/kmsservice.go>
fn request(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> Request {
    let own = agent_request(target, role.role, asked.action);
    let context = own.context.clone().with_value("kms:ViaService", Value::Absent).with_value("kms:RequestAlias", Value::Absent);
    Request { action: asked.action.to_owned(), resource: asked.resource.clone(), ..own }.context(context)
}

/// What the policies of the role and that of the resource come to.
fn outcome(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>, resource: Option<Policy>) -> Outcome {
    let request = request(target, role, asked);
    let account = role.role.0.location().account();
    let layers = Layers {
        identity: role.policies.identity(asked.action),
        boundary: role.policies.boundary(asked.action),
        scps: scps::levels(&scps::all(target.resource.graph(), account)),
        rcps: scps::rcps(target.resource.graph(), account),
        resource,
        ..Layers::default()
    };
    evaluate(&request, &layers)
}

/// The policy of a key, or what AWS's own is in the account of the role.
fn key_policy(role: &RoleCase<'_>, key: Option<KmsKey<'_>>) -> Policy {
    policy_of_key(key, || {
        let own = Principal::role(ssm_check_assess::arn::arn_of(role.role.0)).account();
        own.unwrap_or_else(|| Text::account(&role.role.0.location().account))
    })
}
