//! Whether the interfaces of a target reach a port of those of a destination.

use super::destination::Destination;
use crate::evidence::AttrRef;
use crate::network::NetModel;
use ssm_check_iam::Truth;
use ssm_check_message::Message;
use ssm_check_net::connect;
use ssm_check_net::network::InterfaceId;
use ssm_check_net::trace::Outcome;

/// The interfaces of one possibility, and whether it is not certain that each of them comes to be.
type Possibility = (Vec<InterfaceId>, bool);

/// The interfaces of a target or destination: for each launch whether it may be another than these, and the possibilities.
#[derive(Clone)]
pub(super) struct Interfaces(pub(super) Vec<(bool, Vec<Possibility>)>);

impl Interfaces {
    /// A single one that is there for certain.
    pub(super) fn one(interface: InterfaceId) -> Self {
        Self(vec![(false, vec![(vec![interface], false)])])
    }

    /// Of which nothing is known.
    pub(super) fn unknown() -> Self {
        Self(vec![(true, Vec::new())])
    }

    /// What is told of each interface, where these are all that come to be; `None` where there may be others, or of one it is not told.
    pub(super) fn all<T>(&self, mut of: impl FnMut(InterfaceId) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        for (open, possibilities) in &self.0 {
            if *open || possibilities.is_empty() || possibilities.iter().any(|(interfaces, _)| interfaces.is_empty()) {
                return None;
            }
            for interface in possibilities.iter().flat_map(|(interfaces, _)| interfaces) {
                all.push(of(*interface)?);
            }
        }
        Some(all).filter(|all| !all.is_empty())
    }

    /// Whether something holds of any of the instances that come to be.
    fn any(&self, mut holds: impl FnMut(InterfaceId) -> Truth) -> Truth {
        Truth::any(self.0.iter().map(|(open, possibilities)| {
            let mut truths: Vec<Truth> = Vec::new();
            for (interfaces, some) in possibilities {
                let each: Vec<Truth> = interfaces.iter().map(|interface| holds(*interface)).collect();
                truths.push(if *some { Truth::agreed(each).unwrap_or(Truth::Unknown) } else { Truth::any(each) });
            }
            truths.extend(open.then_some(Truth::Unknown));
            Truth::agreed(truths).unwrap_or(Truth::Unknown)
        }))
    }
}

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
