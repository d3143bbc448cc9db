//! Expressions of the configuration: a constant, or the references that are left of it.

use crate::{Json, Reference, Str};

/// What the plan keeps of one expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression<'p> {
    /// A literal.
    Constant(Json<'p>),
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

    /// The expression of an attribute or the blocks of a type; `None` where the configuration does not write it.
    pub fn get(&self, name: &str) -> Option<&Expression<'p>> {
        self.0.iter().find_map(|(key, expression)| (key == name).then_some(expression))
    }

    /// Every expression with its name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Expression<'p>)> {
        self.0.iter().map(|(name, expression)| (name.as_str(), expression))
    }
}

impl<'p> Expression<'p> {
    /// Reads one expression.
    pub fn from_json(json: Json<'p>) -> Self {
        match json {
            Json::Array(blocks) => Self::Blocks(blocks.into_iter().map(Block::from_json).collect()),
            Json::Object(members) => Self::from_members(members),
            // A scalar where an expression belongs: nothing is known of it.
            _ => Self::Opaque,
        }
    }

    fn from_members(mut members: Vec<(Str<'p>, Json<'p>)>) -> Self {
        let Some((name, value)) = members.pop() else { return Self::Opaque };
        match (name.as_str(), value) {
            ("constant_value", value) if members.is_empty() => Self::Constant(value),
            ("references", Json::Array(list)) if members.is_empty() => {
                let texts: Vec<_> = list
                    .into_iter()
                    .filter_map(|item| match item {
                        Json::String(text) => Some(text),
                        _ => None,
                    })
                    .collect();
                Self::References(Reference::chains(&texts))
            }
            (_, value) => {
                members.push((name, value));
                Self::Blocks(vec![Block::from_json(Json::Object(members))])
            }
        }
    }

    /// The references of this expression and of all blocks below it.
    pub fn references(&self) -> Vec<&Reference> {
        match self {
            Self::Constant(_) | Self::Opaque => Vec::new(),
            Self::References(references) => references.iter().collect(),
            Self::Blocks(blocks) => blocks.iter().flat_map(Block::iter).flat_map(|(_, expression)| expression.references()).collect(),
        }
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
}
