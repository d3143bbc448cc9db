//! Network interfaces: of instances that are hops, and of what a target launches.

use super::NetModel;
use super::attributes::truth;
use super::interfaces::{ipv6, primary_block};
use super::links::{choice, members};
use crate::target::task::assigns_public_address;
use crate::target::{Layout, Source, Spread, Target, TargetKind};
use rustc_hash::FxHashMap;
use ssm_check_graph::aws::{
    AutoscalingGroup, Instance, LaunchTemplate, NetworkInterface, NetworkInterfaceAttachment, SpotInstanceRequest, View,
};
use ssm_check_graph::{Graph, Kind, Link, LinkTarget, Resource, ResourceId};
use ssm_check_message::{Span, say};
use ssm_check_net::Truth;
use ssm_check_net::interface::{Carrier, Interface, Os, PublicIpv4};
use ssm_check_net::known::{Choice, Gap, Known, Members};
use ssm_check_net::network::{GroupId, InterfaceId, SubnetId};
use ssm_check_net::service::PerService;

/// Where a launch puts its instances.
pub(super) struct Placement {
    /// Each of these subnets is used, or may be; empty where none is named.
    pub subnets: Vec<Choice<SubnetId>>,
    /// It is not certain that each is used.
    pub some: bool,
}

impl<'g> NetModel<'g> {
    /// Interfaces that routes may lead through: instances and interfaces of the inputs.
    pub(super) fn add_instances(&mut self) {
        for resource in instances(self.graph) {
            let source = Source { own: resource, template: None, specification: None };
            let placement = self.placement(source);
            let subnet = placement
                .subnets
                .into_iter()
                .next()
                .unwrap_or_else(|| Choice::Unknown(Gap::new(say!("the subnet of {}", Span::address(resource.address())))));
            let interface = self.interface(source, subnet);
            let id = self.network.add_interface(interface);
            self.interfaces.insert(resource.id(), id);
        }
        let owners = self.owners();
        for interface in self.graph.all::<NetworkInterface>() {
            // The primary one of an instance is that of the instance, with whatever is attached to either.
            if let Some(id) = owners.get(&interface.0.id()).and_then(|owner| self.interfaces.get(owner)).copied() {
                self.interfaces.insert(interface.0.id(), id);
                continue;
            }
            let address = interface.0.address();
            let made = Interface {
                name: address.to_owned(),
                subnet: self.subnet_choice(interface.subnet(), address),
                groups: self.groups_of(interface.0, &[], &[interface.security_groups()]),
                address: None,
                public_ipv4: PublicIpv4::Own(self.elastic_ip(interface.0.id())),
                ipv6: ipv6(interface.0, Truth::False),
                dual_stack_agent: Truth::Unknown,
                told_dual_stack: PerService::all(None),
                // A data source does not show it.
                source_dest_check: truth(
                    interface.source_dest_check(),
                    if Self::is_open(interface.0) { Truth::Unknown } else { Truth::True },
                ),
                os: Known::Known(Os::Linux),
                carrier: self.carrier(interface),
                by_group_over_transit: Truth::True,
            };
            let id = self.network.add_interface(made);
            self.interfaces.insert(interface.0.id(), id);
        }
    }

    /// What carries an interface that is a resource of its own, and no instance's primary one.
    fn carrier(&self, interface: NetworkInterface<'g>) -> Carrier {
        let address = interface.0.address();
        let target = LinkTarget::Resource(interface.0.id());
        let primary = |target| match target {
            LinkTarget::Resource(id) => self.interfaces.get(&id).copied(),
            LinkTarget::Default(..) => None,
        };
        let instance =
            |link: &Link| Carrier::Instance(choice(self.graph, link, &say!("the instance that has {}", Span::address(address)), primary));
        if let Some(link) = interface.attached_to().into_iter().find(|link| !link.is_absent()) {
            return instance(link);
        }
        let attachments = self.graph.referrers::<NetworkInterfaceAttachment>(target, &["network_interface_id"]);
        if let Some((attachment, _)) = attachments.iter().find(|(_, referrer)| referrer.certain) {
            return instance(attachment.instance());
        }
        let blocks = &["network_interface", "network_interface_id"];
        let own = self.graph.referrers::<Instance>(target, blocks).into_iter().find(|(_, referrer)| referrer.certain);
        if let Some(id) = own.and_then(|(own, _)| self.interfaces.get(&own.0.id()).copied()) {
            return Carrier::Instance(Choice::One(id));
        }
        let shown = interface.0.value("attachment");
        if !interface.0.is_managed() && !shown.is_unknown() && shown.elements().next().is_some() {
            return Carrier::Itself;
        }
        let templates = self.graph.referrers::<LaunchTemplate>(target, &["network_interfaces", "network_interface_id"]);
        if templates.iter().any(|(template, referrer)| referrer.certain && self.is_launched(*template)) {
            return Carrier::Itself;
        }
        Carrier::Unknown(Gap::new(say!("what attaches {}, if anything does", Span::address(address))))
    }

