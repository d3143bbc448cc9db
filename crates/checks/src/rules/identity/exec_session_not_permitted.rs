//! The task role may not use what the cluster asks of ECS Exec: a key, log groups, a bucket.

use crate::declare::declare_check;
use crate::rules::identity::asked::{Asked, bucket_arn, of_named, refuses};
use crate::rules::identity::logs::{Wanted, Without, of_bucket, of_group, of_groups, resource_of};
use crate::{AttrRef, Context, Effect, Evidence, Finding, Severity, Witness};
use ssm_check_assess::Assessed;
use ssm_check_assess::identity::RoleCase;
use ssm_check_assess::log_buckets::LogBucket;
use ssm_check_assess::open_world::text_after_apply;
use ssm_check_assess::policies::NamedKey;
use ssm_check_assess::target::{TargetKind, task};
use ssm_check_graph::aws::S3Bucket;
use ssm_check_graph::{LinkTarget, Resource, ResourceId};
use ssm_check_iam::{Class, Placeholder, Text};
use ssm_check_message::{Message, Span, list, say};
use ssm_check_plan::{Attr, Value};

declare_check!(
    SSM113,
    "exec-session-not-permitted",
    Error,
    r#"## What it checks
The task role may do what `execute_command_configuration` of its cluster requires: `kms:Decrypt` with `kms_key_id` and, for the logs that
`log_configuration` names, the actions that write them and check their encryption. And the key is
enabled, symmetric and for encryption.

## Why it matters
With a key, the agent in the container decrypts the session's key before anything else: without `kms:Decrypt` on the *task* role no session
starts. The same happens where encrypted logs are required and the role may not check their encryption. Where the role merely
may not write them, sessions start and are not logged; that is a warning.

## Example
```hcl
resource "aws_ecs_cluster" "main" {
  name = "main"
  configuration {
    execute_command_configuration {
      kms_key_id = aws_kms_key.exec.arn
      logging    = "OVERRIDE"
      log_configuration {
        cloud_watch_log_group_name = aws_cloudwatch_log_group.exec.name
      }
    }
  }
}
```

## How to fix
```hcl
resource "aws_iam_role_policy" "exec_session" {
  role = aws_iam_role.task.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "kms:Decrypt", Resource = aws_kms_key.exec.arn },
      { Effect = "Allow", Action = "logs:DescribeLogGroups", Resource = "*" },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.exec.arn}:*"
      },
    ]
  })
}
```

## When it does not fail
When the cluster is not in the inputs, or its configuration is known only after apply. When a policy of the role, the key's policy, a grant
or the bucket's policy may allow it. Logs that the task definition configures (`DEFAULT`) are not looked at.

## References
- <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging>
- <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ExecuteCommandConfiguration.html>
- <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for assessed in context.targets.iter().filter(|assessed| assessed.target.kind == TargetKind::Task) {
        let target = assessed.target.resource;
        let Some(cluster) = task::cluster(target) else { continue };
        let cluster = cluster.0;
        let mut wanted = wanted(context, target, cluster);
        wanted.retain(|wanted| match wanted.asked.unfit(context, target, || input_of(cluster, wanted.asked.input)) {
            Some(why) => {
                findings.push(of_unfit(target, cluster, &wanted.asked, why));
                false
            }
            None => true,
        });
        let cases = &assessed.identity.cases;
        let Some(role) = cases.first().and_then(|case| case.role.as_ref()) else { continue };
        let refused = |wanted: &Wanted<'_>| {
            let by = |role: &RoleCase<'_>| refuses(context.graph, &assessed.target, role, &wanted.asked);
            cases.iter().all(|case| case.role.as_ref().is_some_and(by))
        };
        let missing: Vec<_> = wanted.into_iter().filter(refused).collect();
        let lack = |kind: Without| missing.iter().filter(|wanted| wanted.without == kind).collect::<Vec<_>>();
        let (sessions, logs) = (lack(Without::Session), lack(Without::Log));
        if !sessions.is_empty() {
            findings.push(finding(assessed, cluster, role, &sessions, true));
        }
        if !logs.is_empty() {
            let all: Vec<_> = logs.into_iter().chain(lack(Without::Nothing)).collect();
            findings.push(finding(assessed, cluster, role, &all, false));
        }
    }
}

