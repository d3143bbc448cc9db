//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-internet-gateways.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-internet-gateways",
    shape: Shape::List("InternetGateways", "InternetGatewayId"),
    config: Some(
        Recorded::new("AWS::EC2::InternetGateway", "InternetGatewayId").optional(&["OwnerId"]).rests(&[("vpc_id", "Attachments.VpcId")]),
    ),
    types: &["aws_internet_gateway", "aws_internet_gateway_attachment"],
    make,
};

const FIELDS: &Fields = &[("owner_id", "OwnerId")];

fn make<'p>(gateway: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = gateway.text("InternetGatewayId") else { return };
    made.object("aws_internet_gateway", id, gateway, FIELDS).set("vpc_id", text_of(attached_to(gateway).unwrap_or_default()));
}

/// The VPC of an internet gateway of either kind.
pub(super) fn attached_to<'a>(gateway: Object<'a, '_>) -> Option<&'a str> {
    let attached = |attachment: &Object<'_, '_>| matches!(attachment.text("State"), None | Some("available" | "attached" | "attaching"));
    gateway.list("Attachments").find(attached)?.text("VpcId")
}
