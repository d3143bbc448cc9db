//! The role may not write the logs that session preferences ask for.

use crate::declare::declare_check;
use crate::repairs::{Advice, session_key};
use crate::rules::host::{failing, set_input};
use crate::rules::identity::asked::{Asked, bucket_arn, log_bucket, may, named, outcome};
use crate::rules::identity::logs::{Wanted, Without, of_bucket, of_group, of_groups, resource_of};
use crate::rules::identity::refusal::{Lack, Refusal, denial};
use crate::rules::preferences::{Followed, sessions_on};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::Assessed;
use ssm_check_assess::document::{Content, Reading, content_of};
use ssm_check_assess::identity::RoleCase;
use ssm_check_assess::log_groups::LogGroup;
use ssm_check_graph::aws::SsmDocument;
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::{Document, Policy, Text, Truth};
use ssm_check_message::{Message, Span, list, say};
use ssm_check_plan::Attr;

declare_check!(
    SSM514,
    "session-logs-not-written",
    Warning,
    r#"## What it checks
The role of a target may write the logs that session preferences ask for, those of `SSM-SessionManagerRunShell` and of other documents of
type `Standard_Stream`. Of a bucket (`s3BucketName`): `s3:PutObject` on its objects, and
`kms:GenerateDataKey` with the KMS key that the bucket encrypts with. Of a log group (`cloudWatchLogGroupName`): `logs:CreateLogStream` and
`logs:PutLogEvents` on its streams, and `logs:DescribeLogGroups` where logs are streamed (`cloudWatchStreamingEnabled`).

## Why it matters
The agent writes the logs with the role of the instance. Where it may not, sessions start all the same and leave no log; only the agent's own
log on the instance tells. `AmazonSSMManagedInstanceCore` allows none of these actions.

## Example
```hcl
resource "aws_ssm_document" "preferences" {
  name          = "SSM-SessionManagerRunShell"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Standard_Stream"
    inputs        = { cloudWatchLogGroupName = "/ssm/sessions", s3BucketName = "session-logs" }
  })
}

# The ARN of a log group names no stream in it: it has to end in `:*`.
resource "aws_iam_role_policy" "session_logs" {
  role = aws_iam_role.web.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = aws_cloudwatch_log_group.sessions.arn
    }]
  })
}
```

## How to fix
```hcl
resource "aws_iam_role_policy" "session_logs" {
  role = aws_iam_role.web.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "s3:PutObject", Resource = "${aws_s3_bucket.logs.arn}/*" },
      { Effect = "Allow", Action = "logs:DescribeLogGroups", Resource = "*" },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.sessions.arn}:*"
      },
    ]
  })
}
```

## When it does not fail
When the preferences are not in the inputs, or name no log. When a policy of the role may allow it. When only `logs:DescribeLogStreams` or
`s3:GetEncryptionConfiguration` is missing, which AWS's pages name too: logs are written without them. Where the policy of a bucket outside of the
inputs may let the role write, the answer is unknown. That sessions are
refused where encryption is enforced, SSM111 reports.

## References
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html>
- <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html>
- <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html>
- <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>"#
);

fn run(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let followed = Followed::of(context);
    for assessed in context.instances() {
        followed.on(context, assessed.target.resource, |document, reading| {
            let Reading::Content(content) = reading else { return };
            let wanted = wanted(context.graph, assessed.target.resource, content);
            findings.extend(told(context.graph, assessed, document, &wanted));
        });
    }
}

/// What the preferences want of the role.
fn wanted<'g>(graph: &'g Graph<'g>, target: Resource<'g>, content: &Content) -> Vec<Wanted<'g>> {
    let mut all = Vec::new();
    if let Some(name) = set_input(content, "s3BucketName") {
        let bucket = log_bucket(graph, content, &name);
        let objects = objects(content, bucket_arn(target, &bucket, &named(content, &name)));
        all.extend(of_bucket(&bucket, objects, &Span::value(&name).into(), "s3BucketName"));
    }
    if let Some(name) = set_input(content, "cloudWatchLogGroupName").filter(|name| !name.contains("{{")) {
        let group = LogGroup::named(target, &name).resource;
        let shown = group.map_or_else(|| Span::value(&name), |group| Span::address(group.address())).into();
        let input = "cloudWatchLogGroupName";
        all.extend(of_group(target, (&named(content, &name), group), &shown, input));
        // Where encryption is enforced, no session starts without.
        if content.switch("cloudWatchEncryptionEnabled") == Some(false) {
            let streams = content.switch("cloudWatchStreamingEnabled") == Some(true);
            all.push(of_groups(target, &shown, input, if streams { Without::Log } else { Without::Nothing }));
        }
    }
    all
}

