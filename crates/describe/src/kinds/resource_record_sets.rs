//! <https://docs.aws.amazon.com/cli/latest/reference/route53/list-resource-record-sets.html>
//!
//! The answer does not say of which zone; the name of the file has its id, or its record of authority has its name.

use super::{AnswerKind, Shape};
use crate::made::{Made, block};
use crate::object::{Object, text_of};
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "route53 list-resource-record-sets",
    shape: Shape::Itself(&["ResourceRecordSets"], &[]),
    config: None,
    types: &["aws_route53_record"],
    make,
};

fn make<'p>(answer: Object<'_, 'p>, made: &mut Made<'p>) {
    let authority =
        answer.list("ResourceRecordSets").find(|record| record.text("Type") == Some("SOA")).and_then(|record| record.text("Name"));
    let zones = made.ids("aws_route53_zone");
    let called = |id: &&String| {
        let zone = made.entries.iter().find(|entry| entry.resource_type == "aws_route53_zone" && entry.id == **id);
        zone.and_then(|zone| zone.text("name")).is_some_and(|name| Some(name) == authority.map(|name| name.trim_end_matches('.')))
    };
    let alike: Vec<String> = zones.iter().filter(called).cloned().collect();
    let only = if let [only] = alike.as_slice() { Some(only.clone()) } else { None };
    let Some(zone) = made.named_by_file(zones, |id| id).or(only) else { return };
    for record in answer.list("ResourceRecordSets") {
        let (Some(name), Some(kind)) = (record.text("Name"), record.text("Type")) else { continue };
        let alias = record.at("AliasTarget").map(|alias| {
            let name = Object(alias).text("DNSName").map_or(Json::Null, |name| text_of(name.trim_end_matches('.')));
            block([("name", name), ("zone_id", Object(alias).at("HostedZoneId").cloned().unwrap_or(Json::Null))])
        });
        let own = format!("{zone}_{name}_{kind}_{}", record.text("SetIdentifier").unwrap_or_default());
        let values = record.each("ResourceRecords", "Value");
        let entry = made.add("aws_route53_record", &own);
        entry.set("zone_id", text_of(zone.clone())).set("name", text_of(name.trim_end_matches('.'))).set("type", text_of(kind));
        entry.set("records", values).set("alias", Json::Array(alias.into_iter().collect()));
    }
    made.lists(zone);
}
