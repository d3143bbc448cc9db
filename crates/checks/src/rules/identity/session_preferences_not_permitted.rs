//! The role may not do what session preferences require: use a key, look at a bucket or at log groups.

use crate::declare::declare_check;
use crate::repairs::{Advice, session_key};
use crate::rules::host::failing;
use crate::rules::identity::asked::{Asked, On, asked, may};
use crate::rules::identity::refusal::{Lack, Refusal, denial};
use crate::rules::preferences::{Followed, named};
use crate::{AttrRef, Context, Effect, Evidence, Finding, Witness};
use ssm_check_assess::Assessed;
use ssm_check_assess::document::{Reading, content_of};
use ssm_check_assess::identity::RoleCase;
use ssm_check_assess::target::Target;
use ssm_check_graph::Resource;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_iam::Truth;
use ssm_check_message::{Message, Span, say};
use ssm_check_plan::Attr;
use ssm_check_repair::Repair;

declare_check!(
    SSM111,
    "session-preferences-not-permitted",
    Error,
    r#"## What it checks
The target's role may do what session preferences require, those of `SSM-SessionManagerRunShell` and of other documents of type
`Standard_Stream`: `kms:Decrypt` with the key of `kmsKeyId`, `s3:GetEncryptionConfiguration` where encrypted logs in S3 are enforced, and
`logs:DescribeLogGroups` where they are in CloudWatch Logs, which takes a statement on `*`. And the key is enabled, symmetric, for
encryption, and none that AWS manages. An alias of the inputs is followed to its key; one that the plan deletes leads to none.

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
When the preferences are not in the inputs, or known only after apply for more than the key, the bucket and the log group. When a policy of the
role, the policy of the key or of the bucket, or a grant of the key may allow it. The policy of a key outside of the inputs is taken to be AWS's own, which
leaves it to IAM; that of a bucket outside of the inputs may allow it. A bucket of another account has to allow it as well.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html>
- <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
- <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key>
- <https://docs.aws.amazon.com/kms/latest/developerguide/grants.html>
- <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html>
- <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let followed = Followed::of(context);
    for assessed in context.instances() {
        followed.on(context, assessed.target.resource, |document, reading| {
            findings.extend(usable(context, assessed, document, reading).into_iter().filter_map(|(_, finding)| finding));
        });
    }
}

fn finding(target: &Target<'_>, document: SsmDocument<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> Finding {
    let fact = Evidence::Fact { at: content_of(document), shows: say!("has {}: {}", Span::code(asked.input), asked.shown.clone()) };
    // What is hidden is not for an edit to say.
    let arn = asked.resource.literal().filter(|_| !matches!(document.content(), Attr::Sensitive(_)));
    match Refusal::of(target, role, asked) {
        Refusal::Denied { statement, policy } => denied((target, document), role, asked, fact, (statement, &policy)),
        Refusal::Lacks(lack) => not_allowed((target, document), role, asked, (fact, arn), lack),
    }
}

/// The key is of no use to anybody.
fn of_unfit(target: Resource<'_>, document: SsmDocument<'_>, asked: &Asked<'_>, (at, why): (AttrRef, Message)) -> Finding {
    let message = say!(
        "{} encrypt sessions of {} with {}, which {}",
        named(document),
        Span::address(target.address()),
        asked.shown.clone(),
        why.clone()
    );
    let evidence = vec![
        Evidence::Fact { at: content_of(document), shows: say!("has {}: {}", Span::code(asked.input), asked.shown.clone()) },
        Evidence::Fact { at: at.clone(), shows: why },
    ];
    let input = Span::code(asked.input);
    let help = if matches!(asked.on, On::Key(None)) {
        say!("keep {}, or name a key that stays as {} of the preferences", Span::attribute(&at), input)
    } else {
        say!("enable a symmetric key for encryption, and name it as {} of the preferences", input)
    };
    let repair = asked.key().and_then(|key| session_key::enabled(key.0, &at));
    failing(&CHECK, target.address(), "iam_instance_profile", message, evidence, Advice::of(repair, help))
}

