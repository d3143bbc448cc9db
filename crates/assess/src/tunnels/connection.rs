//! Whether the interfaces of a target reach a port of those of a destination.

use super::destination::Destination;
use super::interfaces::Interfaces;
use crate::document::Hosts;
use crate::evidence::AttrRef;
use crate::network::NetModel;
use ssm_check_iam::Truth;
use ssm_check_message::Message;
use ssm_check_net::confined::vpcs;
use ssm_check_net::trace::Outcome;
use ssm_check_net::{connect, connect_over_internet};

/// Whether a target's interfaces reach a port of a destination.
#[derive(Clone)]
pub(super) struct Connection {
    pub(super) port: u16,
    /// By its private address.
    truth: Truth,
    /// By its public address, for whoever gives that.
    by_public_address: Truth,
    /// By its name, where that leads to the public address: for those outside of its VPC.
    by_public_name: Truth,
    /// A packet from the target to the destination.
    pub(super) packet: Option<String>,
    /// What closes the way to the private address, or would have to be known.
    because: Vec<(AttrRef, Message)>,
    /// The same of the way over the internet.
    because_public: Vec<(AttrRef, Message)>,
}

impl Connection {
    /// Whether it is reached by a document that leads to these hosts.
    pub(super) fn by(&self, hosts: &Hosts) -> Truth {
        self.truth.or(if matches!(hosts, Hosts::Any) { self.by_public_address } else { self.by_public_name })
    }

    /// What closes it, or would have to be known.
    pub(super) fn because(&self) -> impl Iterator<Item = &(AttrRef, Message)> {
        let is_open_in_public = self.by_public_address != Truth::False;
        let private = self.because.iter().filter(move |_| self.truth != Truth::False || !is_open_in_public);
        private.chain(&self.because_public)
    }
}

/// What a target reaches of a destination, port by port.
pub(super) fn connections(model: &NetModel<'_>, clients: &Interfaces, destination: &Destination<'_>) -> Vec<Connection> {
    destination.ports.iter().flatten().map(|port| connection(model, clients, destination, *port)).collect()
}

fn connection(model: &NetModel<'_>, clients: &Interfaces, destination: &Destination<'_>, port: u16) -> Connection {
    let servers = &destination.interfaces;
    let mut private = Found::default();
    // A tunnel leads through any of the instances that a target launches, to any of those of the destination.
    let truth = clients.any(|client| servers.any(|server| private.note(model, connect(&model.network, client, server, port))));
    let mut public = Found::default();
    let by_public_address = if truth == Truth::True || destination.public == Truth::False {
        Truth::False
    } else {
        clients.any(|client| servers.any(|server| public.note(model, connect_over_internet(&model.network, client, server, port))))
    };
    // Within its VPC the name of a database leads to its private address:
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html#USER_VPC.Hiding
    let vpcs = |of: &Interfaces| of.all(|interface| vpcs(&model.network, interface)).map(|all| all.concat());
    let is_within =
        || vpcs(clients).zip(vpcs(servers)).is_some_and(|(here, there)| here.iter().chain(&there).all(|vpc| here.first() == Some(vpc)));
    let by_public_name = if by_public_address == Truth::False || is_within() { Truth::False } else { Truth::Unknown };
    for found in [&mut private, &mut public] {
        found.because.sort();
        found.because.dedup();
    }
    let packet = private.packet.filter(|_| truth == Truth::True).or(public.packet.filter(|_| by_public_address == Truth::True));
    Connection { port, truth, by_public_address, by_public_name, packet, because: private.because, because_public: public.because }
}

/// Of connections: a packet, and what closes them or would have to be known.
#[derive(Default)]
pub(super) struct Found {
    pub(super) packet: Option<String>,
    pub(super) because: Vec<(AttrRef, Message)>,
}

impl Found {
    /// Takes note of one, and says whether it comes to be.
    pub(super) fn note(&mut self, model: &NetModel<'_>, outcome: Outcome) -> Truth {
        match outcome {
            Outcome::Reachable { paths } => {
                let packet = || paths.iter().find_map(|path| path.witness).map(|packet| packet.to_string());
                self.packet = self.packet.take().or_else(packet);
                Truth::True
            }
            Outcome::Unreachable { obstacles } => {
                let places = obstacles.iter().flat_map(|obstacle| &obstacle.places);
                self.because.extend(places.map(|place| (model.place(place), Message::from("keeps it closed"))));
                Truth::False
            }
            Outcome::Unknown { missing, .. } => {
                self.because.extend(missing.iter().map(|missing| model.missing(missing)).map(|(at, gap)| (at, gap.message())));
                Truth::Unknown
            }
        }
    }
}
