//! <https://docs.aws.amazon.com/cli/latest/reference/route53resolver/list-firewall-rules.html>

use super::{AnswerKind, Shape};
use crate::made::{Fields, Made};
use crate::object::Object;

pub(super) const KIND: AnswerKind = AnswerKind {
    call: "route53resolver list-firewall-rules",
    shape: Shape::List("FirewallRules", "FirewallRuleGroupId"),
    config: None,
    types: &["aws_route53_resolver_firewall_rule"],
    make,
};

const FIELDS: &Fields = &[
    ("action", "Action"),
    ("block_response", "BlockResponse"),
    ("dns_threat_protection", "DnsThreatProtection"),
    ("firewall_domain_list_id", "FirewallDomainListId"),
    ("firewall_domain_redirection_action", "FirewallDomainRedirectionAction"),
    ("firewall_rule_group_id", "FirewallRuleGroupId"),
    ("priority", "Priority"),
    ("q_type", "Qtype"),
];

fn make<'p>(rule: Object<'_, 'p>, made: &mut Made<'p>) {
    let Some(group) = rule.text("FirewallRuleGroupId") else { return };
    let names = rule.text("FirewallDomainListId").or_else(|| rule.text("FirewallThreatProtectionId")).unwrap_or_default();
    // A list may be in a group once for each type of query.
    let own = format!("{group}:{names}:{}", rule.text("Qtype").unwrap_or_default());
    let entry = made.add("aws_route53_resolver_firewall_rule", &own);
    entry.copy(rule, FIELDS);
    entry.name = rule.text("Name").map(str::to_owned);
    if let Some(list) = rule.text("FirewallDomainListId") {
        made.add("aws_route53_resolver_firewall_domain_list", list).elsewhere(&["domains"]);
    }
    made.lists(group.to_owned());
}
