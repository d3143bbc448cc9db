//! What stands between a subnet and the rest of the world: NAT gateways, peering connections, transit gateways.

use ssm_check_truth::Truth;

use crate::ids::{AttachmentId, SubnetId, TableId, VpcId};
use crate::known::{Choice, Gap, Known, Members, Partial};

/// A NAT gateway. <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nat {
    /// The caller's label.
    pub name: String,
    /// Public or private.
    pub connectivity: Known<Connectivity>,
    /// Where it is.
    pub placement: Placement,
}

/// What a NAT gateway translates to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connectivity {
    /// Elastic IP addresses: it reaches the internet.
    Public,
    /// A private address: it does not.
    Private,
}

/// Where a NAT gateway is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// In a subnet, whose route table decides what it reaches.
    Zonal(Choice<SubnetId>),
    /// In the VPC; it has its own route to the internet gateway and no subnet.
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>
    Regional(Choice<VpcId>),
    /// One or the other.
    Unknown(Gap),
}

/// A VPC peering connection. <https://docs.aws.amazon.com/vpc/latest/peering/what-is-vpc-peering.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peering {
    /// The caller's label.
    pub name: String,
    /// The requester's VPC.
    pub requester: Choice<VpcId>,
    /// The accepter's VPC.
    pub accepter: Choice<VpcId>,
    /// It is accepted.
    pub active: Truth,
}

/// A transit gateway. <https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitGateway {
    /// The caller's label.
    pub name: String,
    /// The VPCs attached, as far as they are known.
    pub attachments: Partial<AttachmentId>,
    /// Rules of security groups may name groups of other attached VPCs.
    /// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html#vpc-attachment-security>
    pub by_group: Truth,
}

/// The attachment of a VPC to a transit gateway.
/// <https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The caller's label.
    pub name: String,
    /// The VPC.
    pub vpc: Choice<VpcId>,
    /// Its subnets: packets arrive in them, and leave from their Availability Zones only.
    pub subnets: Members<SubnetId>,
    /// The gateway's route table that it is associated with: it says where packets from the VPC go. `None` is none.
    pub table: Choice<TableId>,
    /// Rules of security groups may name groups that are across it, if the gateway and the other attachment say so too.
    pub by_group: Truth,
    /// It is accepted.
    pub active: Truth,
}
