//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-launch-template-versions.html>
//!
//! Terraform shows the latest version.

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made, block, block_of};
use crate::object::Object;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-launch-template-versions",
    shape: Shape::List("LaunchTemplateVersions", "LaunchTemplateData"),
    config: None,
    types: &["aws_launch_template"],
    make,
};

const FIELDS: &Fields = &[
    ("name", "LaunchTemplateName"),
    ("latest_version", "VersionNumber"),
    ("image_id", "LaunchTemplateData.ImageId"),
    ("instance_type", "LaunchTemplateData.InstanceType"),
    ("key_name", "LaunchTemplateData.KeyName"),
    ("user_data", "LaunchTemplateData.UserData"),
    ("vpc_security_group_ids", "LaunchTemplateData.SecurityGroupIds"),
    ("security_group_names", "LaunchTemplateData.SecurityGroups"),
];

const INTERFACE: &Fields = &[
    ("associate_public_ip_address", "AssociatePublicIpAddress"),
    ("device_index", "DeviceIndex"),
    ("security_groups", "Groups"),
    ("subnet_id", "SubnetId"),
    ("network_interface_id", "NetworkInterfaceId"),
    ("ipv6_address_count", "Ipv6AddressCount"),
];

const METADATA: &Fields =
    &[("http_endpoint", "HttpEndpoint"), ("http_tokens", "HttpTokens"), ("http_put_response_hop_limit", "HttpPutResponseHopLimit")];

fn make<'p>(version: Object<'_, 'p>, made: &mut Made<'p>) {
    let (Some(id), Some(number)) = (version.text("LaunchTemplateId"), version.at("VersionNumber").and_then(Json::as_i64)) else { return };
    let Some(data) = version.at("LaunchTemplateData").map(Object) else { return };
    let default = version.flag("DefaultVersion") == Some(true);
    let entry = made.add("aws_launch_template", id);
    let known = entry.get("latest_version").and_then(Json::as_i64);
    let of_default = entry.get("default_version").cloned();
    if known.is_some_and(|known| known > number) {
        // A later version stands already.
        if default {
            entry.set("default_version", Json::Number(number.into()));
        }
        return;
    }
    entry.values.retain(|(name, _)| name.as_str() == "id");
    entry.elsewhere(&["default_version"]);
    entry.name = version.text("LaunchTemplateName").map(str::to_owned);
    entry.copy(version, FIELDS);
    if let Some(of_default) = of_default.or_else(|| default.then(|| Json::Number(number.into()))) {
        entry.set("default_version", of_default);
    }
    let one = |path: &str, fields: &Fields| Json::Array(data.at(path).map(|object| block_of(Object(object), fields)).into_iter().collect());
    entry.set("iam_instance_profile", one("IamInstanceProfile", &[("name", "Name"), ("arn", "Arn")]));
    entry.set("metadata_options", one("MetadataOptions", METADATA));
    entry.set("network_interfaces", Json::Array(data.list("NetworkInterfaces").map(|each| block_of(each, INTERFACE)).collect()));
    let tagged = |specification: Object<'_, 'p>| {
        let resource_type = specification.at("ResourceType").cloned().unwrap_or(Json::Null);
        block([("resource_type", resource_type), ("tags", specification.tags().unwrap_or(Json::Null))])
    };
    entry.set("tag_specifications", Json::Array(data.list("TagSpecifications").map(tagged).collect()));
}
