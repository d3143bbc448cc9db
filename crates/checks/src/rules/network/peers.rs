//! From where, and to where, a security group lets HTTPS through: what stands beside the rule that is missing.

use crate::Context;
use ssm_check_graph::aws::{SecurityGroupEgressRule, SecurityGroupIngressRule, SecurityGroupRule, SecurityGroupRulesExclusive};
use ssm_check_graph::{Graph, Link, LinkTarget, Resource, Slot};
use ssm_check_message::{Message, Span, list};
use ssm_check_plan::Value;

/// From where, or to where, rules of a group let HTTPS through, as far as they say; `direction` is `ingress` or `egress`.
pub(crate) fn let_through(context: &Context<'_>, group: &str, direction: &'static str) -> Option<Message> {
    let resource = context.graph.at(group)?;
    let graph = context.graph;
    let target = LinkTarget::Resource(resource.id());
    let mut peers: Vec<Span> = Vec::new();
    for (index, block) in resource.blocks(direction).items.iter().enumerate().filter(|(_, block)| is_for_https(**block, "protocol")) {
        peers.extend(ranges(*block));
        peers.extend(resource.links(&[direction, "security_groups"]).get(index).into_iter().flat_map(|link| named_by(graph, link)));
    }
    for (rule, _) in graph.referrers::<SecurityGroupRule<'_>>(target, &["security_group_id"]) {
        let values = rule.0.values();
        if rule.0.text("type").value() == Some(direction) && is_for_https(values, "protocol") {
            peers.extend(ranges(values).into_iter().chain(named_by(graph, rule.source())));
        }
    }
    let all = all_rules_of(context, group, direction);
    let stays = |rule: &Resource<'_>| all.as_ref().is_none_or(|all| all.named.contains(rule));
    for (rule, peer) in single(graph, target, direction).into_iter().filter(|(rule, _)| stays(rule)) {
        peers.extend(ranges(rule.values()).into_iter().chain(named_by(graph, peer)));
    }
    peers.dedup();
    (!peers.is_empty()).then(|| list(peers))
}

/// The rules that are resources of their own and let HTTPS through, with whom.
fn single<'g>(graph: &'g Graph<'g>, group: LinkTarget, direction: &str) -> Vec<(Resource<'g>, &'g Link)> {
    let all: Vec<_> = if direction == "ingress" {
        let rules = graph.referrers::<SecurityGroupIngressRule<'_>>(group, &["security_group_id"]);
        rules.into_iter().map(|(rule, _)| (rule.0, rule.source())).collect()
    } else {
        let rules = graph.referrers::<SecurityGroupEgressRule<'_>>(group, &["security_group_id"]);
        rules.into_iter().map(|(rule, _)| (rule.0, rule.source())).collect()
    };
    all.into_iter().filter(|(rule, _)| is_for_https(rule.values(), "ip_protocol")).collect()
}

/// A list of all rules of a group, which takes away every other.
pub(crate) struct AllRules<'g> {
    /// The list.
    pub(crate) list: Resource<'g>,
    /// Its attribute for the direction.
    pub(crate) attribute: &'static str,
    /// The rules that it names.
    named: Vec<Resource<'g>>,
    /// A rule that lets HTTPS through and that it does not name.
    pub(crate) forgotten: Option<Resource<'g>>,
}

/// The list of all rules of a group, if there is one:
/// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_rules_exclusive>.
pub(crate) fn all_rules_of<'g>(context: &Context<'g>, group: &str, direction: &'static str) -> Option<AllRules<'g>> {
    let graph = context.graph;
    let target = LinkTarget::Resource(graph.at(group)?.id());
    let lists = graph.referrers::<SecurityGroupRulesExclusive<'_>>(target, &["security_group_id"]);
    let (list, _) = lists.into_iter().find(|(_, referrer)| referrer.certain)?;
    let (attribute, link) = if direction == "ingress" { ("ingress_rule_ids", list.ingress()) } else { ("egress_rule_ids", list.egress()) };
    let named = link.slots.iter().filter_map(|slot| match slot.only() {
        Some(LinkTarget::Resource(rule)) => Some(graph.resource(rule)),
        _ => None,
    });
    let named: Vec<_> = named.collect();
    let forgotten = single(graph, target, direction).into_iter().map(|(rule, _)| rule).find(|rule| !named.contains(rule));
    Some(AllRules { list: list.0, attribute, named, forgotten })
}

fn is_for_https(rule: Value<'_, '_>, protocol: &str) -> bool {
    let port = |name: &str| rule.get(name).integer().value();
    match rule.get(protocol).text().value() {
        Some("-1" | "all") => true,
        Some("tcp" | "6") => port("from_port").is_some_and(|from| from <= 443) && port("to_port").is_some_and(|to| to >= 443),
        _ => false,
    }
}

/// The ranges of addresses that a rule is about, as far as they are known.
fn ranges(rule: Value<'_, '_>) -> Vec<Span> {
    let several = ["cidr_blocks", "ipv6_cidr_blocks"].into_iter().flat_map(|name| rule.get(name).elements());
    let all = several.chain(["cidr_ipv4", "cidr_ipv6"].map(|name| rule.get(name)));
    all.filter_map(|range| Some(Span::value(range.text().value()?))).collect()
}

fn named_by(graph: &Graph<'_>, link: &Link) -> Vec<Span> {
    let candidates = link.slots.iter().flat_map(Slot::candidates);
    let address = |target: LinkTarget| match target {
        LinkTarget::Resource(id) => Some(Span::address(graph.resource(id).address())),
        LinkTarget::Default(..) => None,
    };
    candidates.filter_map(|candidate| address(candidate.target)).collect()
}
