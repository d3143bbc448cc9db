//! What only pages tell of types of the provider: `data/types.json`.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};

#[derive(Default, Deserialize)]
struct Types {
    /// Types that are not declared, name what they leave as it is, and why it stays.
    harmless: Vec<Harmless>,
    /// What there is one of in an account and Region, whoever writes it.
    one_of_a_region: Vec<OneOfARegion>,
    /// What resources of types bear on.
    about: Vec<BearsOn>,
}

#[derive(Deserialize)]
struct BearsOn {
    /// How their names begin.
    begins: String,
    about: Bearing,
}

/// What a resource of a type bears on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bearing {
    /// Who may do what.
    Identity,
    /// Who may reach what: one more instance changes nothing for the others but that, or whether a tag is on any.
    Access,
    /// What leads where.
    Network,
    /// Nothing by being there: what it does to others, a change of it does.
    Nothing,
}

#[derive(Deserialize)]
struct Harmless {
    /// How their names begin.
    begins: String,
}

#[derive(Deserialize)]
struct OneOfARegion {
    #[serde(rename = "type")]
    name: String,
}

static TYPES: Facts<Types> = Facts::new("types", include_str!("../data/types.json"));

/// The table of what only pages tell of types.
pub fn types_table() -> Table {
    TYPES.table()
}

/// The type names what it leaves as it is.
pub(crate) fn is_harmless(resource_type: &str) -> bool {
    TYPES.get().harmless.iter().any(|harmless| resource_type.starts_with(&harmless.begins))
}

/// What resources of a type bear on; `None` where the table does not tell.
pub fn bearing_of(resource_type: &str) -> Option<Bearing> {
    TYPES.get().about.iter().find(|row| resource_type.starts_with(&row.begins)).map(|row| row.about)
}

/// There is one of it in an account and Region, whoever writes it.
pub(crate) fn is_one_of_a_region(resource_type: &str) -> bool {
    TYPES.get().one_of_a_region.iter().any(|one| one.name == resource_type)
}

#[cfg(test)]
mod tests {
    use super::{Bearing, TYPES, bearing_of, is_harmless, is_one_of_a_region};
    use crate::Kind;

    #[test]
    fn the_table_can_be_read() {
        assert!(is_harmless("aws_flow_log") && !is_harmless("aws_vpn_connection"));
        assert!(is_one_of_a_region("aws_ssm_service_setting") && !is_one_of_a_region("aws_vpc"));
        assert!(TYPES.get().one_of_a_region.iter().all(|one| Kind::of_type(&one.name).is_some()));
        assert_eq!(bearing_of("aws_vpc_endpoint"), Some(Bearing::Network));
        assert_eq!(bearing_of("aws_volume_attachment"), Some(Bearing::Nothing));
        assert_eq!((bearing_of("aws_iam_role"), bearing_of("aws_s3_bucket")), (Some(Bearing::Identity), None));
        // A type that is declared says itself what it names.
        assert!(TYPES.get().harmless.iter().all(|harmless| Kind::of_type(&harmless.begins).is_none()));
    }
}
