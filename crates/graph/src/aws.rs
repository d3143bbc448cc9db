//! AWS resources: one file for each kind, with its keys, attributes and links.

use crate::kind::each_kind;
use crate::{Kind, Resource, TypeSpec};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A typed view of a resource.
pub trait View<'g>: Copy {
    /// The kind that it shows.
    const KIND: Kind;

    /// Wraps a resource of that kind.
    fn new(resource: Resource<'g>) -> Self;

    /// The resource.
    fn resource(self) -> Resource<'g>;
}

macro_rules! declared {
    ($($file:ident::$kind:ident,)*) => {
        $(mod $file; pub use $file::$kind;)*

        impl Kind {
            /// Its declaration.
            pub fn spec(self) -> &'static TypeSpec {
                match self { $(Self::$kind => const { &$file::SPEC }),* }
            }
        }
    };
}

each_kind!(declared);

impl Kind {
    /// The kind of an id that AWS made up, by how it begins.
    pub fn of_id(id: &str) -> Option<Self> {
        ssm_check_aws::id_prefixes().find(|(_, prefix)| id.starts_with(prefix)).and_then(|(name, _)| Self::of_type(name))
    }

    /// The kind of a Terraform type.
    pub fn of_type(resource_type: &str) -> Option<Self> {
        static TYPES: LazyLock<FxHashMap<&str, Kind>> = LazyLock::new(|| {
            Kind::ALL.iter().flat_map(|kind| kind.spec().types.iter().map(|resource_type| (*resource_type, *kind))).collect()
        });
        TYPES.get(resource_type).copied()
    }
}
