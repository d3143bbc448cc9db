//! What is known of attributes that only the apply tells, by the type of their resource.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};

static TABLE: Facts<Attributes> = Facts::new("attributes", include_str!("../../data/attributes.json"));

/// The table.
#[derive(Default, Deserialize)]
struct Attributes {
    /// Attributes that name a resource, of whichever type: never null once it exists, and text.
    everywhere: Vec<String>,
    types: Vec<OfType>,
}

/// What is known of one type.
#[derive(Deserialize)]
pub(super) struct OfType {
    #[serde(rename = "type")]
    name: String,
    /// What each resource of the type has besides.
    #[serde(default)]
    always: Vec<String>,
    /// Its ARN has six fields, and ends in a slash and what this attribute holds.
    pub(super) named_by_arn: Option<String>,
    /// Its `id` is one word.
    #[serde(default)]
    pub(super) id_is_one_word: bool,
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
        assert!(of("aws_vpc").is_some_and(|vpc| vpc.id_is_one_word && vpc.has("main_route_table_id")));
    }
}
