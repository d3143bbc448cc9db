//! Instances that a plan stops or starts again, and what does not outlive that.
//!
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Stop_Start.html>

use crate::pages::Listed;
use rustc_hash::FxHashMap;
use ssm_check_graph::aws::{AmiFromInstance, Ec2InstanceState, NetworkInterface, NetworkInterfaceAttachment, View, VolumeAttachment};
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
    let open = graph.all::<NetworkInterface<'_>>().filter(|interface| interface.attachment().unknown.is_some());
    let attachments = graph.undecided::<NetworkInterfaceAttachment<'_>>(&["instance_id"]).into_iter().map(|attachment| attachment.0);
    let may_be = undecided.chain(open).map(|interface| interface.0).chain(attachments).any(|resource| exists(&resource));
    let listed = instance.values().get("network_interface").elements().count() > 1;
    there.or(listed.into()).or(if may_be { Truth::Unknown } else { Truth::False })
}

/// The instances that the plan stops to detach a volume, and leaves stopped, each with the attachment.
///
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/volume_attachment#stop_instance_before_detaching-1>
pub(crate) fn stopped_to_detach(prior: &Graph<'_>, planned: &Graph<'_>) -> FxHashMap<String, String> {
    let is_gone = |attachment: &VolumeAttachment<'_>| planned.at(attachment.0.address()).is_none_or(|after| after.existence().is_new());
    let stops = |attachment: &VolumeAttachment<'_>| {
        attachment.stop_instance_before_detaching() == Attr::Known(true) && attachment.skip_destroy() != Attr::Known(true)
    };
    let of = |attachment: VolumeAttachment<'_>| {
        let LinkTarget::Resource(instance) = attachment.instance().only()? else { return None };
        let instance = prior.resource(instance).address();
        // One that is destroyed itself is no more.
        planned.at(instance).filter(|after| !after.existence().is_new())?;
        Some((instance.to_owned(), attachment.0.address().to_owned()))
    };
    prior.all::<VolumeAttachment<'_>>().filter(is_gone).filter(stops).filter_map(of).collect()
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

/// What a plan stops or reboots by something beside it.
pub struct Interruptions<'g> {
    planned: &'g Graph<'g>,
    /// Found once: each target asks.
    detached: FxHashMap<String, String>,
}

impl<'g> Interruptions<'g> {
    /// Those of a plan.
    pub fn new(prior: &Graph<'_>, planned: &'g Graph<'g>) -> Self {
        Self { planned, detached: stopped_to_detach(prior, planned) }
    }

    /// That of an instance, as it is before the plan.
    pub fn of(&self, before: Resource<'_>) -> Option<Interruption> {
        interrupted(before, self.planned, self.detached.get(before.address()))
    }
}

fn interrupted(before: Resource<'_>, planned: &Graph<'_>, attachment: Option<&String>) -> Option<Interruption> {
    let after = planned.at(before.address()).filter(|after| !after.existence().is_new())?;
    if let Some(attachment) = attachment {
        let is = say!("stopped before the volume of {} is detached", Span::address(attachment));
        let does = "stops the instance before it is detached, and does not start it again";
        return Some(Interruption { by: attachment.clone(), is, does });
    }
    let target = LinkTarget::Resource(after.id());
    let images = certain::<AmiFromInstance<'_>>(planned, target, "source_instance_id").into_iter();
    // EC2 shuts an instance down and boots it again for an image, unless it is told not to:
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html
    let mut images =
        images.filter(|image| image.0.existence().is_new() && matches!(image.snapshot_without_reboot(), Attr::Known(false) | Attr::Absent));
    if let Some(image) = images.next() {
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
    let mut states = certain::<Ec2InstanceState<'_>>(planned, target, "instance_id").into_iter().filter(is_stop).filter(is_new_state);
    let state = states.next()?.0.address();
    Some(Interruption { by: state.to_owned(), is: say!("stopped by {}", Span::address(state)), does: "stops the instance" })
}

/// What certainly names a resource, by an attribute.
fn certain<'g, V: View<'g>>(graph: &'g Graph<'g>, target: LinkTarget, attribute: &'static str) -> Vec<V> {
    let all = graph.referrers::<V>(target, &[attribute]).into_iter();
    all.filter(|(_, referrer)| referrer.certainty() == Truth::True).map(|(referring, _)| referring).collect()
}
