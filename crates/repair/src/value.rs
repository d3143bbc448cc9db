//! Values and bodies, as an edit writes them.

use ssm_check_plan::ResourceAddress;

/// A value of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A literal text.
    Text(String),
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A list.
    List(Vec<Value>),
    /// A set of names, for `for_each`.
    Names(Vec<String>),
    /// An attribute of a resource that is there.
    Of(ResourceAddress, String),
    /// An attribute of a resource that the same repair adds.
    Made {
        /// The Terraform type.
        kind: String,
        /// The name that the repair gives it.
        name: String,
        /// Such as `id`.
        attribute: String,
    },
    /// A text that begins with an attribute: `"${aws_s3_bucket.logs.arn}/*"`.
    Followed(Box<Value>, String),
    /// `jsonencode(…)` of a policy of one statement.
    Policy(crate::Statement),
    /// An expression that names nothing of its module: `"com.amazonaws.eu-west-1.${each.key}"`.
    Code(String),
}

/// What stands in a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body(pub Vec<(String, Item)>);

/// An argument or a nested block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// An argument.
    Argument(Value),
    /// A nested block.
    Block(Body),
}

impl Body {
    /// Nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// With an argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.push((name.to_owned(), Item::Argument(value.into())));
        self
    }

    /// The value of an argument.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find_map(|(key, item)| match item {
            Item::Argument(value) if key == name => Some(value),
            _ => None,
        })
    }

    /// What is in the first nested block of a name.
    pub fn nested(&self, name: &str) -> Option<&Self> {
        self.0.iter().find_map(|(key, item)| match item {
            Item::Block(body) if key == name => Some(body),
            _ => None,
        })
    }

    /// With a nested block.
    #[must_use]
    pub fn block(mut self, name: &str, body: Self) -> Self {
        self.0.push((name.to_owned(), Item::Block(body)));
        self
    }
}

impl Value {
    /// An attribute of a resource.
    pub fn of(address: &ResourceAddress, attribute: &str) -> Self {
        Self::Of(address.clone(), attribute.to_owned())
    }

    /// The value, and a text right after it.
    #[must_use]
    pub fn then(self, more: &str) -> Self {
        match self {
            whole if more.is_empty() => whole,
            Self::Text(text) => Self::Text(text + more),
            other => Self::Followed(Box::new(other), more.to_owned()),
        }
    }

    /// An attribute of a resource that the same repair adds.
    pub fn made(kind: &str, name: &str, attribute: &str) -> Self {
        Self::Made { kind: kind.to_owned(), name: name.to_owned(), attribute: attribute.to_owned() }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl<const N: usize> From<[Value; N]> for Value {
    fn from(items: [Value; N]) -> Self {
        Self::List(items.into())
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::List(items)
    }
}
