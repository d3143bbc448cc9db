//! What session preferences, or a cluster for ECS Exec, ask of a role, and whether it may do that.

use crate::rules::host::set_input;
use ssm_check_assess::access::scps;
use ssm_check_assess::access::session_key::GENERATE;
use ssm_check_assess::agent_request::agent_request;
use ssm_check_assess::arn::arn_of;
use ssm_check_assess::document::{Content, Reading};
use ssm_check_assess::identity::RoleCase;
use ssm_check_assess::log_buckets::LogBucket;
use ssm_check_assess::pages::Listed;
use ssm_check_assess::policies::{key_behind, key_named, policy_of_key};
use ssm_check_assess::target::Target;
use ssm_check_aws::{Arn, Partition};
use ssm_check_graph::aws::{KmsKey, SsmDocument};
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::{Class, Layers, Outcome, Placeholder, Policy, Principal, Request, Scope, Text, Truth, Value, evaluate};
use ssm_check_message::{Gap, Message, Reason, Span};
use ssm_check_plan::Attr;

/// Something that the preferences ask the role for.
pub(in crate::rules) struct Asked<'g> {
    pub(in crate::rules) action: &'static str,
    pub(in crate::rules) resource: Text,
    /// The resource in words.
    pub(in crate::rules) shown: Message,
    /// The preference that asks for it.
    pub(in crate::rules) input: &'static str,
    /// What the resource is.
    pub(in crate::rules) on: On<'g>,
}

/// What something is asked for on.
pub(in crate::rules) enum On<'g> {
    /// A key, if it is one of the inputs.
    Key(Option<KmsKey<'g>>),
    /// A bucket.
    Bucket(Box<LogBucket<'g>>),
    /// A group of logs, which has no policy.
    LogGroup,
}

impl<'g> Asked<'g> {
    /// The key, if it is one of the inputs.
    pub(in crate::rules) fn key(&self) -> Option<KmsKey<'g>> {
        match self.on {
            On::Key(key) => key,
            On::Bucket(_) | On::LogGroup => None,
        }
    }

    /// The key or bucket, if it is one of the inputs.
    pub(in crate::rules) fn shown_resource(&self) -> Option<Resource<'g>> {
        match &self.on {
            On::Key(key) => key.map(|key| key.0),
            On::Bucket(bucket) => bucket.shown.map(|bucket| bucket.0),
            On::LogGroup => None,
        }
    }

    /// The policy of the resource.
    pub(in crate::rules) fn policy(&self, role: &RoleCase<'_>) -> Option<Policy> {
        match &self.on {
            On::Key(key) => Some(key_policy(role, *key)),
            On::Bucket(bucket) => bucket.policy.clone(),
            On::LogGroup => None,
        }
    }

    /// Something on a bucket, or on what is in it.
    pub(in crate::rules) fn on_bucket(
        action: &'static str,
        input: &'static str,
        bucket: LogBucket<'g>,
        (resource, shown): (Text, Message),
    ) -> Self {
        let shown = bucket.shown.map_or(shown, |bucket| Span::address(bucket.0.address()).into());
        Self { action, resource, shown, input, on: On::Bucket(Box::new(bucket)) }
    }
}

/// What the preferences ask the role for.
pub(in crate::rules) fn asked<'g>(
    graph: &'g Graph<'g>,
    target: Resource<'g>,
    document: SsmDocument<'g>,
    reading: &Reading,
) -> Vec<Asked<'g>> {
    match reading {
        Reading::Content(content) => of_content(graph, target, content),
        // The only key that preferences can name is the session's; where nothing else of the content is unknown, it names one.
        Reading::Unknown(_) if matches!(document.content(), Attr::Unknown(_)) => {
            key_behind(document.0, &["content"], &[]).map(of_key).into_iter().collect()
        }
        Reading::Unknown(_) | Reading::Invalid(_) => Vec::new(),
    }
}

fn of_content<'g>(graph: &'g Graph<'g>, target: Resource<'g>, content: &Content) -> Vec<Asked<'g>> {
    let mut all = Vec::new();
    if let Some(key) = set_input(content, "kmsKeyId").filter(|key| !key.contains("{{")) {
        let outside = || {
            let resource = if content.is_hole(&key) { some_key(target, &key) } else { key_arn(target, &key) };
            Asked { action: "kms:Decrypt", resource, shown: Span::value(&key).into(), input: "kmsKeyId", on: On::Key(None) }
        };
        all.push(key_named(graph, &key).map_or_else(outside, of_key));
    }
    // https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/shell/shell.go
    if let (Some(name), Some(true)) = (set_input(content, "s3BucketName"), content.switch("s3EncryptionEnabled")) {
        let bucket = log_bucket(graph, content, &name);
        let resource = bucket_arn(target, &bucket, &named(content, &name));
        all.push(Asked::on_bucket("s3:GetEncryptionConfiguration", "s3EncryptionEnabled", bucket, (resource, Span::value(&name).into())));
    }
    if let (Some(group), Some(true)) = (set_input(content, "cloudWatchLogGroupName"), content.switch("cloudWatchEncryptionEnabled")) {
        all.push(listed_groups(target, Span::value(&group).into(), "cloudWatchEncryptionEnabled"));
    }
    all
}

/// The name of a bucket or log group, which may be known only after apply.
pub(in crate::rules) fn named(content: &Content, name: &str) -> Text {
    if content.is_hole(name) { Text::unknown(Placeholder::new(name, Class::Segment)) } else { Text::lit(name) }
}

/// The ARN of a bucket of logs.
pub(in crate::rules) fn bucket_arn(near: Resource<'_>, bucket: &LogBucket<'_>, name: &Text) -> Text {
    bucket.shown.map_or_else(|| Text::arn(near.location(), "s3", Scope::Neither, name), |shown| arn_of(shown.0))
}

