//! How an AWS type is declared: its identity, its links, and the typed view that reads it.

use crate::Kind;

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
    /// Where a name is unique.
    pub named_in: NamedIn,
    /// The attributes that hold another object's key.
    pub links: &'static [LinkSpec],
}

/// Where a name is unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedIn {
    /// In the account, whatever the Region.
    Account,
    /// In a Region of the account.
    Region,
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
}

/// Declares one kind of AWS resource: its Terraform types, keys, links, and a typed view with one method an attribute.
///
/// Adding a kind is such a declaration in a file of its own under `aws/`, and its line in `aws.rs`.
macro_rules! resource {
    (
        $(#[$doc:meta])*
        $view:ident: $($type:literal),+;
        keys: [$($key:literal),*];
        $(names: [$($name:literal),+] in $scope:ident;)?
        attributes: { $($(#[$attribute_doc:meta])* $attribute:ident: $reader:ident,)* }
        links: { $($(#[$link_doc:meta])* $link:ident: $many:ident [$($step:literal).+] -> [$($target:ident),+],)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $view<'g>(pub crate::Resource<'g>);

        impl<'g> $view<'g> {
            $($(#[$attribute_doc])* pub fn $attribute(self) -> resource!(@type 'g $reader) { self.0.$reader(stringify!($attribute)) })*
            $($(#[$link_doc])* pub fn $link(self) -> resource!(@link_type 'g $($step).+) { resource!(@link self, $($step).+) })*
        }

        impl<'g> crate::aws::View<'g> for $view<'g> {
            const KIND: crate::Kind = crate::Kind::$view;

            fn new(resource: crate::Resource<'g>) -> Self { Self(resource) }

            fn resource(self) -> crate::Resource<'g> { self.0 }
        }

        pub(crate) const SPEC: crate::TypeSpec = crate::TypeSpec {
            types: &[$($type),+],
            keys: &[$($key),*],
            names: &[$($($name),+)?],
            named_in: resource!(@named_in $($scope)?),
            links: &[$(crate::LinkSpec { path: &[$($step),+], targets: &[$(crate::Kind::$target),+], many: resource!(@many $many) }),*],
        };
    };
    (@type $g:lifetime text) => { ssm_check_plan::Attr<&$g str> };
    (@type $g:lifetime boolean) => { ssm_check_plan::Attr<bool> };
    (@type $g:lifetime integer) => { ssm_check_plan::Attr<i64> };
    (@type $g:lifetime blocks) => { crate::Blocks<$g> };
    (@type $g:lifetime value) => { ssm_check_plan::Value<$g, $g> };
    (@named_in) => { crate::NamedIn::Region };
    (@named_in region) => { crate::NamedIn::Region };
    (@named_in account) => { crate::NamedIn::Account };
    (@many one) => { false };
    (@many many) => { true };
    (@link_type $g:lifetime $attribute:literal) => { &$g crate::Link };
    (@link_type $g:lifetime $block:literal . $($attribute:literal).+) => { Vec<&$g crate::Link> };
    (@link $self:ident, $attribute:literal) => { $self.0.link(&[$attribute]) };
    (@link $self:ident, $($step:literal).+) => { $self.0.links(&[$($step),+]) };
}
pub(crate) use resource;
