//! Rule groups of DNS Firewall: <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html>.

use super::links::choice;
use super::{NetModel, Side, elsewhere, unlisted};
use crate::evidence::AttrRef;
use ssm_check_graph::aws::{
    FmsPolicy, Route53ProfilesAssociation, Route53ResolverFirewallDomainList, Route53ResolverFirewallRule,
    Route53ResolverFirewallRuleGroup, Route53ResolverFirewallRuleGroupAssociation, Vpc,
};
use ssm_check_graph::{LinkTarget, Listed, Resource};
use ssm_check_message::{Message, Span, say};
use ssm_check_net::dns_firewall::{Association, NameAction, NameRule, RuleGroup};
use ssm_check_net::known::{Gap, Known, Partial};
use ssm_check_plan::{Attr, Value};

impl<'g> NetModel<'g> {
    pub(super) fn add_rule_groups(&mut self) {
        for group in self.graph.all::<Route53ResolverFirewallRuleGroup>() {
            let resource = group.0;
            let mut rules = Partial::default();
            let mut written = Vec::new();
            for (rule, referrer) in
                self.graph.referrers::<Route53ResolverFirewallRule>(LinkTarget::Resource(resource.id()), &["firewall_rule_group_id"])
            {
                if referrer.certain {
                    rules.items.push(self.name_rule(rule));
                    written.push(AttrRef::resource(rule.0.address()));
                } else {
                    rules.rest = Some(Gap::new(say!("the rule group of {}", Span::address(rule.0.address()))));
                }
            }
            if let Some(rule) = self.graph.undecided::<Route53ResolverFirewallRule>(&["firewall_rule_group_id"]).first() {
                rules.rest.get_or_insert_with(|| Gap::new(say!("the rule group of {}", Span::address(rule.0.address()))));
            }
            if Self::is_open(resource) {
                rules.rest = Some(elsewhere(resource, "the rules"));
            } else if let Some(gap) = unlisted(resource, "aws_route53_resolver_firewall_rule", "the rules") {
                rules.rest = Some(gap);
            }
            let id = self.network.add_rule_group(RuleGroup { name: resource.address().to_owned(), rules });
            for part in written {
                self.note(id, Side::Rules, part);
            }
            self.rule_groups.insert(resource.id(), id);
        }
    }

    fn name_rule(&self, rule: Route53ResolverFirewallRule<'g>) -> NameRule {
        let address = rule.0.address();
        let gap = |what: &'static str| Gap::new(say!("{} of {}", what, Span::address(address)));
        let action = match (rule.action(), rule.block_response()) {
            (Attr::Known("ALLOW" | "ALERT"), _) => Known::Known(NameAction::Allow),
            (Attr::Known("BLOCK"), Attr::Known("NODATA" | "NXDOMAIN")) => Known::Known(NameAction::Block),
            // Where an answer of one's own leads is not looked at.
            (Attr::Known("BLOCK"), _) => Known::Unknown(gap("the answer")),
            _ => Known::Unknown(gap("the action")),
        };
        let query = match rule.q_type() {
            Attr::Absent | Attr::Known("") => Known::Known(None),
            Attr::Known(query) | Attr::Sensitive(Some(query)) => Known::Known(Some(query.to_owned())),
            Attr::Unknown(_) | Attr::Sensitive(None) => Known::Unknown(gap("the query type")),
        };
        let trusts_redirection = match rule.firewall_domain_redirection_action() {
            Attr::Absent | Attr::Known("" | "INSPECT_REDIRECTION_DOMAIN") => Known::Known(false),
            Attr::Known("TRUST_REDIRECTION_DOMAIN") => Known::Known(true),
            _ => Known::Unknown(gap("the redirection setting")),
        };
        NameRule { priority: priority(rule.priority(), address), action, domains: self.domains(rule), query, trusts_redirection }
    }

    /// The names that a rule is for. What AWS keeps on its own lists is not in any plan.
    fn domains(&self, rule: Route53ResolverFirewallRule<'g>) -> Partial<String> {
        let address = rule.0.address();
        let unread = |what: Message| Partial::at_least([], Gap::new(what));
        if !matches!(rule.dns_threat_protection(), Attr::Absent | Attr::Known("")) {
            return unread(say!("which names {} takes for a threat", Span::address(address)));
        }
        let list = match rule.domains().only() {
            Some(LinkTarget::Resource(id)) => self.graph.view::<Route53ResolverFirewallDomainList>(id),
            _ => None,
        };
        match list {
            Some(list) if list.0.is_managed() => names(list.domains(), list.0),
            Some(list) => Partial::at_least([], elsewhere(list.0, "the names")),
            None => unread(say!("the names that {} is for", Span::address(address))),
        }
    }

