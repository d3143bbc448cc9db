//! Targets: anything that becomes an EC2 instance, with the ways in which it is launched.

mod kind;
mod launched;
mod layout;
pub mod task;
mod templates;

pub use kind::TargetKind;
pub use layout::{Groups, Layout, Spread};
use templates::{by_template, each_template, group_launches};

use crate::evidence::AttrRef;
use ssm_check_graph::aws::{AutoscalingGroup, Ec2Fleet, Instance, LaunchTemplate, SpotFleetRequest, SpotInstanceRequest, View};
use ssm_check_graph::{Existence, Graph, Link, LinkTarget, Resource, ResourceId};
use ssm_check_message::Gap;
use ssm_check_plan::{Attr, Value};

/// Anything that becomes an EC2 instance.
pub struct Target<'g> {
    /// The resource.
    pub resource: Resource<'g>,
    /// What it is to Session Manager.
    pub kind: TargetKind,
    /// Every one of them comes to be, so every one must work; each with the possibilities that cannot be told apart.
    pub launches: Vec<Launch<'g>>,
}

/// One way in which a target launches instances.
pub struct Launch<'g> {
    /// Exactly one of these holds.
    pub possibilities: Vec<Source<'g>>,
    /// Why it may be none of them.
    pub gap: Option<(AttrRef, Gap)>,
}

/// Where the settings of an instance come from: its own attributes first, then its launch template's.
#[derive(Clone, Copy)]
pub struct Source<'g> {
    /// The target itself.
    pub own: Resource<'g>,
    /// Its launch template, launch configuration, or nothing.
    pub template: Option<Resource<'g>>,
    /// The block of a fleet's launch specification, by position.
    pub specification: Option<usize>,
}

/// One setting that links to resources, and where it is written.
pub struct Setting<'g> {
    /// The links; several where a setting has several attributes. None where nothing sets it.
    pub links: Vec<&'g Link>,
    /// Where.
    pub at: AttrRef,
}

impl<'g> Target<'g> {
    /// The launch template or configuration of what it starts last, where there is one.
    pub fn template(&self) -> Option<Resource<'g>> {
        self.launches.iter().flat_map(|launch| &launch.possibilities).rev().find_map(|source| source.template)
    }

    /// Every target of a graph, in the order of addresses.
    pub fn all(graph: &'g Graph<'g>) -> Vec<Self> {
        let mut targets = Vec::new();
        let managed = |resource: &Resource<'g>| resource.is_managed() && resource.is_judged();
        let plain = graph.all::<Instance>().map(View::resource).chain(graph.all::<SpotInstanceRequest>().map(View::resource));
        for resource in plain.filter(managed) {
            // A template counts for what this plan launches; what runs is what its own attributes show.
            // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/launch-instances-from-launch-template.html
            let is_launched = resource.existence().is_new();
            let launch = is_launched.then(|| by_template(graph, resource, &[&["launch_template", "id"], &["launch_template", "name"]]));
            let launch = launch.flatten().unwrap_or_else(|| Launch::of(Source { own: resource, template: None, specification: None }));
            let launches = vec![launch];
            targets.push(Self::instances(resource, launches));
        }
        for group in graph.all::<AutoscalingGroup>().map(View::resource).filter(managed) {
            targets.push(Self::instances(group, group_launches(graph, group)));
        }
        for fleet in graph.all::<Ec2Fleet>().map(View::resource).filter(managed) {
            let paths: [&[&str]; 2] = [
                &["launch_template_config", "launch_template_specification", "launch_template_id"],
                &["launch_template_config", "launch_template_specification", "launch_template_name"],
            ];
            targets.push(Self::instances(fleet, each_template(graph, fleet, &paths)));
        }
        for fleet in graph.all::<SpotFleetRequest>().filter(|fleet| managed(&fleet.0)) {
            let paths: [&[&str]; 2] = [
                &["launch_template_config", "launch_template_specification", "id"],
                &["launch_template_config", "launch_template_specification", "name"],
            ];
            let mut launches = each_template(graph, fleet.0, &paths);
            let specifications = fleet.launch_specification().items.len();
            launches
                .extend((0..specifications).map(|index| Launch::of(Source { own: fleet.0, template: None, specification: Some(index) })));
            targets.push(Self::instances(fleet.0, launches));
        }
        targets.extend(launched::all(graph));
        let of_nodes = launched::of_nodes(graph, &targets);
        targets.extend(of_nodes);
        targets.sort_by_key(|target| target.resource.id());
        targets
    }

    fn instances(resource: Resource<'g>, launches: Vec<Launch<'g>>) -> Self {
        Self { resource, kind: TargetKind::Instance, launches }
    }

    /// The action of the plan, as reports name it.
    pub fn change(&self) -> &'static str {
        match self.resource.existence() {
            Existence::Created => "create",
            Existence::Replaced | Existence::ReplacedNewFirst => "replace",
            Existence::Updated => "update",
            Existence::Unchanged | Existence::Forgotten | Existence::Read | Existence::ReadAtApply => "no-op",
        }
    }
}

