//! <https://docs.aws.amazon.com/cli/latest/reference/route53/list-hosted-zones-by-vpc.html>
//!
//! The answer does not say of which VPC; the name of the file does.

use super::{AnswerKind, Shape, hosted_zones};
use crate::ids::in_file_name;
use crate::made::{Made, block};
use crate::object::{Object, text_of};
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "route53 list-hosted-zones-by-vpc",
    shape: Shape::List("HostedZoneSummaries", "HostedZoneId"),
    config: None,
    types: &["aws_route53_zone"],
    make,
};

fn make<'p>(zone: Object<'_, 'p>, made: &mut Made<'p>) {
    let (Some(id), Some(vpc)) = (zone.text("HostedZoneId"), in_file_name(&made.origin.file, "vpc").map(str::to_owned)) else { return };
    let entry = hosted_zones::add(id, zone.text("Name"), made);
    entry.set("vpc", Json::Array([block([("vpc_id", text_of(vpc.clone()))])].into()));
    let association = made.add("aws_route53_zone_association", &format!("{id}:{vpc}"));
    association.set("zone_id", text_of(id)).set("vpc_id", text_of(vpc));
}
