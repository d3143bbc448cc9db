//! Whether the interfaces of a target reach a port of those of a destination.

use super::destination::Destination;
use super::interfaces::Interfaces;
use crate::evidence::AttrRef;
use crate::network::NetModel;
use ssm_check_iam::Truth;
use ssm_check_message::Message;
use ssm_check_net::connect;
use ssm_check_net::network::InterfaceId;
use ssm_check_net::trace::Outcome;

/// Whether a target's interfaces reach a port of a destination.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) port: u16,
    pub(super) truth: Truth,
    /// A packet from the target to the destination.
    pub(super) packet: Option<String>,
    /// What closes it, or would have to be known.
    pub(super) because: Vec<(AttrRef, Message)>,
}

/// What a target reaches of a destination, port by port.
pub(super) fn connections(model: &NetModel<'_>, clients: &Interfaces, destination: &Destination<'_>) -> Vec<Connection> {
    destination.ports.iter().flatten().map(|port| connection(model, clients, &destination.interfaces, *port)).collect()
}

fn connection(model: &NetModel<'_>, clients: &Interfaces, servers: &Interfaces, port: u16) -> Connection {
    let mut packet = None;
    let mut because = Vec::new();
    let mut one = |client: InterfaceId, server: InterfaceId| match connect(&model.network, client, server, port) {
        Outcome::Reachable { paths } => {
            packet = packet.take().or_else(|| paths.iter().find_map(|path| path.witness).map(|packet| packet.to_string()));
            Truth::True
        }
        Outcome::Unreachable { obstacles } => {
            because.extend(
                obstacles.iter().flat_map(|obstacle| &obstacle.places).map(|place| (model.place(place), Message::from("keeps it closed"))),
            );
            Truth::False
        }
        Outcome::Unknown { missing, .. } => {
            because.extend(missing.iter().map(|missing| model.missing(missing)).map(|(at, gap)| (at, gap.message())));
            Truth::Unknown
        }
    };
    // A tunnel leads through any of the instances that a target launches, to any of those of the destination.
    let truth = clients.any(|client| servers.any(|server| one(client, server)));
    because.sort();
    because.dedup();
    Connection { port, truth, packet: packet.filter(|_| truth == Truth::True), because }
}