    /// Something of the inputs is launched from the template.
    fn is_launched(&self, template: LaunchTemplate<'g>) -> bool {
        let target = LinkTarget::Resource(template.0.id());
        let paths: [&[&str]; 2] = [&["launch_template", "id"], &["launch_template", "name"]];
        paths.iter().any(|path| {
            self.graph.referrers::<AutoscalingGroup>(target, path).iter().any(|(_, referrer)| referrer.certain)
                || self.graph.referrers::<Instance>(target, path).iter().any(|(_, referrer)| referrer.certain)
        })
    }

    /// The interfaces of a launch that was judged already, as they are before user data tells the agent anything.
    pub fn launched_before(&mut self, target: &Target<'g>, source: Source<'g>) -> Vec<InterfaceId> {
        let Some(ids) = self.launches.get(&(target.resource.id(), source.key())).cloned() else { return self.launch(target, source).0 };
        let untold = PerService::all(None);
        let bare = |id: InterfaceId| match self.network.interface(id) {
            Some(interface) if interface.told_dual_stack != untold => {
                let interface = Interface { told_dual_stack: untold, ..interface.clone() };
                self.network.add_interface(interface)
            }
            _ => id,
        };
        ids.into_iter().map(bare).collect()
    }

    /// The interfaces of one possibility of a launch, one for each subnet that it may be in.
    pub fn launch(&mut self, target: &Target<'g>, source: Source<'g>) -> (Vec<InterfaceId>, bool) {
        let placement = self.placement(source);
        let mut subnets = placement.subnets;
        if subnets.is_empty() {
            // The default subnet of the Region's default VPC.
            let by_default = target.resource.kind() != Some(Kind::InstanceProfile);
            let shown = self.listed_default_subnets(target.resource);
            let default = shown.or_else(|| self.default_subnet(target.resource).map(Choice::One)).filter(|_| by_default);
            subnets.push(match default {
                Some(subnet) => subnet,
                None => Choice::Unknown(Gap::new(say!(
                    "the default subnet that {} is in, as it names none",
                    Span::address(target.resource.address())
                ))),
            });
        }
        let named = subnets.iter().flat_map(|choice| choice.candidates().to_vec());
        let mut resources: Vec<_> = named.filter_map(|id| self.subnet_resources.get(&id)).flatten().copied().collect();
        resources.sort_unstable();
        resources.dedup();
        self.launched.append(&mut resources);
        // The nodes of EMR are of two kinds, each with groups of its own.
        let groups: Vec<Option<Members<GroupId>>> = match self.groups_of_nodes(source) {
            Some(of_each) => of_each.into_iter().map(Some).collect(),
            None => vec![None],
        };
        let each = subnets.into_iter().flat_map(|subnet| groups.iter().map(move |groups| (subnet.clone(), groups.clone())));
        let ids: Vec<_> = each
            .collect::<Vec<_>>()
            .into_iter()
            .map(|(subnet, groups)| {
                let mut interface = self.interface(source, subnet);
                if let Some(groups) = groups {
                    interface.groups = groups;
                }
                if target.kind == TargetKind::Task {
                    // What the subnet does by itself is for instances:
                    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
                    interface.public_ipv4 = PublicIpv4::Own(truth(assigns_public_address(source), Truth::False));
                }
                self.network.add_interface(interface)
            })
            .collect();
        self.launches.insert((target.resource.id(), source.key()), ids.clone());
        (ids, placement.some)
    }

