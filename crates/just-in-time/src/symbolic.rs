//! What an expression comes to for one node and any caller.
//!
//! A statement applies where its condition is true. What cannot be evaluated — an attribute that is not there — is neither true nor
//! false, and the statement does not apply (<https://docs.cedarpolicy.com/auth/authorization.html>); so each answer has two conditions on
//! the caller: on which it is true, and on which it is false.

use crate::expression::Expression;
use crate::schema::{ACTION, ACTION_TYPE, GROUP, INSTANCE, MANAGED_INSTANCE, USER};
use crate::{Attribute, Condition, Node, NodeKind, Question, Wildcards};
use ssm_check_message::{Message, Span, say};
use ssm_check_truth::Truth;

/// The conditions on which it is true and false.
#[derive(Clone, Debug)]
struct Both {
    yes: Condition,
    no: Condition,
}

/// A value, and the condition on which there is one.
struct Valued {
    defined: Condition,
    value: Value,
}

#[derive(Clone, Debug)]
enum Value {
    Text(String),
    Long(i64),
    Of(Attribute),
    Caller,
    Node,
    Entity {
        entity_type: String,
        id: String,
    },
    Context,
    Iam,
    SessionTags,
    Set(Vec<Value>),
    /// A yes or no as a value.
    Answer(Both),
    /// Not known, and what is not.
    Open(Message),
    /// Of a type that nothing here takes.
    Foreign,
}

impl Both {
    fn known(truth: Truth, open: impl Fn() -> Message) -> Self {
        Self { yes: Condition::known(truth, &open), no: Condition::known(!truth, &open) }
    }

    fn of(question: Question) -> Self {
        Self { yes: Condition::Is(question.clone()), no: Condition::Is(question).negated() }
    }

    fn open(what: impl Into<Message>) -> Self {
        let what = what.into();
        Self { yes: Condition::Open(what.clone()), no: Condition::Open(what) }
    }

    /// It cannot be evaluated.
    fn error() -> Self {
        Self { yes: Condition::Never, no: Condition::Never }
    }

    /// Only where something can be evaluated.
    fn where_defined(self, defined: &Condition) -> Self {
        Self { yes: Condition::all([defined.clone(), self.yes]), no: Condition::all([defined.clone(), self.no]) }
    }

