//! What user data changes on the host of how the agent gets out: its firewall, its names, its routes, a proxy.
//!
//! None of it is judged: what it comes to depends on the whole of the host. It is told apart from what leaves the way out as it is.

mod firewall;
mod names;
mod proxy;
mod routes;

use crate::part::{Part, PartKind};
use crate::{manifest, runs};
use std::collections::BTreeSet;

/// Something of the host that user data changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Its firewall may not let the agent out, or no answers in.
    Firewall,
    /// Its list of hosts says where a name of AWS leads.
    Hosts,
    /// Other name servers than those of the network.
    NameServers,
    /// Its routes or interfaces.
    Routes,
    /// The agent goes through a proxy.
    Proxy,
}

impl Change {
    /// It may only keep the agent from getting out, and opens no other way.
    pub fn only_blocks(self) -> bool {
        self == Self::Firewall
    }
}

/// What user data changes.
pub fn changes(parts: &[Part]) -> BTreeSet<Change> {
    let mut found = BTreeSet::new();
    if proxy::is_told_by_file(parts) {
        found.insert(Change::Proxy);
    }
    for part in parts {
        let commands = runs::of_part(part).unwrap_or_default();
        let is_windows = matches!(part.kind, PartKind::PowerShell | PartKind::Batch);
        let mut firewall = firewall::Rules::default();
        for command in &commands {
            firewall.take(command);
            if routes::changes(command) {
                found.insert(Change::Routes);
            }
            found.extend(names::change(command));
            if proxy::is_told(command, &part.text) {
                found.insert(Change::Proxy);
            }
        }
        if firewall.may_block() {
            found.insert(Change::Firewall);
        }
        if part.kind == PartKind::CloudConfig && names::by_module(&part.text) {
            found.insert(Change::NameServers);
        }
        if is_windows && proxy::is_told_by_registry(&part.text) {
            found.insert(Change::Proxy);
        }
        if is_windows && names::by_method(&part.text) {
            found.insert(Change::NameServers);
        }
        if let Some(network) = manifest::network(part) {
            found.extend(names::by_settings(&network));
            found.extend(proxy::is_told_by_settings(&network).then_some(Change::Proxy));
        }
    }
    found
}

#[cfg(test)]
mod tests;
