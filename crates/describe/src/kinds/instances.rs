//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-instances.html>

use super::{AnswerKind, Shape, network_interfaces};
use crate::made::{Fields, Made, block_of};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-instances",
    shape: Shape::Lists("Reservations", "Instances", "InstanceId"),
    config: Some(
        Recorded::new("AWS::EC2::Instance", "InstanceId")
            .optional(&["KeyName", "PrivateIpAddress", "PublicIpAddress", "IamInstanceProfile", "MetadataOptions"])
            .rests(&[
                ("vpc_security_group_ids", "SecurityGroups.GroupId"),
                ("iam_instance_profile", "IamInstanceProfile"),
                ("associate_public_ip_address", "PublicIpAddress"),
                ("ipv6_addresses", "NetworkInterfaces"),
                ("metadata_options", "MetadataOptions"),
            ]),
    ),
    types: &["aws_instance"],
    make,
};

const FIELDS: &Fields = &[
    ("ami", "ImageId"),
    ("instance_type", "InstanceType"),
    ("key_name", "KeyName"),
    ("subnet_id", "SubnetId"),
    ("vpc_id", "VpcId"),
    ("availability_zone", "Placement.AvailabilityZone"),
    ("private_ip", "PrivateIpAddress"),
    ("public_ip", "PublicIpAddress"),
    ("source_dest_check", "SourceDestCheck"),
];

const METADATA: &Fields = &[
    ("http_endpoint", "HttpEndpoint"),
    ("http_tokens", "HttpTokens"),
    ("http_put_response_hop_limit", "HttpPutResponseHopLimit"),
    ("http_protocol_ipv6", "HttpProtocolIpv6"),
    ("instance_metadata_tags", "InstanceMetadataTags"),
];

fn make<'p>(instance: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = instance.text("InstanceId") else { return };
    if matches!(instance.text("State.Name"), Some("terminated" | "shutting-down")) {
        return;
    }
    let groups = instance.each("SecurityGroups", "GroupId");
    let profile = instance.text("IamInstanceProfile.Arn").and_then(|arn| arn.rsplit('/').next()).unwrap_or_default();
    let metadata = instance.at("MetadataOptions").map(|options| block_of(Object(options), METADATA));
    let interfaces: Vec<_> = instance.list("NetworkInterfaces").collect();
    let addresses6 =
        interfaces.iter().flat_map(|interface| interface.list("Ipv6Addresses")).filter_map(|address| address.at("Ipv6Address").cloned());
    let addresses6 = Json::Array(addresses6.collect());
    let entry = made.object("aws_instance", id, instance, FIELDS).elsewhere(&["user_data", "user_data_base64"]);
    entry.set("vpc_security_group_ids", groups).set("iam_instance_profile", text_of(profile));
    entry.set("associate_public_ip_address", Json::Bool(instance.text("PublicIpAddress").is_some()));
    entry.set("ipv6_addresses", addresses6).set("metadata_options", Json::Array(metadata.into_iter().collect()));
    for interface in interfaces {
        network_interfaces::of_instance(id, interface, made);
    }
}
