//! <https://docs.aws.amazon.com/cli/latest/reference/cloudtrail/describe-trails.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "cloudtrail describe-trails",
    shape: Shape::List("trailList", "TrailARN"),
    config: Some(Recorded::new("AWS::CloudTrail::Trail", "TrailARN").optional(&["CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn"])),
    types: &["aws_cloudtrail"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "TrailARN"),
    ("name", "Name"),
    ("s3_bucket_name", "S3BucketName"),
    ("is_multi_region_trail", "IsMultiRegionTrail"),
    ("is_organization_trail", "IsOrganizationTrail"),
    ("include_global_service_events", "IncludeGlobalServiceEvents"),
    ("enable_log_file_validation", "LogFileValidationEnabled"),
    ("cloud_watch_logs_group_arn", "CloudWatchLogsLogGroupArn"),
    ("cloud_watch_logs_role_arn", "CloudWatchLogsRoleArn"),
];

fn make<'p>(trail: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(arn) = trail.text("TrailARN") {
        made.object("aws_cloudtrail", arn, trail, FIELDS).elsewhere(&["event_selector", "advanced_event_selector", "enable_logging"]);
    }
}
