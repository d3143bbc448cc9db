//! Network ACLs: <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html>.

use super::group_rules::{ports, protocol};
use super::{NetModel, Side, elsewhere};
use crate::evidence::AttrRef;
use crate::open_world::{altered, unsure};
use ssm_check_graph::aws::{NetworkAcl, NetworkAclRule, Vpc};
use ssm_check_graph::{AwsDefault, LinkTarget, Resource};
use ssm_check_message::{Reason, Span, say};
use ssm_check_net::Truth;
use ssm_check_net::acl::{Acl, AclEntry};
use ssm_check_net::block::Block;
use ssm_check_net::known::{Gap, Known, Partial};
use ssm_check_net::network::AclId;
use ssm_check_net::ports::{PortRange, Protocol};
use ssm_check_plan::{Attr, Value};

impl<'g> NetModel<'g> {
    pub(super) fn add_acls(&mut self) {
        for acl in self.graph.all::<NetworkAcl>() {
            let id = self.network.add_acl(Acl { name: acl.0.address().to_owned(), entries: Partial::default() });
            self.acls.insert(LinkTarget::Resource(acl.0.id()), id);
        }
        for vpc in self.graph.all::<Vpc>() {
            let target = self.graph.default_of(AwsDefault::NetworkAcl, vpc.0.id());
            if !self.acls.contains_key(&target) {
                let id = self.network.add_acl(Acl { name: self.target_label(target), entries: Partial::default() });
                self.acls.insert(target, id);
            }
        }
    }

    pub(super) fn fill_acls(&mut self) {
        let acls: Vec<_> = self.acls.iter().map(|(target, id)| (*target, *id)).collect();
        for (target, id) in acls {
            let mut entries = match target {
                LinkTarget::Resource(resource) => self.inline_entries(self.graph.resource(resource), id),
                LinkTarget::Default(_, vpc) => self.default_entries(self.graph.resource(vpc), id),
            };
            for (rule, referrer) in self.graph.referrers::<NetworkAclRule>(target, &["network_acl_id"]) {
                let Some(left) = self.left_in_adopted(target, rule.0, &["network_acl_id"]) else { continue };
                if let Err(doubt) = left {
                    entries.rest = Some(doubt);
                } else if referrer.certain {
                    entries.items.push(self.entry_of(rule));
                    self.note(id, Side::Entries, AttrRef::resource(rule.0.address()));
                } else {
                    entries.rest = Some(unsure(say!("the network ACL of {}", Span::address(rule.0.address())), rule.0));
                }
            }
            if let Some(rule) = self.graph.undecided::<NetworkAclRule>(&["network_acl_id"]).first() {
                entries.rest.get_or_insert_with(|| Gap::new(say!("the network ACL of {}", Span::address(rule.0.address()))));
            }
            doubt_same_numbers(&mut entries.items, self.parts.get(&(id.into(), Side::Entries)).map_or(&[], Vec::as_slice));
            if let Some(gap) = altered(self.graph, target, &["network_acl_id"]).or_else(|| self.adopted_by_another(target)) {
                entries = Partial::at_least([], gap);
            }
            if let Some(slot) = self.network.acl_mut(id) {
                slot.entries = entries;
            }
        }
    }

    fn inline_entries(&mut self, resource: Resource<'g>, id: AclId) -> Partial<AclEntry> {
        let mut entries = Partial::default();
        if Self::is_open(resource) {
            return Partial::at_least([], elsewhere(resource, "the entries"));
        }
        for (name, egress) in [("ingress", false), ("egress", true)] {
            let blocks = resource.blocks(name);
            for (index, block) in blocks.items.iter().enumerate() {
                for cidr in ["cidr_block", "ipv6_cidr_block"] {
                    if let Some(entry) = inline_entry(*block, egress, cidr, resource.address()) {
                        let block = self.told_block(resource, &format!("{name}[{index}].{cidr}"));
                        entries.items.push(AclEntry { block, ..entry });
                        self.note(id, Side::Entries, AttrRef::new(resource.address(), format!("{name}[{index}]")));
                    }
                }
            }
            if blocks.is_unknown {
                entries.rest = Some(Gap::new(say!("{} of {}", Span::address(name), Span::address(resource.address()))));
            }
        }
        entries
    }

