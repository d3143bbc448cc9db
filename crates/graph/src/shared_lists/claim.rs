//! Which resources write which lists of AWS, and what they say is in them.
//!
//! The same rule, route or attachment may be written in several ways: in the list of what holds it, as a resource of its own, or in a
//! list of the other side. Each way is a claim; claims with the same list, owner and element mean the same object of AWS.

use ipnet::IpNet;
use ssm_check_plan::{Attr, Value};

/// A list of AWS that resources of several types write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum List {
    /// The rules of a security group, both ways.
    Rules,
    /// The routes of a route table.
    Routes,
    /// The entries of a network ACL, both ways.
    Entries,
    /// The network ACL of a subnet: a list of one.
    SubnetAcl,
    /// The managed policies of a role, user or group.
    Policies,
    /// The inline policies of a role, user or group.
    InlinePolicies,
    /// The users of a group.
    Members,
    /// The instance profiles that hold a role.
    Profiles,
    /// The subnets of an endpoint.
    EndpointSubnets,
    /// The security groups of an endpoint.
    EndpointGroups,
    /// The route tables of an endpoint.
    EndpointTables,
    /// The policy of an endpoint: a list of one.
    EndpointPolicy,
    /// The ranges of a prefix list.
    Ranges,
    /// The VPCs of a hosted zone.
    ZoneVpcs,
    /// The security groups of a network interface.
    InterfaceGroups,
}

impl List {
    /// AWS takes an element that is there already, instead of refusing it: of two resources with the same, the deletion of one then undoes
    /// what the other made before.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html>
    pub(super) fn takes_twice(self) -> bool {
        matches!(
            self,
            Self::Policies
                | Self::InlinePolicies
                | Self::Members
                | Self::EndpointSubnets
                | Self::EndpointGroups
                | Self::EndpointPolicy
                | Self::Ranges
        )
    }
}

/// One step on the way to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// A member of an object.
    Name(&'static str),
    /// An element of a list.
    Index(usize),
}

/// What one resource says is in a list.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// The list.
    pub(super) list: List,
    /// Whose list; `None` where that is not known.
    pub(super) owner: Option<String>,
    /// Which element.
    pub(super) element: String,
    /// How the element is not known any further.
    pub(super) is_beginning: bool,
    /// What else it says of the element, which another claim may say otherwise.
    pub(super) content: String,
    /// Where it is written; empty where it is the whole resource.
    pub(super) path: Vec<Step>,
}

impl Claim {
    /// Both mean the same element of the same list.
    pub(super) fn means(&self, other: &Self) -> bool {
        self.list == other.list && self.owner.is_some() && self.owner == other.owner && self.same_element(other)
    }

    /// Both mean the same element, of whatever owner.
    pub(super) fn same_element(&self, other: &Self) -> bool {
        !self.is_beginning && !other.is_beginning && self.element == other.element
    }

    /// This one is not known as a whole, and may turn out to mean what the other means.
    pub(super) fn may_mean(&self, other: &Self) -> bool {
        self.is_beginning && self.list == other.list && other.element.starts_with(&self.element)
    }

    /// The argument that holds it.
    pub(super) fn attribute(&self) -> Option<&'static str> {
        match self.path.first() {
            Some(Step::Name(name)) => Some(name),
            _ => None,
        }
    }
}

/// What a resource claims. `scope` is the account, or what stands for it, in which names of IAM mean something.
pub(super) fn claims(resource_type: &str, values: Value<'_, '_>, scope: &str) -> Vec<Claim> {
    let mut reader = Reader { values, scope, claims: Vec::new() };
    reader.read(resource_type);
    reader.claims
}

/// Does the type write such a list at all?
pub(super) fn writes_lists(resource_type: &str) -> bool {
    TYPES.contains(&resource_type)
}