/// Where in the bucket logs are put.
fn objects(content: &Content, bucket: Text) -> Text {
    let prefix = set_input(content, "s3KeyPrefix").map(|prefix| prefix.trim_matches('/').to_owned());
    match prefix.filter(|prefix| !prefix.is_empty() && !prefix.contains("{{") && !content.is_hole(prefix)) {
        Some(prefix) => bucket.then("/").then(prefix).then("/"),
        None => bucket.then("/"),
    }
}

/// What is missing, by what stands in its way; else what is not known.
fn told(graph: &Graph<'_>, assessed: &Assessed<'_>, document: SsmDocument<'_>, wanted: &[Wanted<'_>]) -> Vec<Finding> {
    let roles: Option<Vec<_>> = assessed.identity.cases.iter().map(|case| case.role.as_ref()).collect();
    let Some(roles) = roles else { return Vec::new() };
    let Some(role) = roles.first() else { return Vec::new() };
    let answer = |wanted: &Wanted<'_>| Truth::agreed(roles.iter().map(|role| may(graph, &assessed.target, role, &wanted.asked)));
    let refused: Vec<_> = wanted.iter().filter(|wanted| answer(wanted) == Some(Truth::False)).collect();
    let told = Told { assessed, document, role };
    let mut causes: Vec<(Refusal, Vec<&Wanted<'_>>)> = Vec::new();
    for one in refused {
        let refusal = Refusal::of(&assessed.target, role, &one.asked);
        match causes.iter_mut().find(|(known, _)| *known == refusal) {
            Some((_, all)) => all.push(one),
            None => causes.push((refusal, vec![one])),
        }
    }
    causes.retain(|(_, all)| all.iter().any(|one| one.without == Without::Log));
    let mut findings: Vec<_> = causes.iter().map(|(refusal, all)| told.refused(all, refusal)).collect();
    if findings.is_empty() {
        let depends = |one: &&Wanted<'_>| one.without == Without::Log && told.only_by_the_bucket(&one.asked);
        findings.extend(wanted.iter().find(depends).map(|one| told.unclear(one)));
    }
    findings
}

/// Of what something is told.
struct Told<'a, 'g> {
    assessed: &'a Assessed<'g>,
    document: SsmDocument<'g>,
    role: &'a RoleCase<'g>,
}

impl Told<'_, '_> {
    fn sessions(&self) -> Message {
        sessions_on(self.document, self.assessed.target.resource.address())
    }

    fn role(&self) -> Span {
        Span::address(self.role.role.0.address())
    }

    /// The preference that asks for it.
    fn fact(&self, one: &Wanted<'_>) -> Evidence {
        Evidence::Fact { at: content_of(self.document), shows: say!("has {}: {}", Span::code(one.asked.input), one.log.clone()) }
    }

    /// "sessions on `aws_instance.web` leave no log in `aws_s3_bucket.logs`"
    fn headline(&self, all: &[&Wanted<'_>]) -> Message {
        let mut places: Vec<Message> = Vec::new();
        for one in all {
            if !places.contains(&one.log) {
                places.push(one.log.clone());
            }
        }
        say!("{} leave no log in {}", self.sessions(), list(places))
    }

    /// One cause, and all that it refuses.
    fn refused(&self, all: &[&Wanted<'_>], refusal: &Refusal) -> Finding {
        let role = self.role.role.0;
        let logs: Vec<_> = all.iter().filter(|one| one.without == Without::Log).copied().collect();
        let headline = self.headline(&logs);
        let actions = list(logs.iter().map(|one| Span::code(one.asked.action)));
        let allow = list(all.iter().map(|one| say!("{} on {}", Span::code(one.asked.action), Span::value(resource_of(&one.asked)))));
        let grants = || all.iter().map(|one| (one.asked.action, one.holder, resource_of(&one.asked)));
        // What is hidden is not for an edit to say.
        let shown = !matches!(self.document.content(), Attr::Sensitive(_));
        let absent = |at: AttrRef, considered: &[String]| Evidence::Absence {
            at: Some(at),
            looked_for: say!("statement that allows {}", actions.clone()),
            considered: considered.to_vec(),
        };
        let (why, evidence, advice) = match refusal {
            Refusal::Denied { statement, policy } => {
                let policy = Span::address(policy);
                let help = say!("take {} out of what {} of {} denies", allow, statement.clone(), policy.clone());
                let first = logs.first().map(|one| denial(&one.asked, statement.clone(), policy.clone()));
                let why = say!("{} of {} denies {} to its role {}", statement.clone(), policy, actions, self.role());
                (why, first, help.into())
            }
            Refusal::Lacks(Lack::Boundary(policies)) => {
                let first = policies.first().cloned().unwrap_or_default();
                let help = say!("allow {} in {}, the permissions boundary of {}", allow, Span::address(&first), self.role());
                let holder = role.graph().at(&first).filter(|_| shown);
                let why = say!("the permissions boundary of its role {} does not allow {}", self.role(), actions.clone());
                let evidence = absent(AttrRef::new(role.address(), "permissions_boundary"), policies);
                (why, Some(evidence), Advice::of(holder.and_then(|holder| session_key::logs_by_boundary(holder, grants())), help))
            }
            Refusal::Lacks(Lack::Resource(policy)) => {
                let what = logs.first().map(|one| one.asked.shown.clone()).unwrap_or_default();
                let why = say!("the policy of {} does not let its role {} use {}", what.clone(), self.role(), actions.clone());
                let help = say!("allow {} to {} in the policy of {}", actions.clone(), self.role(), what);
                (why, Some(absent(AttrRef::new(&*policy.name, "policy"), &[])), help.into())
            }
            Refusal::Lacks(Lack::Statement(considered)) => {
                let help = say!("allow {} in a policy of {}", allow, self.role());
                let repair = if shown { session_key::logs_by_role(role, grants()) } else { None };
                let why = say!("its role {} does not allow {}", self.role(), actions.clone());
                (why, Some(absent(AttrRef::resource(role.address()), considered)), Advice::of(repair, help))
            }
        };
        let facts = logs.iter().map(|one| self.fact(one));
        failing(
            &CHECK,
            self.assessed.target.resource.address(),
            "iam_instance_profile",
            say!("{}: {}", headline, why),
            facts.chain(evidence).collect(),
            advice,
        )
    }

    /// Is it only the policy of a bucket outside of the inputs that may let the role write?
    fn only_by_the_bucket(&self, asked: &Asked<'_>) -> bool {
        let is_outside = asked.shown_resource().is_none() && asked.policy(self.role).is_some_and(|policy| !policy.document.complete);
        let silent = Policy::new("the bucket", Document::new([]));
        let alone = outcome(&self.assessed.target, self.role, asked, Some(silent)).allowed();
        is_outside && asked.key().is_none() && alone == Truth::False
    }

    fn unclear(&self, one: &Wanted<'_>) -> Finding {
        let asked = &one.asked;
        let address = self.assessed.target.resource.address();
        let message = say!(
            "cannot determine whether {} are logged in {}: no policy of {} allows {}, and that of the bucket is not shown",
            self.sessions(),
            one.log.clone(),
            self.role(),
            Span::code(asked.action)
        );
        Finding::unknown(&CHECK, address, message).about("iam_instance_profile").because([self.fact(one)]).help(say!(
            "allow {} on {} in a policy of {}",
            Span::code(asked.action),
            Span::value(resource_of(asked)),
            self.role()
        ))
    }
}
