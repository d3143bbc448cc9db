//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-network-interfaces.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made, block, block_of};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-network-interfaces",
    shape: Shape::List("NetworkInterfaces", "NetworkInterfaceId"),
    config: Some(
        Recorded::new("AWS::EC2::NetworkInterface", "NetworkInterfaceId")
            .optional(&["Description", "PrivateIpAddress", "Attachment"])
            .rests(&[("security_groups", "Groups.GroupId"), ("ipv6_addresses", "Ipv6Addresses.Ipv6Address"), ("attachment", "Attachment")]),
    ),
    types: &["aws_network_interface", "aws_network_interface_attachment", "aws_network_interface_sg_attachment"],
    make,
};

const FIELDS: &Fields = &[
    ("subnet_id", "SubnetId"),
    ("vpc_id", "VpcId"),
    ("owner_id", "OwnerId"),
    ("source_dest_check", "SourceDestCheck"),
    ("private_ip", "PrivateIpAddress"),
    ("description", "Description"),
    ("interface_type", "InterfaceType"),
];

/// An interface; also one of those that an instance lists.
pub(super) fn make<'p>(interface: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = interface.text("NetworkInterfaceId") else { return };
    let groups = interface.each("Groups", "GroupId");
    let addresses = interface.each("Ipv6Addresses", "Ipv6Address");
    let attachment = interface.at("Attachment").map(Object).map(|attachment| {
        block_of(attachment, &[("attachment_id", "AttachmentId"), ("instance", "InstanceId"), ("device_index", "DeviceIndex")])
    });
    let entry = made.object("aws_network_interface", id, interface, FIELDS);
    entry.set("security_groups", groups).set("ipv6_addresses", addresses).set("attachment", Json::Array(attachment.into_iter().collect()));
    // An address that AWS lends serves as an elastic one does.
    if let Some(address) = interface.text("Association.PublicIp") {
        let allocation = interface.text("Association.AllocationId");
        let eip = made.add("aws_eip", allocation.unwrap_or(address));
        eip.set("network_interface", text_of(id)).set("public_ip", text_of(address));
        if let Some(instance) = interface.text("Attachment.InstanceId") {
            eip.set("instance", text_of(instance));
        }
    }
}

/// An interface that an instance lists belongs to that instance.
pub(super) fn of_instance<'p>(instance: &str, interface: Object<'_, 'p>, made: &mut Made<'p>) {
    make(interface, made);
    let Some(id) = interface.text("NetworkInterfaceId") else { return };
    let entry = made.add("aws_network_interface", id);
    let names_it = |attachment: &Json<'_>| attachment.get("instance").is_some_and(|instance| *instance != Json::Null);
    if !entry.get("attachment").is_some_and(|list| list.elements().iter().any(names_it)) {
        let index = interface.at("Attachment.DeviceIndex").cloned().unwrap_or(Json::Null);
        let attachment = block([("instance", text_of(instance)), ("device_index", index)]);
        entry.values.retain(|(name, _)| name.as_str() != "attachment");
        entry.set("attachment", Json::Array([attachment].into()));
    }
    if let Some(address) = interface.text("Association.PublicIp") {
        let eip = made.add("aws_eip", interface.text("Association.AllocationId").unwrap_or(address));
        eip.set("instance", text_of(instance)).set("public_ip", text_of(address));
    }
}
