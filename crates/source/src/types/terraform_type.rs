//! The types of Terraform: <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>.

use std::collections::BTreeMap;

/// A type; [`Type::Any`] also stands for what is not known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Any,
    Bool,
    Number,
    String,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Object(BTreeMap<String, Type>),
}

impl Type {
    /// Whatever is not known of them, these two have nothing in common.
    pub(crate) fn is_foreign_to(&self, other: &Self) -> bool {
        let shape = |one: &Self| match one {
            Self::Any => None,
            Self::Bool | Self::Number | Self::String => Some(0),
            Self::List(_) | Self::Set(_) | Self::Tuple(_) => Some(1),
            Self::Map(_) | Self::Object(_) => Some(2),
        };
        let of_other_shape = shape(self).zip(shape(other)).is_some_and(|(one, other)| one != other);
        of_other_shape || self.has_foreign_parts(other)
    }

    /// Some part of one has nothing in common with what it would have to be one type with.
    fn has_foreign_parts(&self, other: &Self) -> bool {
        let pairs = |ones: &[&Self], others: &[&Self]| ones.iter().any(|one| others.iter().any(|other| one.is_foreign_to(other)));
        match (self, other) {
            (Self::Tuple(ones), Self::Tuple(others)) if ones.len() == others.len() => {
                ones.iter().zip(others).any(|(one, other)| one.is_foreign_to(other))
            }
            (Self::Object(ones), Self::Object(others)) if ones.keys().eq(others.keys()) => {
                ones.values().zip(others.values()).any(|(one, other)| one.is_foreign_to(other))
            }
            (Self::Map(_) | Self::Object(_), Self::Map(_) | Self::Object(_)) => pairs(&self.members(), &other.members()),
            _ => pairs(&self.elements().iter().collect::<Vec<_>>(), &other.elements().iter().collect::<Vec<_>>()),
        }
    }

    /// The types of all that it has in it.
    pub(crate) fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Map(_) | Self::Object(_) => self.members(),
            _ => self.elements().iter().collect(),
        }
    }

    /// A list, set or map of nothing, whose type is not kept.
    pub(crate) fn is_empty_collection(&self) -> bool {
        matches!(self, Self::List(element) | Self::Set(element) | Self::Map(element) if **element == Self::Any)
    }

    /// The types of the elements of a map or object.
    fn members(&self) -> Vec<&Self> {
        match self {
            Self::Map(element) => vec![element],
            Self::Object(members) => members.values().collect(),
            _ => Vec::new(),
        }
    }

    /// It is no collection, or not known.
    pub(crate) fn is_scalar(&self) -> bool {
        matches!(self, Self::Any | Self::Bool | Self::Number | Self::String)
    }

    /// The types of the elements of a list, set or tuple.
    pub(crate) fn elements(&self) -> &[Self] {
        match self {
            Self::List(element) | Self::Set(element) => std::slice::from_ref(element),
            Self::Tuple(items) => items,
            _ => &[],
        }
    }

    /// It is a set, or has one in it.
    pub(crate) fn holds_set(&self) -> bool {
        match self {
            Self::Any | Self::Bool | Self::Number | Self::String => false,
            Self::Set(_) => true,
            Self::List(element) | Self::Map(element) => element.holds_set(),
            Self::Tuple(items) => items.iter().any(Self::holds_set),
            Self::Object(members) => members.values().any(Self::holds_set),
        }
    }

    /// It is not known, or it has a list, set, map or tuple in it whose elements are of no known type.
    pub(crate) fn holds_untyped(&self) -> bool {
        match self {
            Self::Any => true,
            Self::Bool | Self::Number | Self::String => false,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.holds_untyped(),
            Self::Tuple(items) => items.iter().any(Self::holds_untyped),
            // A null member takes the type of the others.
            Self::Object(members) => members.values().any(|member| *member != Self::Any && member.holds_untyped()),
        }
    }

    /// All of it is known.
    pub(crate) fn is_whole(&self) -> bool {
        match self {
            Self::Any => false,
            Self::Bool | Self::Number | Self::String => true,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.is_whole(),
            Self::Tuple(items) => items.iter().all(Self::is_whole),
            Self::Object(members) => members.values().all(Self::is_whole),
        }
    }
}
