//! Ports that stand open, closed.

use super::Causes;
use crate::{AttrRef, Context};
use ssm_check_repair::{Edit, Repair, Value};

/// Takes rules out: resources of their own, or blocks that let nobody else in.
pub(crate) fn closed(context: &Context<'_>, rules: &[AttrRef], world: &str) -> Causes {
    rules.iter().filter_map(|at| Some(vec![Repair::new([edit(context, at, world)?])])).collect()
}

fn edit(context: &Context<'_>, at: &AttrRef, world: &str) -> Option<Edit> {
    let holder = context.graph.at(&at.address)?;
    let block = holder.parsed().clone();
    if ["aws_security_group_rule", "aws_vpc_security_group_ingress_rule"].contains(&holder.resource_type()) {
        return Some(Edit::RemoveResource { block });
    }
    let index: usize = at.attribute.as_deref()?.strip_prefix("ingress[")?.split(']').next()?.parse().ok()?;
    let rule = holder.values().get("ingress").elements().nth(index)?;
    let number = |name: &str| rule.get(name).integer().value().map(|number| (name.to_owned(), Value::from(number)));
    let ranges = Value::from([Value::from(world)]);
    let name = if world.contains(':') { "ipv6_cidr_blocks" } else { "cidr_blocks" };
    let with = vec![number("from_port")?, number("to_port")?, (name.to_owned(), ranges)];
    Some(Edit::RemoveBlock { block, name: "ingress".to_owned(), with, exists: !holder.existence().is_new() })
}
