//! What session preferences, or a cluster for ECS Exec, ask of a role, and whether it may do that.

use crate::rules::host::set_input;
use crate::{AttrRef, Context};
use ssm_check_assess::access::scps;
use ssm_check_assess::access::session_key::{GENERATE, ONLY_SERVICES, unfit};
use ssm_check_assess::agent_request::agent_request;
use ssm_check_assess::arn::arn_of;
use ssm_check_assess::document::{Content, Reading};
use ssm_check_assess::identity::RoleCase;
use ssm_check_assess::log_buckets::LogBucket;
use ssm_check_assess::policies::{NamedKey, policy_of_key, with_grants};
use ssm_check_assess::target::Target;
use ssm_check_aws::Partition;
use ssm_check_graph::aws::{KmsAlias, KmsKey, KmsKeyPolicy, SsmDocument};
use ssm_check_graph::{Graph, Resource};
use ssm_check_iam::{Class, Decision, Layers, Outcome, Placeholder, Policy, Principal, Request, Scope, Text, Truth, Value, evaluate};
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
    /// The alias that a key is named by.
    pub(in crate::rules) alias: Option<String>,
}

/// What something is asked for on.
pub(in crate::rules) enum On<'g> {
    /// A key, if it is one of the inputs.
    Key(Option<KmsKey<'g>>),
    /// A key that AWS manages.
    KeyOfAws,
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
            On::KeyOfAws | On::Bucket(_) | On::LogGroup => None,
        }
    }

    /// Why nobody gets a data key of it: the attribute, and what it says. `named`: where the key is named; `near`: for what.
    pub(in crate::rules) fn unfit(
        &self,
        context: &Context<'_>,
        near: Resource<'_>,
        named: impl FnOnce() -> AttrRef,
    ) -> Option<(AttrRef, Message)> {
        match self.on {
            On::KeyOfAws => Some((named(), ONLY_SERVICES.into())),
            On::Key(Some(key)) => unfit(key),
            On::Key(None) => {
                let alias = deleted_alias(context, near, self.alias.as_deref()?)?;
                Some((AttrRef::resource(alias), "is an alias that this plan deletes".into()))
            }
            On::Bucket(_) | On::LogGroup => None,
        }
    }

    /// The key or bucket, if it is one of the inputs.
    pub(in crate::rules) fn shown_resource(&self) -> Option<Resource<'g>> {
        match &self.on {
            On::Key(key) => key.map(|key| key.0),
            On::Bucket(bucket) => bucket.shown.map(|bucket| bucket.0),
            On::KeyOfAws | On::LogGroup => None,
        }
    }

    /// The policy of the resource.
    pub(in crate::rules) fn policy(&self, role: &RoleCase<'_>) -> Option<Policy> {
        match &self.on {
            On::Key(key) => Some(key_policy(role, *key)),
            On::Bucket(bucket) => bucket.policy.clone(),
            On::KeyOfAws | On::LogGroup => None,
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
        Self { action, resource, shown, input, on: On::Bucket(Box::new(bucket)), alias: None }
    }
}

/// The alias of this name that the plan deletes, and no other takes the place of: what names a key so gets `NotFoundException`.
///
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html#API_GenerateDataKey_Errors>
fn deleted_alias(context: &Context<'_>, near: Resource<'_>, name: &str) -> Option<String> {
    let is_it = |alias: &KmsAlias<'_>| {
        alias.0.is_managed() && alias.name().value() == Some(name) && alias.0.location().is(near.location()).is_certain()
    };
    let before = context.prior?.graph.all::<KmsAlias<'_>>().find(is_it)?;
    // One whose name is not known may be it.
    let may_stay = context.graph.all::<KmsAlias<'_>>().any(|alias| alias.name().value().is_none_or(|other| other == name));
    (!may_stay).then(|| before.0.address().to_owned())
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
            let named = NamedKey::behind(document.0, &["content"], &[]);
            named.filter(|named| named.key.is_some()).map(|named| of_named(named, Message::default())).into_iter().collect()
        }
        Reading::Unknown(_) | Reading::Invalid(_) => Vec::new(),
    }
}

