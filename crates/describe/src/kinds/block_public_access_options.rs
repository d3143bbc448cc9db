//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpc-block-public-access-options.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-vpc-block-public-access-options",
    shape: Shape::Itself(&["VpcBlockPublicAccessOptions"], &[]),
    config: None,
    types: &["aws_vpc_block_public_access_options"],
    make,
};

const FIELDS: &Fields = &[("internet_gateway_block_mode", "VpcBlockPublicAccessOptions.InternetGatewayBlockMode")];

fn make<'p>(answer: Object<'_, 'p>, made: &mut Made<'p>) {
    let region = answer.text("VpcBlockPublicAccessOptions.AwsRegion");
    let account = answer.text("VpcBlockPublicAccessOptions.AwsAccountId");
    let id = format!("{}:{}", account.unwrap_or_default(), region.unwrap_or_default());
    let entry = made.object("aws_vpc_block_public_access_options", &id, answer, FIELDS);
    entry.region = region.map(str::to_owned);
    entry.account = account.map(str::to_owned);
}
