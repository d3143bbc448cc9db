//! What would have to be known.

use super::place::{Place, PlacePart};
use crate::ids::Entity;
use crate::known::Gap;
use crate::network::Network;
use ssm_check_message::{Message, Reason, Span, either, list, say};

/// What would have to be known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The caller's own gap.
    Stated {
        /// Where it was met.
        at: Place,
        /// The gap.
        gap: Gap,
    },
    /// A field that is [`Truth::Unknown`].
    Field(Place),
    /// Which of several; they do not give the same verdict.
    WhichOf {
        /// Where it was met.
        at: Place,
        /// The candidates.
        among: Vec<Entity>,
    },
    /// What a hop that is beyond the model does with the packet.
    Beyond {
        /// Where it was met: the route.
        at: Place,
        /// The caller's label of the hop.
        hop: String,
        /// It is an appliance or a VPN, whose own rules no input shows.
        is_appliance: bool,
    },
    /// A rule, entry or route holds for some of the possible packets only.
    PartOfPackets {
        /// Where it was met.
        at: Place,
        /// Of what some are meant.
        of: PartOf,
    },
}

/// Of what a rule covers only some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartOf {
    /// The addresses that the service may have.
    ServiceAddresses,
    /// The addresses that the instance may have.
    SourceAddresses,
    /// The ports that the answer may go to.
    AnswerPorts,
    /// The endpoint's subnets.
    EndpointSubnets,
}

impl Missing {
    /// It as a gap, in the names of the network.
    pub fn describe(&self, network: &Network) -> Gap {
        let name = |entity| Span::address(network.name(entity));
        match self {
            Self::Stated { gap, .. } => gap.clone(),
            Self::Field(place) => Gap::new(say!("{} of {}", part_name(place.part), name(place.entity))),
            Self::WhichOf { at, among } => {
                let names = among.iter().map(|each| name(*each));
                Gap::new(match at.part {
                    // Of a list any number may be in it.
                    PlacePart::Field("groups") => say!("which of {} are in {} of {}", list(names), part_name(at.part), name(at.entity)),
                    _ => say!("which of {} it is, for {} of {}", either(names), part_name(at.part), name(at.entity)),
                })
            }
            Self::Beyond { at, hop, is_appliance } => {
                let what = say!("what {} does with the packet, reached from {}", Span::address(hop.as_str()), name(at.entity));
                Gap::because(what, Reason::NotModelled(if *is_appliance { APPLIANCES } else { ONWARD }))
            }
            Self::PartOfPackets { at, of } => {
                let what = match of {
                    PartOf::ServiceAddresses => "addresses that the service may have",
                    PartOf::SourceAddresses => "addresses that the instance may have",
                    PartOf::AnswerPorts => "ports that the answer may go to",
                    PartOf::EndpointSubnets => "subnets of the endpoint",
                };
                Gap::new(say!("{} holds for some of the {} only", name(at.entity), what))
            }
        }
    }
}

/// What stands behind an endpoint for appliances, a virtual private gateway or another interface.
const APPLIANCES: &str = "what appliances and VPNs let through";

/// Such as a transit gateway to IPv6 addresses outside.
const ONWARD: &str = "where it leads them";

fn part_name(part: PlacePart) -> Message {
    match part {
        PlacePart::Whole => "the rest".into(),
        PlacePart::Ingress(index) => say!("ingress {}", index),
        PlacePart::Egress(index) => say!("egress {}", index),
        PlacePart::Entry(index) => say!("entry {}", index),
        PlacePart::Route(index) => say!("route {}", index),
        PlacePart::Record(index) => say!("record {}", index),
        PlacePart::Rule(index) => say!("rule {}", index),
        PlacePart::Field(name) => Span::code(name).into(),
    }
}