fn of_content<'g>(graph: &'g Graph<'g>, target: Resource<'g>, content: &Content) -> Vec<Asked<'g>> {
    let mut all = Vec::new();
    if let Some(key) = set_input(content, "kmsKeyId").filter(|key| !key.contains("{{")) {
        all.push(of_named(NamedKey::of(target, &key), Span::value(&key).into()));
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
    Asked { action: "logs:DescribeLogGroups", resource, shown, input, on: On::LogGroup, alias: None }
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

/// A key as something names it, `shown` in words where it is none of the inputs.
pub(in crate::rules) fn of_named(named: NamedKey<'_>, shown: Message) -> Asked<'_> {
    let on = if named.is_of_aws { On::KeyOfAws } else { On::Key(named.key) };
    let shown = named.key.map_or(shown, |key| Span::address(key.0.address()).into());
    let alias = match named.alias {
        Value::One(text) => text.literal().map(str::to_owned),
        _ => None,
    };
    Asked { action: "kms:Decrypt", resource: named.arn, shown, input: "kmsKeyId", on, alias }
}

/// The role certainly may not: neither its own policies nor the resource's let it.
pub(in crate::rules) fn refuses(graph: &Graph<'_>, target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> bool {
    may(graph, target, role, asked) == Truth::False
}

/// May the role do it, by its own policies, that of the resource, and grants?
pub(in crate::rules) fn may(graph: &Graph<'_>, target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>) -> Truth {
    let On::Key(key) = asked.on else {
        let by_policies = || outcome(target, role, asked, asked.policy(role)).allowed();
        return if matches!(asked.on, On::KeyOfAws) { Truth::False } else { by_policies() };
    };
    let by = |key: Option<KmsKey<'_>>| by_key(graph, target, (role, asked), key);
    if key.is_some() || asked.resource.literal().is_some() {
        return by(key);
    }
    // What is no key of the inputs by itself may be an alias of one, whose policy may name the role.
    let of_inputs = graph.all::<KmsKey<'_>>().map(|key| by(Some(key)));
    let agreed = Truth::agreed(of_inputs.chain([by(None)])).unwrap_or(Truth::Unknown);
    if graph.all::<KmsKeyPolicy<'_>>().next().is_some() { Truth::Unknown } else { agreed }
}

/// The same where it is that key. What no policy denies a grant may allow.
fn by_key(graph: &Graph<'_>, target: &Target<'_>, (role, asked): (&RoleCase<'_>, &Asked<'_>), key: Option<KmsKey<'_>>) -> Truth {
    let own = (key.map(|key| key.0), &asked.resource);
    let (policy, granted) = with_grants(key_policy(role, key), graph, own, role.role.0, asked.action);
    let outcome = outcome(target, role, asked, Some(policy));
    match outcome.allowed() {
        Truth::False if granted.is_possible() && outcome.decision != Decision::ExplicitDeny => Truth::Unknown,
        truth => truth,
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
        On::Key(_) | On::KeyOfAws | On::LogGroup => None,
    };
    Request { action: asked.action.to_owned(), resource: asked.resource.clone(), resource_account, ..own }.context(context)
}

/// What the policies of the role and that of the resource come to.
pub(in crate::rules) fn outcome(target: &Target<'_>, role: &RoleCase<'_>, asked: &Asked<'_>, resource: Option<Policy>) -> Outcome {
    let request = request(target, role, asked);
    let account = &role.role.0.location().account;
    let owner = match &asked.on {
        On::Bucket(bucket) => bucket.shown.map_or(account, |bucket| &bucket.0.location().account),
        On::Key(_) | On::KeyOfAws | On::LogGroup => account,
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
