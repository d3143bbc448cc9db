//! Tunnels that lead out into the internet, which no security group of the inputs guards there.

use super::connection::{ConnectionsFound, add};
use super::interfaces::Interfaces;
use super::starts::Start;
use super::ways::Way;
use crate::document::{Hosts, Pattern};
use crate::evidence::AttrRef;
use crate::network::NetModel;
use ssm_check_aws::Partition;
use ssm_check_iam::Truth;
use ssm_check_message::{Message, Span, say};
use ssm_check_net::cidr::Addrs;
use ssm_check_net::connect_out;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

/// What stands for every host of the internet, as a destination.
pub const INTERNET: &str = "the internet";

/// The port that stands for all, of a document that opens any.
const HTTPS: u16 = 443;

/// A document with no more ports than these is asked about each.
const FEW: usize = 8;

/// A way into the internet: whether it is open, to which ports, a packet, and what closes it or would have to be known.
pub(super) struct Out {
    pub(super) truth: Truth,
    pub(super) ports: Vec<u16>,
    pub(super) packet: Option<String>,
    pub(super) because: Vec<(AttrRef, Message)>,
    /// What else has a part in that.
    pub(super) beside: Vec<AttrRef>,
}

/// What was found of a target's way out to a port of some hosts.
type Known = BTreeMap<(Option<Ipv4Addr>, u16), (Truth, ConnectionsFound)>;

/// The ways out of a target.
pub(super) struct WaysOut<'a, 'g> {
    model: &'a NetModel<'g>,
    clients: &'a Interfaces,
    known: Known,
}

impl<'a, 'g> WaysOut<'a, 'g> {
    pub(super) fn new(model: &'a NetModel<'g>, clients: &'a Interfaces) -> Self {
        Self { model, clients, known: Known::new() }
    }

    /// Where a session leads to in the internet, by a document that leads to these hosts; `None` where it names none there.
    pub(super) fn of(&mut self, start: &Start<'_>, hosts: &Hosts) -> Option<Out> {
        let (leads, address) = leads_out(hosts)?;
        let nothing = |truth| Out { truth, ports: Vec::new(), packet: None, because: Vec::new(), beside: Vec::new() };
        let mut out = nothing(Truth::False);
        for port in ports(start.way) {
            let (truth, found) = self.reached(address, port);
            let truth = truth.and(leads).and(start.way.opens(port));
            // The most open of them are told.
            if out.truth.or(truth) != out.truth {
                out = nothing(truth);
            }
            if truth == out.truth {
                out.ports.push(port);
                out.packet = out.packet.or(found.packet.clone().filter(|_| truth == Truth::True));
                if truth != Truth::True {
                    add(&mut out.because, found.because());
                    add(&mut out.beside, found.beside.iter().cloned());
                }
            }
        }
        if let (Hosts::Literal(host), Truth::Unknown) = (hosts, leads) {
            out.because.push((AttrRef::resource(start.document), say!("whether {} is in the internet is not known", Span::value(host))));
        }
        Some(out)
    }

    fn reached(&mut self, address: Option<Ipv4Addr>, port: u16) -> (Truth, &ConnectionsFound) {
        let (model, clients) = (self.model, self.clients);
        let (truth, found) = self.known.entry((address, port)).or_insert_with(|| {
            let addresses = address.map_or_else(Addrs::public_v4, |address| Addrs::one(address.into()));
            let mut found = ConnectionsFound::default();
            let truth = clients.any(|client| found.note(model, connect_out(&model.network, client, &addresses, port)));
            (truth, found)
        });
        (*truth, found)
    }
}

/// Whether hosts are in the internet, and the address of the only one; `None` where none is named there.
fn leads_out(hosts: &Hosts) -> Option<(Truth, Option<Ipv4Addr>)> {
    match hosts {
        Hosts::Any => Some((Truth::True, None)),
        Hosts::Matching(pattern) => admits_public(pattern).then_some((Truth::True, None)),
        Hosts::Literal(host) => match host.parse::<Ipv4Addr>() {
            Ok(address) => Addrs::public_v4().contains(IpAddr::V4(address)).then_some((Truth::True, Some(address))),
            // What names lead to in a private zone, or in a domain of AWS, is another question.
            Err(_) => is_foreign_name(host).then_some((Truth::Unknown, None)),
        },
        Hosts::Instance | Hosts::Nowhere | Hosts::Unknown(_) => None,
    }
}

/// A name beyond AWS's domains, and no attribute of a resource or private name.
fn is_foreign_name(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_private = [".internal", ".local", ".lan", ".corp"].iter().any(|end| host.ends_with(end)) || Partition::has_name(&host);
    is_name(&host) && !is_private
}

/// The name of a host, rather than the attribute of a resource.
pub(super) fn is_name(host: &str) -> bool {
    host.contains('.') && !host.starts_with("module.") && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
}

/// A pattern admits whatever address or name, as these show.
pub(super) fn admits_public(pattern: &Pattern) -> bool {
    ["203.0.114.7", "93.184.215.14", "www.example.com"].iter().any(|host| pattern.accepts(host))
}

fn ports(way: &Way) -> Vec<u16> {
    match way.few_ports(FEW) {
        Some(few) => few,
        None => vec![HTTPS],
    }
}
