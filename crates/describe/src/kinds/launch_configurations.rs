//! <https://docs.aws.amazon.com/cli/latest/reference/autoscaling/describe-launch-configurations.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made, block_of};
use crate::object::Object;
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "autoscaling describe-launch-configurations",
    shape: Shape::List("LaunchConfigurations", "LaunchConfigurationName"),
    config: Some(
        Recorded::new("AWS::AutoScaling::LaunchConfiguration", "LaunchConfigurationName")
            .optional(&["KeyName", "UserData", "IamInstanceProfile", "AssociatePublicIpAddress", "MetadataOptions"])
            .rests(&[("metadata_options", "MetadataOptions")]),
    ),
    types: &["aws_launch_configuration"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "LaunchConfigurationARN"),
    ("name", "LaunchConfigurationName"),
    ("image_id", "ImageId"),
    ("key_name", "KeyName"),
    ("security_groups", "SecurityGroups"),
    ("user_data_base64", "UserData"),
    ("iam_instance_profile", "IamInstanceProfile"),
    ("associate_public_ip_address", "AssociatePublicIpAddress"),
];

fn make<'p>(configuration: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(name) = configuration.text("LaunchConfigurationName") else { return };
    let metadata = configuration
        .at("MetadataOptions")
        .map(|options| block_of(Object(options), &[("http_endpoint", "HttpEndpoint"), ("http_tokens", "HttpTokens")]));
    made.object("aws_launch_configuration", name, configuration, FIELDS)
        .set("metadata_options", Json::Array(metadata.into_iter().collect()));
}
