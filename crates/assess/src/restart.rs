//! Instances that a plan stops and starts again, and what does not outlive that.
//!
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html>

use crate::pages::Listed;
use ssm_check_graph::aws::{NetworkInterface, NetworkInterfaceAttachment};
use ssm_check_graph::{Kind, LinkTarget, Resource};
use ssm_check_iam::Truth;

/// Does the change stop the instance for a while?
pub fn stops(before: Resource<'_>, after: Resource<'_>) -> bool {
    let differs = |name: &String| {
        let now = after.values().get(name).json().value();
        now.is_some() && before.values().get(name).json().value() != now
    };
    after.kind() == Some(Kind::Instance) && Listed::InstancesStopFor.values().iter().any(differs)
}

/// The plan stops an instance that exists, and starts it again; unknown of one that is changed where the table does not tell for what.
pub(crate) fn is_restarted(instance: Resource<'_>) -> Truth {
    match instance.graph().earlier(instance).filter(|_| !instance.existence().is_new()) {
        None => Truth::False,
        Some(_) if Listed::InstancesStopFor.values().is_empty() => Truth::Unknown,
        Some(before) => stops(before, instance).into(),
    }
}

/// The plan stops an instance, which gives its public address back, and EC2 gives no other to one with several interfaces.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html#concepts-public-addresses>
pub fn loses_public_address(instance: Resource<'_>) -> Truth {
    match is_restarted(instance) {
        Truth::False => Truth::False,
        restarted => restarted.and(has_further_interface(instance)),
    }
}

/// An instance has another interface than its first one, attached before this plan.
pub fn has_further_interface(instance: Resource<'_>) -> Truth {
    let (graph, target) = (instance.graph(), LinkTarget::Resource(instance.id()));
    let of_interfaces = graph.referrers::<NetworkInterface<'_>>(target, &["attachment", "instance"]);
    let of_attachments = graph.referrers::<NetworkInterfaceAttachment<'_>>(target, &["instance_id"]);
    let all = of_interfaces.into_iter().map(|(interface, referrer)| (interface.0, referrer));
    let all = all.chain(of_attachments.into_iter().map(|(attachment, referrer)| (attachment.0, referrer)));
    let exists = |resource: &Resource<'_>| !resource.existence().is_new();
    let there = Truth::any(all.filter(|(resource, _)| exists(resource)).map(|(_, referrer)| referrer.certainty()));
    // An interface that exists, and is attached to something that is not told, may be attached to this.
    let undecided = graph.undecided::<NetworkInterface<'_>>(&["attachment", "instance"]).into_iter();
    let open = graph.all::<NetworkInterface<'_>>().filter(|interface| interface.attachment().unknown.is_some());
    let attachments = graph.undecided::<NetworkInterfaceAttachment<'_>>(&["instance_id"]).into_iter().map(|attachment| attachment.0);
    let may_be = undecided.chain(open).map(|interface| interface.0).chain(attachments).any(|resource| exists(&resource));
    let listed = instance.values().get("network_interface").elements().count() > 1;
    there.or(listed.into()).or(if may_be { Truth::Unknown } else { Truth::False })
}
