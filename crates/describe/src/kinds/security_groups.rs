//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-security-groups.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made, block};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-security-groups",
    shape: Shape::List("SecurityGroups", "GroupId"),
    config: Some(Recorded::new("AWS::EC2::SecurityGroup", "GroupId").optional(&["SecurityGroupArn", "OwnerId"]).rests(&[
        ("ingress", "IpPermissions.IpProtocol"),
        ("ingress", "IpPermissions.IpRanges|Ipv4Ranges"),
        ("egress", "IpPermissionsEgress.IpProtocol"),
        ("egress", "IpPermissionsEgress.IpRanges|Ipv4Ranges"),
    ])),
    types: &[
        "aws_security_group",
        "aws_default_security_group",
        "aws_security_group_rule",
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
    ],
    make,
};

const FIELDS: &Fields =
    &[("arn", "SecurityGroupArn"), ("vpc_id", "VpcId"), ("owner_id", "OwnerId"), ("name", "GroupName"), ("description", "Description")];

fn make<'p>(group: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = group.text("GroupId") else { return };
    let rules = |list: &str| Json::Array(group.list(list).map(|permission| rule(id, permission)).collect());
    let (ingress, egress) = (rules("IpPermissions"), rules("IpPermissionsEgress"));
    let name = group.text("GroupName");
    let resource_type = if name == Some("default") { "aws_default_security_group" } else { "aws_security_group" };
    let entry = made.object(resource_type, id, group, FIELDS).set("ingress", ingress).set("egress", egress);
    if entry.name.is_none() {
        entry.name = name.map(str::to_owned);
    }
}

/// As Terraform shows a rule: all protocols have the ports 0.
fn rule<'p>(own: &str, permission: Object<'_, 'p>) -> Json<'p> {
    let all = permission.text("IpProtocol") == Some("-1");
    let port = |member: &str| if all { Json::Number(0.into()) } else { permission.at(member).cloned().unwrap_or(Json::Null) };
    let pairs: Vec<_> = permission.list("UserIdGroupPairs").filter_map(|pair| pair.text("GroupId")).collect();
    let others = pairs.iter().filter(|group| **group != own).map(|group| text_of(*group)).collect();
    block([
        ("protocol", permission.at("IpProtocol").cloned().unwrap_or(Json::Null)),
        ("from_port", port("FromPort")),
        ("to_port", port("ToPort")),
        ("cidr_blocks", ranges(permission, &["IpRanges", "Ipv4Ranges"], "CidrIp")),
        ("ipv6_cidr_blocks", ranges(permission, &["Ipv6Ranges"], "CidrIpv6")),
        ("prefix_list_ids", permission.each("PrefixListIds", "PrefixListId")),
        ("security_groups", Json::Array(others)),
        ("self", Json::Bool(pairs.contains(&own))),
    ])
}

/// The ranges of a rule: objects, or in AWS Config texts too.
fn ranges<'p>(permission: Object<'_, 'p>, lists: &[&str], member: &str) -> Json<'p> {
    let Some(list) = lists.iter().find_map(|list| permission.at(list)) else { return Json::Array(Box::default()) };
    let range = |range: &Json<'p>| match range {
        Json::String(_) => Some(range.clone()),
        other => Object(other).at(member).cloned(),
    };
    Json::Array(list.elements().iter().filter_map(range).collect())
}
