//! How an AWS type is declared: what the graph knows of it, and the typed view that reads it.

/// Declares one kind of AWS resource: its Terraform types, keys, links, and a typed view with one method an attribute.
///
/// Adding a kind is such a declaration in a file of its own under `aws/`, and its line in `kind.rs`. What stands between `keys` and
/// `attributes` is explained at [`TypeSpec`](crate::TypeSpec), and may be left out.
macro_rules! resource {
    (
        $(#[$doc:meta])*
        $view:ident: $($type:literal),+;
        keys: [$($key:literal),*];
        $(names: [$($name:literal),+];)?
        $(bound_to: [$($bound:ident),+];)?
        $(called: $called:literal;)?
        $(computed: [$($computed:literal),+];)?
        $(holds_anything: $holds_anything:literal;)?
        $(is_text: $is_text:literal;)?
        $(makes: [$($made:ident by $($made_by:literal).+),+];)?
        $(adopts: [$($adopting:literal as $adopted:ident),+];)?
        $(one_for: [$([$($one_for:literal),+]),+];)?
        $(deleted_for: $deleted_for:literal;)?
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
            bound_to: &[$($(crate::Bound::$bound),+)?],
            called: concat!($($called)?),
            computed: &[$($($computed),+)?],
            holds_anything: false $(|| $holds_anything)?,
            is_text: false $(|| $is_text)?,
            makes: &[$($(crate::MadeAlong { default: crate::AwsDefault::$made, path: &[$($made_by),+] }),+)?],
            adopts: &[$($(($adopting, crate::AwsDefault::$adopted)),+)?],
            one_for: &[$($(&[$($one_for),+]),+)?],
            deleted_for: false $(|| $deleted_for)?,
            attributes: &[$((stringify!($attribute), stringify!($reader))),*],
            links: &[$(crate::LinkSpec { path: &[$($step),+], targets: &[$(crate::Kind::$target),+], many: resource!(@many $many), reach: resource!(@reach $many) }),*],
        };
    };
    (@type $g:lifetime text) => { ssm_check_plan::Attr<&$g str> };
    (@type $g:lifetime source_text) => { ssm_check_plan::Attr<&$g str> };
    (@type $g:lifetime boolean) => { ssm_check_plan::Attr<bool> };
    (@type $g:lifetime integer) => { ssm_check_plan::Attr<i64> };
    (@type $g:lifetime blocks) => { crate::Blocks<$g> };
    (@type $g:lifetime value) => { ssm_check_plan::Value<$g, $g> };
    (@many one) => { false };
    (@many many) => { true };
    (@many owned) => { false };
    (@many afar) => { false };
    (@reach owned) => { crate::Reach::Owner };
    (@reach afar) => { crate::Reach::Afar };
    (@reach $other:ident) => { crate::Reach::Bound };
    (@link_type $g:lifetime $attribute:literal) => { &$g crate::Link };
    (@link_type $g:lifetime $block:literal . $($attribute:literal).+) => { Vec<&$g crate::Link> };
    (@link $self:ident, $attribute:literal) => { $self.0.link(&[$attribute]) };
    (@link $self:ident, $($step:literal).+) => { $self.0.links(&[$($step),+]) };
}
pub(crate) use resource;