    fn negated(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    fn and(self, other: Self) -> Self {
        let no = Condition::any([self.no, Condition::all([self.yes.clone(), other.no])]);
        Self { yes: Condition::all([self.yes, other.yes]), no }
    }

    fn any(all: impl IntoIterator<Item = Self>) -> Self {
        let (yes, no): (Vec<_>, Vec<_>) = all.into_iter().map(|both| (both.yes, both.no)).unzip();
        Self { yes: Condition::any(yes), no: Condition::all(no) }
    }
}

/// On which condition on the caller the expression is true.
pub(crate) fn holds(expression: &Expression, node: &Node) -> Condition {
    answer(expression, node).yes
}

fn answer(expression: &Expression, node: &Node) -> Both {
    match expression {
        Expression::Bool(truth) => Both::known(Truth::from(*truth), Message::default),
        Expression::Not(inner) => answer(inner, node).negated(),
        Expression::And(left, right) => {
            let left = answer(left, node);
            // Nothing on the right is looked at.
            if left.yes == Condition::Never { Both { yes: Condition::Never, no: left.no } } else { left.and(answer(right, node)) }
        }
        // `a || b` is `!(!a && !b)`, errors too.
        Expression::Or(left, right) => {
            let left = answer(left, node).negated();
            let both = if left.yes == Condition::Never {
                Both { yes: Condition::Never, no: left.no }
            } else {
                left.and(answer(right, node).negated())
            };
            both.negated()
        }
        Expression::If(condition, then, otherwise) => {
            let condition = answer(condition, node);
            let one = answer(then, node).where_defined(&condition.yes);
            let other = answer(otherwise, node).where_defined(&condition.no);
            Both { yes: Condition::any([one.yes, other.yes]), no: Condition::any([one.no, other.no]) }
        }
        Expression::Equal(left, right) => {
            let (left, right) = (value(left, node), value(right, node));
            let defined = Condition::all([left.defined, right.defined]);
            equal(&left.value, &right.value, node).where_defined(&defined)
        }
        Expression::In(left, right) => {
            let (left, right) = (value(left, node), value(right, node));
            let defined = Condition::all([left.defined, right.defined]);
            within(&left.value, &right.value, node).where_defined(&defined)
        }
        Expression::Is(left, entity_type, inside) => {
            let left = value(left, node);
            let is = is_of(&left.value, entity_type, node);
            let both = match inside {
                None => is,
                Some(inside) => {
                    let inside = value(inside, node);
                    is.and(within(&left.value, &inside.value, node).where_defined(&inside.defined))
                }
            };
            both.where_defined(&left.defined)
        }
        Expression::Like(left, pattern) => {
            let left = value(left, node);
            like(&left.value, pattern).where_defined(&left.defined)
        }
        Expression::Has(left, name) => {
            let left = value(left, node);
            has(&left.value, name).where_defined(&left.defined)
        }
        Expression::HasTag(left, key) => {
            let (left, key) = (value(left, node), value(key, node));
            let defined = Condition::all([left.defined, key.defined]);
            has_tag(&left.value, &key.value, node).where_defined(&defined)
        }
        Expression::Contains(set, item) => {
            let (set, item) = (value(set, node), value(item, node));
            let defined = Condition::all([set.defined, item.defined]);
            let both = match &set.value {
                Value::Set(items) => Both::any(items.iter().map(|one| equal(one, &item.value, node))),
                Value::Open(what) => Both::open(what.clone()),
                _ => Both::error(),
            };
            both.where_defined(&defined)
        }
        // A value where a yes or no is wanted.
        other => {
            let found = value(other, node);
            let both = match found.value {
                Value::Answer(both) => both,
                Value::Open(what) => Both::open(what),
                _ => Both::error(),
            };
            both.where_defined(&found.defined)
        }
    }
}

fn value(expression: &Expression, node: &Node) -> Valued {
    let plain = |value: Value| Valued { defined: Condition::Always, value };
    match expression {
        Expression::Text(text) => plain(Value::Text(text.clone())),
        Expression::Long(number) => plain(Value::Long(*number)),
        Expression::Entity { entity_type, id } => plain(Value::Entity { entity_type: entity_type.clone(), id: id.clone() }),
        Expression::Principal => plain(Value::Caller),
        Expression::Action => plain(Value::Entity { entity_type: ACTION_TYPE.to_owned(), id: ACTION.to_owned() }),
        Expression::Resource => plain(Value::Node),
        Expression::Context => plain(Value::Context),
        Expression::Attribute(left, name) => attribute(value(left, node), name),
        Expression::GetTag(left, key) => get_tag(&value(left, node), &value(key, node), node),
        Expression::Set(items) => {
            let (defined, items): (Vec<_>, Vec<_>) =
                items.iter().map(|item| value(item, node)).map(|valued| (valued.defined, valued.value)).unzip();
            Valued { defined: Condition::all(defined), value: Value::Set(items) }
        }
        Expression::If(condition, then, otherwise) => match answer(condition, node) {
            Both { yes: Condition::Always, .. } => value(then, node),
            Both { no: Condition::Always, .. } => value(otherwise, node),
            both => {
                let parts = [then, otherwise].map(|branch| value(branch, node));
                let boolean = parts.iter().all(|part| matches!(part.value, Value::Answer(_)));
                let what = || Value::Open(say!("a value that depends on the caller"));
                let value = if boolean { Value::Answer(answer(expression, node)) } else { what() };
                // Whether there is a value is left open too, with the rest.
                let [then, otherwise] = parts.map(|part| part.defined);
                let defined = Condition::any([Condition::all([both.yes, then]), Condition::all([both.no, otherwise])]);
                Valued { defined, value }
            }
        },
        Expression::Other(what) => plain(Value::Open(say!("what {} comes to", Span::value(what)))),
        other => plain(Value::Answer(answer(other, node))),
    }
}

fn attribute(of: Valued, name: &str) -> Valued {
    let (defined, value) = match (of.value, name) {
        (Value::Caller, name) => {
            let attribute = Attribute::Store(name.to_owned());
            (Condition::Is(Question::Has(attribute.clone())), Value::Of(attribute))
        }
        (Value::Context, "iam") => (Condition::Always, Value::Iam),
        (Value::Iam, "principalTags") => (Condition::Always, Value::SessionTags),
        (Value::Open(what), _) => (Condition::Open(what.clone()), Value::Open(what)),
        _ => (Condition::Never, Value::Foreign),
    };
    Valued { defined: Condition::all([of.defined, defined]), value }
}

fn get_tag(of: &Valued, key: &Valued, node: &Node) -> Valued {
    let defined = Condition::all([of.defined.clone(), key.defined.clone()]);
    let (there, value) = match (&of.value, &key.value) {
        (Value::Node, Value::Text(key)) => {
            let value = node.value(key).map_or_else(|| Value::Open(value_of(key)), |value| Value::Text(value.to_owned()));
            (Condition::known(node.has(key), || whether(key)), value)
        }
        (Value::SessionTags, Value::Text(key)) => {
            let attribute = Attribute::Tag(key.clone());
            (Condition::Is(Question::Has(attribute.clone())), Value::Of(attribute))
        }
        (Value::Open(what), _) | (_, Value::Open(what)) => (Condition::Open(what.clone()), Value::Open(what.clone())),
        (Value::Node | Value::SessionTags, Value::Of(attribute)) => {
            let what = say!("the tag whose key is {}", attribute.span());
            (Condition::Open(what.clone()), Value::Open(what))
        }
        // No other entity has tags.
        _ => (Condition::Never, Value::Foreign),
    };
    Valued { defined: Condition::all([defined, there]), value }
}

fn has_tag(of: &Value, key: &Value, node: &Node) -> Both {
    match (of, key) {
        (Value::Node, Value::Text(key)) => Both::known(node.has(key), || whether(key)),
        (Value::SessionTags, Value::Text(key)) => Both::of(Question::Has(Attribute::Tag(key.clone()))),
        (Value::Caller | Value::Entity { .. }, Value::Text(_) | Value::Of(_)) => Both::known(Truth::False, Message::default),
        (Value::Open(what), _) | (_, Value::Open(what)) => Both::open(what.clone()),
        (Value::Node | Value::SessionTags, Value::Of(attribute)) => Both::open(say!("the tag whose key is {}", attribute.span())),
        _ => Both::error(),
    }
}

fn has(of: &Value, name: &str) -> Both {
    match (of, name) {
        (Value::Caller, name) => Both::of(Question::Has(Attribute::Store(name.to_owned()))),
        (Value::Context, "iam") | (Value::Iam, "principalTags") => Both::known(Truth::True, Message::default),
        (Value::Node | Value::Entity { .. } | Value::Context | Value::Iam | Value::SessionTags, _) => {
            Both::known(Truth::False, Message::default)
        }
        (Value::Open(what), _) => Both::open(what.clone()),
        _ => Both::error(),
    }
}

fn like(of: &Value, pattern: &Wildcards) -> Both {
    match of {
        Value::Text(text) => Both::known(Truth::from(pattern.matches(text)), Message::default),
        Value::Of(attribute) => Both::of(Question::Like(attribute.clone(), pattern.clone())),
        Value::Open(what) => Both::open(what.clone()),
        _ => Both::error(),
    }
}

fn type_of(node: &Node) -> &'static str {
    match node.kind {
        NodeKind::Instance => INSTANCE,
        NodeKind::ManagedInstance => MANAGED_INSTANCE,
    }
}

