//! How the ids and ARNs of resources look, by their Terraform types: `data/shapes.json`.

use crate::Facts;
use serde::Deserialize;

/// How the ARN of a type is made.
#[derive(Debug, PartialEq, Eq, Deserialize)]
pub struct ArnShape {
    /// Such as `iam`.
    pub service: String,
    /// The last part, with attributes between braces: `role{path}{name}`.
    pub resource: String,
    /// Neither Region nor account stand in it, as the name is the only one of the world.
    #[serde(default)]
    pub is_worldwide: bool,
}

#[derive(Default, Deserialize)]
pub(crate) struct Shapes {
    types: Vec<Shape>,
}

#[derive(Deserialize)]
struct Shape {
    #[serde(rename = "type")]
    name: String,
    /// How the id begins that AWS makes up.
    id: Option<String>,
    arn: Option<ArnShape>,
}

pub(crate) static SHAPES: Facts<Shapes> = Facts::new("shapes", include_str!("../data/shapes.json"));

fn of(resource_type: &str) -> Option<&'static Shape> {
    SHAPES.get().types.iter().find(|shape| shape.name == resource_type)
}

/// How the ids begin that AWS makes up for a type.
///
/// ```
/// assert_eq!(ssm_check_aws::id_prefix("aws_vpc"), Some("vpc-"));
/// assert_eq!(ssm_check_aws::id_prefix("aws_iam_role"), None);
/// ```
pub fn id_prefix(resource_type: &str) -> Option<&'static str> {
    of(resource_type)?.id.as_deref()
}

/// Every type whose ids AWS makes up, with how they begin.
pub fn id_prefixes() -> impl Iterator<Item = (&'static str, &'static str)> {
    SHAPES.get().types.iter().filter_map(|shape| Some((shape.name.as_str(), shape.id.as_deref()?)))
}

/// How the ARNs of a type are made.
///
/// ```
/// assert_eq!(ssm_check_aws::arn_shape("aws_iam_role").unwrap().resource, "role{path}{name}");
/// ```
pub fn arn_shape(resource_type: &str) -> Option<&'static ArnShape> {
    of(resource_type)?.arn.as_ref()
}

#[cfg(test)]
mod tests {
    use super::{SHAPES, id_prefixes};

    #[test]
    fn the_table_can_be_read() {
        assert!(SHAPES.get().types.is_sorted_by_key(|shape| &shape.name) && !SHAPES.get().types.is_empty());
        for (name, prefix) in id_prefixes() {
            assert!(prefix.ends_with('-'), "{name}");
            let begins_alike = id_prefixes().filter(|(_, other)| prefix.starts_with(other)).count();
            assert_eq!(begins_alike, 1, "{prefix} of {name} is another's too");
        }
    }
}
