//! The network interface of a launch: its groups and its addresses.

use super::NetModel;
use super::attributes::truth;
use super::elastic_ips::primary_address;
use super::forwarding::untold;
use super::links::{and_perhaps, members};
use super::refused::refused_beside_interfaces;
use crate::open_world::unsure;
use crate::power_state::stopped;
use crate::restart::loses_public_address;
use crate::target::{Groups, Layout, Source};
use crate::user_data::UserData;
use ssm_check_graph::aws::NetworkInterfaceSgAttachment;
use ssm_check_graph::{Kind, Link, LinkTarget, Resource, ResourceId};
use ssm_check_message::{Span, say};
use ssm_check_net::Truth;
use ssm_check_net::interface::{Carrier, Interface, PublicIpv4};
use ssm_check_net::known::{Choice, Gap, Members};
use ssm_check_net::network::{GroupId, SubnetId};
use ssm_check_net::service::PerService;
use ssm_check_plan::{Attr, Value};

impl<'g> NetModel<'g> {
    pub(super) fn interface(&self, source: Source<'g>, subnet: Choice<SubnetId>) -> Interface {
        let own = source.own;
        let user_data = UserData::of(source);
        let elsewhere = self.made_elsewhere(source);
        // Without a block the plan shows the argument as known after apply too.
        let is_hidden = |name: &str| own.is_configured(name) && own.value(name).is_unknown();
        let unknown_interface = elsewhere.is_none()
            && (source.primary_interface().is_some()
                || source.may_have_primary_interface()
                || is_hidden("network_interface")
                || is_hidden("primary_network_interface"));
        let gap = || Gap::new(say!("the network interface of {}", Span::address(own.address())));
        let groups = match elsewhere {
            _ if unknown_interface => Members::Unknown(gap()),
            Some(interface) => self.groups_of(interface.0, &[own], &[interface.security_groups()]),
            None => self.groups_of_participant(source, &subnet, self.launch_groups(source)),
        };
        let public_ipv4 = match elsewhere {
            _ if unknown_interface || self.has_carrier_addresses(&subnet) => PublicIpv4::Own(Truth::Unknown),
            // Only an interface that the launch makes gets an address by itself:
            // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
            Some(interface) => PublicIpv4::Own(self.elastic_ip(interface.0.id()).or(self.elastic_ip(own.id()))),
            None => self.public_ipv4(source),
        };
        // With an interface of its own making, what the instance says of the check is left aside:
        // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance
        let source_dest_check = match elsewhere {
            _ if unknown_interface => Truth::Unknown,
            Some(interface) => truth(interface.source_dest_check(), Truth::True),
            None => truth(own.boolean("source_dest_check"), Truth::True),
        };
        let of_interface = elsewhere.map_or(Truth::False, |interface| ipv6(interface.0, Truth::False));
        Interface {
            name: own.address().to_owned(),
            ipv6: self.launch_ipv6(source, &subnet).or(of_interface),
            subnet: if unknown_interface {
                Choice::Unknown(gap())
            } else {
                self.in_its_zone(source, self.with_its_interface(source, self.shared_subnet(source, subnet)))
            },
            groups,
            address: chosen_address(source, elsewhere.map(|interface| interface.0)).and_then(|address| address.parse().ok()),
            public_ipv4,
            dual_stack_agent: user_data.dual_stack(),
            told_dual_stack: PerService::all(None),
            source_dest_check,
            os: user_data.os(),
            carrier: stopped(own, self.removed)
                .or_else(|| if source_dest_check == Truth::True { None } else { untold(source, &user_data) })
                .map_or(Carrier::Itself, Carrier::Unknown),
            by_group_over_transit: Truth::True,
        }
    }

    fn launch_groups(&self, source: Source<'g>) -> Members<GroupId> {
        if let Some(index) = source.specification {
            let links: Vec<_> =
                source.own.links(&["launch_specification", "vpc_security_group_ids"]).get(index).copied().into_iter().collect();
            return self.groups_of(source.own, &[], &links);
        }
        if let Some(gap) = refused_beside_interfaces(source) {
            return Members::Unknown(gap);
        }
        let layout = Layout::of(source.own.kind());
        if let Some(layout) = layout {
            let links: Vec<_> = layout.groups.iter().flat_map(|path| Layout::links(source.own, path)).collect();
            if layout.default_groups == Groups::Unknown {
                return groups_of_service(source.own);
            }
            if !links.is_empty() {
                return self.groups_of(source.own, &[], &links);
            }
        }
        for layer in source.layers() {
            let mut links =
                vec![layer.link(&["vpc_security_group_ids"]), layer.link(&["security_groups"]), layer.link(&["security_group_names"])];
            links
                .extend(primary_block(layer).and_then(|index| layer.links(&["network_interfaces", "security_groups"]).get(index).copied()));
            links.retain(|link| !link.is_absent());
            if layer.blocks("network_interfaces").is_unknown {
                return Members::Unknown(Gap::new(say!("`network_interfaces` of {}", Span::address(layer.address()))));
            }
            if !links.is_empty() {
                // The provider shows one list both as ids and as names.
                if links.len() > 1 && !layer.link(&["vpc_security_group_ids"]).is_absent() {
                    links.truncate(1);
                }
                return self.groups_of(layer, &[source.own], &links);
            }
        }
        match layout.map(|layout| layout.default_groups) {
            Some(Groups::Cluster) => self.cluster_group(source.own),
            Some(Groups::Own) => self
                .service_groups
                .get(&source.own.id())
                .map_or_else(|| groups_of_service(source.own), |group| Members::Exactly(vec![*group])),
            Some(Groups::Unknown) => groups_of_service(source.own),
            Some(Groups::Default) | None => self.groups_of(source.own, &[], &[]),
        }
    }

