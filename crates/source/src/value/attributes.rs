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
    /// How the id begins that AWS makes up: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html>.
    pub(super) id_begins: Option<String>,
    /// How its ARN is made.
    pub(super) arn: Option<ArnOf>,
    /// The characters of attributes.
    #[serde(default)]
    pub(super) texts: BTreeMap<String, Alphabet>,
    /// `endpoint` is `address:port`.
    #[serde(default)]
    pub(super) endpoint_has_port: bool,
}

/// How the ARNs of a type are made: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.
#[derive(Deserialize)]
pub(super) struct ArnOf {
    pub(super) service: String,
    /// The last field, with attributes between braces: `role{path}{name}`.
    pub(super) resource: String,
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
        assert!(of("aws_vpc").is_some_and(|vpc| vpc.id_begins.is_some() && vpc.has("main_route_table_id")));
    }
}