/// A statement refuses it, whatever else allows it.
fn denied(
    (target, document): (&Target<'_>, SsmDocument<'_>),
    role: &RoleCase<'_>,
    asked: &Asked<'_>,
    fact: Evidence,
    (statement, policy): (Message, &str),
) -> Finding {
    let (address, action) = (target.resource.address(), Span::code(asked.action));
    let policy = Span::address(policy);
    let message = say!(
        "{} require {} for {}, and {} of {} denies it to its role {}",
        named(document),
        action.clone(),
        Span::address(address),
        statement.clone(),
        policy.clone(),
        Span::address(role.role.0.address())
    );
    let help = say!("take {} on {} out of what {} of {} denies", action, asked.shown.clone(), statement.clone(), policy.clone());
    failing(&CHECK, address, "iam_instance_profile", message, vec![fact, denial(asked, statement, policy)], help)
}

fn not_allowed(
    (target, document): (&Target<'_>, SsmDocument<'_>),
    role: &RoleCase<'_>,
    asked: &Asked<'_>,
    (fact, arn): (Evidence, Option<&str>),
    lack: Lack,
) -> Finding {
    let (name, action, address) = (role.role.0.address(), asked.action, target.resource.address());
    let Missing { at, considered, who, what, help, repair } = missing(role, asked, arn, lack);
    let message = say!("{} require {} for {}, and {} does not allow it", named(document), Span::code(action), Span::address(address), who);
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

fn missing(role: &RoleCase<'_>, asked: &Asked<'_>, arn: Option<&str>, lack: Lack) -> Missing {
    let (own, action) = (role.role.0, asked.action);
    let (name, graph) = (own.address(), own.graph());
    let resource = |from: Resource<'_>| session_key::resource(from, action, asked.shown_resource(), arn);
    let allow = say!("allow {} on {}", Span::code(action), asked.shown.clone());
    match lack {
        Lack::Boundary(boundary) => {
            let first = boundary.first().cloned().unwrap_or_default();
            let holder = graph.at(&first);
            Missing {
                at: AttrRef::new(name, "permissions_boundary"),
                considered: boundary,
                who: say!("the permissions boundary of its role {}", Span::address(name)),
                what: "the boundary does not allow",
                help: say!("{} in {}, the permissions boundary of {}", allow, Span::address(first), Span::address(name)),
                repair: holder.and_then(|holder| session_key::by_boundary(holder, action, resource(holder)?)),
            }
        }
        Lack::Resource(policy) => {
            let holder = graph.at(&policy.name);
            Missing {
                at: AttrRef::new(&*policy.name, "policy"),
                considered: vec![policy.name.clone()],
                who: say!(
                    "the policy of {}, which does not leave it to policies of its role {},",
                    asked.shown.clone(),
                    Span::address(name)
                ),
                what: "the policy of the resource does not allow",
                help: say!("allow {} to {} in the policy of {}", Span::code(action), Span::address(name), asked.shown.clone()),
                repair: holder.filter(|_| asked.key().is_some()).and_then(|holder| session_key::by_key(holder, own, action)),
            }
        }
        Lack::Statement(considered) => Missing {
            at: AttrRef::resource(name),
            considered,
            who: say!("its role {}", Span::address(name)),
            what: "no policy of the role allows",
            help: say!("{} in a policy of {}", allow, Span::address(name)),
            repair: resource(own).and_then(|resource| session_key::by_role(own, action, resource)),
        },
    }
}

/// Of each thing that preferences ask of a target, whether its role may do it, and the finding if not.
pub(crate) fn usable(
    context: &Context<'_>,
    assessed: &Assessed<'_>,
    document: SsmDocument<'_>,
    reading: &Reading,
) -> Vec<(Truth, Option<Finding>)> {
    let (graph, target) = (context.graph, assessed.target.resource);
    let need = |asked: Asked<'_>| {
        if let Some(unfit) = asked.unfit(context, target, || content_of(document)) {
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
