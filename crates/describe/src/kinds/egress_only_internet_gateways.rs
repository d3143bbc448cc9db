//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-egress-only-internet-gateways.html>

use super::internet_gateways::attached_to;
use super::{AnswerKind, Shape};
use crate::made::Made;
use crate::object::{Object, text_of};
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-egress-only-internet-gateways",
    shape: Shape::List("EgressOnlyInternetGateways", "EgressOnlyInternetGatewayId"),
    config: Some(
        Recorded::new("AWS::EC2::EgressOnlyInternetGateway", "EgressOnlyInternetGatewayId").rests(&[("vpc_id", "Attachments.VpcId")]),
    ),
    types: &["aws_egress_only_internet_gateway"],
    make,
};

fn make<'p>(gateway: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = gateway.text("EgressOnlyInternetGatewayId") else { return };
    let vpc = attached_to(gateway).unwrap_or_default();
    made.object("aws_egress_only_internet_gateway", id, gateway, &[]).set("vpc_id", text_of(vpc));
}
