//! What the plan takes away: what stays may still lead to it.

use crate::target::Source;
use rustc_hash::{FxHashMap, FxHashSet};
use ssm_check_graph::aws::VolumeAttachment;
use ssm_check_graph::{Existence, Graph, Kind, LinkTarget, Resource, Slot};
use ssm_check_plan::Attr;

/// What the plan deletes, as values of what stays name it.
#[derive(Debug, Default)]
pub struct Deletions {
    /// Ids of every deleted resource, with the kinds that have it: of some an id is no more than a name.
    ids: FxHashMap<String, Vec<Kind>>,
    /// Elastic IP addresses that are taken from what has them.
    addresses: FxHashSet<String>,
    /// What runs with a deleted instance profile, by address, and the name of that.
    profiles: FxHashMap<String, String>,
    /// Instances that are stopped before a volume is detached, by address, and the attachment.
    stopped: FxHashMap<String, String>,
}

/// What runs with a profile may keep it where another of the same name takes its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Association {
    /// With something else, or it follows.
    Follows,
    /// With the one that the plan deletes.
    Lost,
    /// The name of the new one tells, and is not known.
    Unclear,
}

impl Deletions {
    /// Compares the picture before with the planned one.
    pub fn new(prior: &Graph<'_>, planned: &Graph<'_>) -> Self {
        let is_gone = |address: &str| planned.at(address).is_none_or(|after| after.existence().is_new());
        let gone = prior.resources().filter(|resource| resource.is_managed() && is_gone(resource.address()));
        let mut ids: FxHashMap<String, Vec<Kind>> = FxHashMap::default();
        for resource in gone {
            if let (Some(id), Some(kind)) = (resource.text("id").value(), resource.kind()) {
                ids.entry(id.to_owned()).or_default().push(kind);
            }
        }
        let holder = |resource: Resource<'_>| {
            let names = ["instance", "instance_id", "network_interface", "network_interface_id"];
            names.map(|name| resource.text(name).value().map(str::to_owned))
        };
        let is_taken = |resource: &Resource<'_>| {
            planned.at(resource.address()).is_none_or(|after| after.existence().is_new() || holder(after) != holder(*resource))
        };
        let elastic = prior.resources().filter(|resource| matches!(resource.kind(), Some(Kind::Eip | Kind::EipAssociation)));
        let addresses = elastic.filter(is_taken).filter_map(|resource| resource.text("public_ip").value().map(str::to_owned)).collect();
        Self { ids, addresses, profiles: of_running(prior, planned), stopped: stopped_to_detach(prior, planned) }
    }

    /// What becomes of the profile that something runs with, where `profile` is the one that its arguments name after the plan.
    ///
    /// EC2 associates instances with the id of a profile. Its name does not change when another takes its place under that, so that the
    /// provider changes nothing of the instance, and "the instance profile attached to your instances is no longer valid":
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html>.
    pub(crate) fn association(&self, running: Resource<'_>, profile: Resource<'_>) -> Association {
        let Some(name) = self.profiles.get(running.address()).filter(|_| !running.existence().is_new()) else {
            return Association::Follows;
        };
        match profile.text("name") {
            Attr::Known(now) if now == name => Association::Lost,
            // A name that the provider makes up is another one.
            Attr::Unknown(_) if profile.is_configured("name") => Association::Unclear,
            _ => Association::Follows,
        }
    }

    /// An elastic IP address that the plan takes from what has it.
    pub fn has_address(&self, address: &str) -> bool {
        self.addresses.contains(address)
    }

    /// The attachment of a volume before whose deletion an instance is stopped.
    pub(crate) fn stops(&self, instance: Resource<'_>) -> Option<&str> {
        self.stopped.get(instance.address()).map(String::as_str)
    }

    /// The id of something that the plan deletes.
    pub fn has_id(&self, id: &str) -> bool {
        self.ids.contains_key(id)
    }

    /// The id of something of this kind that the plan deletes.
    pub fn has(&self, kind: Kind, id: &str) -> bool {
        self.ids.get(id).is_some_and(|kinds| kinds.contains(&kind))
    }
}

/// What runs with a profile that the plan deletes. What launches others later gives them the new one.
fn of_running(prior: &Graph<'_>, planned: &Graph<'_>) -> FxHashMap<String, String> {
    let runs = |resource: &Resource<'_>| {
        let by_itself = matches!(resource.kind(), Some(Kind::Instance | Kind::SpotInstanceRequest | Kind::EmrCluster));
        by_itself && resource.is_managed()
    };
    // A second profile of one name is refused, so that what is made first has another.
    let is_deleted = |profile: &Resource<'_>| match planned.at(profile.address()) {
        None => true,
        Some(after) if after.existence() == Existence::ReplacedNewFirst => after.text("name").value() != profile.text("name").value(),
        Some(after) => after.existence().is_new(),
    };
    let associated = |resource: Resource<'_>| {
        let links = Source { own: resource, template: None, specification: None }.profile().links;
        let Some(LinkTarget::Resource(id)) = links.iter().flat_map(|link| &link.slots).find_map(Slot::only) else { return None };
        let profile = Some(prior.resource(id)).filter(is_deleted)?;
        Some((resource.address().to_owned(), profile.text("name").value()?.to_owned()))
    };
    prior.resources().filter(runs).filter_map(associated).collect()
}

/// The instances that the plan stops to detach a volume, and leaves stopped, each with the attachment.
///
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/volume_attachment#stop_instance_before_detaching-1>
fn stopped_to_detach(prior: &Graph<'_>, planned: &Graph<'_>) -> FxHashMap<String, String> {
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