    fn entry_of(&self, rule: NetworkAclRule<'g>) -> AclEntry {
        let address = rule.0.address();
        let cidr = cidr_of(rule.cidr_block(), address).or_else(|| cidr_of(rule.ipv6_cidr_block(), address));
        AclEntry {
            number: number(rule.rule_number(), address),
            egress: super::attributes::truth(rule.egress(), Truth::False),
            allow: allow(rule.rule_action()),
            protocol: protocol(rule.protocol(), address),
            ports: ports(rule.from_port(), rule.to_port(), address),
            cidr: cidr.unwrap_or_else(|| Known::Unknown(Gap::after_apply(say!("the range of {}", Span::address(address))))),
            block: ["cidr_block", "ipv6_cidr_block"].into_iter().find_map(|name| self.told_block(rule.0, name)),
        }
    }

    /// Whose block an argument is that the plan does not know.
    fn told_block(&self, resource: Resource<'g>, name: &str) -> Option<Block> {
        self.block_of(&resource.source_texts_of(&format!("{name}[0]"))?.parts)
    }

    fn default_entries(&mut self, vpc: Resource<'g>, id: AclId) -> Partial<AclEntry> {
        if let Some(gap) = self.unlisted(vpc, "aws_default_network_acl", "the default network ACL") {
            return Partial::at_least([], gap);
        }
        let everywhere = ["0.0.0.0/0", "::/0"].into_iter().filter_map(super::attributes::any_range);
        let mut entries = Vec::new();
        for range in everywhere {
            for egress in [false, true] {
                entries.push(AclEntry::all(100, egress, true, range));
                self.note(id, Side::Entries, AttrRef::new(vpc.address(), "default network ACL entry"));
            }
        }
        Partial::exactly(entries)
    }
}

/// EC2 refuses an entry whose number another of that direction has: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html>.
/// So each of them may be there, or not; `written` tells where each is written.
fn doubt_same_numbers(entries: &mut [AclEntry], written: &[AttrRef]) {
    let placed: Vec<(AclEntry, &AttrRef)> = entries.iter().cloned().zip(written).collect();
    for (entry, at) in entries.iter_mut().zip(written) {
        let number = entry.number.clone();
        let same_number = |other: &AclEntry| other.number.known().is_some() && other.number == number && other.egress == entry.egress;
        // A block with a range of each family is one entry, and the list of the ACL also shows what is a resource of its own.
        let rival = placed.iter().find(|(other, by)| *by != at && same_number(other) && !says_the_same(entry, other));
        let Some((_, by)) = rival.filter(|_| entry.egress != Truth::Unknown) else { continue };
        let rivals = Reason::Rivals([at, *by].map(ToString::to_string).to_vec());
        if entry.protocol == Known::Known(Protocol::All) {
            entry.ports = Known::Known(PortRange::ALL);
        }
        // An entry for no protocol is as if it were not there.
        entry.protocol = Known::Unknown(Gap::because(say!("whether {} is made", Span::address(at.to_string())), rivals));
    }
}

fn says_the_same(entry: &AclEntry, other: &AclEntry) -> bool {
    let ports = entry.protocol == Known::Known(Protocol::All) || entry.ports == other.ports;
    entry.allow == other.allow && entry.protocol == other.protocol && entry.cidr == other.cidr && ports
}

fn inline_entry(block: Value<'_, '_>, egress: bool, cidr: &str, address: &str) -> Option<AclEntry> {
    let cidr = cidr_of(block.get(cidr).text(), address)?;
    Some(AclEntry {
        number: number(block.get("rule_no").integer(), address),
        egress: egress.into(),
        allow: allow(block.get("action").text()),
        protocol: protocol(block.get("protocol").text(), address),
        ports: ports(block.get("from_port").integer(), block.get("to_port").integer(), address),
        cidr,
        block: None,
    })
}

fn cidr_of(attr: Attr<&str>, address: &str) -> Option<Known<ssm_check_net::ipnet::IpNet>> {
    match attr {
        Attr::Absent | Attr::Known("") => None,
        other => Some(match other.convert(super::attributes::any_range) {
            Attr::Known(range) | Attr::Sensitive(Some(range)) => Known::Known(range),
            _ => Known::Unknown(Gap::after_apply(say!("the range of {}", Span::address(address)))),
        }),
    }
}

fn number(attr: Attr<i64>, address: &str) -> Known<u16> {
    match attr.convert(|number| u16::try_from(number).ok()) {
        Attr::Known(number) | Attr::Sensitive(Some(number)) => Known::Known(number),
        _ => Known::Unknown(Gap::after_apply(say!("the rule number of {}", Span::address(address)))),
    }
}

fn allow(attr: Attr<&str>) -> Truth {
    match attr.value() {
        Some(action) => action.eq_ignore_ascii_case("allow").into(),
        None => Truth::Unknown,
    }
}
