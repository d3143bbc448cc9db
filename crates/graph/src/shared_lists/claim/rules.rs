//! Claims to the rules of security groups and network ACLs, and to routes.

use super::list::{ClaimStep, List};
use super::reader::{Reader, is_open, known, peer};

use crate::aws::Route;
use ssm_check_plan::Value;

impl<'v> Reader<'v, '_, '_> {
    pub(super) fn group(&mut self) {
        for direction in ["ingress", "egress"] {
            let blocks = self.values.get(direction);
            if is_open(blocks) {
                self.claim(List::Rules, self.owner("id"), (format!("{direction} "), true), String::new(), vec![ClaimStep::Name(direction)]);
            }
            for (index, block) in blocks.elements().enumerate() {
                self.rules(block, "id", direction, "protocol", &[ClaimStep::Name(direction), ClaimStep::Index(index)]);
            }
        }
    }

    /// A rule with any number of peers, each an element: the provider compares them one by one.
    pub(super) fn rules(&mut self, rule: Value<'v, '_>, owner: &str, direction: &'static str, protocol: &str, base: &[ClaimStep]) {
        let owner = self.owner(owner);
        let protocol = rule.get(protocol);
        let beginning = match known(protocol).map(protocol_name) {
            None => (format!("{direction} "), true),
            // A rule for all protocols has no ports, whatever is written.
            Some("-1") => (format!("{direction} -1 "), false),
            Some(name) => match (rule.get("from_port").integer().value(), rule.get("to_port").integer().value()) {
                (Some(from), Some(to)) => (format!("{direction} {name} {from} {to} "), false),
                _ if is_open(rule.get("from_port")) || is_open(rule.get("to_port")) => (format!("{direction} {name} "), true),
                _ => (format!("{direction} {name} - - "), false),
            },
        };
        let place = |rest: &[ClaimStep]| base.iter().chain(rest).copied().collect::<Vec<_>>();
        let mut peer_at = |kind: &str, value: Value<'v, '_>, path: Vec<ClaimStep>| {
            let (begin, cut) = &beginning;
            match known(value) {
                Some(text) => self.claim(
                    List::Rules,
                    owner.clone(),
                    (if *cut { begin.clone() } else { format!("{begin}{kind} {}", peer(text)) }, *cut),
                    String::new(),
                    path,
                ),
                None if is_open(value) => {
                    self.claim(
                        List::Rules,
                        owner.clone(),
                        (if *cut { begin.clone() } else { format!("{begin}{kind} ") }, true),
                        String::new(),
                        path,
                    );
                }
                None => {}
            }
        };
        for (name, kind) in LISTS {
            let list = rule.get(name);
            if is_open(list) {
                peer_at(kind, list, place(&[ClaimStep::Name(name)]));
            }
            for (index, element) in list.elements().enumerate() {
                peer_at(kind, element, place(&[ClaimStep::Name(name), ClaimStep::Index(index)]));
            }
        }
        for (name, kind) in SINGLE {
            // Of rules with one peer the peer is the rule.
            peer_at(
                kind,
                rule.get(name),
                place(if name == "source_security_group_id" { &[ClaimStep::Name("source_security_group_id")] } else { &[] }),
            );
        }
        let own = rule.get("self");
        let (begin, cut) = beginning;
        if own.boolean().value() == Some(true)
            && let Some(group) = owner.clone()
        {
            let element = if cut { begin } else { format!("{begin}group {group}") };
            self.claim(List::Rules, owner, (element, cut), String::new(), place(&[ClaimStep::Name("self")]));
        }
    }

    pub(super) fn table(&mut self) {
        let (owner, blocks) = (self.owner("id").or_else(|| self.owner("default_route_table_id")), self.values.get("route"));
        if is_open(blocks) {
            self.claim(List::Routes, owner, (String::new(), true), String::new(), vec![ClaimStep::Name("route")]);
            return;
        }
        for (index, block) in blocks.elements().enumerate() {
            let path = vec![ClaimStep::Name("route"), ClaimStep::Index(index)];
            let names = ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"];
            let element = match names.iter().find_map(|name| known(block.get(name))) {
                Some(to) => (peer(to), false),
                None => (String::new(), true),
            };
            self.claim(List::Routes, owner.clone(), element, target(block), path);
        }
    }

