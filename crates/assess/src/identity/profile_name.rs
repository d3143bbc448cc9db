//! How a launch names its instance profile.

use crate::target::Source;
use ssm_check_graph::{Kind, Resource};
use ssm_check_message::{Gap, Reason};
use ssm_check_plan::Attr;

/// The profile is named by its ARN where EC2 wants a name, and answers "Invalid IAM Instance Profile name". A launch configuration takes both.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IamInstanceProfileSpecification.html>
pub(super) fn arn_for_name(source: Source<'_>) -> Option<Gap> {
    let (holder, path, position): (Resource<'_>, &[&str], &[usize]) = match source.own.kind() {
        Some(Kind::Instance | Kind::SpotInstanceRequest) if source.own.is_configured("iam_instance_profile") => {
            (source.own, &["iam_instance_profile"], &[])
        }
        _ => (source.launch_template()?.0, &["iam_instance_profile", "name"], &[0]),
    };
    let written = match path {
        [attribute] => holder.value(attribute),
        _ => holder.nested("iam_instance_profile", "name"),
    };
    let is_arn = match written.text() {
        Attr::Known(name) => ssm_check_aws::is_arn(name),
        Attr::Unknown(_) => holder.graph().sole_source(holder, path, position).is_some_and(|(_, attribute)| attribute == "arn"),
        _ => false,
    };
    is_arn.then(|| Gap::because("whether EC2 takes the ARN of an instance profile for its name", Reason::Refused("EC2")))
}
