//! The Cedar schema of AWS for access requests.

use cedar_policy::{Schema, Validator};
use serde::Deserialize;
use ssm_check_aws::{Facts, Table};
use std::sync::OnceLock;

/// The only action: "the `action` is always" this one.
pub const ACTION: &str = "getTokenForInstanceAccess";

/// Users of the identity store with their groups and attributes, tags of the IAM session, and nodes with tags.
#[derive(Default, Deserialize)]
struct Described {
    /// Line by line.
    schema: Vec<String>,
}

static DESCRIBED: Facts<Described> = Facts::new("cedar-schema", include_str!("../data/cedar-schema.json"));

/// The schema in Cedar's own language; empty where it is not known.
pub fn schema() -> String {
    DESCRIBED.get().schema.join("\n")
}

/// The table that it is read from.
pub fn schema_table() -> Table {
    DESCRIBED.table()
}

/// Attributes of a user in the identity store, as the schema has them.
pub(crate) const ATTRIBUTES: [&str; 4] = ["costCenter", "division", "employeeNumber", "organization"];
pub(crate) const USER: &str = "AWS::IdentityStore::User";
pub(crate) const GROUP: &str = "AWS::IdentityStore::Group";
pub(crate) const INSTANCE: &str = "AWS::EC2::Instance";
pub(crate) const MANAGED_INSTANCE: &str = "AWS::SSM::ManagedInstance";
pub(crate) const PRINCIPAL_TAGS: &str = "AWS::IAM::PrincipalTags";
pub(crate) const ACTION_TYPE: &str = "AWS::SSM::Action";

/// Holds policies against the schema; `None` where that is not known.
pub(crate) fn validator() -> Option<&'static Validator> {
    static VALIDATOR: OnceLock<Option<Validator>> = OnceLock::new();
    let made = || {
        Some(schema())
            .filter(|schema| !schema.is_empty())
            .and_then(|schema| Some(Validator::new(Schema::from_cedarschema_str(&schema).ok()?.0)))
    };
    VALIDATOR.get_or_init(made).as_ref()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_schema_is_one() {
        assert!(super::validator().is_some());
    }

    #[test]
    fn the_attributes_are_those_of_the_schema() {
        for name in super::ATTRIBUTES {
            assert!(super::schema().contains(&format!("{name}?: String")), "{name}");
        }
        assert_eq!(super::schema().matches("?: String").count(), super::ATTRIBUTES.len());
    }
}
