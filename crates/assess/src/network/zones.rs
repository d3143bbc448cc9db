//! What AWS does not make in Local Zones, Wavelength Zones and on Outposts, and which addresses it takes there.
//!
//! <https://docs.aws.amazon.com/vpc/latest/userguide/Extend_VPCs.html>

use super::NetModel;
use super::refused::BY_EC2;
use ssm_check_aws::ZoneKind;
use ssm_check_graph::Resource;
use ssm_check_graph::aws::{Eip, EipAssociation, NatGateway, Subnet};
use ssm_check_message::{Gap, Message, Reason, Span, say};
use ssm_check_net::known::{Choice, Members};
use ssm_check_net::network::SubnetId;
use ssm_check_plan::Attr;

impl<'g> NetModel<'g> {
    /// The subnets of a new endpoint or attachment, all of which have to be in Availability Zones of the Region.
    ///
    /// "You cannot select a subnet from a Local Zone while creating a Cloud WAN or transit gateway VPC attachment":
    /// <https://docs.aws.amazon.com/local-zones/latest/ug/how-local-zones-work.html>. A service has interface endpoints in the Availability
    /// Zones that `DescribeVpcEndpointServices` lists of it: <https://repost.aws/knowledge-center/interface-endpoint-availability-zone>.
    pub(super) fn in_availability_zones(&self, found: Members<SubnetId>, holder: Resource<'g>) -> Members<SubnetId> {
        let (Members::Exactly(ids) | Members::AtLeast(ids, _)) = &found else { return found };
        let mut subnets = ids.iter().filter_map(|id| self.subnet_behind(*id)).filter(|_| holder.existence().is_new());
        match subnets.find_map(|subnet| Some((subnet, beside_availability_zones(subnet)?))) {
            Some((subnet, place)) => Members::Unknown(Gap::because(can_be_in(holder, subnet, place), BY_EC2)),
            None => found,
        }
    }

    /// Why a new NAT gateway may not come to be in its subnet, or not be reached there from outside.
    pub(super) fn nat_beside_its_zone(&self, nat: NatGateway<'g>) -> Option<Gap> {
        let subnet = self.subnet_with(nat.0).filter(|_| nat.0.existence().is_new())?;
        let address = self.graph.linked(nat.eip()).and_then(|eip| self.graph.view::<Eip<'g>>(eip.id()));
        if let Some(refused) = address.and_then(|eip| of_another_border_group(eip, subnet)) {
            return Some(refused);
        }
        let place = beside_availability_zones(subnet).filter(|place| *place != LOCAL_ZONE)?;
        Some(Gap::because(can_be_in(nat.0, subnet, place), Reason::NotModelled("NAT gateways in Wavelength Zones and on Outposts")))
    }

    /// Why an address that `by` gives to an instance or interface may not come to be its own.
    pub(super) fn address_beside_zone(&self, by: Resource<'g>, holder: Resource<'g>) -> Option<Gap> {
        let associated = || self.graph.linked(self.graph.view::<EipAssociation<'g>>(by.id())?.eip());
        let eip = self.graph.view::<Eip<'g>>(by.id()).or_else(|| self.graph.view::<Eip<'g>>(associated()?.id()))?;
        of_another_border_group(eip, self.subnet_with(holder)?).filter(|_| by.existence().is_new())
    }

    /// Why it is not known whether an interface has a public address that an internet gateway translates.
    pub(super) fn public_beside_zone(&self, holder: Resource<'g>) -> Option<Gap> {
        let refused = self.givers_of_address(holder).find_map(|by| self.address_beside_zone(by, holder));
        refused.or_else(|| self.subnet_with(holder).filter(|subnet| takes_carrier_addresses(*subnet)).map(carried))
    }

    /// The subnet that a resource names.
    fn subnet_with(&self, resource: Resource<'g>) -> Option<Subnet<'g>> {
        self.graph.linked(resource.link(&["subnet_id"])).and_then(|subnet| self.graph.view(subnet.id()))
    }

    /// The subnet has no addresses that an internet gateway translates, but those of a carrier.
    ///
    /// <https://docs.aws.amazon.com/wavelength/latest/developerguide/how-wavelengths-work.html>
    pub(super) fn has_carrier_addresses(&self, subnet: &Choice<SubnetId>) -> bool {
        matches!(subnet, Choice::One(id) if self.subnet_behind(*id).is_some_and(takes_carrier_addresses))
    }
}

const LOCAL_ZONE: &str = "in a Local Zone";

/// Where a subnet is that is in no Availability Zone of its Region; `None` where it is in one, and where nothing tells, since AWS chooses
/// one then: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html>.
pub fn beside_availability_zones(subnet: Subnet<'_>) -> Option<&'static str> {
    let is_on_outpost = match subnet.outpost_arn() {
        Attr::Absent | Attr::Known("") => false,
        Attr::Known(_) | Attr::Sensitive(_) => true,
        Attr::Unknown(_) => subnet.0.is_configured("outpost_arn"),
    };
    if is_on_outpost {
        return Some("on an Outpost");
    }
    match kind_of(subnet)? {
        ZoneKind::Availability => None,
        ZoneKind::Local => Some(LOCAL_ZONE),
        ZoneKind::Wavelength => Some("in a Wavelength Zone"),
    }
}

fn kind_of(subnet: Subnet<'_>) -> Option<ZoneKind> {
    let by_name = || subnet.availability_zone().value().and_then(ZoneKind::of_name);
    by_name().or_else(|| subnet.availability_zone_id().value().and_then(ZoneKind::of_id))
}

fn takes_carrier_addresses(subnet: Subnet<'_>) -> bool {
    kind_of(subnet) == Some(ZoneKind::Wavelength)
}

fn carried(subnet: Subnet<'_>) -> Gap {
    let what = say!("how addresses of {}, which is in a Wavelength Zone, lead out", Span::address(subnet.0.address()));
    Gap::because(what, Reason::NotModelled("carrier addresses"))
}

/// An address is of one border group, that of the Region where it names none, and goes to what is in that:
/// <https://docs.aws.amazon.com/vpc/latest/userguide/local-zone.html>,
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateNatGatewayAddress.html>.
fn of_another_border_group(eip: Eip<'_>, subnet: Subnet<'_>) -> Option<Gap> {
    // What is of two Regions is apart for that.
    let region = eip.0.location().region().filter(|region| subnet.0.location().region() == Some(*region))?;
    let group = match eip.network_border_group() {
        Attr::Known(group) if !group.is_empty() => group,
        Attr::Absent | Attr::Known(_) => region,
        Attr::Unknown(_) | Attr::Sensitive(_) => return None,
    };
    let is_extension = kind_of(subnet)? != ZoneKind::Availability;
    let is_here = subnet.availability_zone().value().is_none_or(|zone| zone.starts_with(group));
    if is_extension == (group != region) && is_here {
        return None;
    }
    let [eip, place] = [eip.0, subnet.0].map(|resource| Span::address(resource.address()));
    let zone = subnet.availability_zone().value().or_else(|| subnet.availability_zone_id().value())?;
    let (group, zone) = (Span::value(group), Span::value(zone));
    Some(Gap::because(say!("whether {}, of border group {}, can go to {}, which is in {}", eip, group, place, zone), BY_EC2))
}

fn can_be_in(holder: Resource<'_>, subnet: Subnet<'_>, place: &'static str) -> Message {
    say!("whether {} can be in {}, which is {}", Span::address(holder.address()), Span::address(subnet.0.address()), place)
}
