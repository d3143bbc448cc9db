//! Connections over the internet: out to public addresses, and in to the public address of an interface.

use ssm_check_truth::Truth;

use crate::block::Family;
use crate::cidr::Addrs;
use crate::engine::{Engine, Next, Spot};
use crate::ids::InterfaceId;
use crate::interface::Interface;
use crate::internet::InternetTarget;
use crate::judge::{Judged, Space, field};
use crate::network::Network;
use crate::network_acls::Crossing;
use crate::ports::{self, PortRange};
use crate::reach::outcome;
use crate::route::Hop;
use crate::security_groups::{Direction, Other, admits};
use crate::trace::{Leg, Missing, ObstacleKind, PartOf, Place, ReachOutcome, Via};

/// Whether `client` can open a TCP connection over IPv4 to `port` of public addresses, whichever of these it is, and get the answer.
pub fn connect_out(network: &Network, client: InterfaceId, addresses: &Addrs, port: u16) -> ReachOutcome {
    outcome(Engine::new(network, port).outward(client, addresses))
}

/// Whether `client` can open a TCP connection over the internet to `port` of `server`, which has a public address there. Which address
/// the client has in the internet is not asked: a server that admits some and not others leaves it open.
pub fn connect_over_internet(network: &Network, client: InterfaceId, server: InterfaceId, port: u16) -> ReachOutcome {
    let engine = Engine::new(network, port);
    let inward = engine.inward(server);
    outcome(if inward.truth == Truth::False { inward } else { engine.outward(client, &Addrs::public_v4()).and(inward) })
}

impl<'n> Engine<'n> {
    fn outward(&self, client: InterfaceId, addresses: &Addrs) -> Judged {
        self.sends(client, Via::Internet, |source| self.reaches(source, InternetTarget::V4, addresses.clone()))
    }

    fn inward(&self, id: InterfaceId) -> Judged {
        let Some(server) = self.net.interface(id) else { return Judged::unknown([Missing::Field(Place::whole(id))]) };
        let taken = self.at_subnet(&server.subnet, &field(id, "subnet"), |spot| self.taken_from_internet(id, server, spot));
        taken.along(Via::Internet, Place::whole(id), None)
    }

    /// A server with a public address takes a connection in: by its internet gateway, its groups and the ACL of its subnet.
    fn taken_from_internet(&self, id: InterfaceId, server: &Interface, spot: Spot<'n>) -> Judged {
        let public = Self::public_address(id, server, spot, &ObstacleKind::NoPublicAddress);
        if public.truth == Truth::False {
            return public;
        }
        let attached = Judged::require(spot.vpc.internet_gateway, field(spot.vpc_id, "internet_gateway"), ObstacleKind::NoPath);
        let open = Self::public_access(spot.vpc_id, spot, true, None);
        let world = Space::new(Addrs::public_v4(), PartOf::SourceAddresses);
        let own = Self::space(spot, Family::V4, PartOf::EndpointSubnets);
        let back = self.routed(spot, &world, &[], &|route, _, next| match next {
            Next::Via(Hop::InternetGateway(_)) => Judged::yes([route.clone()]),
            Next::Nothing
            | Next::Gone
            | Next::Local
            | Next::Via(Hop::Blackhole | Hop::Local | Hop::NatGateway(_) | Hop::EgressOnlyGateway(_)) => {
                Judged::no(ObstacleKind::NoReturn, [route.clone(), Place::whole(spot.subnet_id)])
            }
            Next::Via(hop) => self.beyond(route, hop),
        });
        let groups = Self::worn(self.net, &server.groups, field(id, "groups"), spot.vpc_id, spot.vpc);
        let other = Other { groups: None, by_group: Truth::False, space: &world, port: self.port };
        let admitted = admits(self.net, &groups, Direction::In, &other, ObstacleKind::EndpointGroupRefuses);
        // Behind a NAT gateway the client has any port from 1024 on.
        let ports = ports::set(PortRange::new(1024, u16::MAX));
        let answer = Crossing { leg: Leg::AnswerOut, other: &world, inside: &own, ports: &ports, server_port: self.port };
        let filtered = self.request(spot, Leg::RequestIn, &own, &world).and(self.crosses(spot, &answer));
        public.and(attached).and(open).and(self.comes_in(spot, &own)).and(back).and(admitted).and(filtered)
    }
}
