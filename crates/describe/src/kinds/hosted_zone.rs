//! <https://docs.aws.amazon.com/cli/latest/reference/route53/get-hosted-zone.html>

use super::{AnswerKind, Shape, hosted_zones};
use crate::made::{Made, block_of};
use crate::object::Object;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind =
    AnswerKind { call: "route53 get-hosted-zone", shape: Shape::Itself(&["HostedZone.Id"], &[]), config: None, types: &[], make };

fn make<'p>(answer: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = answer.text("HostedZone.Id").filter(|_| answer.flag("HostedZone.Config.PrivateZone") == Some(true)) else { return };
    let vpcs = answer.list("VPCs").map(|vpc| block_of(vpc, &[("vpc_id", "VPCId"), ("vpc_region", "VPCRegion")])).collect();
    hosted_zones::add(id, answer.text("HostedZone.Name"), made).set("vpc", Json::Array(vpcs));
}