/// The value is an entity of a type.
fn is_of(of: &Value, entity_type: &str, node: &Node) -> Both {
    let of_type = |found: &str| Both::known(Truth::from(found == entity_type), Message::default);
    match of {
        Value::Caller => of_type(USER),
        Value::Node => of_type(type_of(node)),
        Value::Entity { entity_type, .. } => of_type(entity_type),
        Value::SessionTags => of_type(crate::schema::PRINCIPAL_TAGS),
        Value::Open(what) => Both::open(what.clone()),
        _ => Both::error(),
    }
}

fn equal(left: &Value, right: &Value, node: &Node) -> Both {
    let known = |truth: bool| Both::known(Truth::from(truth), Message::default);
    match (left, right) {
        (Value::Open(what), _) | (_, Value::Open(what)) => Both::open(what.clone()),
        (Value::Text(one), Value::Text(other)) => known(one == other),
        (Value::Long(one), Value::Long(other)) => known(one == other),
        (Value::Of(attribute), Value::Text(text)) | (Value::Text(text), Value::Of(attribute)) => {
            Both::of(Question::Equals(attribute.clone(), text.clone()))
        }
        (Value::Of(one), Value::Of(other)) if one == other => known(true),
        (Value::Of(one), Value::Of(other)) => Both::of(Question::Same(one.clone(), other.clone())),
        (Value::Caller, Value::Caller) | (Value::Node, Value::Node) => known(true),
        (Value::Entity { entity_type: one, id: first }, Value::Entity { entity_type: other, id: second }) => {
            known(one == other && first == second)
        }
        (Value::Caller, Value::Entity { entity_type, id }) | (Value::Entity { entity_type, id }, Value::Caller) => {
            if entity_type == USER {
                Both::of(Question::IsUser(id.clone()))
            } else {
                known(false)
            }
        }
        (Value::Node, Value::Entity { entity_type, id }) | (Value::Entity { entity_type, id }, Value::Node) => {
            let same = match &node.id {
                _ if entity_type != type_of(node) => Truth::False,
                Some(own) => Truth::from(own == id),
                None => Truth::Unknown,
            };
            Both::known(same, || say!("whether the node is {}", Span::value(id)))
        }
        (Value::Answer(one), Value::Answer(other)) => {
            let (yes, no) = (one.clone().and(other.clone()), one.clone().negated().and(other.clone().negated()));
            let (left, right) = (one.clone().and(other.clone().negated()), one.clone().negated().and(other.clone()));
            Both { yes: Condition::any([yes.yes, no.yes]), no: Condition::any([left.yes, right.yes]) }
        }
        (Value::Set(_), Value::Set(_)) => Both::open("whether two sets are equal"),
        (Value::Context | Value::Iam | Value::SessionTags | Value::Foreign, _)
        | (_, Value::Context | Value::Iam | Value::SessionTags | Value::Foreign) => Both::open("what is compared"),
        // Values of two types are never equal.
        _ => known(false),
    }
}

