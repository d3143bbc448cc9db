//! Instances that a plan stops or starts again, and what does not outlive that.
//!
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html>

use crate::deletions::Deletions;
use crate::pages::Listed;
use ssm_check_graph::aws::{AmiFromInstance, Ec2InstanceState, NetworkInterface, NetworkInterfaceAttachment};
use ssm_check_graph::{Existence, Graph, Kind, LinkTarget, Resource};
use ssm_check_iam::Truth;
use ssm_check_message::{Message, Span, say};
use ssm_check_plan::Attr;

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
    let open = graph.all::<NetworkInterface<'_>>().filter(|interface| interface.attachment().is_unknown);
    let attachments = graph.undecided::<NetworkInterfaceAttachment<'_>>(&["instance_id"]).into_iter().map(|attachment| attachment.0);
    let may_be = undecided.chain(open).map(|interface| interface.0).chain(attachments).any(|resource| exists(&resource));
    let listed = instance.values().get("network_interface").elements().count() > 1;
    there.or(listed.into()).or(if may_be { Truth::Unknown } else { Truth::False })
}

/// How the plan stops or reboots an instance by something beside it.
pub struct Interruption {
    /// What is beside it.
    pub by: String,
    /// What the instance is: "stopped by …".
    pub is: Message,
    /// What the other does: "stops the instance".
    pub does: &'static str,
}

/// How the plan stops or reboots an instance, as it is before, by something beside it.
pub fn interrupted(before: Resource<'_>, planned: &Graph<'_>, deletions: &Deletions) -> Option<Interruption> {
    let after = planned.at(before.address()).filter(|after| !after.existence().is_new())?;
    if let Some(attachment) = deletions.stops(before) {
        let is = say!("stopped before the volume of {} is detached", Span::address(attachment));
        let does = "stops the instance before it is detached, and does not start it again";
        return Some(Interruption { by: attachment.to_owned(), is, does });
    }
    let target = LinkTarget::Resource(after.id());
    let images = planned.referrers::<AmiFromInstance<'_>>(target, &["source_instance_id"]).into_iter();
    // EC2 shuts an instance down and boots it again for an image, unless it is told not to:
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html
    let reboots = |image: &AmiFromInstance<'_>| {
        image.0.existence().is_new() && matches!(image.snapshot_without_reboot(), Attr::Known(false) | Attr::Absent)
    };
    if let Some((image, _)) = images.filter(|(_, referrer)| referrer.certain).find(|(image, _)| reboots(image)) {
        let image = image.0.address();
        let is = say!("rebooted for the image {}", Span::address(image));
        return Some(Interruption { by: image.to_owned(), is, does: "reboots the instance, as `snapshot_without_reboot` is not set" });
    }
    let is_stop = |state: &Ec2InstanceState<'_>| state.state() == Attr::Known("stopped");
    let is_new_state = |state: &Ec2InstanceState<'_>| match state.0.existence() {
        Existence::Updated => {
            let then = before.graph().at(state.0.address()).and_then(|then| then.graph().view::<Ec2InstanceState<'_>>(then.id()));
            then.is_some_and(|then| !is_stop(&then))
        }
        existence => existence.is_new(),
    };
    let states = planned.referrers::<Ec2InstanceState<'_>>(target, &["instance_id"]).into_iter();
    let (state, _) = states.filter(|(_, referrer)| referrer.certain).find(|(state, _)| is_stop(state) && is_new_state(state))?;
    let state = state.0.address();
    Some(Interruption { by: state.to_owned(), is: say!("stopped by {}", Span::address(state)), does: "stops the instance" })
}
