//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-addresses.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-addresses",
    shape: Shape::List("Addresses", "PublicIp"),
    config: Some(Recorded::new("AWS::EC2::EIP", "AllocationId").optional(&["AssociationId", "InstanceId", "NetworkInterfaceId"])),
    types: &["aws_eip", "aws_eip_association"],
    make,
};

const FIELDS: &Fields = &[
    ("allocation_id", "AllocationId"),
    ("association_id", "AssociationId"),
    ("instance", "InstanceId"),
    ("network_interface", "NetworkInterfaceId"),
    ("public_ip", "PublicIp"),
];

fn make<'p>(address: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = address.text("AllocationId") {
        made.object("aws_eip", id, address, FIELDS);
    }
}
