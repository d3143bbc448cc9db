//! Lists of texts that only the apply tells, element by element: address ranges of rules of security groups and of entries of network
//! ACLs, and what DNS records lead to.
//!
//! A VPC that gets its range from a pool of IPAM, or its IPv6 range from AWS, has none in the plan, and nor has a rule that admits
//! `aws_vpc.main.cidr_block`. Of `cidrsubnet(aws_vpc.main.cidr_block, 8, 1)` the plan keeps the same reference, so that the sources alone tell.

use super::Resolver;
use super::source::is_to_be_told;
use crate::source_value::FromSources;
use crate::{Kind, Node, SourceValue};
use ssm_check_source::Sym;

/// The arguments that hold such a list, or a single text, and the block that each is in.
fn places(kind: Kind) -> &'static [(Option<&'static str>, &'static str)] {
    match kind {
        Kind::SecurityGroup => &[
            (Some("ingress"), "cidr_blocks"),
            (Some("ingress"), "ipv6_cidr_blocks"),
            (Some("egress"), "cidr_blocks"),
            (Some("egress"), "ipv6_cidr_blocks"),
        ],
        Kind::SecurityGroupRule => &[(None, "cidr_blocks"), (None, "ipv6_cidr_blocks")],
        Kind::SecurityGroupIngressRule | Kind::SecurityGroupEgressRule => &[(None, "cidr_ipv4"), (None, "cidr_ipv6")],
        Kind::NetworkAcl => &[
            (Some("ingress"), "cidr_block"),
            (Some("ingress"), "ipv6_cidr_block"),
            (Some("egress"), "cidr_block"),
            (Some("egress"), "ipv6_cidr_block"),
        ],
        Kind::NetworkAclRule => &[(None, "cidr_block"), (None, "ipv6_cidr_block")],
        Kind::Route53Record => &[(None, "records"), (Some("alias"), "name")],
        _ => &[],
    }
}

/// The texts in nested blocks that checks read as a whole.
fn texts(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Role => &[("inline_policy", "policy")],
        Kind::SpotFleetRequest => &[("launch_specification", "user_data")],
        _ => &[],
    }
}

impl<'p> Resolver<'_, 'p> {
    /// What the sources tell of texts in nested blocks, by the name `inline_policy[0].policy`.
    pub(super) fn block_texts_of(&self, node: &Node<'p>) -> FromSources {
        let mut found = FromSources::default();
        for (block, argument) in node.kind.map(texts).unwrap_or_default() {
            for (index, shown) in node.values.root().get(block).elements().enumerate() {
                if is_to_be_told(argument, shown.get(argument))
                    && let Some(value) = self.said_of(node, &[block], &[index], argument)
                {
                    self.tell(node, argument, format!("{block}[{index}].{argument}"), &value, &mut found);
                }
            }
        }
        found
    }

    /// The elements of lists that are not known, by the name `ingress[0].cidr_blocks[1]`, in the order written.
    pub(super) fn element_texts_of(&self, node: &Node<'p>) -> Vec<(String, SourceValue)> {
        let root = node.values.root();
        let mut texts = Vec::new();
        let mut add = |place: String, told: Option<Vec<SourceValue>>| {
            texts.extend(told.into_iter().flatten().enumerate().map(|(at, value)| (format!("{place}[{at}]"), value)));
        };
        for (block, argument) in node.kind.map(places).unwrap_or_default() {
            match block {
                Some(name) => {
                    for (index, _) in root.get(name).elements().enumerate().filter(|(_, block)| block.get(argument).is_unknown()) {
                        add(format!("{name}[{index}].{argument}"), self.elements_of(node, &[name], &[index], argument));
                    }
                }
                None if root.get(argument).is_unknown() => add((*argument).to_owned(), self.elements_of(node, &[], &[], argument)),
                None => {}
            }
        }
        texts
    }

    /// What an argument is, where every block of the sources that it may stand in says the same. One that does not write it is another
    /// block.
    fn said_of(&self, node: &Node<'p>, blocks: &[&str], position: &[usize], argument: &str) -> Option<Sym> {
        let bodies = self.bodies(node, (blocks, argument), position)?;
        let mut values = bodies.iter().filter_map(|body| Some(body.attribute(argument)?.value));
        let first = values.next()?;
        values.all(|other| other == first).then_some(first)
    }

    /// All that an argument holds.
    fn elements_of(&self, node: &Node<'p>, blocks: &[&str], position: &[usize], argument: &str) -> Option<Vec<SourceValue>> {
        match &self.said_of(node, blocks, position, argument)? {
            Sym::Sequence(_, items) => items.iter().map(|item| self.parts(node, item)).collect(),
            single => Some(vec![self.parts(node, single)?]),
        }
    }
}