/// The list of log groups, which the agent looks a group up in. A policy cannot name one of them for that, though the call names how it
/// begins: what AWS asks for is a group of no name, as denials show it.
///
/// <https://github.com/maxbanton/cwh/pull/83>, <https://github.com/hashicorp/terraform-provider-aws/issues/8804>
pub(in crate::rules) fn listed_groups<'g>(near: Resource<'_>, shown: Message, input: &'static str) -> Asked<'g> {
    let resource = Text::arn(near.location(), "logs", Scope::Regional, &Text::lit("log-group::log-stream:"));
    Asked { action: "logs:DescribeLogGroups", resource, shown, input, on: On::LogGroup }
}

/// The bucket that preferences name.
pub(crate) fn log_bucket<'g>(graph: &'g Graph<'g>, content: &Content, name: &str) -> LogBucket<'g> {
    let bucket = LogBucket::named(graph, name);
    match bucket.shown {
        None if name.contains("{{") => LogBucket::unknown(Gap::because("the bucket", Reason::RunTime("the caller"))),
        None if content.is_hole(name) => LogBucket::unknown(Gap::because("the bucket", Reason::AfterApply { sources: true })),
        _ => bucket,
    }
}

pub(in crate::rules) fn of_key(key: KmsKey<'_>) -> Asked<'_> {
    Asked {
        action: "kms:Decrypt",
        resource: arn_of(key.0),
        shown: Span::address(key.0.address()).into(),
        input: "kmsKeyId",
        on: On::Key(Some(key)),
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
pub(in crate::rules) fn some_key(target: Resource<'_>, named: &str) -> Text {
    keys(target).placeholder(Placeholder::new(format!("the key of {named}"), Class::Segment))
}

fn keys(target: Resource<'_>) -> Text {
    Text::arn(target.location(), "kms", Scope::Regional, &Text::lit("key/"))
}

/// The role certainly may not: neither its own policies nor the resource's let it.
pub(in crate::rules) fn refuses(graph: &Graph<'_>, target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> bool {
    may(graph, target, role, asked) == Truth::False
}

/// May the role do it, by its own policies and that of the resource?
pub(in crate::rules) fn may(graph: &Graph<'_>, target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> Truth {
    let has = |resource_type: &str| graph.of_type(resource_type).next().is_some();
    let by = |policy: Option<Policy>| outcome(target, role, asked, policy).allowed();
    match asked.on {
        // A grant lets a principal use a key beside all policies: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
        On::Key(key) if Listed::TypesThatGrantKeys.is_in(graph) => by(Some(key_policy(role, key))).or(Truth::Unknown),
        // What is no key of the inputs by itself may be an alias of one, whose policy may name the role.
        On::Key(None) if asked.resource.literal().is_none() => {
            let of_inputs = graph.all::<KmsKey<'_>>().map(|key| by(Some(key_policy(role, Some(key)))));
            let agreed = Truth::agreed(of_inputs.chain([by(Some(key_policy(role, None)))])).unwrap_or(Truth::Unknown);
            if has("aws_kms_key_policy") { Truth::Unknown } else { agreed }
        }
        On::Key(_) | On::Bucket(_) | On::LogGroup => by(asked.policy(role)),
    }
}

/// The agent calls KMS and the log's service itself, not through another service, and tells KMS no key: what it decrypts names that. Only
/// data keys for the log's bucket S3 asks for in its name. With each log goes the access control list that the bucket's owner wants.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service>,
/// <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-request-alias>,
/// <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/crypto/kmsservice.go>,
/// <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/s3util/s3util.go>
pub(in crate::rules) fn request(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> Request {
    let own = agent_request(target, role.role, asked.action);
    let context = own.context.clone().with_value("kms:RequestAlias", Value::Absent).with("s3:x-amz-acl", "bucket-owner-full-control");
    let region = target.resource.location().region().filter(|_| target.resource.location().partition() == Some(Partition::Aws));
    let context = match (asked.action, region) {
        (GENERATE, Some(region)) => context.with("kms:ViaService", format!("s3.{region}.amazonaws.com")),
        (GENERATE, None) => context,
        _ => context.with_value("kms:ViaService", Value::Absent),
    };
    let resource_account = match &asked.on {
        On::Bucket(bucket) => bucket.account(),
        On::Key(_) | On::LogGroup => None,
    };
    Request { action: asked.action.to_owned(), resource: asked.resource.clone(), resource_account, ..own }.context(context)
}

/// What the policies of the role and that of the resource come to.
pub(in crate::rules) fn outcome(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>, resource: Option<Policy>) -> Outcome {
    let request = request(target, role, asked);
    let account = &role.role.0.location().account;
    let owner = match &asked.on {
        On::Bucket(bucket) => bucket.shown.map_or(account, |bucket| &bucket.0.location().account),
        On::Key(_) | On::LogGroup => account,
    };
    let layers = Layers {
        identity: role.policies.identity(asked.action),
        boundary: role.policies.boundary(asked.action),
        scps: scps::levels(&scps::all(target.resource.graph(), account)),
        rcps: scps::rcps(target.resource.graph(), owner),
        resource,
        ..Layers::default()
    };
    evaluate(&request, &layers)
}

/// The policy of a key, or what AWS's own is in the account of the role.
fn key_policy(role: &RoleCase<'_>, key: Option<KmsKey<'_>>) -> Policy {
    policy_of_key(key, || {
        let own = Principal::role(arn_of(role.role.0)).account();
        own.unwrap_or_else(|| Text::account(&role.role.0.location().account))
    })
}
