//! Which resources write lists of AWS as a whole, and which add a part to one: `data/lists.json`.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
///
/// A zone and its VPCs are left out: `ignore_changes`, which no plan shows, is the documented way to have both.
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_zone_association>
#[derive(Deserialize)]
pub(super) struct Whole {
    pub(super) subject: Subject,
    #[serde(rename = "type")]
    pub(super) resource_type: String,
    /// The attribute that names whose list it is; empty where it is its own.
    #[serde(default)]
    pub(super) owner: Vec<String>,
    pub(super) attribute: String,
    pub(super) elements: Element,
    /// Where the attribute is left out the list is empty, not left alone.
    #[serde(default)]
    pub(super) always: bool,
}

/// A resource that adds to a list.
#[derive(Deserialize)]
pub(super) struct ListElement {
    pub(super) subject: Subject,
    #[serde(rename = "type")]
    pub(super) resource_type: String,
    #[serde(default)]
    pub(super) owner: Vec<String>,
    pub(super) element: Element,
    /// It does so only where this attribute says this.
    pub(super) only: Option<(String, String)>,
}

/// How an element is told.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Element {
    /// As the provider compares it: a rule, a route, an entry. AWS refuses the same twice.
    Object(String),
    /// As the resource that an attribute leads to.
    Link(Vec<String>),
    /// By name.
    Name(Vec<String>),
}

impl Element {
    pub(super) fn attribute(&self) -> &str {
        match self {
            Self::Object(name) => name,
            Self::Link(path) | Self::Name(path) => path.first().map_or("", String::as_str),
        }
    }
}

#[derive(Default, Deserialize)]
struct Lists {
    wholes: Vec<Whole>,
    parts: Vec<ListElement>,
}

static LISTS: Facts<Lists> = Facts::new("lists", include_str!("../../data/lists.json"));

/// The table of lists that resources write.
pub(crate) fn table() -> Table {
    LISTS.table()
}

/// What writes lists as a whole, and what adds to them.
pub(super) fn lists() -> (&'static [Whole], &'static [ListElement]) {
    let lists = LISTS.get();
    (&lists.wholes, &lists.parts)
}

#[cfg(test)]
mod tests {
    use super::lists;
    use ssm_check_graph::Kind;

    #[test]
    fn the_table_names_types_that_are_declared() {
        let (wholes, parts) = lists();
        assert!(!wholes.is_empty() && !parts.is_empty());
        let types = wholes.iter().map(|whole| &whole.resource_type).chain(parts.iter().map(|part| &part.resource_type));
        let strange: Vec<_> = types.filter(|name| Kind::of_type(name).is_none()).collect();
        assert!(strange.is_empty(), "{strange:?}");
        for part in parts {
            assert!(wholes.iter().any(|whole| whole.subject == part.subject), "{:?} is written by nothing as a whole", part.subject);
        }
    }
}
