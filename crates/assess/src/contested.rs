//! What the next apply takes away: parts that a resource adds to a list which another resource writes as a whole.
//!
//! On the first apply both are made and live side by side. The next plan finds in the list what is not written there, and takes it
//! out: "At this time you cannot use a Security Group with in-line rules in conjunction with any Security Group Rule resources. Doing so
//! will cause a conflict of rule settings and will overwrite rules."
//! <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>
//!
//! What this plan takes away already is no longer in the planned picture, and is no business of this file.

use rustc_hash::FxHashMap;
use ssm_check_graph::{Existence, Graph, Resource, ResourceId, Target};
use ssm_check_plan::{Attr, Json};
use std::collections::{BTreeMap, BTreeSet};

/// A part of a list, and what writes all of that list without naming it.
#[derive(Clone, Copy, Debug)]
pub struct Contested<'g> {
    /// What the list is of.
    pub subject: Subject,
    /// The resource that puts the part there.
    pub part: Resource<'g>,
    /// The attribute of it that names the part.
    pub part_attribute: &'static str,
    /// The resource that writes the list.
    pub list: Resource<'g>,
    /// The attribute that holds the list.
    pub attribute: &'static str,
    /// The list is a resource of its own, which says by name what all there may be.
    pub by_name: bool,
}

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Rules of a security group that let in.
    Ingress,
    /// Rules of a security group that let out.
    Egress,
    /// Routes.
    Routes,
    /// Entries of a network ACL for what comes in.
    AclIngress,
    /// Entries of a network ACL for what goes out.
    AclEgress,
    /// Subnets of a network ACL.
    AclSubnets,
    /// Ranges of a prefix list.
    Ranges,
    /// Subnets of an endpoint.
    EndpointSubnets,
    /// Security groups of an endpoint.
    EndpointGroups,
    /// Route tables of an endpoint.
    EndpointTables,
    /// The policy of an endpoint.
    EndpointPolicy,
    /// Security groups of a network interface.
    InterfaceGroups,
    /// Managed policies of a role, user or group.
    Policies,
    /// Managed policies of a permission set.
    SetPolicies,
    /// Policies of one's own, of a permission set.
    SetOwnPolicies,
    /// Inline policies of a role, user or group.
    InlinePolicies,
    /// Users of a group.
    Members,
}

impl Subject {
    /// About who may do what, not about the network.
    pub fn is_identity(self) -> bool {
        matches!(self, Self::Policies | Self::SetPolicies | Self::SetOwnPolicies | Self::InlinePolicies | Self::Members)
    }
}

/// A resource that writes a list as a whole.
struct Whole {
    subject: Subject,
    types: &'static [&'static str],
    /// The attribute that names whose list it is; empty where it is its own.
    owner: &'static [&'static str],
    attribute: &'static str,
    elements: Element,
    /// Where the attribute is left out the list is empty, not left alone.
    always: bool,
}

/// A resource that adds to a list.
struct Part {
    subject: Subject,
    types: &'static [&'static str],
    owner: &'static [&'static str],
    element: Element,
    /// It does so only where this attribute says this.
    only: Option<(&'static str, &'static str)>,
}

/// How an element is told.
#[derive(Clone, Copy)]
enum Element {
    /// As the provider compares it: a rule, a route, an entry. AWS refuses the same twice.
    Object(&'static str),
    /// As the resource that an attribute leads to.
    Link(&'static [&'static str]),
    /// By name.
    Name(&'static [&'static str]),
}

impl Element {
    fn attribute(self) -> &'static str {
        match self {
            Self::Object(name) => name,
            Self::Link(path) | Self::Name(path) => path.first().copied().unwrap_or_default(),
        }
    }
}

