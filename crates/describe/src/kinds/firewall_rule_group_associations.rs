//! <https://docs.aws.amazon.com/cli/latest/reference/route53resolver/list-firewall-rule-group-associations.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;
use crate::recorded::Recorded;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "route53resolver list-firewall-rule-group-associations",
    shape: Shape::List("FirewallRuleGroupAssociations", "FirewallRuleGroupId"),
    config: Some(Recorded::new("AWS::Route53Resolver::FirewallRuleGroupAssociation", "Id")),
    types: &["aws_route53_resolver_firewall_rule_group_association"],
    make,
};

const FIELDS: &Fields = &[("arn", "Arn"), ("firewall_rule_group_id", "FirewallRuleGroupId"), ("priority", "Priority"), ("vpc_id", "VpcId")];

fn make<'p>(association: Object<'_, 'p>, made: &mut Made<'p>) {
    let (Some(id), Some(group)) = (association.text("Id"), association.text("FirewallRuleGroupId")) else { return };
    made.object("aws_route53_resolver_firewall_rule_group_association", id, association, FIELDS);
    // A group that another account shares is in no list of this one's.
    made.add("aws_route53_resolver_firewall_rule_group", group);
}
