//! How a launch names its instance profile, and whether it has the one of that name.

use super::case::{Problem, Question};
use crate::Deletions;
use crate::deletions::Association;
use crate::evidence::AttrRef;
use crate::target::Source;
use ssm_check_graph::{Kind, Resource};
use ssm_check_message::{Gap, Reason, Span, say};
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

/// It runs with a profile that the plan deletes, and is not given the one that takes its place under the same name.
pub(super) fn not_followed(deletions: &Deletions, profile: Resource<'_>, source: Source<'_>) -> Option<Problem> {
    match deletions.association(source.own, profile) {
        Association::Follows => None,
        Association::Lost => Some(Problem::DeletedProfile(profile.text("name").value().unwrap_or_default().to_owned())),
        Association::Unclear => {
            let (running, address) = (Span::address(source.own.address()), profile.address());
            let what =
                say!("whether {} has another name after it is replaced, as {} is not given it else", Span::address(address), running);
            Some(Problem::Unknown { about: Question::Profile, gaps: vec![(AttrRef::new(address, "name"), Gap::new(what))] })
        }
    }
}
