//! <https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-network-acls.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made, block_of};
use crate::object::{Object, text_of};
use crate::recorded::Recorded;
use ssm_check_plan::Json;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "ec2 describe-network-acls",
    shape: Shape::List("NetworkAcls", "NetworkAclId"),
    config: Some(Recorded::new("AWS::EC2::NetworkAcl", "NetworkAclId").optional(&["OwnerId"]).rests(&[
        ("ingress", "Entries.RuleNumber"),
        ("ingress", "Entries.RuleAction"),
        ("ingress", "Entries.Egress|IsEgress"),
        ("ingress", "Entries.Protocol"),
        ("ingress", "Entries.CidrBlock|Ipv6CidrBlock"),
        ("egress", "Entries.RuleNumber"),
        ("egress", "Entries.RuleAction"),
        ("egress", "Entries.Egress|IsEgress"),
        ("egress", "Entries.Protocol"),
        ("egress", "Entries.CidrBlock|Ipv6CidrBlock"),
    ])),
    types: &["aws_network_acl", "aws_default_network_acl", "aws_network_acl_association", "aws_network_acl_rule"],
    make,
};

const FIELDS: &Fields = &[("vpc_id", "VpcId"), ("owner_id", "OwnerId")];

const ENTRY: &Fields = &[
    ("rule_no", "RuleNumber"),
    ("action", "RuleAction"),
    ("protocol", "Protocol"),
    ("cidr_block", "CidrBlock"),
    ("ipv6_cidr_block", "Ipv6CidrBlock"),
    ("from_port", "PortRange.From"),
    ("to_port", "PortRange.To"),
    ("icmp_type", "IcmpTypeCode.Type"),
    ("icmp_code", "IcmpTypeCode.Code"),
];

/// From here on, rules are AWS's own: they deny what no other rule decides.
const LAST: i64 = 32767;

fn make<'p>(acl: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(id) = acl.text("NetworkAclId") else { return };
    let own = |entry: &Object<'_, 'p>| entry.at("RuleNumber").and_then(Json::as_i64).is_none_or(|number| number < LAST);
    let (egress, ingress): (Vec<_>, Vec<_>) =
        acl.list("Entries").filter(own).partition(|entry| entry.flag("Egress").or_else(|| entry.flag("IsEgress")) == Some(true));
    let blocks = |entries: Vec<Object<'_, 'p>>| Json::Array(entries.into_iter().map(|entry| block_of(entry, ENTRY)).collect());
    let (ingress, egress) = (blocks(ingress), blocks(egress));
    let resource_type = if acl.flag("IsDefault") == Some(true) { "aws_default_network_acl" } else { "aws_network_acl" };
    made.object(resource_type, id, acl, FIELDS).set("ingress", ingress).set("egress", egress);
    for association in acl.list("Associations") {
        let (Some(own), Some(subnet)) = (association.text("NetworkAclAssociationId"), association.text("SubnetId")) else { continue };
        let entry = made.add("aws_network_acl_association", own);
        entry.set("subnet_id", text_of(subnet)).set("network_acl_id", text_of(id));
    }
}
