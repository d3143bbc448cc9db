//! What a declaration says of a kind of resource: its identity and its links.

use crate::{AwsDefault, Kind};
use ssm_check_aws::{ArnShape, arn_shape};

/// What the graph knows of one kind of resource.
#[derive(Debug)]
pub struct TypeSpec {
    /// The Terraform types of this kind: a resource, its `aws_default_*` twin, its data source.
    pub types: &'static [&'static str],
    /// The attributes that name one such object in other resources' arguments.
    pub keys: &'static [&'static str],
    /// Those of the keys that are names: unique in the account and, of a regional type, in the Region, where the others are unique
    /// in the world.
    pub names: &'static [&'static str],
    /// What another resource has to share with it to name it by its key.
    pub bound_to: &'static [Bound],
    /// What attributes of types that are not declared are called that hold its key; anything where left out.
    pub called: &'static str,
    /// Nested blocks that the provider computes where they are left out, so that they show as unknown then too. Of attributes the
    /// schema tells that itself.
    pub computed: &'static [&'static str],
    /// Its values may be anything, the key of another resource too.
    pub holds_anything: bool,
    /// Its key is a text that it puts together. Where one is taken, a text of any other making may be, as of `jsonencode`.
    pub is_text: bool,
    /// What AWS makes along with it, and the attribute that names that.
    pub makes: &'static [MadeAlong],
    /// The types that adopt what AWS made along with something, and what that is.
    pub adopts: &'static [(&'static str, AwsDefault)],
    /// Of what AWS takes one of only: the attributes that say so.
    pub one_for: &'static [&'static [&'static str]],
    /// It is deleted by what it is the only one for, not by an id of its own.
    pub deleted_for: bool,
    /// The attributes that are read, each with its reader.
    pub attributes: &'static [(&'static str, &'static str)],
    /// The attributes that hold another object's key.
    pub links: &'static [LinkSpec],
}

impl TypeSpec {
    /// Each Region has resources of this kind for itself.
    pub fn is_regional(&self) -> bool {
        self.types.iter().any(|name| crate::schema::is_regional(name))
    }

    /// How its ARN is made, where that is known.
    pub fn arn(&self) -> Option<&'static ArnShape> {
        self.types.iter().find_map(|name| arn_shape(name))
    }

    /// Its ARN is one of its attributes: of some types, `arn` is another's.
    pub fn has_arn(&self) -> bool {
        self.keys.contains(&"arn")
    }

    /// Texts that checks read and that plans of new resources do not know as a whole.
    pub fn source_texts(&self) -> impl Iterator<Item = &'static str> {
        self.attributes.iter().filter(|(_, reader)| *reader == "source_text").map(|(name, _)| *name)
    }
}

/// A part of a place that an object is not found from outside of. A call is made in one Region and by one account, and AWS looks up there
/// what the call names: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>, `InvalidVpcID.NotFound` and its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// Its Region.
    Region,
    /// Its account: no other one may use it, shared or not.
    Account,
}

/// How far away what an attribute names may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Where the kind of what it names is bound to.
    Bound,
    /// Where that is, and in the same account: of what is shared, its owner alone may say this.
    Owner,
    /// Anywhere.
    Afar,
}

/// One thing that AWS makes along with a resource.
#[derive(Debug, PartialEq, Eq)]
pub struct MadeAlong {
    /// What stands for it.
    pub default: AwsDefault,
    /// The attribute that names it, or block and attribute.
    pub path: &'static [&'static str],
}

/// One attribute that links to other resources.
#[derive(Debug, PartialEq, Eq)]
pub struct LinkSpec {
    /// The attribute: `subnet_id`, or in a nested block `network_interfaces.security_groups`.
    pub path: &'static [&'static str],
    /// What it may name.
    pub targets: &'static [Kind],
    /// A list or set.
    pub many: bool,
    /// How far away what it names may be.
    pub reach: Reach,
}