const GROUP: &[&str] = &["aws_security_group", "aws_default_security_group"];
const TABLE: &[&str] = &["aws_route_table", "aws_default_route_table"];
const ATTACHMENTS: [(&[&str], &[&str]); 3] = [
    (&["aws_iam_role_policy_attachments_exclusive"], &["role_name"]),
    (&["aws_iam_user_policy_attachments_exclusive"], &["user_name"]),
    (&["aws_iam_group_policy_attachments_exclusive"], &["group_name"]),
];
const INLINE: [(&[&str], &[&str]); 3] = [
    (&["aws_iam_role_policies_exclusive"], &["role_name"]),
    (&["aws_iam_user_policies_exclusive"], &["user_name"]),
    (&["aws_iam_group_policies_exclusive"], &["group_name"]),
];

/// A zone and its VPCs are left out: `ignore_changes`, which no plan shows, is the documented way to have both.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_zone_association>
fn wholes() -> Vec<Whole> {
    let own =
        |subject, types, attribute| Whole { subject, types, owner: &[], attribute, elements: Element::Object(attribute), always: false };
    let named = |subject, types, attribute, path| Whole { elements: Element::Link(path), ..own(subject, types, attribute) };
    let default_acl: &[&str] = &["aws_default_network_acl"];
    let endpoint: &[&str] = &["aws_vpc_endpoint"];
    let role: &[&str] = &["aws_iam_role"];
    let mut wholes = vec![
        own(Subject::Ingress, GROUP, "ingress"),
        own(Subject::Egress, GROUP, "egress"),
        own(Subject::Routes, TABLE, "route"),
        own(Subject::AclIngress, &["aws_network_acl"], "ingress"),
        own(Subject::AclEgress, &["aws_network_acl"], "egress"),
        Whole { always: true, ..own(Subject::AclIngress, default_acl, "ingress") },
        Whole { always: true, ..own(Subject::AclEgress, default_acl, "egress") },
        named(Subject::AclSubnets, &["aws_network_acl"], "subnet_ids", &["subnet_ids"]),
        own(Subject::Ranges, &["aws_ec2_managed_prefix_list"], "entry"),
        named(Subject::EndpointSubnets, endpoint, "subnet_ids", &["subnet_ids"]),
        named(Subject::EndpointGroups, endpoint, "security_group_ids", &["security_group_ids"]),
        named(Subject::EndpointTables, endpoint, "route_table_ids", &["route_table_ids"]),
        own(Subject::EndpointPolicy, endpoint, "policy"),
        named(Subject::InterfaceGroups, &["aws_instance"], "vpc_security_group_ids", &["vpc_security_group_ids"]),
        named(Subject::InterfaceGroups, &["aws_network_interface"], "security_groups", &["security_groups"]),
        named(Subject::Policies, role, "managed_policy_arns", &["managed_policy_arns"]),
        Whole { elements: Element::Name(&["inline_policy", "name"]), ..own(Subject::InlinePolicies, role, "inline_policy") },
        Whole { owner: &["group"], always: true, ..named(Subject::Members, &["aws_iam_group_membership"], "users", &["users"]) },
        Whole {
            owner: &["permission_set_arn"],
            always: true,
            ..named(
                Subject::SetPolicies,
                &["aws_ssoadmin_managed_policy_attachments_exclusive"],
                "managed_policy_arns",
                &["managed_policy_arns"],
            )
        },
        Whole {
            owner: &["permission_set_arn"],
            always: true,
            elements: Element::Name(&["customer_managed_policy_reference", "name"]),
            ..own(
                Subject::SetOwnPolicies,
                &["aws_ssoadmin_customer_managed_policy_attachments_exclusive"],
                "customer_managed_policy_reference",
            )
        },
        Whole {
            owner: &["security_group_id"],
            always: true,
            ..named(Subject::Ingress, RULES_EXCLUSIVE, "ingress_rule_ids", &["ingress_rule_ids"])
        },
        Whole {
            owner: &["security_group_id"],
            always: true,
            ..named(Subject::Egress, RULES_EXCLUSIVE, "egress_rule_ids", &["egress_rule_ids"])
        },
    ];
    wholes.extend(ATTACHMENTS.map(|(types, owner)| Whole {
        owner,
        always: true,
        ..named(Subject::Policies, types, "policy_arns", &["policy_arns"])
    }));
    wholes.extend(INLINE.map(|(types, owner)| Whole {
        owner,
        always: true,
        elements: Element::Name(&["policy_names"]),
        ..own(Subject::InlinePolicies, types, "policy_names")
    }));
    wholes
}

