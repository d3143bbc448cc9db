//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpc-block-public-access-exclusions.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::{Object, text_of};

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-vpc-block-public-access-exclusions",
    shape: Shape::List("VpcBlockPublicAccessExclusions", "ExclusionId"),
    config: None,
    types: &["aws_vpc_block_public_access_exclusion"],
    make,
};

const FIELDS: &Fields = &[("internet_gateway_exclusion_mode", "InternetGatewayExclusionMode"), ("resource_arn", "ResourceArn")];

fn make<'p>(exclusion: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = exclusion.text("ExclusionId") else { return };
    if exclusion.text("State").is_some_and(|state| state.starts_with("delete")) {
        return;
    }
    let of = exclusion.text("ResourceArn").and_then(|arn| arn.rsplit('/').next()).unwrap_or_default();
    let entry = made.object("aws_vpc_block_public_access_exclusion", id, exclusion, FIELDS);
    entry.set(if of.starts_with("subnet-") { "subnet_id" } else { "vpc_id" }, text_of(of));
}
