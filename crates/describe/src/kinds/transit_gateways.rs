//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-transit-gateways.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-transit-gateways",
    shape: Shape::List("TransitGateways", "TransitGatewayId"),
    config: Some(Recorded::new("AWS::EC2::TransitGateway", "TransitGatewayId").words(&[
        ("Id", "TransitGatewayId"),
        ("DefaultRouteTableAssociation", "Options.DefaultRouteTableAssociation"),
        ("DefaultRouteTablePropagation", "Options.DefaultRouteTablePropagation"),
        ("AssociationDefaultRouteTableId", "Options.AssociationDefaultRouteTableId"),
        ("PropagationDefaultRouteTableId", "Options.PropagationDefaultRouteTableId"),
        ("AutoAcceptSharedAttachments", "Options.AutoAcceptSharedAttachments"),
    ])),
    types: &["aws_ec2_transit_gateway"],
    make,
};

const FIELDS: &Fields = &[
    ("arn", "TransitGatewayArn"),
    ("owner_id", "OwnerId"),
    ("default_route_table_association", "Options.DefaultRouteTableAssociation"),
    ("default_route_table_propagation", "Options.DefaultRouteTablePropagation"),
    ("association_default_route_table_id", "Options.AssociationDefaultRouteTableId"),
    ("propagation_default_route_table_id", "Options.PropagationDefaultRouteTableId"),
    ("auto_accept_shared_attachments", "Options.AutoAcceptSharedAttachments"),
    ("security_group_referencing_support", "Options.SecurityGroupReferencingSupport"),
];

fn make<'p>(gateway: Object<'_, 'p>, made: &mut Made<'p>) {
    if let Some(id) = gateway.text("TransitGatewayId").filter(|_| !matches!(gateway.text("State"), Some("deleted" | "deleting"))) {
        made.object("aws_ec2_transit_gateway", id, gateway, FIELDS);
    }
}
