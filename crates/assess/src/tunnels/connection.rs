//! Whether the interfaces of a target reach a port of those of a destination.

use super::destination::Destination;
use super::interfaces::Interfaces;
use crate::document::Hosts;
use crate::evidence::AttrRef;
use crate::network::NetModel;
use ssm_check_iam::Truth;
use ssm_check_message::Message;
use ssm_check_net::confined::vpcs;
use ssm_check_net::network::Entity;
use ssm_check_net::trace::{Leg, Obstacle, ObstacleKind, Place, ReachOutcome};
use ssm_check_net::{connect, connect_over_internet};
use std::collections::BTreeSet;

/// Whether a target's interfaces reach a port of a destination.
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
    private: Found,
    /// The same of the way over the internet.
    public: Found,
}

impl Connection {
    /// Whether it is reached by a document that leads to these hosts.
    pub(super) fn by(&self, hosts: &Hosts) -> Truth {
        self.truth.or(if matches!(hosts, Hosts::Any) { self.by_public_address } else { self.by_public_name })
    }

    /// What closes it, or would have to be known, the decisive first.
    pub(super) fn because(&self) -> impl Iterator<Item = (AttrRef, Message)> {
        self.found().flat_map(Found::because)
    }

    /// What else has a part in that.
    pub(super) fn beside(&self) -> impl Iterator<Item = &AttrRef> {
        self.found().flat_map(|found| &found.beside)
    }

    fn found(&self) -> impl Iterator<Item = &Found> {
        let counts = self.truth != Truth::False || self.by_public_address == Truth::False;
        Some(&self.private).filter(|_| counts).into_iter().chain([&self.public])
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
    let packet_of = |found: &Found, truth| found.packet.clone().filter(|_| truth == Truth::True);
    let packet = packet_of(&private, truth).or_else(|| packet_of(&public, by_public_address));
    Connection { port, truth, by_public_address, by_public_name, packet, private, public }
}

/// Of connections: a packet, and what closes them or would have to be known.
#[derive(Default)]
pub(super) struct Found {
    pub(super) packet: Option<String>,
    /// What closes them, the closest to being open first.
    closed: Vec<(AttrRef, Message)>,
    /// What else has a part in that.
    pub(super) beside: Vec<AttrRef>,
    missing: BTreeSet<(AttrRef, Message)>,
}

impl Found {
    /// Takes note of one, and says whether it comes to be.
    pub(super) fn note(&mut self, model: &NetModel<'_>, outcome: ReachOutcome) -> Truth {
        match outcome {
            ReachOutcome::Reachable { paths } => {
                let packet = || paths.iter().find_map(|path| path.witness).map(|packet| packet.to_string());
                self.packet = self.packet.take().or_else(packet);
                Truth::True
            }
            ReachOutcome::Unreachable { obstacles } => {
                for obstacle in &obstacles {
                    let (decisive, beside) = decisive(obstacle);
                    let closes = decisive.into_iter().map(|place| (model.place(place), Message::from(closes(&obstacle.kind))));
                    add(&mut self.closed, closes);
                    add(&mut self.beside, beside.into_iter().map(|place| model.place(place)));
                }
                Truth::False
            }
            ReachOutcome::Unknown { missing, .. } => {
                self.missing.extend(missing.iter().map(|missing| model.missing(missing)).map(|(at, gap)| (at, gap.message())));
                Truth::Unknown
            }
        }
    }

    /// What closes them, or would have to be known.
    pub(super) fn because(&self) -> impl Iterator<Item = (AttrRef, Message)> {
        self.closed.iter().chain(&self.missing).cloned()
    }
}

/// Adds what is not there yet.
pub(super) fn add<T: PartialEq>(list: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}

/// Where an obstacle is: security groups themselves rather than what has them. And the other places of it.
fn decisive(obstacle: &Obstacle) -> (Vec<&Place>, Vec<&Place>) {
    let is_group = |place: &&Place| matches!(place.entity, Entity::Group(_));
    let is_of_groups = matches!(obstacle.kind, ObstacleKind::EgressClosed | ObstacleKind::EndpointGroupRefuses);
    if is_of_groups && obstacle.places.iter().any(|place| is_group(&place)) {
        return obstacle.places.iter().partition(is_group);
    }
    let mut places = obstacle.places.iter();
    (places.next().into_iter().collect(), places.collect())
}

/// What an obstacle does, in words: "`aws_security_group.db`: does not let it in".
fn closes(kind: &ObstacleKind) -> &'static str {
    match kind {
        ObstacleKind::EgressClosed => "does not let it out",
        ObstacleKind::EndpointGroupRefuses => "does not let it in",
        ObstacleKind::AclBlocks { leg: Leg::AnswerOut | Leg::AnswerIn | Leg::TranslatedIn, .. } => "denies the answer",
        ObstacleKind::AclBlocks { .. } => "denies the request",
        ObstacleKind::NoPath => "does not lead there",
        ObstacleKind::NoReturn => "does not lead back",
        ObstacleKind::TransitBroken(_) => "does not pass it on",
        ObstacleKind::NatBroken(_) => "does not lead into the internet",
        ObstacleKind::NoPublicAddress => "has no public address",
        ObstacleKind::PublicAccessBlocked => "blocks public access",
        _ => "keeps it closed",
    }
}
