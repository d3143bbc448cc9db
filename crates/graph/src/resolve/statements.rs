//! Lists in the statements of a policy document of which the plan does not know all, element by element.
//!
//! Of `["${aws_x.y.arn}/*"]` and `[aws_x.y.arn]` a plan keeps the same, that it names `aws_x.y.arn`; the sources tell them apart, and so
//! does the text that a plan keeps of JSON syntax.

use super::Resolver;
use crate::{Kind, Node, SourcePart, SourceValue};
use ssm_check_plan::{Block, Expression, Json, Reference, ReferenceStep, ResourceAddress, Subject, Value};
use ssm_check_source::{Body, Sym};

/// The lists of a statement whose elements are texts.
const LISTS: [&str; 4] = ["actions", "not_actions", "resources", "not_resources"];

impl<'p> Resolver<'_, 'p> {
    /// The elements of lists that are not known as a whole, by the name `statement[0].resources[1]`, in the order written.
    pub(super) fn statement_texts_of(&self, node: &Node<'p>) -> Vec<(String, SourceValue)> {
        if node.kind != Some(Kind::PolicyDocument) {
            return Vec::new();
        }
        let shown: Vec<Value<'_, 'p>> = node.values.root().get("statement").elements().collect();
        let mut texts = Vec::new();
        for (index, statement) in shown.iter().enumerate() {
            let mut add = |place: &str, elements: Option<Vec<SourceValue>>| {
                let elements = elements.into_iter().flatten().enumerate();
                texts.extend(elements.map(|(at, value)| (format!("statement[{index}].{place}[{at}]"), value)));
            };
            for list in LISTS.iter().filter(|list| statement.get(list).has_unknown()) {
                add(list, self.elements(node, &["statement"], &[index, shown.len()], list));
            }
            let conditions: Vec<_> = statement.get("condition").elements().collect();
            for (condition, _) in conditions.iter().enumerate().filter(|(_, block)| block.get("values").has_unknown()) {
                let position = [index, shown.len(), condition, conditions.len()];
                add(&format!("condition[{condition}].values"), self.elements(node, &["statement", "condition"], &position, "values"));
            }
        }
        texts
    }

    /// The elements of one list, all of them; the position is of each block on the way and how many there are.
    fn elements(&self, node: &Node<'p>, blocks: &[&str], position: &[usize], list: &str) -> Option<Vec<SourceValue>> {
        let by_source = || {
            let mut body: Body<'_, '_, 'p> = self.sources.get(node.input)?.as_ref()?.resource(node.parsed)?;
            for (name, at) in blocks.iter().zip(position.chunks(2)) {
                let told = body.blocks(name);
                let [index, count] = at else { return None };
                if !told.open.is_empty() || told.known.len() != *count {
                    return None;
                }
                body = told.known.get(*index)?.clone();
            }
            match body.attribute(list)?.value {
                Sym::Sequence(_, items) => items.iter().map(|item| self.parts(node, item)).collect(),
                _ => None,
            }
        };
        by_source().or_else(|| self.by_template(node, blocks, position, list))
    }

    fn by_template(&self, node: &Node<'p>, blocks: &[&str], position: &[usize], list: &str) -> Option<Vec<SourceValue>> {
        let mut block: &Block<'p> = &self.configs.get(node.config?)?.block;
        for (name, at) in blocks.iter().zip(position.chunks(2)) {
            let (Some(Expression::Blocks(written)), [index, count]) = (block.get(name), at) else { return None };
            block = written.get(*index).filter(|_| written.len() == *count)?;
        }
        let Expression::Templates(Json::Array(elements), _) = block.get(list)? else { return None };
        elements.iter().map(|element| self.template(node, element.as_str()?)).collect()
    }

    /// A template in JSON syntax, whose parts refer to attributes and to nothing else.
    fn template(&self, node: &Node<'p>, text: &str) -> Option<SourceValue> {
        if text.contains("%{") || text.contains("$${") {
            return None;
        }
        let mut pieces = text.split("${");
        let mut parts: Vec<SourcePart> =
            pieces.next().filter(|piece| !piece.is_empty()).map(|piece| SourcePart::Text(piece.to_owned())).into_iter().collect();
        for piece in pieces {
            let (expression, rest) = piece.split_once('}')?;
            parts.push(self.attribute(node, expression.trim())?);
            parts.extend((!rest.is_empty()).then(|| SourcePart::Text(rest.to_owned())));
        }
        Some(SourceValue { parts })
    }

    fn attribute(&self, node: &Node<'p>, expression: &str) -> Option<SourcePart> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-.[]\"".contains(c);
        let reference = Some(expression).filter(|text| text.chars().all(plain)).map(Reference::parse)?;
        let [ReferenceStep::Attribute(attribute)] = reference.path.as_slice() else { return None };
        let Subject::Resource { mode, resource_type, name, key } = reference.subject else { return None };
        let address = ResourceAddress { module: node.parsed.module.clone(), mode, resource_type, name, key };
        Some(SourcePart::Attribute(self.instance(node.input, &address)?, attribute.clone()))
    }
}
