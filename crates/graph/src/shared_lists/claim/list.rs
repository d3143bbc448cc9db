//! The lists of AWS that several resources write, and a claim to elements of one.

/// A list of AWS that resources of several types write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum List {
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
    /// The policies of AWS of a permission set.
    SetPolicies,
    /// The policies of one's own of a permission set, by name.
    SetOwnPolicies,
    /// The inline policies of a role, user or group.
    InlinePolicies,
    /// The users of a group.
    Members,
    /// The groups of a user, which are the same from the other side.
    Groups,
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
    /// The internet gateway of a VPC: a list of one.
    VpcGateways,
    /// What holds an elastic IP address: a list of one.
    AddressHolder,
    /// The tags of something of EC2, by key.
    Tags,
}

/// The argument that a path begins with.
pub(crate) fn argument(path: &[ClaimStep]) -> Option<&'static str> {
    match path.first() {
        Some(ClaimStep::Name(name)) => Some(name),
        _ => None,
    }
}

impl List {
    /// AWS takes an element that is there already, instead of refusing it: of two resources with the same, the deletion of one then undoes
    /// what the other made before.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html>
    pub(crate) fn takes_twice(self) -> bool {
        matches!(
            self,
            Self::Policies
                | Self::InlinePolicies
                | Self::Members
                | Self::Groups
                | Self::EndpointSubnets
                | Self::EndpointGroups
                | Self::EndpointPolicy
                | Self::Ranges
                | Self::Tags
        )
    }

    /// An element says by itself what becomes of it: who writes it last is right.
    pub(crate) fn is_overwritten(self) -> bool {
        matches!(
            self,
            Self::Routes | Self::Entries | Self::SubnetAcl | Self::InlinePolicies | Self::EndpointPolicy | Self::AddressHolder | Self::Tags
        )
    }
}

/// One step on the way to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ClaimStep {
    /// A member of an object.
    Name(&'static str),
    /// An element of a list.
    Index(usize),
}

/// What one resource says is in a list.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// The list.
    pub(crate) list: List,
    /// Whose list; `None` where that is not known.
    pub(crate) owner: Option<String>,
    /// Which element.
    pub(crate) element: String,
    /// How the element is not known any further.
    pub(crate) is_beginning: bool,
    /// What else it says of the element, which another claim may say otherwise.
    pub(crate) content: String,
    /// Where it is written; empty where it is the whole resource.
    pub(crate) path: Vec<ClaimStep>,
}

impl Claim {
    /// Both mean the same element of the same list.
    pub(crate) fn means(&self, other: &Self) -> bool {
        self.list == other.list && self.owner.is_some() && self.owner == other.owner && self.same_element(other)
    }

    /// Both mean the same element, of whatever owner.
    pub(crate) fn same_element(&self, other: &Self) -> bool {
        !self.is_beginning && !other.is_beginning && self.element == other.element
    }

    /// This one is not known as a whole, and may turn out to mean what the other means.
    pub(crate) fn may_mean(&self, other: &Self) -> bool {
        self.is_beginning && self.list == other.list && other.element.starts_with(&self.element)
    }

    /// The argument that holds it.
    pub(crate) fn attribute(&self) -> Option<&'static str> {
        argument(&self.path)
    }
}