    pub(super) fn route(&mut self) {
        let names = ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];
        if let Some(to) = names.iter().find_map(|name| self.text(name)) {
            let (element, content) = (peer(to), target(self.values));
            self.whole(List::Routes, self.owner("route_table_id"), element, content);
        }
    }

    pub(super) fn acl(&mut self) {
        let owner = if self.text("id").is_some() { "id" } else { "default_network_acl_id" };
        for (name, egress) in [("ingress", false), ("egress", true)] {
            let blocks = self.values.get(name);
            if is_open(blocks) {
                self.claim(List::Entries, self.owner(owner), (format!("{egress} "), true), String::new(), vec![ClaimStep::Name(name)]);
            }
            for (index, block) in blocks.elements().enumerate() {
                self.entry(block, owner, egress, "rule_no", vec![ClaimStep::Name(name), ClaimStep::Index(index)]);
            }
        }
        // The subnets of the default one are those that no other has: the list takes nothing away.
        let acl = self.owner(owner).unwrap_or_default();
        for (index, subnet) in self.values.get("subnet_ids").elements().enumerate() {
            if let Some(subnet) = known(subnet) {
                let path = vec![ClaimStep::Name("subnet_ids"), ClaimStep::Index(index)];
                self.claim(List::SubnetAcl, Some(subnet.to_owned()), (String::new(), false), acl.clone(), path);
            }
        }
    }

    /// An entry of an ACL is known by its number.
    pub(super) fn entry(&mut self, entry: Value<'v, '_>, owner: &str, egress: bool, number: &str, path: Vec<ClaimStep>) {
        let element = match entry.get(number).integer().value() {
            Some(number) => (format!("{egress} {number}"), false),
            None => (format!("{egress} "), true),
        };
        let text = |name: &str| known(entry.get(name)).unwrap_or_default();
        let port = |name: &str| entry.get(name).integer().value().unwrap_or_default();
        let action = if text("action").is_empty() { text("rule_action") } else { text("action") };
        let content = format!(
            "{} {} {} {} {}{}",
            action.to_ascii_lowercase(),
            protocol_name(text("protocol")),
            port("from_port"),
            port("to_port"),
            text("cidr_block"),
            text("ipv6_cidr_block")
        );
        self.claim(List::Entries, self.owner(owner), element, content, path);
    }

    pub(super) fn endpoint(&mut self) {
        let owner = self.owner("id");
        self.texts(List::EndpointSubnets, owner.clone(), "subnet_ids");
        self.texts(List::EndpointGroups, owner.clone(), "security_group_ids");
        self.texts(List::EndpointTables, owner.clone(), "route_table_ids");
        self.blocks(List::EndpointSubnets, "subnet_configuration", "subnet_id");
        let content = self.document(self.values.get("policy"));
        self.claim(List::EndpointPolicy, owner, (String::new(), false), content, vec![ClaimStep::Name("policy")]);
    }
}

fn target(route: Value<'_, '_>) -> String {
    Route::TARGETS.iter().map(|name| known(route.get(name)).unwrap_or_default()).collect::<Vec<_>>().join(" ")
}

/// The name of a protocol that is written as a number or a name.
fn protocol_name(text: &str) -> &str {
    match text {
        "6" | "TCP" => "tcp",
        "17" | "UDP" => "udp",
        "1" | "ICMP" => "icmp",
        "58" => "icmpv6",
        "all" | "ALL" => "-1",
        other => other,
    }
}

/// Attributes of a rule that list whom it admits.
const LISTS: [(&str, &str); 4] =
    [("cidr_blocks", "range"), ("ipv6_cidr_blocks", "range"), ("prefix_list_ids", "list"), ("security_groups", "group")];

/// Attributes of a rule that name the one whom it admits.
const SINGLE: [(&str, &str); 5] = [
    ("cidr_ipv4", "range"),
    ("cidr_ipv6", "range"),
    ("prefix_list_id", "list"),
    ("source_security_group_id", "group"),
    ("referenced_security_group_id", "group"),
];
