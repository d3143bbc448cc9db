//! <https://docs.aws.amazon.com/cli/latest/reference/route53/list-hosted-zones.html>

use super::{AnswerKind, Shape};
use crate::made::{Made, StateEntry};
use crate::object::{Object, text_of};

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "route53 list-hosted-zones",
    shape: Shape::List("HostedZones", "Name"),
    config: None,
    types: &["aws_route53_zone"],
    make,
};

fn make<'p>(zone: Object<'_, 'p>, made: &mut Made<'p>) {
    // A public one is nothing that a VPC's resolver asks first.
    if zone.flag("Config.PrivateZone") == Some(true)
        && let Some(id) = zone.text("Id")
    {
        add(id, zone.text("Name"), made).elsewhere(&["vpc"]);
    }
}

/// A private zone; `/hostedzone/Z1` is `Z1`.
pub(super) fn add<'m, 'p>(id: &str, name: Option<&str>, made: &'m mut Made<'p>) -> &'m mut StateEntry<'p> {
    let id = id.rsplit('/').next().unwrap_or(id);
    let entry = made.add("aws_route53_zone", id);
    let name = name.map(|name| name.trim_end_matches('.').to_owned());
    entry.set("zone_id", text_of(id)).set("name", text_of(name.clone().unwrap_or_default()));
    entry.name = name;
    entry
}