    fn placement(&self, source: Source<'g>) -> Placement {
        let single = |link: &'g Link, at: Resource<'g>| Placement { subnets: vec![self.subnet_choice(link, at.address())], some: false };
        if let Some(index) = source.specification {
            if let Some(link) = source.own.links(&["launch_specification", "subnet_id"]).get(index).filter(|link| !link.is_absent()) {
                return single(link, source.own);
            }
            return Placement { subnets: Vec::new(), some: false };
        }
        if let Some(layout) = Layout::of(source.own.kind()) {
            return self.laid_out(source, layout);
        }
        if let Some(interface) = self.made_elsewhere(source) {
            return single(interface.subnet(), interface.0);
        }
        let own = source.own.link(&["subnet_id"]);
        if !own.is_absent() {
            return single(own, source.own);
        }
        let zones = source.own.link(&["vpc_zone_identifier"]);
        if !zones.is_absent() {
            return self.each_subnet(&[zones], source.own.address());
        }
        for path in [&["launch_template_config", "override", "subnet_id"] as &[&str], &["launch_template_config", "overrides", "subnet_id"]]
        {
            let links: Vec<_> = source.own.links(path).into_iter().filter(|link| !link.is_absent()).collect();
            if !links.is_empty() {
                return self.each_subnet(&links, source.own.address());
            }
        }
        if let Some(template) = source.launch_template()
            && let Some(link) = primary_block(template.0).and_then(|index| template.interface_subnets().get(index).copied())
            && !link.is_absent()
        {
            return single(link, template.0);
        }
        Placement { subnets: Vec::new(), some: false }
    }

    /// The subnets of what another service launches.
    fn laid_out(&self, source: Source<'g>, layout: Layout) -> Placement {
        for (path, spread) in layout.subnets {
            let links = Layout::links(source.own, path);
            if !links.is_empty() {
                let placement = self.each_subnet(&links, source.own.address());
                return Placement { some: placement.some || *spread == Spread::One, ..placement };
            }
        }
        Placement { subnets: Vec::new(), some: false }
    }

    fn each_subnet(&self, links: &[&'g Link], address: &str) -> Placement {
        let what = say!("a subnet of {}", Span::address(address));
        let found = members(self.graph, links, &what, |target| self.subnet_of_target(target));
        let some = matches!(found, Members::SomeOf(_) | Members::SomeOfOrOther(..));
        let mut subnets: Vec<_> = found.named().iter().map(|id| Choice::One(*id)).collect();
        if let Some(gap) = found.gap() {
            subnets.push(Choice::Unknown(gap.clone()));
        }
        Placement { subnets, some }
    }

    pub(super) fn subnet_of_target(&self, target: LinkTarget) -> Option<SubnetId> {
        match target {
            LinkTarget::Resource(id) => self.subnets.get(&id).copied(),
            LinkTarget::Default(..) => None,
        }
    }

    fn subnet_choice(&self, link: &Link, address: &str) -> Choice<SubnetId> {
        let what = say!("the subnet of {}", Span::address(address));
        match choice(self.graph, link, &what, |target| self.subnet_of_target(target)) {
            Choice::None => Choice::Unknown(Gap::new(what)),
            known => known,
        }
    }

    /// The primary network interface, where it is a resource of its own.
    pub(super) fn made_elsewhere(&self, source: Source<'g>) -> Option<NetworkInterface<'g>> {
        match source.primary_interface()?.only() {
            Some(LinkTarget::Resource(id)) => self.graph.view(id),
            _ => None,
        }
    }

    /// The instances that certainly have an interface of its own as their primary one, by that; of several, the first.
    fn owners(&self) -> FxHashMap<ResourceId, ResourceId> {
        let mut owners = FxHashMap::default();
        for own in instances(self.graph) {
            if let Some(primary) = self.made_elsewhere(Source { own, template: None, specification: None }) {
                owners.entry(primary.0.id()).or_insert(own.id());
            }
        }
        owners
    }
}

/// Instances, and requests for one.
fn instances<'g>(graph: &'g Graph<'g>) -> impl Iterator<Item = Resource<'g>> {
    graph.all::<Instance<'g>>().map(View::resource).chain(graph.all::<SpotInstanceRequest<'g>>().map(View::resource))
}
