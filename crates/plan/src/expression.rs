//! Expressions of the configuration: a constant, or the references that are left of it.

use crate::{Json, Member, Reference};

/// What the plan keeps of one expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression<'p> {
    /// A literal.
    Constant(Json<'p>),
    /// Text with `${` or `%{` that refers to nothing: a literal in native syntax, where it was written `$${`, and a template in JSON
    /// syntax, of which a plan keeps the text: <https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping>.
    Template(Json<'p>),
    /// Templates in JSON syntax: their text, or lists and maps of it, and the references in them.
    Templates(Json<'p>, Vec<Reference>),
    /// The references of anything else.
    References(Vec<Reference>),
    /// An expression without references that is no literal, such as a call on constants.
    Opaque,
    /// Nested blocks of one type, in the order of the configuration. Dynamic blocks leave nothing at all.
    Blocks(Vec<Block<'p>>),
}

/// The expressions of one block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block<'p>(Vec<(String, Expression<'p>)>);

impl<'p> Block<'p> {
    /// Reads the `expressions` object of a resource, module call or nested block.
    pub fn from_json(json: Json<'p>) -> Self {
        match json {
            Json::Object(members) => {
                Self(members.into_iter().map(|(name, value)| (name.to_string(), Expression::from_json(value))).collect())
            }
            _ => Self::default(),
        }
    }

    /// The expression of an attribute or the blocks of a type; `None` where the configuration does not write it, or writes `null`,
    /// which is the same: <https://developer.hashicorp.com/terraform/language/expressions/types#null>.
    pub fn get(&self, name: &str) -> Option<&Expression<'p>> {
        let found = self.0.iter().find_map(|(key, expression)| (key == name).then_some(expression))?;
        (!matches!(found, Expression::Constant(Json::Null))).then_some(found)
    }

    /// Every expression with its name, those that are `null` too.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Expression<'p>)> {
        self.0.iter().map(|(name, expression)| (name.as_str(), expression))
    }
}

impl<'p> Expression<'p> {
    /// A literal that holds nothing: `null`, `""`, `[]`. Of an argument that is not known all the same, the provider decides as where it
    /// is left out.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Constant(Json::Null) => true,
            Self::Constant(Json::Array(elements)) => elements.is_empty(),
            Self::Constant(Json::String(text)) => text.is_empty(),
            _ => false,
        }
    }

    /// Reads one expression.
    pub fn from_json(json: Json<'p>) -> Self {
        match json {
            Json::Array(blocks) => Self::Blocks(blocks.into_iter().map(Block::from_json).collect()),
            Json::Object(members) => Self::from_members(members),
            // A scalar where an expression belongs: nothing is known of it.
            _ => Self::Opaque,
        }
    }

    fn from_members(members: Box<[Member<'p>]>) -> Self {
        let is_expression = !members.is_empty()
            && members.iter().all(|(name, value)| match name.as_str() {
                "constant_value" => true,
                "references" => matches!(value, Json::Array(_)),
                _ => false,
            });
        if members.is_empty() {
            return Self::Opaque;
        }
        if !is_expression {
            return Self::Blocks(vec![Block::from_json(Json::Object(members))]);
        }
        let (mut constant, mut references) = (None, None);
        for (name, value) in members {
            match (name.as_str(), value) {
                ("references", Json::Array(list)) => references = Some(chains(list)),
                (_, value) => constant = Some(value),
            }
        }
        match (constant, references) {
            // A conditional on literals has a value, and names what it does not take. In JSON syntax the value is the text of templates.
            (Some(constant), Some(references)) if holds_template(&constant) => Self::Templates(constant, references),
            (Some(constant), None) if holds_template(&constant) => Self::Template(constant),
            (Some(constant), _) => Self::Constant(constant),
            (None, Some(references)) => Self::References(references),
            (None, None) => Self::Opaque,
        }
    }

    /// The references of this expression and of all blocks below it.
    pub fn references(&self) -> Vec<&Reference> {
        match self {
            Self::Constant(_) | Self::Template(_) | Self::Opaque => Vec::new(),
            Self::References(references) | Self::Templates(_, references) => references.iter().collect(),
            Self::Blocks(blocks) => blocks.iter().flat_map(Block::iter).flat_map(|(_, expression)| expression.references()).collect(),
        }
    }
}

fn chains(list: Box<[Json<'_>]>) -> Vec<Reference> {
    let texts = list.into_iter().filter_map(|item| if let Json::String(text) = item { Some(text) } else { None });
    Reference::chains(&texts.collect::<Vec<_>>())
}

/// Text somewhere inside that may be a template.
fn holds_template(json: &Json<'_>) -> bool {
    match json {
        Json::String(text) => text.contains("${") || text.contains("%{"),
        Json::Array(items) => items.iter().any(holds_template),
        Json::Object(members) => members.iter().any(|(name, value)| name.contains("${") || name.contains("%{") || holds_template(value)),
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Expression};
    use crate::Json;

    #[test]
    fn every_shape_of_an_expression() {
        let text = r#"{"a": {"constant_value": [1]}, "b": {"references": ["var.x"]}, "c": {}, "d": [{"e": {"references": ["var.y"]}}], "t": {"create": {"constant_value": "5m"}}}"#;
        let block = Block::from_json(Json::parse(text).unwrap());
        assert!(matches!(block.get("a"), Some(Expression::Constant(Json::Array(_)))));
        assert!(matches!(block.get("b"), Some(Expression::References(list)) if list.len() == 1));
        assert_eq!(block.get("c"), Some(&Expression::Opaque));
        assert!(matches!(block.get("d"), Some(Expression::Blocks(blocks)) if blocks[0].get("e").is_some()));
        assert!(matches!(block.get("t"), Some(Expression::Blocks(blocks)) if blocks[0].get("create").is_some()));
        assert_eq!(block.get("d").unwrap().references().len(), 1);
        assert_eq!(block.get("z"), None);
    }

    #[test]
    fn values_and_references_of_one_expression() {
        let text = r#"{"json": {"constant_value": ["${aws_x.y.id}"], "references": ["aws_x.y.id", "aws_x.y"]},
            "template": {"constant_value": "${join(\"-\", [\"a\", \"b\"])}"}, "plain": {"constant_value": "a"},
            "taken": {"constant_value": "a", "references": ["aws_x.y.id", "aws_x.y"]},
            "null": {"constant_value": null, "references": ["aws_x.y.id", "aws_x.y"]}}"#;
        let block = Block::from_json(Json::parse(text).unwrap());
        assert!(matches!(block.get("json"), Some(Expression::Templates(_, list)) if list.len() == 1));
        assert!(matches!(block.get("template"), Some(Expression::Template(_))));
        assert!(matches!(block.get("plain"), Some(Expression::Constant(_))));
        assert!(matches!(block.get("taken"), Some(Expression::Constant(Json::String(_)))));
        assert_eq!(block.get("null"), None);
        assert_eq!(block.iter().count(), 5);
    }
}
