//! What listings are of, as AWS's pages tell: `data/listings.json`.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};

#[derive(Default, Deserialize)]
struct Listings {
    /// What other answers mention by id: a listing that lacks one of these is not whole.
    mentioned: Vec<OfType>,
    with_every_vpc: Vec<WithEveryVpc>,
    /// What names VPCs that nothing else need be asked of: the other end of a peering, of a transit gateway, of a zone.
    elsewhere_too: Vec<OfType>,
    seldom: Vec<Seldom>,
}

#[derive(Deserialize)]
struct OfType {
    #[serde(rename = "type")]
    name: String,
}

/// What AWS makes with every VPC: a listing that lacks it is filtered.
#[derive(Deserialize)]
pub(crate) struct WithEveryVpc {
    /// What lists it.
    #[serde(rename = "type")]
    pub(crate) listed_as: String,
    /// What it is.
    pub(crate) default: String,
    /// As people call it.
    pub(crate) words: String,
}

/// What hardly any VPC has in the way of the services: where no answer lists it, none is assumed, and told.
#[derive(Debug, Deserialize)]
pub struct Seldom {
    /// The type.
    #[serde(rename = "type")]
    pub name: String,
    /// As people call it.
    pub words: String,
}

static LISTINGS: Facts<Listings> = Facts::new("listings", include_str!("../data/listings.json"));

/// The table of what listings are of.
pub fn table() -> Table {
    LISTINGS.table()
}

/// What hardly any VPC has in the way of the services.
pub fn seldom() -> &'static [Seldom] {
    &LISTINGS.get().seldom
}

/// What other answers mention by id.
pub(crate) fn mentioned() -> impl Iterator<Item = &'static str> {
    LISTINGS.get().mentioned.iter().map(|of| of.name.as_str())
}

/// What AWS makes with every VPC; nothing where no table tells.
pub(crate) fn with_every_vpc() -> &'static [WithEveryVpc] {
    &LISTINGS.get().with_every_vpc
}

/// It names VPCs that nothing else need be asked of.
pub(crate) fn is_elsewhere_too(resource_type: &str) -> bool {
    LISTINGS.get().elsewhere_too.iter().any(|of| of.name == resource_type)
}

#[cfg(test)]
mod tests {
    use super::{is_elsewhere_too, mentioned, seldom, with_every_vpc};
    use crate::kinds::KINDS;

    #[test]
    fn the_table_can_be_read() {
        assert!(mentioned().count() == 9 && with_every_vpc().len() == 3 && seldom().len() == 4);
        assert!(is_elsewhere_too("aws_vpc_peering_connection") && !is_elsewhere_too("aws_subnet"));
        // Some answer lists each.
        let listed = |name: &str| KINDS.iter().any(|kind| kind.types.contains(&name));
        assert!(mentioned().chain(with_every_vpc().iter().map(|with| with.listed_as.as_str())).all(listed));
    }
}
