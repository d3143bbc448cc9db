//! Elastic IP addresses: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html>.

use super::NetModel;
use ssm_check_graph::aws::{Eip, EipAssociation, NatGateway, View};
use ssm_check_graph::{Kind, LinkTarget, Resource, ResourceId};
use ssm_check_net::Truth;
use ssm_check_plan::Attr;

impl<'g> NetModel<'g> {
    /// Whether an elastic IP address stands for the primary private address of an instance or interface, from which the agent's packets
    /// leave: by itself, or by an association.
    pub(super) fn elastic_ip(&self, id: ResourceId) -> Truth {
        let primary = primary_address(self.graph.resource(id));
        let by_itself = HOLDERS_OF_EIP.map(|path| self.elastic_by::<Eip>(id, path, "associate_with_private_ip", primary));
        let associated = ASSOCIATED.map(|path| self.elastic_by::<EipAssociation>(id, path, "private_ip_address", primary));
        Truth::any(by_itself.into_iter().chain(associated))
    }

    /// Of those that name it at `path`; `argument` says for which of its private addresses.
    fn elastic_by<V: View<'g>>(&self, id: ResourceId, path: &str, argument: &str, primary: Option<&str>) -> Truth {
        let referrers = self.graph.referrers::<V>(LinkTarget::Resource(id), &[path]).into_iter();
        let found = Truth::any(referrers.map(|(view, referrer)| {
            let (by, holder) = (view.resource(), LinkTarget::Resource(id));
            let is_sure = referrer.certain
                && self.claimed_beside(by, holder).is_none()
                && self.address_beside_zone(by, self.graph.resource(id)).is_none();
            let named = if is_sure { Truth::True } else { Truth::Unknown };
            named.and(is_for(view.resource(), argument, primary))
        }));
        found.or(if self.graph.undecided::<V>(&[path]).is_empty() { Truth::False } else { Truth::Unknown })
    }

    /// What gives an instance or interface its Elastic IP address and what else claims that; nothing where it is the only one.
    pub(super) fn claimants_of_address(&self, holder: Resource<'g>) -> Vec<Resource<'g>> {
        let target = LinkTarget::Resource(holder.id());
        self.givers_of_address(holder).find_map(|by| Some(vec![by, self.claimed_beside(by, target)?])).unwrap_or_default()
    }

    /// What gives an Elastic IP address to an instance or interface, or may: addresses and associations.
    pub(super) fn givers_of_address(&self, holder: Resource<'g>) -> impl Iterator<Item = Resource<'g>> {
        let target = LinkTarget::Resource(holder.id());
        let eips = HOLDERS_OF_EIP.iter().flat_map(move |path| self.graph.referrers::<Eip<'g>>(target, &[path])).map(|(eip, _)| eip.0);
        let associations = ASSOCIATED.iter().flat_map(move |path| self.graph.referrers::<EipAssociation<'g>>(target, &[path]));
        eips.chain(associations.map(|(one, _)| one.0))
    }

    /// What else has the Elastic IP address that this resource gives to `holder`, or that this NAT gateway has. An address is associated
    /// with one at a time: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html>.
    pub(super) fn claimed_beside(&self, claimant: Resource<'g>, holder: LinkTarget) -> Option<Resource<'g>> {
        let eip = match claimant.kind() {
            Some(Kind::Eip) => LinkTarget::Resource(claimant.id()),
            _ => claimant.link(&["allocation_id"]).only()?,
        };
        let by_itself = match eip {
            LinkTarget::Resource(id) => {
                Some(self.graph.resource(id)).filter(|eip| HOLDERS_OF_EIP.iter().any(|name| eip.is_configured(name)))
            }
            LinkTarget::Default(..) => None,
        };
        let associations = self.graph.referrers::<EipAssociation>(eip, &["allocation_id"]).into_iter();
        let nats = self.graph.referrers::<NatGateway>(eip, &["allocation_id"]).into_iter();
        let certain = associations.map(|(one, referrer)| (one.0, referrer)).chain(nats.map(|(one, referrer)| (one.0, referrer)));
        let others = by_itself.into_iter().chain(certain.filter(|(_, referrer)| referrer.certain).map(|(by, _)| by));
        let mut others = others.filter(|by| by.id() != claimant.id() && !by.is_deposed());
        others.find(|by| {
            let paths = if by.kind() == Some(Kind::Eip) { HOLDERS_OF_EIP } else { ASSOCIATED };
            !paths.iter().any(|path| by.link(&[path]).only() == Some(holder))
        })
    }
}

/// An elastic IP address that stands for another private address of its holder than the primary one, which packets leave from.
pub struct Aside<'g> {
    /// What gives it.
    pub by: Resource<'g>,
    /// The argument that names the private address.
    pub argument: &'static str,
    /// The private address.
    pub address: &'g str,
    /// The primary one.
    pub primary: &'g str,
}

impl<'g> Aside<'g> {
    /// Of an instance or interface.
    pub fn of(holder: Resource<'g>) -> Option<Self> {
        let (primary, target) = (primary_address(holder)?, LinkTarget::Resource(holder.id()));
        let aside = |by: Resource<'g>, argument: &'static str| {
            let address = by.text(argument).value().filter(|address| !address.is_empty() && *address != primary)?;
            Some(Self { by, argument, address, primary })
        };
        let graph = holder.graph();
        let eips = HOLDERS_OF_EIP.iter().flat_map(|path| graph.referrers::<Eip<'g>>(target, &[path]));
        let associations = ASSOCIATED.iter().flat_map(|path| graph.referrers::<EipAssociation<'g>>(target, &[path]));
        let certain_eips = eips.filter(|(_, referrer)| referrer.certain).find_map(|(eip, _)| aside(eip.0, "associate_with_private_ip"));
        let mut associations = associations.filter(|(_, referrer)| referrer.certain);
        certain_eips.or_else(|| associations.find_map(|(one, _)| aside(one.0, "private_ip_address")))
    }
}

/// The arguments by which an `aws_eip` says whose it is.
const HOLDERS_OF_EIP: [&str; 2] = ["instance", "network_interface"];

/// The arguments by which an association says so.
const ASSOCIATED: [&str; 2] = ["instance_id", "network_interface_id"];

/// Whether the address stands for this private address; for the primary one where it names none.
fn is_for(elastic: Resource<'_>, argument: &str, primary: Option<&str>) -> Truth {
    match elastic.text(argument) {
        Attr::Absent | Attr::Known("") => Truth::True,
        Attr::Known(named) | Attr::Sensitive(Some(named)) => primary.map_or(Truth::Unknown, |primary| (primary == named).into()),
        Attr::Unknown(_) if !elastic.is_written(argument) => Truth::True,
        Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
    }
}

/// The primary private address of an instance or interface, where it is chosen or known:
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_interface#private_ip_list>.
pub(super) fn primary_address(resource: Resource<'_>) -> Option<&str> {
    let first = |name: &str| resource.value(name).elements().next().and_then(|address| address.text().value());
    let listed = || first("private_ip_list").filter(|_| resource.boolean("private_ip_list_enabled") == Attr::Known(true));
    // Of a set it is not told which is the first.
    let only = || first("private_ips").filter(|_| resource.value("private_ips").elements().count() == 1);
    resource.text("private_ip").value().or_else(listed).or_else(only)
}
