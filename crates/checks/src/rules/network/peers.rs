//! From where, and to where, a security group lets HTTPS through: what stands beside the rule that is missing.

use crate::Context;
use ssm_check_graph::aws::{SecurityGroupEgressRule, SecurityGroupIngressRule, SecurityGroupRule};
use ssm_check_graph::{Graph, Link, Slot, Target};
use ssm_check_message::{Message, Span, list};
use ssm_check_plan::Value;

/// From where, or to where, rules of a group let HTTPS through, as far as they say; `direction` is `ingress` or `egress`.
pub(crate) fn let_through(context: &Context<'_>, group: &str, direction: &'static str) -> Option<Message> {
    let resource = context.graph.at(group)?;
    let graph = context.graph;
    let target = Target::Resource(resource.id());
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
    let single: Vec<_> = if direction == "ingress" {
        let rules = graph.referrers::<SecurityGroupIngressRule<'_>>(target, &["security_group_id"]);
        rules.into_iter().map(|(rule, _)| (rule.0.values(), rule.source())).collect()
    } else {
        let rules = graph.referrers::<SecurityGroupEgressRule<'_>>(target, &["security_group_id"]);
        rules.into_iter().map(|(rule, _)| (rule.0.values(), rule.source())).collect()
    };
    for (values, peer) in single.into_iter().filter(|(values, _)| is_for_https(*values, "ip_protocol")) {
        peers.extend(ranges(values).into_iter().chain(named_by(graph, peer)));
    }
    peers.dedup();
    (!peers.is_empty()).then(|| list(peers))
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
    let address = |target: Target| match target {
        Target::Resource(id) => Some(Span::address(graph.resource(id).address())),
        Target::Default(..) => None,
    };
    candidates.filter_map(|candidate| address(candidate.target)).collect()
}
