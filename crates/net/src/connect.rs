//! Whether one interface can open a TCP connection to another.

use crate::block::Family;
use crate::cidr::Addrs;
use crate::conversation::Server;
use crate::engine::{Engine, Source, Spot};
use crate::ids::InterfaceId;
use crate::judge::{Judged, Space, field};
use crate::network::Network;
use crate::reach::outcome;
use crate::trace::{Missing, PartOf, Place, ReachOutcome, Via};

/// Whether `client` can open a TCP connection over IPv4 to `port` of `server`, and get the answer.
///
/// A server that may be in one of several subnets is reachable if it is in every one of them, and unreachable if it is in none.
pub fn connect(network: &Network, client: InterfaceId, server: InterfaceId, port: u16) -> ReachOutcome {
    let engine = Engine::new(network, port);
    outcome(engine.connection(client, server))
}

impl<'n> Engine<'n> {
    fn connection(&self, client: InterfaceId, server: InterfaceId) -> Judged {
        let Some(to) = self.net.interface(server) else { return Judged::unknown([Missing::Field(Place::whole(server))]) };
        let listening = Server {
            whole: Place::whole(server),
            groups: &to.groups,
            groups_at: field(server, "groups"),
            by_group_over_transit: to.by_group_over_transit,
        };
        self.sends(client, Via::Interface(server), |source| {
            self.at_subnet(&to.subnet, &field(server, "subnet"), |spot| {
                let from = Self::source_space(source, Family::V4);
                let to = match to.address {
                    Some(address) => Space::new(Addrs::one(address.into()), PartOf::EndpointSubnets).at(spot.home()),
                    None => Self::space(spot, Family::V4, PartOf::EndpointSubnets),
                };
                self.spoken(source, &listening, spot, &from, &to)
            })
        })
    }

    fn spoken(&self, source: Source<'n>, server: &Server<'_>, spot: Spot<'n>, from: &Space, to: &Space) -> Judged {
        if from.set.is_empty() || to.set.is_empty() {
            let subnet = if from.set.is_empty() { source.spot.subnet_id } else { spot.subnet_id };
            return Judged::unknown([Missing::Field(field(subnet, "cidr"))]);
        }
        let via = match server.whole.entity {
            crate::network::Entity::Interface(id) => Via::Interface(id),
            _ => Via::Internet,
        };
        self.speaks(source, server, spot, from, to).along(via, Place::whole(source.id), self.packet(&from.set, &to.set))
    }
}