    /// The rule groups of a VPC.
    pub(super) fn firewall_of(&self, vpc: Vpc<'g>) -> Partial<Association> {
        let target = LinkTarget::Resource(vpc.0.id());
        let mut partial = Partial::default();
        for (association, referrer) in self.graph.referrers::<Route53ResolverFirewallRuleGroupAssociation>(target, &["vpc_id"]) {
            let address = association.0.address();
            if !referrer.certain {
                partial.rest = Some(Gap::new(say!("whether {} is of {}", Span::address(address), Span::address(vpc.0.address()))));
                continue;
            }
            let group =
                choice(self.graph, association.group(), &say!("the rule group of {}", Span::address(address)), |target| match target {
                    LinkTarget::Resource(id) => self.rule_groups.get(&id).copied(),
                    LinkTarget::Default(..) => None,
                });
            partial.items.push(Association { group, priority: priority(association.priority(), address) });
        }
        if let Some(association) = self.graph.undecided::<Route53ResolverFirewallRuleGroupAssociation>(&["vpc_id"]).first() {
            partial.rest.get_or_insert_with(|| Gap::new(say!("the VPC of {}", Span::address(association.0.address()))));
        }
        if let Some(resource) = self.firewall_bringer(target) {
            partial.rest = Some(Gap::new(say!("the rules of DNS Firewall that {} brings", Span::address(resource.address()))));
        }
        if let Listed::Part(..) = vpc.0.listed("aws_route53_resolver_firewall_rule_group_association", Self::is_open(vpc.0)) {
            partial.rest = unlisted(vpc.0, "aws_route53_resolver_firewall_rule_group_association", "the rules of DNS Firewall");
        }
        // Who answers in a VPC that is only looked up is not known in the first place.
        partial
    }

    /// What may associate rule groups without saying so: a profile of Route 53
    /// (<https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html>), or a policy of Firewall Manager
    /// (<https://docs.aws.amazon.com/waf/latest/developerguide/dns-firewall-policies.html>).
    fn firewall_bringer(&self, vpc: LinkTarget) -> Option<Resource<'g>> {
        let profiles = self.graph.referrers::<Route53ProfilesAssociation>(vpc, &["resource_id"]).into_iter().map(|(profile, _)| profile);
        let profile = profiles.chain(self.graph.undecided::<Route53ProfilesAssociation>(&["resource_id"])).map(|profile| profile.0).next();
        let of_dns = |policy: &FmsPolicy<'_>| {
            let blocks = policy.security_service_policy_data();
            let named = |block: &Value<'_, '_>| match block.get("type").text() {
                Attr::Known(service) | Attr::Sensitive(Some(service)) => service == "DNS_FIREWALL",
                _ => true,
            };
            blocks.is_unknown || blocks.items.iter().any(named)
        };
        profile.or_else(|| self.graph.all::<FmsPolicy>().find(of_dns).map(|policy| policy.0))
    }
}

fn names(value: Value<'_, '_>, list: Resource<'_>) -> Partial<String> {
    let gap = || {
        if list.is_answer() {
            crate::open_world::untold(list, "domains")
        } else {
            Gap::new(say!("the names of {}", Span::address(list.address())))
        }
    };
    let mut partial = Partial::default();
    if value.has_unknown() || matches!(value.json(), Attr::Unknown(_) | Attr::Sensitive(_)) {
        partial.rest = Some(gap());
    }
    for name in value.elements() {
        match name.text() {
            Attr::Known(name) | Attr::Sensitive(Some(name)) => partial.items.push(name.to_owned()),
            _ => partial.rest = Some(gap()),
        }
    }
    partial
}

fn priority(attr: Attr<i64>, address: &str) -> Known<i64> {
    match attr {
        Attr::Known(priority) | Attr::Sensitive(Some(priority)) => Known::Known(priority),
        _ => Known::Unknown(Gap::new(say!("the priority of {}", Span::address(address)))),
    }
}
