//! What AWS makes along with a resource, and the attributes of the resource that name it.

use crate::{AwsDefault, Kind};
use ssm_check_plan::Value;

/// One thing that AWS makes along with another.
pub(crate) struct MadeAlong {
    /// What it is made along with.
    pub(crate) owner: Kind,
    /// The kind that it is of.
    pub(crate) kind: Kind,
    /// What stands for it.
    pub(crate) default: AwsDefault,
    /// The block of the owner that shows it; empty where the attribute is the owner's own.
    block: &'static str,
    /// The attributes that name it.
    attributes: &'static [&'static str],
}

/// All that is modelled.
pub(crate) const MADE_ALONG: [MadeAlong; 4] = [
    MadeAlong {
        owner: Kind::Vpc,
        kind: Kind::SecurityGroup,
        default: AwsDefault::SecurityGroup,
        block: "",
        attributes: &["default_security_group_id"],
    },
    MadeAlong {
        owner: Kind::Vpc,
        kind: Kind::RouteTable,
        default: AwsDefault::RouteTable,
        block: "",
        attributes: &["default_route_table_id", "main_route_table_id"],
    },
    MadeAlong {
        owner: Kind::Vpc,
        kind: Kind::NetworkAcl,
        default: AwsDefault::NetworkAcl,
        block: "",
        attributes: &["default_network_acl_id"],
    },
    MadeAlong {
        owner: Kind::EksCluster,
        kind: Kind::SecurityGroup,
        default: AwsDefault::ClusterSecurityGroup,
        block: "vpc_config",
        attributes: &["cluster_security_group_id"],
    },
];

impl MadeAlong {
    /// What a path of attributes of a resource names, where that is wanted.
    pub(crate) fn named<'s>(owner: Kind, path: impl Iterator<Item = &'s str>, wanted: &[Kind]) -> Option<AwsDefault> {
        let path: Vec<&str> = path.collect();
        let is = |made: &&Self| match path.as_slice() {
            [attribute] => made.block.is_empty() && made.attributes.contains(attribute),
            [block, attribute] => *block == made.block && made.attributes.contains(attribute),
            _ => false,
        };
        MADE_ALONG.iter().filter(|made| made.owner == owner && wanted.contains(&made.kind)).find(is).map(|made| made.default)
    }

    /// The values of the attributes that name it.
    pub(crate) fn names<'v, 'p>(&self, owner: Value<'v, 'p>) -> impl Iterator<Item = Value<'v, 'p>> {
        let holder = if self.block.is_empty() { owner } else { owner.get(self.block).first() };
        self.attributes.iter().map(move |attribute| holder.get(attribute))
    }

    /// The attributes of the owner that lead to it, as a plan's list of relevant attributes names them.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &'static str> {
        let own = if self.block.is_empty() { self.attributes } else { &[] };
        own.iter().copied().chain((!self.block.is_empty()).then_some(self.block))
    }
}