/// Types that write lists.
const TYPES: [&str; 37] = [
    "aws_default_network_acl",
    "aws_default_route_table",
    "aws_default_security_group",
    "aws_ec2_managed_prefix_list",
    "aws_ec2_managed_prefix_list_entry",
    "aws_iam_group",
    "aws_iam_group_membership",
    "aws_iam_group_policy",
    "aws_iam_group_policy_attachment",
    "aws_iam_instance_profile",
    "aws_iam_policy_attachment",
    "aws_iam_role",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_iam_user",
    "aws_iam_user_group_membership",
    "aws_iam_user_policy",
    "aws_iam_user_policy_attachment",
    "aws_instance",
    "aws_network_acl",
    "aws_network_acl_association",
    "aws_network_acl_rule",
    "aws_network_interface",
    "aws_network_interface_sg_attachment",
    "aws_route",
    "aws_route53_zone",
    "aws_route53_zone_association",
    "aws_route_table",
    "aws_security_group",
    "aws_security_group_rule",
    "aws_vpc_endpoint",
    "aws_vpc_endpoint_policy",
    "aws_vpc_endpoint_route_table_association",
    "aws_vpc_endpoint_security_group_association",
    "aws_vpc_endpoint_subnet_association",
    "aws_vpc_security_group_egress_rule",
    "aws_vpc_security_group_ingress_rule",
];

struct Reader<'v, 'p, 's> {
    values: Value<'v, 'p>,
    scope: &'s str,
    claims: Vec<Claim>,
}

/// A known text that is not empty.
fn known<'v>(value: Value<'v, '_>) -> Option<&'v str> {
    match value.text() {
        Attr::Known(text) | Attr::Sensitive(Some(text)) if !text.is_empty() => Some(text),
        _ => None,
    }
}

/// May there be a text that is not known?
fn is_open(value: Value<'_, '_>) -> bool {
    matches!(value.json(), Attr::Unknown(_) | Attr::Sensitive(None))
}

impl<'v> Reader<'v, '_, '_> {
    fn read(&mut self, resource_type: &str) {
        match resource_type {
            "aws_security_group" | "aws_default_security_group" => self.group(),
            "aws_security_group_rule" => match self.text("type") {
                Some("egress") => self.rules(self.values, "security_group_id", "egress", "protocol", &[]),
                _ => self.rules(self.values, "security_group_id", "ingress", "protocol", &[]),
            },
            "aws_vpc_security_group_ingress_rule" => self.rules(self.values, "security_group_id", "ingress", "ip_protocol", &[]),
            "aws_vpc_security_group_egress_rule" => self.rules(self.values, "security_group_id", "egress", "ip_protocol", &[]),
            "aws_route_table" | "aws_default_route_table" => self.table(),
            "aws_route" => self.route(),
            "aws_network_acl" | "aws_default_network_acl" => self.acl(),
            "aws_network_acl_rule" => {
                self.entry(self.values, "network_acl_id", self.values.get("egress").boolean().value() == Some(true), "rule_number", vec![]);
            }
            "aws_network_acl_association" => {
                let (owner, content) = (self.owner("subnet_id"), self.text("network_acl_id").unwrap_or_default().to_owned());
                self.whole(List::SubnetAcl, owner, String::new(), content);
            }
            "aws_iam_role" => self.role(),
            "aws_iam_role_policy_attachment" => self.attachment("role"),
            "aws_iam_user_policy_attachment" => self.attachment("user"),
            "aws_iam_group_policy_attachment" => self.attachment("group"),
            "aws_iam_policy_attachment" => self.attachments(),
            "aws_iam_role_policy" => self.inline("role"),
            "aws_iam_user_policy" => self.inline("user"),
            "aws_iam_group_policy" => self.inline("group"),
            "aws_iam_group_membership" => self.texts(List::Members, self.principal("group", "group"), "users"),
            "aws_iam_user_group_membership" => self.memberships(),
            "aws_iam_instance_profile" => self.profile(),
            "aws_vpc_endpoint" => self.endpoint(),
            "aws_vpc_endpoint_subnet_association" => self.association(List::EndpointSubnets, "subnet_id"),
            "aws_vpc_endpoint_security_group_association" => self.association(List::EndpointGroups, "security_group_id"),
            "aws_vpc_endpoint_route_table_association" => self.association(List::EndpointTables, "route_table_id"),
            "aws_vpc_endpoint_policy" => {
                let (owner, content) = (self.owner("vpc_endpoint_id"), self.document(self.values.get("policy")));
                self.whole(List::EndpointPolicy, owner, String::new(), content);
            }
            "aws_ec2_managed_prefix_list" => self.blocks(List::Ranges, "entry", "cidr"),
            "aws_ec2_managed_prefix_list_entry" => self.single(List::Ranges, "prefix_list_id", "cidr"),
            "aws_route53_zone" => self.blocks(List::ZoneVpcs, "vpc", "vpc_id"),
            "aws_route53_zone_association" => self.single(List::ZoneVpcs, "zone_id", "vpc_id"),
            "aws_network_interface" => self.texts(List::InterfaceGroups, self.owner("id"), "security_groups"),
            "aws_instance" => self.texts(List::InterfaceGroups, self.owner("primary_network_interface_id"), "vpc_security_group_ids"),
            "aws_network_interface_sg_attachment" => self.single(List::InterfaceGroups, "network_interface_id", "security_group_id"),
            _ => {}
        }
    }

