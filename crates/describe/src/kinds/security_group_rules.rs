//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-security-group-rules.html>
//!
//! What `describe-security-groups` says in its own words; read where that is not there.

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::{Object, text_of};
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-security-group-rules",
    shape: Shape::List("SecurityGroupRules", "SecurityGroupRuleId"),
    config: None,
    types: &[],
    make,
};

const FIELDS: &Fields = &[
    ("security_group_id", "GroupId"),
    ("ip_protocol", "IpProtocol"),
    ("cidr_ipv4", "CidrIpv4"),
    ("cidr_ipv6", "CidrIpv6"),
    ("prefix_list_id", "PrefixListId"),
    ("referenced_security_group_id", "ReferencedGroupInfo.GroupId"),
];

fn make<'p>(rule: Object<'_, 'p>, made: &mut Made<'p>) {
    let (Some(id), Some(group)) = (rule.text("SecurityGroupRuleId"), rule.text("GroupId")) else { return };
    if made.has("aws_security_group", group) || made.has("aws_default_security_group", group) {
        return;
    }
    let egress = rule.flag("IsEgress") == Some(true);
    let resource_type = if egress { "aws_vpc_security_group_egress_rule" } else { "aws_vpc_security_group_ingress_rule" };
    let all = rule.text("IpProtocol") == Some("-1");
    let entry = made.object(resource_type, id, rule, FIELDS).set("security_group_rule_id", text_of(id));
    for (attribute, member) in [("from_port", "FromPort"), ("to_port", "ToPort")] {
        entry.set(attribute, if all { Json::Null } else { rule.at(member).cloned().unwrap_or(Json::Null) });
    }
}
