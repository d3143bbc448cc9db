//! Where an attribute stands in the configuration: nested blocks of the plan, aligned with those that are written.

use super::Resolver;
use super::alignment::possible_blocks;
use crate::Node;
use crate::schema::SchemaBlock;
use ssm_check_plan::{Attr, Block, Expression, Json, Value};

/// Where an attribute stands in the configuration.
pub(super) enum Written<'c, 'p> {
    /// There is no configuration of this resource to look at.
    NoConfiguration,
    /// Not written, so that a default applies.
    No,
    /// In a block that the configuration does not show: a dynamic one.
    Hidden,
    /// Here, once or in several blocks that cannot be told apart.
    At {
        /// The expressions.
        expressions: Vec<&'c Expression<'p>>,
        /// Every block that it may be writes the attribute.
        in_all: bool,
    },
}

impl<'p> Resolver<'_, 'p> {
    /// Finds the expression of an attribute, in the written block that the plan's block is made of, or may be.
    pub(super) fn written<'s>(&'s self, node: &Node<'p>, path: &[&str], position: &[usize]) -> Written<'s, 'p> {
        let Some(entry) = node.config.and_then(|config| self.configs.get(config)) else { return Written::NoConfiguration };
        let Some((attribute, names)) = path.split_last() else { return Written::NoConfiguration };
        let mut level: Vec<&Block<'p>> = vec![&entry.block];
        let mut shown = node.values.root();
        // Every block that the plan shows is one of the written ones.
        let mut complete = true;
        let mut schema = SchemaBlock::of(node.parsed.mode, &node.parsed.resource_type);
        for (name, index) in names.iter().zip(position) {
            let mut next = Vec::new();
            let mut flat = Vec::new();
            for block in &level {
                match block.get(name) {
                    Some(Expression::Blocks(blocks)) => next.extend(blocks),
                    Some(expression) => flat.push(expression),
                    None => {}
                }
            }
            // An attribute written as blocks keeps one flat list of references for the whole.
            if !flat.is_empty() {
                return Written::At { expressions: flat, in_all: true };
            }
            if next.is_empty() {
                return Written::Hidden;
            }
            let all: Vec<_> = shown.get(name).elements().collect();
            shown = all.get(*index).copied().unwrap_or(Value::ABSENT);
            complete &= level.len() == 1 && all.len() <= next.len();
            schema = schema.and_then(|schema| schema.block(name));
            // What the schema does not have may be one.
            let is_set = schema.is_none_or(SchemaBlock::is_set);
            level = if level.len() == 1 && all.len() == next.len() { aligned(next, &all, *index, is_set) } else { next };
        }
        let expressions: Vec<_> = level.iter().filter_map(|block| block.get(attribute)).collect();
        if expressions.is_empty() {
            return if complete { Written::No } else { Written::Hidden };
        }
        let in_all = expressions.len() == level.len();
        Written::At { expressions, in_all }
    }
}

/// The written blocks that a block of the plan may be made of, where there are as many of both: of a list the one at the same
/// place, of a set those that do not contradict it.
fn aligned<'c, 'p>(blocks: Vec<&'c Block<'p>>, shown: &[Value<'_, '_>], index: usize, is_set: bool) -> Vec<&'c Block<'p>> {
    if !is_set {
        return blocks.get(index).map(|block| vec![*block]).unwrap_or(blocks);
    }
    let possible = possible_blocks(shown, blocks.len(), index, |block, shown| blocks.get(block).is_some_and(|block| agrees(block, shown)));
    if possible.is_empty() { blocks } else { possible.into_iter().filter_map(|block| blocks.get(block).copied()).collect() }
}

/// No literal of the written block contradicts what the plan shows.
fn agrees(block: &Block<'_>, shown: Value<'_, '_>) -> bool {
    block.iter().all(|(name, expression)| match (expression, shown.get(name).json()) {
        (Expression::Constant(_), Attr::Unknown(_)) => false,
        (Expression::Constant(written), Attr::Known(value)) => same(written, value),
        (Expression::Constant(written), Attr::Absent) => written.as_str().is_none_or(str::is_empty),
        _ => true,
    })
}

/// The same literal: Terraform converts numbers and booleans to text and back.
fn same(written: &Json<'_>, shown: &Json<'_>) -> bool {
    match (text(written), text(shown)) {
        (Some(written), Some(shown)) => written == shown,
        _ => true,
    }
}

fn text(json: &Json<'_>) -> Option<String> {
    json.as_str()
        .map(str::to_owned)
        .or_else(|| json.as_i64().map(|number| number.to_string()))
        .or_else(|| json.as_bool().map(|known| known.to_string()))
}
