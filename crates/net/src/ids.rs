//! The typed ids by which the entities of a network name each other.

macro_rules! ids {
    ($($id:ident $entity:ident $doc:literal;)*) => {
        $(
            #[doc = concat!("Names ", $doc, " of one [`Network`](crate::Network).")]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $id(pub u32);

            impl From<$id> for Entity {
                fn from(id: $id) -> Self {
                    Self::$entity(id)
                }
            }
        )*

        /// Any entity of a network.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Entity {
            $(#[doc = concat!("It is ", $doc, ".")] $entity($id),)*
        }
    };
}

ids! {
    VpcId Vpc "a VPC";
    SubnetId Subnet "a subnet";
    InterfaceId Interface "a network interface";
    GroupId Group "a security group";
    AclId Acl "a network ACL";
    TableId Table "a route table";
    NatId Nat "a NAT gateway";
    EndpointId Endpoint "a VPC endpoint";
    PeeringId Peering "a peering connection";
    TransitGatewayId TransitGateway "a transit gateway";
    AttachmentId Attachment "a VPC's attachment to a transit gateway";
    ZoneId Zone "a private hosted zone";
    RuleGroupId RuleGroup "a rule group of DNS Firewall";
}