const RULES_EXCLUSIVE: &[&str] = &["aws_vpc_security_group_rules_exclusive"];

fn parts() -> Vec<Part> {
    let part = |subject, types, owner, element| Part { subject, types, owner, element, only: None };
    let link = |subject, types, owner, path| part(subject, types, owner, Element::Link(path));
    let object = |subject, types, owner| part(subject, types, owner, Element::Object(""));
    let old_rule: &[&str] = &["aws_security_group_rule"];
    let entry: &[&str] = &["aws_network_acl_rule"];
    let of_acl: &[&str] = &["network_acl_id"];
    let of_endpoint: &[&str] = &["vpc_endpoint_id"];
    let of_group: &[&str] = &["security_group_id"];
    let of_set: &[&str] = &["permission_set_arn"];
    let policy: &[&str] = &["policy_arn"];
    let name = Element::Name(&["name"]);
    vec![
        object(Subject::Ingress, &["aws_vpc_security_group_ingress_rule"], of_group),
        object(Subject::Egress, &["aws_vpc_security_group_egress_rule"], of_group),
        Part { only: Some(("type", "ingress")), ..object(Subject::Ingress, old_rule, of_group) },
        Part { only: Some(("type", "egress")), ..object(Subject::Egress, old_rule, of_group) },
        object(Subject::Routes, &["aws_route"], &["route_table_id"]),
        Part { only: Some(("egress", "false")), ..object(Subject::AclIngress, entry, of_acl) },
        Part { only: Some(("egress", "true")), ..object(Subject::AclEgress, entry, of_acl) },
        link(Subject::AclSubnets, &["aws_network_acl_association"], of_acl, &["subnet_id"]),
        object(Subject::Ranges, &["aws_ec2_managed_prefix_list_entry"], &["prefix_list_id"]),
        link(Subject::EndpointSubnets, &["aws_vpc_endpoint_subnet_association"], of_endpoint, &["subnet_id"]),
        link(Subject::EndpointGroups, &["aws_vpc_endpoint_security_group_association"], of_endpoint, &["security_group_id"]),
        link(Subject::EndpointTables, &["aws_vpc_endpoint_route_table_association"], of_endpoint, &["route_table_id"]),
        object(Subject::EndpointPolicy, &["aws_vpc_endpoint_policy"], of_endpoint),
        link(Subject::InterfaceGroups, &["aws_network_interface_sg_attachment"], &["network_interface_id"], &["security_group_id"]),
        link(Subject::Policies, &["aws_iam_role_policy_attachment"], &["role"], policy),
        link(Subject::Policies, &["aws_iam_user_policy_attachment"], &["user"], policy),
        link(Subject::Policies, &["aws_iam_group_policy_attachment"], &["group"], policy),
        link(Subject::Policies, &["aws_iam_policy_attachment"], &["roles"], policy),
        link(Subject::Policies, &["aws_iam_policy_attachment"], &["users"], policy),
        link(Subject::Policies, &["aws_iam_policy_attachment"], &["groups"], policy),
        // Against a list of the other kind.
        link(Subject::Policies, &["aws_iam_role"], &[], &["managed_policy_arns"]),
        part(Subject::InlinePolicies, &["aws_iam_role"], &[], Element::Name(&["inline_policy", "name"])),
        part(Subject::InlinePolicies, &["aws_iam_role_policy"], &["role"], name),
        part(Subject::InlinePolicies, &["aws_iam_user_policy"], &["user"], name),
        part(Subject::InlinePolicies, &["aws_iam_group_policy"], &["group"], name),
        link(Subject::Members, &["aws_iam_user_group_membership"], &["groups"], &["user"]),
        link(Subject::Members, &["aws_iam_group_membership"], &["group"], &["users"]),
        link(Subject::SetPolicies, &["aws_ssoadmin_managed_policy_attachment"], of_set, &["managed_policy_arn"]),
        part(
            Subject::SetOwnPolicies,
            &["aws_ssoadmin_customer_managed_policy_attachment"],
            of_set,
            Element::Name(&["customer_managed_policy_reference", "name"]),
        ),
    ]
}