/// The key is of no use to anybody, so that no session opens.
fn of_unfit(target: Resource<'_>, cluster: Resource<'_>, asked: &Asked<'_>, (at, why): (AttrRef, Message)) -> Finding {
    let message = say!(
        "ECS Exec into {} is refused: {} encrypts sessions with {}, which {}",
        Span::address(target.address()),
        Span::address(cluster.address()),
        asked.shown.clone(),
        why.clone()
    );
    let evidence =
        vec![Evidence::Fact { at: input_of(cluster, asked.input), shows: say!("is {}", &asked.shown) }, Evidence::Fact { at, shows: why }];
    let help =
        say!("enable a symmetric key for encryption, and name it as {} of {}", Span::code(asked.input), Span::address(cluster.address()));
    Finding::fail(&CHECK, target.address(), message).about("task_definition").because(evidence).help(help)
}

fn input_of(cluster: Resource<'_>, input: &str) -> AttrRef {
    AttrRef::new(cluster.address(), format!("configuration.execute_command_configuration.{input}"))
}

fn finding(
    assessed: &Assessed<'_>,
    cluster: Resource<'_>,
    role: &RoleCase<'_>,
    missing: &[&Wanted<'_>],
    refuses_sessions: bool,
) -> Finding {
    let (address, name) = (assessed.target.resource.address(), role.role.0.address());
    let actions = list(missing.iter().map(|wanted| Span::code(wanted.asked.action)));
    let message = if refuses_sessions {
        say!(
            "ECS Exec into {} is refused: its task role {} does not allow what {} requires, {}",
            Span::address(address),
            Span::address(name),
            Span::address(cluster.address()),
            actions
        )
    } else {
        say!(
            "ECS Exec sessions in {} are not logged: its task role {} does not allow {}",
            Span::address(address),
            Span::address(name),
            actions
        )
    };
    let mut evidence = Vec::new();
    for Wanted { asked, .. } in missing {
        let shown = asked.shown.unquoted();
        evidence.push(Evidence::Fact { at: input_of(cluster, asked.input), shows: say!("is {}", &asked.shown) });
        evidence.push(Evidence::Decision {
            at: AttrRef::resource(name),
            effect: Effect::Deny,
            what: "no policy of the role allows".into(),
            request: Some(Witness::Request { action: asked.action.to_owned(), resource: shown }),
        });
    }
    let mut by_resource: Vec<(Message, Vec<Span>)> = Vec::new();
    for wanted in missing {
        let (on, action) = (grant_on(wanted), Span::code(wanted.asked.action));
        match by_resource.iter_mut().find(|(other, _)| *other == on) {
            Some((_, actions)) => actions.push(action),
            None => by_resource.push((on, vec![action])),
        }
    }
    let grants = list(by_resource.into_iter().map(|(on, actions)| say!("{} on {}", list(actions), on)));
    let severity = if refuses_sessions { Severity::Error } else { Severity::Warning };
    let finding = Finding::fail(&CHECK, address, message).about("task_definition").because(evidence).help(say!(
        "allow {} in a policy of {}",
        grants,
        Span::address(name)
    ));
    Finding { severity, ..finding }
}

/// What a statement that allows it names, in words.
fn grant_on(wanted: &Wanted<'_>) -> Message {
    let asked = &wanted.asked;
    let arn = resource_of(asked);
    let names_it = arn == "*" || arn.contains(&format!(":{}", asked.shown.unquoted()));
    if asked.input != "kms_key_id" && names_it { Span::value(arn).into() } else { asked.shown.clone() }
}

/// What the cluster asks for.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging>
fn wanted<'g>(context: &Context<'g>, target: Resource<'g>, cluster: Resource<'g>) -> Vec<Wanted<'g>> {
    let configuration = cluster.value("configuration").first().get("execute_command_configuration");
    let mut all = Vec::new();
    // Whether there is one is not known.
    if configuration.is_unknown() {
        return all;
    }
    let configuration = configuration.first();
    if let Some(key) = key_of(target, cluster, configuration) {
        all.push(session(key));
    }
    if configuration.get("logging").text() != Attr::Known("OVERRIDE") || configuration.get("log_configuration").is_unknown() {
        return all;
    }
    let logs = configuration.get("log_configuration").first();
    let is_on = |name: &str| matches!(logs.get(name).boolean(), Attr::Known(true) | Attr::Sensitive(Some(true)));
    if let Some((group, shown)) = named(logs, cluster, "cloud_watch_log_group_name") {
        let input = "log_configuration.cloud_watch_log_group_name";
        let encrypted = is_on("cloud_watch_encryption_enabled");
        all.push(of_groups(target, &shown, input, if encrypted { Without::Session } else { Without::Log }));
        all.extend(of_group(target, (&group, None), &shown, input));
    }
    if let Some((name, shown)) = named(logs, cluster, "s3_bucket_name") {
        let linked = cluster.links(&["configuration", "execute_command_configuration", "log_configuration", "s3_bucket_name"]);
        let of = |bucket: ResourceId| context.graph.view::<S3Bucket<'g>>(bucket);
        let linked = linked.into_iter().find_map(ssm_check_graph::Link::only).and_then(|target| match target {
            LinkTarget::Resource(id) => of(id),
            LinkTarget::Default(..) => None,
        });
        let bucket = match (linked, name.literal()) {
            (Some(bucket), _) => LogBucket::of(bucket),
            (None, Some(name)) => LogBucket::named(context.graph, name),
            (None, None) => LogBucket::unknown(text_after_apply(cluster, "configuration")),
        };
        let resource = bucket_arn(target, &bucket, &name);
        let input = "log_configuration.s3_bucket_name";
        if is_on("s3_bucket_encryption_enabled") {
            let asked = Asked::on_bucket("s3:GetEncryptionConfiguration", input, bucket.clone(), (resource.clone(), shown.clone()));
            all.push(session(asked));
        }
        all.extend(of_bucket(&bucket, resource.then("/"), &shown, input));
    }
    all
}

