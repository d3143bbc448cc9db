//! Which types that are not declared change what declared ones are, told by the arguments that they have.

use crate::types::is_harmless;
use crate::{Kind, LinkSpec};

/// Families of types in which a principal's name is one of IAM or of IAM Identity Center.
const PRINCIPALS: [&str; 2] = ["aws_iam_", "aws_ssoadmin_"];

impl Kind {
    /// A type that is not declared and has these arguments changes something of a declared kind.
    pub fn altering<'a>(resource_type: &str, arguments: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let is_left = !resource_type.starts_with("aws_") || is_harmless(resource_type);
        if is_left || Kind::of_type(resource_type).is_some() {
            return None;
        }
        let arguments: Vec<&str> = arguments.into_iter().collect();
        let has_policies = arguments.iter().any(|name| name.contains("polic"));
        let alters = |link: &LinkSpec| {
            let [name] = link.path else { return false };
            let is_principal = link.targets.iter().any(|kind| matches!(kind, Kind::Role | Kind::User | Kind::Group | Kind::PermissionSet));
            arguments.contains(name)
                && (!is_principal || (has_policies && PRINCIPALS.iter().any(|prefix| resource_type.starts_with(prefix))))
        };
        Kind::Alteration.spec().links.iter().any(alters).then_some(Kind::Alteration)
    }
}