/// Every part that the next apply takes away, in the order of addresses.
pub fn contested<'g>(graph: &'g Graph<'g>) -> Vec<Contested<'g>> {
    let (wholes, parts) = (wholes(), parts());
    // Every resource asks.
    let (wholes, parts) = (by_type(&wholes, |whole| whole.types), by_type(&parts, |part| part.types));
    let mut lists: BTreeMap<(Subject, ResourceId), Vec<(&Whole, Resource<'g>)>> = BTreeMap::new();
    let resources = || graph.resources().filter(|resource| resource.is_managed() && !resource.is_deposed());
    for list in resources() {
        for whole in of_type(&wholes, list) {
            if whole.always || writes(list, whole.attribute) {
                for owner in owners(list, whole.owner) {
                    lists.entry((whole.subject, owner)).or_default().push((whole, list));
                }
            }
        }
    }
    let mut contested = Vec::new();
    if lists.is_empty() {
        return contested;
    }
    for resource in resources() {
        for part in of_type(&parts, resource).iter().filter(|part| applies(part, resource)) {
            for owner in owners(resource, part.owner) {
                for (whole, list) in lists.get(&(part.subject, owner)).into_iter().flatten() {
                    if list.id() != resource.id() && leaves_out(whole, *list, part, resource) {
                        contested.push(Contested {
                            subject: part.subject,
                            part: resource,
                            part_attribute: part.element.attribute(),
                            list: *list,
                            attribute: whole.attribute,
                            by_name: !whole.owner.is_empty(),
                        });
                    }
                }
            }
        }
    }
    contested
}

type ByType<'d, D> = FxHashMap<&'static str, Vec<&'d D>>;

/// Declarations by the types that they are of, in their order.
fn by_type<D>(declared: &[D], types: impl Fn(&D) -> &'static [&'static str]) -> ByType<'_, D> {
    let mut by_type = ByType::default();
    for (declaration, name) in declared.iter().flat_map(|declaration| types(declaration).iter().map(move |name| (declaration, *name))) {
        by_type.entry(name).or_default().push(declaration);
    }
    by_type
}