/// What no session starts without.
fn session(asked: Asked<'_>) -> Wanted<'_> {
    Wanted { log: asked.shown.clone(), holder: asked.shown_resource(), asked, without: Without::Session }
}

/// The key of sessions: one of the inputs, or what stands for it.
fn key_of<'g>(target: Resource<'g>, cluster: Resource<'g>, configuration: Value<'g, 'g>) -> Option<Asked<'g>> {
    let written = configuration.get("kms_key_id").text();
    if matches!(written, Attr::Absent | Attr::Known("")) {
        return None;
    }
    let path = ["configuration", "execute_command_configuration", "kms_key_id"];
    let (named, shown) = match written {
        Attr::Known(text) => (Some(NamedKey::of(cluster, text)), Message::from(Span::value(text))),
        _ => (NamedKey::behind(cluster, &path, &[0, 0]).or_else(|| linked(cluster, &path)), "a key that is known after apply".into()),
    };
    let named = named.unwrap_or_else(|| NamedKey::some(target.location(), &shown.unquoted()));
    Some(Asked { input: "kms_key_id", ..of_named(named, shown) })
}

/// The key that a link of the cluster certainly leads to.
fn linked<'g>(cluster: Resource<'g>, path: &[&str]) -> Option<NamedKey<'g>> {
    let link = cluster.links(path).into_iter().find(|link| !link.is_absent())?;
    let key = cluster.graph().linked(link)?;
    cluster.graph().view(key.id()).map(NamedKey::shown)
}

/// A name that the log configuration has, as text, and in words; `None` where it is left out.
fn named(logs: Value<'_, '_>, cluster: Resource<'_>, attribute: &str) -> Option<(Text, Message)> {
    match logs.get(attribute).text() {
        Attr::Absent | Attr::Known("") | Attr::Sensitive(Some("")) => None,
        Attr::Known(name) => Some((Text::lit(name), Span::value(name).into())),
        Attr::Unknown(_) | Attr::Sensitive(_) => {
            let what = format!("{attribute} of {}", cluster.address());
            Some((Text::unknown(Placeholder::new(what, Class::Any)), Span::value(attribute).into()))
        }
    }
}
