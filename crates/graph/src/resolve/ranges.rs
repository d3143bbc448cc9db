//! Address ranges of rules of security groups that only the apply tells, element by element.
//!
//! A VPC that gets its range from a pool of IPAM has none in the plan, and nor has a rule that admits `aws_vpc.main.cidr_block`. Of
//! `cidrsubnet(aws_vpc.main.cidr_block, 8, 1)` the plan keeps the same reference, so that the sources alone tell.

use super::Resolver;
use crate::{Kind, Node, SourceValue};
use ssm_check_source::Sym;

/// The blocks in which rules may stand, and the arguments that hold IPv4 ranges.
fn places(kind: Kind) -> (&'static [&'static str], &'static str) {
    match kind {
        Kind::SecurityGroup => (&["ingress", "egress"], "cidr_blocks"),
        Kind::SecurityGroupRule => (&[], "cidr_blocks"),
        Kind::SecurityGroupIngressRule | Kind::SecurityGroupEgressRule => (&[], "cidr_ipv4"),
        _ => (&[], ""),
    }
}

impl<'p> Resolver<'_, 'p> {
    /// The ranges of lists that are not known, by the name `ingress[0].cidr_blocks[1]`, in the order written.
    pub(super) fn range_texts_of(&self, node: &Node<'p>) -> Vec<(String, SourceValue)> {
        let Some((blocks, argument)) = node.kind.map(places).filter(|(_, argument)| !argument.is_empty()) else { return Vec::new() };
        let root = node.values.root();
        let mut texts = Vec::new();
        let mut add = |place: String, told: Option<Vec<SourceValue>>| {
            texts.extend(told.into_iter().flatten().enumerate().map(|(at, value)| (format!("{place}[{at}]"), value)));
        };
        for name in blocks {
            for (index, _) in root.get(name).elements().enumerate().filter(|(_, block)| block.get(argument).is_unknown()) {
                add(format!("{name}[{index}].{argument}"), self.ranges(node, &[name], &[index], argument));
            }
        }
        if blocks.is_empty() && root.get(argument).is_unknown() {
            add(argument.to_owned(), self.ranges(node, &[], &[], argument));
        }
        texts
    }

    /// All that an argument holds, where every block of the sources that it may stand in says the same.
    fn ranges(&self, node: &Node<'p>, blocks: &[&str], position: &[usize], argument: &str) -> Option<Vec<SourceValue>> {
        let bodies = self.bodies(node, blocks, position)?;
        let mut values = bodies.iter().map(|body| body.attribute(argument).map(|evaluated| evaluated.value));
        let first = values.next()??;
        if !values.all(|other| other.as_ref() == Some(&first)) {
            return None;
        }
        match &first {
            Sym::Sequence(_, items) => items.iter().map(|item| self.parts(node, item)).collect(),
            single => Some(vec![self.parts(node, single)?]),
        }
    }
}