    /// The groups of the primary node of an EMR cluster, and of the others; `None` of anything else, and where EMR makes or finds them.
    ///
    /// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html>
    pub(super) fn groups_of_nodes(&self, source: Source<'g>) -> Option<[Members<GroupId>; 2]> {
        let cluster = source.own;
        if cluster.kind() != Some(Kind::EmrCluster) {
            return None;
        }
        let of = |managed: &'static str, additional: &'static str| {
            let links = Layout::links(cluster, &["ec2_attributes", managed]);
            if links.is_empty() {
                return None;
            }
            let groups = self.groups_of(cluster, &[], &links);
            let alone = matches!(cluster.nested("ec2_attributes", additional).text(), Attr::Absent | Attr::Known(""));
            // Several are written into one text, which links to none.
            Some(match groups {
                Members::Exactly(items) if !alone => {
                    Members::AtLeast(items, Gap::new(say!("the additional groups of {}", Span::address(cluster.address()))))
                }
                other => other,
            })
        };
        Some([
            of("emr_managed_master_security_group", "additional_master_security_groups")?,
            of("emr_managed_slave_security_group", "additional_slave_security_groups")?,
        ])
    }

    /// The groups that a resource names, and those that separate attachments add to it or to what else its interface goes by.
    pub(super) fn groups_of(&self, resource: Resource<'g>, aliases: &[Resource<'g>], links: &[&'g Link]) -> Members<GroupId> {
        let what = say!("a security group of {}", Span::address(resource.address()));
        let mut ids = vec![resource.id()];
        ids.extend(aliases.iter().map(|alias| alias.id()).filter(|id| *id != resource.id()));
        let attached =
            |id: &ResourceId| self.graph.referrers::<NetworkInterfaceSgAttachment>(LinkTarget::Resource(*id), &["network_interface_id"]);
        let attachments: Vec<_> = ids.iter().flat_map(attached).collect();
        let mut all = links.to_vec();
        all.extend(attachments.iter().filter(|(_, referrer)| referrer.certain).map(|(attachment, _)| attachment.security_group()));
        let undecided = self.graph.undecided::<NetworkInterfaceSgAttachment>(&["network_interface_id"]);
        let perhaps = attachments.iter().find(|(_, referrer)| !referrer.certain).map(|(attachment, _)| attachment.0);
        let found = members(self.graph, &all, &what, |target| self.group(target));
        // An attachment adds to the default group that is there already.
        let only_added = links.is_empty() && !attachments.is_empty();
        if perhaps.is_some() || !undecided.is_empty() || only_added {
            return and_perhaps(found, perhaps.map_or_else(|| Gap::new(what.clone()), |by| unsure(what.clone(), by)));
        }
        found
    }

    pub(super) fn public_ipv4(&self, source: Source<'g>) -> PublicIpv4 {
        let elastic = self.elastic_ip(source.own.id());
        if elastic == Truth::True {
            return PublicIpv4::Own(Truth::True);
        }
        let mut explicit = by_setting(source.own);
        if let Some(index) = source.specification {
            explicit = source
                .own
                .values()
                .get("launch_specification")
                .elements()
                .nth(index)
                .map_or(Attr::Absent, |block| block.get("associate_public_ip_address").boolean());
        }
        for layer in source.layers() {
            if matches!(explicit, Attr::Absent) {
                explicit = layer.boolean("associate_public_ip_address");
            }
            if matches!(explicit, Attr::Absent) {
                let block = primary_block(layer).and_then(|index| layer.values().get("network_interfaces").elements().nth(index));
                explicit = block.map_or(Attr::Absent, |block| block.get("associate_public_ip_address").boolean());
            }
        }
        // What a refreshed instance shows is that it has one. Where the plan takes that away, it gets another if it was launched so.
        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/working-with-eips.html
        let is_taken = source.own.text("public_ip").value().is_some_and(|address| self.removed.has_address(address));
        if is_taken && elastic == Truth::False && !source.own.is_configured("associate_public_ip_address") {
            return PublicIpv4::Own(Truth::Unknown);
        }
        match loses_public_address(source.own) {
            Truth::True => return PublicIpv4::Own(elastic),
            Truth::Unknown => return PublicIpv4::Own(Truth::Unknown),
            Truth::False => {}
        }
        // A launch with several interfaces gets no address by itself, and one that asks for it is refused:
        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html#public-ip-addresses
        let several = source.layers().any(|layer| layer.values().get("network_interfaces").elements().count() > 1);
        match explicit {
            Attr::Absent if several => PublicIpv4::Own(elastic),
            Attr::Absent if elastic == Truth::False => PublicIpv4::AsSubnet,
            Attr::Known(true) | Attr::Sensitive(Some(true)) if several => PublicIpv4::Own(Truth::Unknown),
            Attr::Absent | Attr::Unknown(_) | Attr::Sensitive(None) => PublicIpv4::Own(Truth::Unknown),
            Attr::Known(explicit) | Attr::Sensitive(Some(explicit)) => PublicIpv4::Own(elastic.or(explicit.into())),
        }
    }