fn of_type<'m, 'd, D>(by_type: &'m ByType<'d, D>, resource: Resource<'_>) -> &'m [&'d D] {
    by_type.get(resource.resource_type()).map_or(&[], Vec::as_slice)
}

fn applies(part: &Part, resource: Resource<'_>) -> bool {
    part.only.is_none_or(|(attribute, says)| match says {
        "true" => resource.boolean(attribute).value() == Some(true),
        "false" => resource.boolean(attribute).value() != Some(true) && !resource.value(attribute).is_unknown(),
        text => resource.text(attribute).value() == Some(text),
    })
}

/// Whose list it is, for certain.
fn owners(resource: Resource<'_>, path: &[&str]) -> Vec<ResourceId> {
    if path.is_empty() {
        return vec![resource.id()];
    }
    let slots = resource.links(path).into_iter().flat_map(|link| &link.slots);
    slots
        .filter_map(|slot| match slot.only() {
            Some(Target::Resource(owner)) => Some(owner),
            _ => None,
        })
        .collect()
}

/// The configuration writes the list for certain. A value alone does not tell of something that exists: the provider shows the list either way.
fn writes(list: Resource<'_>, attribute: &str) -> bool {
    // Of many attributes an empty list is none to the provider, which keeps what there is.
    let is_empty = list.constant(attribute).is_some_and(|written| matches!(written, Json::Array(items) if items.is_empty()));
    if is_empty && !matches!(list.values().get(attribute).json(), Attr::Known(Json::Array(items)) if items.is_empty()) {
        return false;
    }
    if list.existence().is_new() {
        // Dynamic blocks that come to none leave it out.
        return list.is_configured(attribute) || list.values().get(attribute).elements().next().is_some();
    }
    list.is_configured_for_certain(attribute)
}

/// The list does not hold the part, for certain.
fn leaves_out(whole: &Whole, list: Resource<'_>, part: &Part, resource: Resource<'_>) -> bool {
    match (whole.elements, part.element) {
        (Element::Object(attribute), Element::Object(_)) => !list.names_element_of(attribute, resource),
        // Rules are listed by their ids.
        (Element::Link(path), Element::Object(_)) => {
            listed(list, path).is_some_and(|listed| !listed.iter().any(|keys| keys.contains(resource.address())))
        }
        (Element::Link(path), Element::Link(of_part)) => match (listed(list, path), listed(resource, of_part)) {
            (Some(listed), Some(parts)) => parts.iter().any(|keys| listed.iter().all(|other| keys.is_disjoint(other))),
            _ => false,
        },
        (Element::Name(path), Element::Name(of_part)) => match (names(list, path), names(resource, of_part)) {
            (Some(listed), Some(parts)) => parts.iter().any(|name| !listed.contains(name)),
            _ => false,
        },
        _ => false,
    }
}

/// What an attribute may denote, each by everything that it goes by; `None` where it may be something else.
fn listed(resource: Resource<'_>, path: &[&str]) -> Option<Vec<BTreeSet<String>>> {
    let links = resource.links(path);
    let slots = || links.iter().flat_map(|link| &link.slots);
    let is_lost = slots().next().is_none() && path.first().is_some_and(|name| resource.value(name).has_unknown());
    if is_lost || slots().any(|slot| slot.gap().is_some()) {
        return None;
    }
    let outside = links.iter().flat_map(|link| link.outside()).map(|text| BTreeSet::from([text.to_owned()]));
    let inside = links.iter().flat_map(|link| link.candidates()).map(|candidate| keys(resource.graph(), candidate.target));
    outside.map(Some).chain(inside).collect()
}

/// `None` of a data source that is read later: it may be anything.
fn keys<'g>(graph: &'g Graph<'g>, target: Target) -> Option<BTreeSet<String>> {
    match target {
        Target::Resource(id) => {
            let resource = graph.resource(id);
            let texts = ["arn", "id", "name"].map(|name| resource.text(name).value().map(str::to_owned));
            let is_read_later = resource.existence() == Existence::ReadAtApply;
            (!is_read_later).then(|| texts.into_iter().flatten().chain([resource.address().to_owned()]).collect())
        }
        Target::Default(default, vpc) => Some(BTreeSet::from([format!("{default:?} of {}", graph.resource(vpc).address())])),
    }
}

/// The names that are written; `None` where one of them is not known.
fn names<'g>(resource: Resource<'g>, path: &[&str]) -> Option<Vec<&'g str>> {
    let (attribute, inner) = (path.first()?, path.get(1));
    let value = resource.value(attribute);
    let texts: Vec<_> = match inner {
        None if value.text().value().is_some() => vec![value],
        None => value.elements().collect(),
        Some(inner) => value.elements().map(|block| block.get(inner)).collect(),
    };
    if value.is_unknown() || texts.iter().any(|text| text.is_unknown()) {
        return None;
    }
    Some(texts.into_iter().filter_map(|text| text.text().value()).collect())
}
