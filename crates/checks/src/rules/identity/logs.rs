//! What writing the logs of sessions asks of a role.
//!
//! Which actions: <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html>,
//! <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging>. What comes of it where the role may not:
//! <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/shell/shell.go>.

use crate::rules::identity::asked::{Asked, On, listed_groups, of_named};
use ssm_check_assess::access::session_key::GENERATE;
use ssm_check_assess::log_buckets::LogBucket;
use ssm_check_graph::Resource;
use ssm_check_iam::{Class, Placeholder, Scope, Text};
use ssm_check_message::Message;

/// Something that a role is asked for, and what there is not without it.
pub(in crate::rules) struct Wanted<'g> {
    pub(in crate::rules) asked: Asked<'g>,
    pub(in crate::rules) without: Without,
    /// Where the log is to be.
    pub(in crate::rules) log: Message,
    /// The bucket, key or group of the inputs whose ARN a statement names.
    pub(in crate::rules) holder: Option<Resource<'g>>,
}

/// What there is not if a role may not do something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Without {
    /// No session.
    Session,
    /// Sessions, and no log of them.
    Log,
    /// Everything is there: AWS's pages name it all the same.
    Nothing,
}

/// What a log group asks for, apart from the list of groups. That streams can be listed serves to find the token of the next write, which
/// AWS no longer looks at: <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html>.
pub(in crate::rules) fn of_group<'g>(
    near: Resource<'_>,
    (group, holder): (&Text, Option<Resource<'g>>),
    shown: &Message,
    input: &'static str,
) -> Vec<Wanted<'g>> {
    let group = Text::arn(near.location(), "logs", Scope::Regional, &Text::lit("log-group:").join(group));
    let stream = group.then(":log-stream:").placeholder(Placeholder::new("log stream", Class::Segment));
    let wanted = |(action, without)| {
        let asked = Asked { action, resource: stream.clone(), shown: shown.clone(), input, on: On::LogGroup, alias: None };
        Wanted { asked, without, log: shown.clone(), holder }
    };
    let actions =
        [("logs:CreateLogStream", Without::Log), ("logs:DescribeLogStreams", Without::Nothing), ("logs:PutLogEvents", Without::Log)];
    actions.map(wanted).into()
}

/// The list of groups, in which a group is looked up.
pub(in crate::rules) fn of_groups<'g>(near: Resource<'_>, shown: &Message, input: &'static str, without: Without) -> Wanted<'g> {
    Wanted { asked: listed_groups(near, shown.clone(), input), without, log: shown.clone(), holder: None }
}

/// What a bucket asks for: that a log can be put in, and the key that it encrypts with.
pub(in crate::rules) fn of_bucket<'g>(bucket: &LogBucket<'g>, objects: Text, shown: &Message, input: &'static str) -> Vec<Wanted<'g>> {
    let object = objects.placeholder(Placeholder::new("log object", Class::Any));
    let put = Asked::on_bucket("s3:PutObject", input, bucket.clone(), (object, shown.clone()));
    let log = put.shown.clone();
    let key = bucket.key().map(|key| Asked { action: GENERATE, input, ..of_named(key, Message::default()) });
    let wanted = |asked: Asked<'g>| Wanted { holder: asked.shown_resource(), asked, without: Without::Log, log: log.clone() };
    [put].into_iter().chain(key).map(wanted).collect()
}

/// The resource that a statement names which allows it. Groups of logs are listed as a whole; accounts, streams and objects may be any.
pub(in crate::rules) fn resource_of(asked: &Asked<'_>) -> String {
    if asked.action == "logs:DescribeLogGroups" {
        return "*".to_owned();
    }
    asked.resource.to_string().replace("${known after apply}", "*").replace(":log-stream:*", ":*")
}
