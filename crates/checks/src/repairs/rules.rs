//! Rules of security groups and entries of network ACLs, inline or standalone as the group or list already has them.

use super::is_ours;
use super::ranges::Range;
use ssm_check_graph::aws::{NetworkAclRule, SecurityGroupEgressRule, SecurityGroupIngressRule, SecurityGroupRule, View};
use ssm_check_graph::{LinkTarget, Resource};
use ssm_check_plan::Attr;
use ssm_check_repair::{Body, Edit, Repair, Value};

/// A rule for port 443 over TCP, `ingress` or `egress`, from or to a range.
pub(super) fn https(group: Resource<'_>, target: Resource<'_>, direction: &str, range: Range) -> Option<Repair> {
    let graph = group.graph();
    let ports = |body: Body| body.with("from_port", 443).with("to_port", 443);
    let address = group.parsed();
    if is_in_blocks(group, direction) {
        if !is_ours(group) {
            return None;
        }
        let body = ports(Body::new()).with("protocol", "tcp").with(range.of_list(), [range.value]);
        return Some(Repair::new([Edit::AddBlock { block: address.clone(), name: direction.to_owned(), body }]).widens());
    }
    let id = if group.is_judged() { Value::of(address, "id") } else { known(group, "id")? };
    let old_style = graph.referrers::<SecurityGroupRule<'_>>(LinkTarget::Resource(group.id()), &["security_group_id"]);
    let name = format!("{}_https", address.name);
    if let Some((rule, _)) = old_style.first().filter(|(rule, _)| rule.resource().is_judged()) {
        let body = Body::new().with("type", direction).with("security_group_id", id);
        let body = ports(body).with("protocol", "tcp").with(range.of_list(), [range.value]);
        return Some(
            Repair::new([Edit::add(rule.resource().parsed(), "aws_security_group_rule", &name, body)])
                .unless_dynamic(address, direction)
                .widens(),
        );
    }
    let kind = format!("aws_vpc_security_group_{direction}_rule");
    let body = ports(Body::new().with("security_group_id", id).with(range.of_rule(), range.value).with("ip_protocol", "tcp"));
    let beside = if group.is_judged() { address } else { target.parsed() };
    Some(Repair::new([Edit::add(beside, &kind, &name, body)]).unless_dynamic(address, direction).widens())
}

/// A security group has its rules in blocks: its next apply takes away those that stand beside it.
pub(crate) fn is_in_blocks(group: Resource<'_>, direction: &str) -> bool {
    let (graph, to_group) = (group.graph(), LinkTarget::Resource(group.id()));
    let separate = !graph.referrers::<SecurityGroupRule<'_>>(to_group, &["security_group_id"]).is_empty()
        || !graph.referrers::<SecurityGroupIngressRule<'_>>(to_group, &["security_group_id"]).is_empty()
        || !graph.referrers::<SecurityGroupEgressRule<'_>>(to_group, &["security_group_id"]).is_empty();
    is_inline(group, &[direction], separate)
}

/// The resource has its rules in blocks. What `dynamic` blocks make of them is in the plan's values alone, as is, of one that exists, what
/// separate rules add.
fn is_inline(holder: Resource<'_>, directions: &[&str], separate: bool) -> bool {
    let has_values = |direction: &&str| holder.value(direction).elements().next().is_some();
    directions.iter().any(|direction| holder.is_configured(direction))
        || holder.resource_type().starts_with("aws_default_")
        || ((holder.existence().is_new() || !separate) && directions.iter().any(has_values))
}

fn known(resource: Resource<'_>, attribute: &str) -> Option<Value> {
    match resource.text(attribute) {
        Attr::Known(text) => Some(Value::from(text)),
        _ => None,
    }
}

/// An entry that comes before what denies: `egress` or not, these ports, from or to a range.
pub(super) fn entry(acl: Resource<'_>, target: Resource<'_>, egress: bool, ports: (i64, i64), range: Range) -> Option<Repair> {
    let graph = acl.graph();
    let direction = if egress { "egress" } else { "ingress" };
    let mut numbers: Vec<i64> = Vec::new();
    for block in acl.blocks(direction).items {
        numbers.extend(block.get("rule_no").integer().value());
    }
    let rules: Vec<NetworkAclRule<'_>> = graph
        .referrers::<NetworkAclRule<'_>>(LinkTarget::Resource(acl.id()), &["network_acl_id"])
        .into_iter()
        .map(|(rule, _)| rule)
        .filter(|rule| rule.egress().value_or(false) == Some(egress))
        .collect();
    for rule in &rules {
        numbers.extend(rule.rule_number().value());
    }
    let number = match numbers.iter().min() {
        Some(1) => return None,
        Some(first) => (first - 10).max(1),
        None => 100,
    };
    let address = acl.parsed();
    let separate = !graph.referrers::<NetworkAclRule<'_>>(LinkTarget::Resource(acl.id()), &["network_acl_id"]).is_empty();
    let repair = if is_inline(acl, &["ingress", "egress"], separate) {
        if !is_ours(acl) {
            return None;
        }
        let body = Body::new().with("rule_no", number).with("action", "allow").with("protocol", "tcp").with(range.of_block(), range.value);
        let body = body.with("from_port", ports.0).with("to_port", ports.1);
        Repair::new([Edit::AddBlock { block: address.clone(), name: direction.to_owned(), body }])
    } else {
        let id = if acl.is_judged() { Value::of(address, "id") } else { known(acl, "id")? };
        let body = Body::new().with("network_acl_id", id).with("egress", egress).with("rule_number", number);
        let body = body.with("rule_action", "allow").with("protocol", "tcp").with(range.of_block(), range.value);
        let body = body.with("from_port", ports.0).with("to_port", ports.1);
        let name = format!("{}_{}_{}", address.name, if egress { "out" } else { "in" }, ports.0);
        let kin = rules.first().map(|rule| rule.resource()).filter(|rule| rule.is_judged());
        let beside = kin.unwrap_or(if acl.is_judged() { acl } else { target });
        Repair::new([Edit::add(beside.parsed(), "aws_network_acl_rule", &name, body)]).unless_dynamic(address, direction)
    };
    Some(repair.widens())
}