    fn text(&self, name: &str) -> Option<&'v str> {
        known(self.values.get(name))
    }

    fn owner(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A principal of IAM, by the attribute that names it.
    fn principal(&self, kind: &str, attribute: &str) -> Option<String> {
        self.text(attribute).map(|name| self.named(kind, name))
    }

    fn named(&self, kind: &str, name: &str) -> String {
        format!("{} {kind} {name}", self.scope)
    }

    fn claim(&mut self, list: List, owner: Option<String>, element: (String, bool), content: String, path: Vec<Step>) {
        let (element, is_beginning) = element;
        self.claims.push(Claim { list, owner, element, is_beginning, content, path });
    }

    fn whole(&mut self, list: List, owner: Option<String>, element: String, content: String) {
        self.claim(list, owner, (element, false), content, Vec::new());
    }

    /// A list of texts, each an element.
    fn texts(&mut self, list: List, owner: Option<String>, attribute: &'static str) {
        let value = self.values.get(attribute);
        if is_open(value) {
            self.claim(list, owner, (String::new(), true), String::new(), vec![Step::Name(attribute)]);
            return;
        }
        for (index, element) in value.elements().enumerate() {
            let path = vec![Step::Name(attribute), Step::Index(index)];
            match known(element) {
                Some(text) => self.claim(list, owner.clone(), (text.to_owned(), false), String::new(), path),
                None if is_open(element) => self.claim(list, owner.clone(), (String::new(), true), String::new(), path),
                None => {}
            }
        }
    }

    /// Blocks of which one attribute is the element.
    fn blocks(&mut self, list: List, name: &'static str, attribute: &str) {
        let (owner, blocks) = (self.owner("id"), self.values.get(name));
        if is_open(blocks) {
            self.claim(list, owner, (String::new(), true), String::new(), vec![Step::Name(name)]);
            return;
        }
        for (index, block) in blocks.elements().enumerate() {
            let path = vec![Step::Name(name), Step::Index(index)];
            let element = block.get(attribute);
            match known(element) {
                Some(text) => self.claim(list, owner.clone(), (peer(text), false), String::new(), path),
                None if is_open(element) => self.claim(list, owner.clone(), (String::new(), true), String::new(), path),
                None => {}
            }
        }
    }

    /// A resource that is one element.
    fn single(&mut self, list: List, owner: &str, element: &str) {
        if let Some(text) = self.text(element) {
            self.whole(list, self.owner(owner), peer(text), String::new());
        }
    }

    fn association(&mut self, list: List, element: &str) {
        self.single(list, "vpc_endpoint_id", element);
    }

    /// A policy, so that two that say the same are the same text.
    fn document(&self, value: Value<'_, '_>) -> String {
        let text = known(value).unwrap_or_default();
        serde_json::from_str::<serde_json::Value>(text).map_or_else(|_| text.to_owned(), |json| json.to_string())
    }

    fn group(&mut self) {
        for direction in ["ingress", "egress"] {
            let blocks = self.values.get(direction);
            if is_open(blocks) {
                self.claim(List::Rules, self.owner("id"), (format!("{direction} "), true), String::new(), vec![Step::Name(direction)]);
            }
            for (index, block) in blocks.elements().enumerate() {
                self.rules(block, "id", direction, "protocol", &[Step::Name(direction), Step::Index(index)]);
            }
        }
    }

    /// A rule with any number of peers, each an element: the provider compares them one by one.
    fn rules(&mut self, rule: Value<'v, '_>, owner: &str, direction: &'static str, protocol: &str, base: &[Step]) {
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
        let place = |rest: &[Step]| base.iter().chain(rest).copied().collect::<Vec<_>>();
        let mut peer_at = |kind: &str, value: Value<'v, '_>, path: Vec<Step>| {
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
                peer_at(kind, list, place(&[Step::Name(name)]));
            }
            for (index, element) in list.elements().enumerate() {
                peer_at(kind, element, place(&[Step::Name(name), Step::Index(index)]));
            }
        }
        for (name, kind) in SINGLE {
            // Of rules with one peer the peer is the rule.
            peer_at(
                kind,
                rule.get(name),
                place(if name == "source_security_group_id" { &[Step::Name("source_security_group_id")] } else { &[] }),
            );
        }
        let own = rule.get("self");
        let (begin, cut) = beginning;
        if own.boolean().value() == Some(true)
            && let Some(group) = owner.clone()
        {
            let element = if cut { begin } else { format!("{begin}group {group}") };
            self.claim(List::Rules, owner, (element, cut), String::new(), place(&[Step::Name("self")]));
        }
    }

    fn table(&mut self) {
        let (owner, blocks) = (self.owner("id").or_else(|| self.owner("default_route_table_id")), self.values.get("route"));
        if is_open(blocks) {
            self.claim(List::Routes, owner, (String::new(), true), String::new(), vec![Step::Name("route")]);
            return;
        }
        for (index, block) in blocks.elements().enumerate() {
            let path = vec![Step::Name("route"), Step::Index(index)];
            let names = ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"];
            let element = match names.iter().find_map(|name| known(block.get(name))) {
                Some(to) => (peer(to), false),
                None => (String::new(), true),
            };
            self.claim(List::Routes, owner.clone(), element, target(block), path);
        }
    }

    fn route(&mut self) {
        let names = ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];
        if let Some(to) = names.iter().find_map(|name| self.text(name)) {
            let (element, content) = (peer(to), target(self.values));
            self.whole(List::Routes, self.owner("route_table_id"), element, content);
        }
    }

    fn acl(&mut self) {
        let owner = if self.text("id").is_some() { "id" } else { "default_network_acl_id" };
        for (name, egress) in [("ingress", false), ("egress", true)] {
            let blocks = self.values.get(name);
            if is_open(blocks) {
                self.claim(List::Entries, self.owner(owner), (format!("{egress} "), true), String::new(), vec![Step::Name(name)]);
            }
            for (index, block) in blocks.elements().enumerate() {
                self.entry(block, owner, egress, "rule_no", vec![Step::Name(name), Step::Index(index)]);
            }
        }
        // The subnets of the default one are those that no other has: the list takes nothing away.
        let acl = self.owner(owner).unwrap_or_default();
        for (index, subnet) in self.values.get("subnet_ids").elements().enumerate() {
            if let Some(subnet) = known(subnet) {
                let path = vec![Step::Name("subnet_ids"), Step::Index(index)];
                self.claim(List::SubnetAcl, Some(subnet.to_owned()), (String::new(), false), acl.clone(), path);
            }
        }
    }

    /// An entry of an ACL is known by its number.
    fn entry(&mut self, entry: Value<'v, '_>, owner: &str, egress: bool, number: &str, path: Vec<Step>) {
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

    fn role(&mut self) {
        let owner = self.principal("role", "name");
        self.texts(List::Policies, owner.clone(), "managed_policy_arns");
        let blocks = self.values.get("inline_policy");
        if is_open(blocks) {
            self.claim(List::InlinePolicies, owner, (String::new(), true), String::new(), vec![Step::Name("inline_policy")]);
            return;
        }
        for (index, block) in blocks.elements().enumerate() {
            let (name, path) = (block.get("name"), vec![Step::Name("inline_policy"), Step::Index(index)]);
            match known(name) {
                Some(name) => {
                    let content = self.document(block.get("policy"));
                    self.claim(List::InlinePolicies, owner.clone(), (name.to_owned(), false), content, path);
                }
                None if is_open(name) => self.claim(List::InlinePolicies, owner.clone(), (String::new(), true), String::new(), path),
                // The provider shows `[{}]` for "none".
                None => {}
            }
        }
    }

    fn attachment(&mut self, kind: &str) {
        if let Some(policy) = self.text("policy_arn") {
            self.whole(List::Policies, self.principal(kind, kind), policy.to_owned(), String::new());
        }
    }

    fn attachments(&mut self) {
        let Some(policy) = self.text("policy_arn") else { return };
        for (attribute, kind) in [("roles", "role"), ("users", "user"), ("groups", "group")] {
            for (index, principal) in self.values.get(attribute).elements().enumerate() {
                if let Some(name) = known(principal) {
                    let path = vec![Step::Name(attribute), Step::Index(index)];
                    self.claim(List::Policies, Some(self.named(kind, name)), (policy.to_owned(), false), String::new(), path);
                }
            }
        }
    }

    fn inline(&mut self, kind: &str) {
        if let Some(name) = self.text("name") {
            let content = self.document(self.values.get("policy"));
            self.whole(List::InlinePolicies, self.principal(kind, kind), name.to_owned(), content);
        }
    }

    fn memberships(&mut self) {
        let Some(user) = self.text("user") else { return };
        for (index, group) in self.values.get("groups").elements().enumerate() {
            if let Some(group) = known(group) {
                let path = vec![Step::Name("groups"), Step::Index(index)];
                self.claim(List::Members, Some(self.named("group", group)), (user.to_owned(), false), String::new(), path);
            }
        }
    }

    fn profile(&mut self) {
        if let Some(profile) = self.text("name") {
            let owner = self.principal("role", "role");
            self.claim(List::Profiles, owner, (profile.to_owned(), false), String::new(), vec![Step::Name("role")]);
        }
    }

    fn endpoint(&mut self) {
        let owner = self.owner("id");
        self.texts(List::EndpointSubnets, owner.clone(), "subnet_ids");
        self.texts(List::EndpointGroups, owner.clone(), "security_group_ids");
        self.texts(List::EndpointTables, owner.clone(), "route_table_ids");
        self.blocks(List::EndpointSubnets, "subnet_configuration", "subnet_id");
        let content = self.document(self.values.get("policy"));
        self.claim(List::EndpointPolicy, owner, (String::new(), false), content, vec![Step::Name("policy")]);
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

/// Attributes of a route that hold its target.
const TARGETS: [&str; 12] = [
    "carrier_gateway_id",
    "core_network_arn",
    "egress_only_gateway_id",
    "gateway_id",
    "instance_id",
    "local_gateway_id",
    "nat_gateway_id",
    "network_interface_id",
    "transit_gateway_id",
    "vpc_endpoint_id",
    "vpc_peering_connection_id",
    "odb_network_arn",
];

fn target(route: Value<'_, '_>) -> String {
    TARGETS.iter().map(|name| known(route.get(name)).unwrap_or_default()).collect::<Vec<_>>().join(" ")
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

/// One way to write a peer or a destination: a range in its shortest form, a group without the account in front of it.
fn peer(text: &str) -> String {
    match (text.parse::<IpNet>(), text.rsplit_once('/')) {
        (Ok(range), _) => range.trunc().to_string(),
        (Err(_), Some((_, group))) if group.starts_with("sg-") => group.to_owned(),
        _ => text.to_owned(),
    }
}