impl<'g> Launch<'g> {
    fn of(source: Source<'g>) -> Self {
        Self { possibilities: vec![source], gap: None }
    }
}

/// Tells sources apart: whose settings, of which template, and which specification.
pub type SourceKey = (ResourceId, Option<ResourceId>, Option<usize>);

impl<'g> Source<'g> {
    /// What tells it from others.
    pub fn key(self) -> SourceKey {
        (self.own.id(), self.template.map(Resource::id), self.specification)
    }

    /// The template, if it is a launch template.
    pub fn launch_template(self) -> Option<LaunchTemplate<'g>> {
        self.template.and_then(|template| template.graph().view(template.id()))
    }

    /// The resources that settings are read from, the one that decides first.
    pub fn layers(self) -> impl Iterator<Item = Resource<'g>> {
        [Some(self.own), self.template].into_iter().flatten()
    }

    /// The instance profile's links.
    pub fn profile(self) -> Setting<'g> {
        if let Some(index) = self.specification {
            let of = |name: &str| self.own.links(&["launch_specification", name]).get(index).copied();
            let links =
                ["iam_instance_profile", "iam_instance_profile_arn"].into_iter().filter_map(of).filter(|link| !link.is_absent()).collect();
            return Setting { links, at: AttrRef::new(self.own.address(), format!("launch_specification[{index}].iam_instance_profile")) };
        }
        if let Some(layout) = Layout::of(self.own.kind()) {
            return launched::profile(self, layout);
        }
        for layer in self.layers() {
            let mut links = vec![layer.link(&["iam_instance_profile"])];
            links.extend(layer.links(&["iam_instance_profile", "name"]));
            links.extend(layer.links(&["iam_instance_profile", "arn"]));
            links.retain(|link| !link.is_absent());
            if !links.is_empty() {
                return Setting { links, at: AttrRef::new(layer.address(), "iam_instance_profile") };
            }
        }
        // It is missing where most people write it.
        let holder = self.template.unwrap_or(self.own);
        Setting { links: Vec::new(), at: AttrRef::new(holder.address(), "iam_instance_profile") }
    }

    /// The block that names the profile, where the plan does not tell whether it is there.
    pub fn unknown_profile(self) -> Option<AttrRef> {
        let (layer, block) = match Layout::of(self.own.kind()).map(|layout| layout.profile) {
            Some([block, _, ..]) => (self.own, *block),
            _ => (self.launch_template()?.0, "iam_instance_profile"),
        };
        layer.blocks(block).is_unknown.then(|| AttrRef::new(layer.address(), block))
    }

    /// The network interface made elsewhere that is the instance's primary one.
    pub fn primary_interface(self) -> Option<&'g Link> {
        for layer in self.layers() {
            let primary = layer.links(&["primary_network_interface", "network_interface_id"]);
            if let Some(link) = primary.into_iter().find(|link| !link.is_absent() && is_made_elsewhere(layer, link)) {
                return Some(link);
            }
            for name in ["network_interface", "network_interfaces"] {
                let links = layer.links(&[name, "network_interface_id"]);
                let blocks = layer.values().get(name).elements();
                // The first interface is the primary one, device index 0.
                let primary = links.into_iter().zip(blocks).find(|(link, block)| {
                    !link.is_absent() && matches!(block.get("device_index").integer(), Attr::Known(0) | Attr::Absent)
                });
                if let Some((link, _)) = primary {
                    return Some(link);
                }
            }
        }
        None
    }

    /// An interface made elsewhere may be the primary one: its device index is not known.
    pub fn may_have_primary_interface(self) -> bool {
        let is_open = |block: Value<'_, '_>| block.get("device_index").is_unknown();
        self.layers().any(|layer| layer.values().get("network_interface").elements().any(is_open))
    }
}

/// Whether `primary_network_interface` names an interface that is made elsewhere. From hashicorp/aws 6.10 on, every instance that
/// exists shows the interface that its launch made, and its own attributes are that one's.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance#primary_network_interface-1>
fn is_made_elsewhere(instance: Resource<'_>, link: &Link) -> bool {
    let is_managed = |target| matches!(target, LinkTarget::Resource(id) if instance.graph().resource(id).is_managed());
    instance.existence().is_new() || instance.is_configured("primary_network_interface") || link.only().is_some_and(is_managed)
}