    fn launch_ipv6(&self, source: Source<'g>, subnet: &Choice<SubnetId>) -> Truth {
        let assigns = |id: &SubnetId| {
            self.subnet_behind(*id).map_or(Truth::Unknown, |subnet| {
                truth(subnet.assign_ipv6_address_on_creation(), Truth::False).or(truth(subnet.ipv6_native(), Truth::False))
            })
        };
        let by_subnet = match subnet {
            Choice::One(id) => assigns(id),
            Choice::OneOf(ids) => Truth::agreed(ids.iter().map(assigns)).unwrap_or(Truth::Unknown),
            _ => Truth::Unknown,
        };
        let templated = |layer: Resource<'_>| {
            let block = primary_block(layer).and_then(|index| layer.values().get("network_interfaces").elements().nth(index));
            let count = block.map_or(Truth::False, |block| match block.get("ipv6_address_count").integer() {
                Attr::Absent => Truth::False,
                Attr::Known(count) | Attr::Sensitive(Some(count)) => (count > 0).into(),
                _ => Truth::Unknown,
            });
            count.or(block.map_or(Truth::False, |block| block.get("ipv6_addresses").elements().next().is_some().into()))
        };
        source.layers().fold(by_subnet, |answer, layer| answer.or(ipv6(layer, Truth::False)).or(templated(layer)))
    }
}

/// The private address of an instance, which itself, the interface that it is given or its template names.
fn chosen_address<'g>(source: Source<'g>, given: Option<Resource<'g>>) -> Option<&'g str> {
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateInstanceNetworkInterfaceSpecificationRequest.html
    let templated = |layer: Resource<'g>| {
        let block = primary_block(layer).and_then(|index| layer.values().get("network_interfaces").elements().nth(index))?;
        block.get("private_ip_address").text().value()
    };
    // Of several machines one alone can have the address.
    let is_one = source.own.kind() == Some(Kind::Instance) && source.primary_interface().is_none();
    let of_template = || source.layers().find_map(templated).filter(|_| is_one);
    primary_address(source.own).or_else(|| given.and_then(primary_address)).or_else(of_template)
}

/// The groups of machines that a service launches, where it makes or finds them.
fn groups_of_service(resource: Resource<'_>) -> Members<GroupId> {
    Members::Unknown(Gap::new(say!("the security groups that the service gives the instances of {}", Span::address(resource.address()))))
}

/// Which of a template's interfaces is the primary one, by which the instance's default route leads: device index 0.
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html>
pub(super) fn primary_block(layer: Resource<'_>) -> Option<usize> {
    let indexes: Vec<_> = layer.values().get("network_interfaces").elements().map(|block| block.get("device_index").integer()).collect();
    indexes.iter().position(|index| *index == Attr::Known(0)).or_else(|| (!indexes.is_empty()).then_some(0))
}

/// An IPv6 address of the resource's own choice.
pub(super) fn ipv6(resource: Resource<'_>, default: Truth) -> Truth {
    let count = match resource.integer("ipv6_address_count") {
        Attr::Absent => default,
        Attr::Known(count) | Attr::Sensitive(Some(count)) => (count > 0).into(),
        _ => Truth::Unknown,
    };
    let listed = resource.value("ipv6_addresses");
    let listed = if listed.is_unknown() { Truth::Unknown } else { listed.elements().next().is_some().into() };
    count.or(listed)
}

/// What an Elastic Beanstalk environment says of public addresses:
/// <https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html#command-options-general-ec2vpc>.
fn by_setting(environment: Resource<'_>) -> Attr<bool> {
    if environment.kind() != Some(Kind::ElasticBeanstalkEnvironment) {
        return Attr::Absent;
    }
    let settings = environment.value("setting");
    let is = |setting: &Value<'_, '_>, name: &str, wanted: &str| setting.get(name).text() == Attr::Known(wanted);
    let found = settings
        .elements()
        .find(|setting| is(setting, "namespace", "aws:ec2:vpc") && is(setting, "name", "AssociatePublicIpAddress"))
        .map(|setting| setting.get("value").text().convert(|text| text.to_ascii_lowercase().parse().ok()));
    found.unwrap_or(Attr::Absent)
}
