//! What AWS makes along with a resource, by what declarations say.

use crate::spec::MadeAlong;
use crate::{AwsDefault, Kind};
use ssm_check_plan::Value;

/// All that is made along with resources of some kind, with that kind.
pub(crate) fn made_along() -> impl Iterator<Item = (Kind, &'static MadeAlong)> {
    Kind::ALL.iter().flat_map(|kind| kind.spec().makes.iter().map(|made| (*kind, made)))
}

/// What a path of attributes of a resource names, where that is wanted.
pub(crate) fn default_named<'s>(owner: Kind, path: impl Iterator<Item = &'s str>, wanted: &[Kind]) -> Option<AwsDefault> {
    let path: Vec<&str> = path.collect();
    let made = owner.spec().makes.iter().find(|made| wanted.contains(&made.kind()) && path == made.path);
    made.map(|made| made.default)
}

/// What a type adopts that AWS made along with something.
pub(crate) fn adopted_by(resource_type: &str) -> Option<AwsDefault> {
    let adopts = Kind::of_type(resource_type)?.spec().adopts;
    adopts.iter().find(|(name, _)| *name == resource_type).map(|(_, default)| *default)
}

/// The kind of what AWS makes along with something.
pub(crate) fn kind_of(default: AwsDefault) -> Kind {
    match default {
        AwsDefault::SecurityGroup | AwsDefault::ClusterSecurityGroup => Kind::SecurityGroup,
        AwsDefault::RouteTable => Kind::RouteTable,
        AwsDefault::NetworkAcl => Kind::NetworkAcl,
    }
}

impl MadeAlong {
    /// The kind that it is of.
    pub(crate) fn kind(&self) -> Kind {
        kind_of(self.default)
    }

    /// The value of the attribute that names it.
    pub(crate) fn name<'v, 'p>(&self, owner: Value<'v, 'p>) -> Value<'v, 'p> {
        match self.path {
            [block, attribute] => owner.get(block).first().get(attribute),
            path => owner.get(path.first().copied().unwrap_or_default()),
        }
    }

    /// The attribute of the owner that leads to it, as a plan's list of relevant attributes names it.
    pub(crate) fn attribute(&self) -> &'static str {
        self.path.first().copied().unwrap_or_default()
    }
}