/// `in`: the same entity, or a member of the group.
fn within(left: &Value, right: &Value, node: &Node) -> Both {
    match (left, right) {
        (Value::Open(what), _) | (_, Value::Open(what)) => Both::open(what.clone()),
        (_, Value::Set(items)) => Both::any(items.iter().map(|item| within(left, item, node))),
        (Value::Caller, Value::Entity { entity_type, id }) if entity_type == GROUP => Both::of(Question::InGroup(id.clone())),
        (
            Value::Caller | Value::Node | Value::Entity { .. } | Value::SessionTags,
            Value::Caller | Value::Node | Value::Entity { .. } | Value::SessionTags,
        ) => match (left, right) {
            (Value::Entity { entity_type: user, .. }, Value::Entity { entity_type: group, .. }) if user == USER && group == GROUP => {
                Both::open("who is in a group")
            }
            // Groups are in no group, and a user is in no user; nothing but the same is.
            (Value::SessionTags, _) | (_, Value::SessionTags) => Both::open("what is compared"),
            _ => equal(left, right, node),
        },
        _ => Both::error(),
    }
}

fn whether(key: &str) -> Message {
    say!("whether the node has a tag {}", Span::value(key))
}

fn value_of(key: &str) -> Message {
    say!("the value of the node's tag {}", Span::value(key))
}
