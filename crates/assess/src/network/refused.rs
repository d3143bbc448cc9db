//! What EC2 refuses to make where subnets, Availability Zones, VPCs and network interfaces do not fit.

use super::NetModel;
use super::claims::rivals;
use crate::target::Source;
use ssm_check_graph::aws::{Instance, NetworkInterface, Subnet, VpcEndpoint};
use ssm_check_graph::{Kind, LinkTarget, Resource};
use ssm_check_message::{Reason, Span, say};
use ssm_check_net::known::{Choice, Gap, Members};
use ssm_check_net::network::SubnetId;
use ssm_check_plan::Attr;

/// Who decides.
pub(super) const BY_EC2: Reason = Reason::Refused("EC2");

/// Where an instance names its primary network interface.
const PRIMARY_INTERFACES: [&[&str]; 2] =
    [&["primary_network_interface", "network_interface_id"], &["network_interface", "network_interface_id"]];

impl<'g> NetModel<'g> {
    /// The subnets of an endpoint or attachment, in Availability Zones of which each has one at most:
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>,
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html>.
    pub(super) fn one_of_each_zone(&self, found: Members<SubnetId>, holder: Resource<'g>) -> Members<SubnetId> {
        // Of a list that may have all of them, all of them may be in it.
        let (Members::Exactly(ids) | Members::AtLeast(ids, _) | Members::SomeOf(ids) | Members::SomeOfOrOther(ids, _)) = &found else {
            return found;
        };
        let mut seen: Vec<(Subnet<'g>, &str)> = Vec::new();
        for subnet in ids.iter().filter_map(|id| self.subnet_behind(*id)) {
            let Some(zone) = subnet.availability_zone().value() else { continue };
            if let Some((other, _)) = seen.iter().find(|(other, taken)| *taken == zone && other.0.id() != subnet.0.id()) {
                let [other, subnet] = [*other, subnet].map(|subnet| Span::address(subnet.0.address()));
                let (holder, zone) = (Span::address(holder.address()), Span::value(zone));
                let what = say!("whether {} can be in {} and {}, which are both in {}", holder, other, subnet, zone);
                return Members::Unknown(Gap::because(what, BY_EC2));
            }
            seen.push((subnet, zone));
        }
        self.in_availability_zones(found, holder)
    }

    /// The subnets of a new endpoint, which need IPv4 ranges unless all its addresses are of IPv6:
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html>.
    pub(super) fn of_one_family(&self, endpoint: VpcEndpoint<'g>, found: Members<SubnetId>) -> Members<SubnetId> {
        let of_ipv4 = matches!(endpoint.ip_address_type(), Attr::Absent | Attr::Known("" | "ipv4" | "dualstack"));
        let (Members::Exactly(ids) | Members::AtLeast(ids, _)) = &found else { return found };
        let mut subnets = ids.iter().filter_map(|id| self.subnet_behind(*id));
        let ipv6_only = subnets.find(|subnet| subnet.ipv6_native() == Attr::Known(true));
        match ipv6_only.filter(|_| of_ipv4 && endpoint.0.existence().is_new()) {
            Some(subnet) => {
                let [endpoint, subnet] = [endpoint.0, subnet.0].map(|resource| Span::address(resource.address()));
                Members::Unknown(Gap::because(say!("whether {} can be in {}, which has no IPv4 range", endpoint, subnet), BY_EC2))
            }
            None => found,
        }
    }

    /// The subnet of a launch, which has to be in the Availability Zone that the launch names:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html>.
    pub(super) fn in_its_zone(&self, source: Source<'g>, subnet: Choice<SubnetId>) -> Choice<SubnetId> {
        let own = source.own;
        let is_instance = matches!(own.kind(), Some(Kind::Instance | Kind::SpotInstanceRequest)) && own.existence().is_new();
        let Choice::One(id) = &subnet else { return subnet };
        let by_template = || source.launch_template()?.0.nested("placement", "availability_zone").text().value();
        let Some(zone) = own.text("availability_zone").value().or_else(by_template).filter(|_| is_instance) else { return subnet };
        let Some((place, other)) = self.subnet_behind(*id).and_then(|place| Some((place, place.availability_zone().value()?))) else {
            return subnet;
        };
        if other == zone {
            return subnet;
        }
        let (own, place) = (Span::address(own.address()), Span::address(place.0.address()));
        let what = say!("whether {} can be launched in {}, as {} is in {}", own, Span::value(zone), place, Span::value(other));
        Choice::Unknown(Gap::because(what, BY_EC2))
    }

    /// The subnet of a launch, which fails where another instance has the network interface that it is to have:
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>, `InvalidNetworkInterface.InUse`.
    pub(super) fn with_its_interface(&self, source: Source<'g>, subnet: Choice<SubnetId>) -> Choice<SubnetId> {
        let own = source.own;
        let Some(interface) = self.made_elsewhere(source).filter(|_| own.existence().is_new()) else { return subnet };
        let target = LinkTarget::Resource(interface.0.id());
        let by = |path: &[&str]| self.graph.referrers::<Instance<'g>>(target, path);
        let all = PRIMARY_INTERFACES.iter().flat_map(|path| by(path)).filter(|(_, referrer)| referrer.certain);
        let mut others = all.map(|(other, _)| other.0).filter(|other| other.id() != own.id() && !other.is_deposed());
        let Some(other) = others.find(|other| self.has_as_primary(*other, interface)) else { return subnet };
        let [launched, interface] = [own, interface.0].map(|resource| Span::address(resource.address()));
        Choice::Unknown(rivals(say!("whether {} is launched with {}", launched, interface), [own, other]))
    }

    fn has_as_primary(&self, own: Resource<'g>, interface: NetworkInterface<'g>) -> bool {
        let source = Source { own, template: None, specification: None };
        self.made_elsewhere(source).is_some_and(|primary| primary.0.id() == interface.0.id())
    }
}

/// What a launch asks for beside network interfaces, and EC2 takes as a part of them only: a subnet, security groups, addresses.
///
/// What an instance says itself goes into an interface where it asks for or declines a public address in a subnet; else it stands beside
/// those of its template.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html>,
/// <https://github.com/hashicorp/terraform-provider-aws/issues/32614>, <https://github.com/hashicorp/terraform-provider-aws/issues/33536>
pub(super) fn refused_beside_interfaces(source: Source<'_>) -> Option<Gap> {
    let (own, template) = (source.own, source.launch_template()?.0);
    let groups = ["vpc_security_group_ids", "security_group_names"].into_iter().find(|name| has(template, name));
    let has_interfaces = has(template, "network_interfaces");
    let interfaces = Span::code("network_interfaces");
    let [launched, template] = [own, template].map(|resource| Span::address(resource.address()));
    let refused = |what| Some(Gap::because(what, BY_EC2));
    if let Some(groups) = groups.filter(|_| has_interfaces) {
        return refused(say!("what {} launches, which names {} beside {}", template, Span::code(groups), interfaces));
    }
    if !matches!(own.kind(), Some(Kind::Instance | Kind::SpotInstanceRequest)) || !own.existence().is_new() {
        return None;
    }
    let whether = |asked, beside| say!("whether {} can be launched with {} beside {} of {}", launched, Span::code(asked), beside, template);
    match makes_interface(source) {
        Some(asked) => refused(whether(asked, Span::code(groups?))),
        None => refused(whether(asked_of_interface(own).filter(|_| has_interfaces)?, interfaces)),
    }
}

fn has(template: Resource<'_>, name: &str) -> bool {
    template.value(name).is_unknown() || template.value(name).elements().next().is_some()
}

/// An argument of the instance that links to something, whatever variables say.
fn links(own: Resource<'_>, name: &str) -> bool {
    own.is_configured(name) && own.links(&[name]).into_iter().any(|link| !link.is_absent())
}

/// The argument for which the provider writes an interface into the launch.
fn makes_interface(source: Source<'_>) -> Option<&'static str> {
    const ADDRESS: &str = "associate_public_ip_address";
    let own = source.own;
    let named = ["network_interface", "primary_network_interface"].into_iter().find(|name| own.value(name).elements().next().is_some());
    let asks = || own.is_configured(ADDRESS) && matches!(own.boolean(ADDRESS), Attr::Known(_)) && links(own, "subnet_id");
    named.or_else(|| asks().then_some(ADDRESS))
}

/// An argument of the instance that EC2 takes as a part of an interface.
fn asked_of_interface(own: Resource<'_>) -> Option<&'static str> {
    let linked = ["subnet_id", "vpc_security_group_ids", "security_groups"].into_iter().find(|name| links(own, name));
    let is_asked = |name: &&str| match *name {
        "private_ip" => matches!(own.text(name), Attr::Known(_)),
        "ipv6_address_count" => matches!(own.integer(name), Attr::Known(count) if count > 0),
        _ => own.value(name).elements().next().is_some(),
    };
    let addresses = ["private_ip", "ipv6_address_count", "ipv6_addresses"];
    linked.or_else(|| addresses.into_iter().find(|name| own.is_configured(name) && is_asked(name)))
}
