//! What is known of attributes that only the apply tells, by the type of their resource.

use super::alphabet::Alphabet;
use serde::Deserialize;
use ssm_check_aws::{Facts, Table};
use std::collections::BTreeMap;

static TABLE: Facts<Attributes> = Facts::new("attributes", include_str!("../../data/attributes.json"));

/// The table.
#[derive(Default, Deserialize)]
struct Attributes {
    /// Attributes that name a resource, of whichever type: never null once it exists, and text.
    everywhere: Vec<String>,
    /// Attributes that have a value, of whichever type they are, and one that needs no escape in JSON or YAML.
    plain: Vec<String>,
    /// Besides these, attributes that are one word, of whichever type they are: nothing in them ends a line or a quoted text.
    words: Vec<String>,
    types: Vec<OfType>,
}

/// What is known of one type.
#[derive(Deserialize)]
pub(super) struct OfType {
    #[serde(rename = "type")]
    name: String,
    /// What each resource of the type has besides, also inside of others: `vpc_config[0].cluster_security_group_id`.
    #[serde(default)]
    always: Vec<String>,
    /// What AWS makes up, so that nothing stands in it that anybody could mean: ids and addresses.
    #[serde(default)]
    made_up: Vec<String>,
    /// The characters of attributes.
    #[serde(default)]
    pub(super) texts: BTreeMap<String, Alphabet>,
    /// `endpoint` is this attribute and `:port`.
    #[serde(default)]
    pub(super) host_of_endpoint: Option<String>,
    /// `endpoint` is `https://host`.
    #[serde(default)]
    pub(super) endpoint_is_url: bool,
}

impl OfType {
    /// Each resource of the type has it.
    pub(super) fn has(&self, attribute: &str) -> bool {
        self.always.iter().any(|always| always == attribute)
    }
}

/// The head of the table.
pub fn table() -> Table {
    TABLE.table()
}

/// AWS makes the attribute up: an id, an address.
pub fn is_made_up(resource_type: &str, attribute: &str) -> bool {
    of(resource_type).is_some_and(|of| of.made_up.iter().any(|made_up| made_up == attribute))
}

/// Each resource of the type has a value of the attribute.
pub fn is_always_there(resource_type: &str, attribute: &str) -> bool {
    of(resource_type).is_some_and(|of| of.has(attribute))
}

/// An attribute that has a value, whatever its type is, and one that needs no escape in JSON or YAML.
pub fn is_plain(attribute: &str) -> bool {
    TABLE.get().plain.iter().any(|plain| plain == attribute)
}

/// Nothing in the attribute ends a line or a quoted text: ids, names, addresses.
pub fn is_word(resource_type: &str, attribute: &str) -> bool {
    let is_listed = || TABLE.get().words.iter().any(|word| word == attribute);
    is_plain(attribute)
        || is_listed()
        || of(resource_type).is_some_and(|of| of.texts.contains_key(attribute))
        || is_made_up(resource_type, attribute)
}

pub(super) fn of(resource_type: &str) -> Option<&'static OfType> {
    TABLE.get().types.iter().find(|of| of.name == resource_type)
}

pub(super) fn is_identity(attribute: &str) -> bool {
    TABLE.get().everywhere.iter().any(|identity| identity == attribute)
}

#[cfg(test)]
mod tests {
    use super::{TABLE, is_identity, of};

    #[test]
    fn the_table_can_be_read() {
        assert!(is_identity("arn") && !is_identity("tags") && TABLE.get().types.is_sorted_by_key(|of| &of.name));
        assert!(of("aws_vpc").is_some_and(|vpc| vpc.has("main_route_table_id")));
    }
}
