//! Policies in Cedar: auto-approval and deny-access.

use crate::bounds::{excess, with_room};
use crate::expression::Expression;
use crate::schema::{self, ACTION, ACTION_TYPE, GROUP, INSTANCE, MANAGED_INSTANCE, PRINCIPAL_TAGS, USER};
use crate::symbolic;
use crate::{Attribute, Caller, Condition, Node, NodeKind, NodeTag};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request, RestrictedExpression,
    ValidationError, ValidationMode,
};
use miette::Diagnostic;
use serde_json::Value;
use ssm_check_message::{Flaw, Message, Span, list, say};
use std::collections::{HashMap, HashSet};
use std::str::FromStr;

/// A policy that can be read.
#[derive(Clone, Debug)]
pub struct CedarPolicy {
    /// Its statements, in order.
    pub statements: Vec<Statement>,
    parsed: PolicySet,
}

/// What a statement does with what it applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `permit`
    Permit,
    /// `forbid`
    Forbid,
}

/// One `permit` or `forbid`.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Which of the two.
    pub effect: Effect,
    /// Its place in the policy, from one.
    pub number: usize,
    condition: Expression,
}

/// Why a policy is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// AWS takes it no more than the parser does.
    Invalid(Flaw),
    /// It is too much to read, and may be fine.
    TooMuch(&'static str),
}

/// Something that does not fit AWS's schema, so that the statement never applies or AWS does not take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The statement's place in the policy, from one.
    pub number: usize,
    /// What is wrong, in Cedar's words.
    pub what: Message,
    /// What to write instead, of what AWS's schema has.
    pub remedy: Message,
}

/// The Cedar text in the content of a document: all of it where the document's format is text; else that of each part.
///
/// <https://github.com/aws-samples/cloud-operations-best-practices> has the form with parts, which `CloudFormation` takes.
pub fn cedar_texts(content: &Value) -> Option<Vec<String>> {
    let parts = content.get("AutoApprovalPolicyDocuments").or_else(|| content.get("autoApprovalPolicyDocuments"))?.as_array()?;
    parts.iter().map(|part| Some(part.get("content")?.as_str()?.to_owned())).collect()
}

impl CedarPolicy {
    /// Reads text.
    pub fn parse(text: &str) -> Result<Self, Unread> {
        match excess(text) {
            Some(why) => Err(Unread::TooMuch(why)),
            None => with_room(|| Self::read(text)).map_err(Unread::Invalid),
        }
    }

    fn read(text: &str) -> Result<Self, Flaw> {
        let parsed = PolicySet::from_str(text).map_err(|error| {
            let place = place(text, &error);
            Flaw::new(say!("it is no Cedar: {} cannot be read", &place), say!("correct {}: no statement of Cedar goes on so", place))
        })?;
        if parsed.templates().next().is_some() {
            return Err(Flaw::new(
                "it has a slot of a template, which nothing fills",
                "write a principal and a resource instead of `?principal` and `?resource`",
            ));
        }
        let mut statements = Vec::new();
        for policy in parsed.policies() {
            let json =
                policy.to_json().map_err(|_| Flaw::new("a statement of it cannot be read", "write the statement in simpler terms"))?;
            let number = number_of(policy.id().to_string().as_str());
            let effect = if policy.effect() == cedar_policy::Effect::Permit { Effect::Permit } else { Effect::Forbid };
            statements.push(Statement { effect, number, condition: condition_of(&json) });
        }
        statements.sort_by_key(|statement| statement.number);
        Ok(Self { statements, parsed })
    }

    /// What of it does not fit AWS's schema. What an attribute or a tag that may be missing does is no mistake here: the statement does
    /// not apply where it is.
    pub fn mismatches(&self) -> Vec<Mismatch> {
        let Some(validator) = schema::validator() else { return Vec::new() };
        let result = with_room(|| validator.validate(&self.parsed, ValidationMode::Strict));
        let mut found: Vec<Mismatch> = result.validation_errors().filter_map(mismatch).collect();
        found.sort_by(|a, b| (a.number, &a.what).cmp(&(b.number, &b.what)));
        found.dedup();
        found
    }

    /// On which condition on the caller the statements of an effect apply to a node.
    pub fn applies(&self, effect: Effect, node: &Node) -> Condition {
        Condition::any(self.statements.iter().filter(|statement| statement.effect == effect).map(|statement| statement.holds_on(node)))
    }

    /// On which condition it permits: some statement does, and none forbids.
    pub fn permits(&self, node: &Node) -> Condition {
        Condition::all([self.applies(Effect::Permit, node), self.applies(Effect::Forbid, node).negated()])
    }

    /// Cedar's own decision on a caller and a node of which everything is known; `None` where something of the node is not.
    pub fn decide(&self, caller: &Caller, node: &Node) -> Option<bool> {
        let (request, entities) = question(caller, node)?;
        Some(with_room(|| Authorizer::new().is_authorized(&request, &self.parsed, &entities)).decision() == Decision::Allow)
    }
}

impl Statement {
    /// On which condition on the caller it applies to a node.
    pub fn holds_on(&self, node: &Node) -> Condition {
        with_room(|| symbolic::holds(&self.condition, node))
    }

    /// It applies to everybody and every node.
    pub fn is_unconditional(&self) -> bool {
        let node = |kind| Node { kind, ..Node::unknown() };
        [NodeKind::Instance, NodeKind::ManagedInstance].into_iter().all(|kind| self.holds_on(&node(kind)) == Condition::Always)
    }

    /// The keys of node tags that it looks at, in the order of the text.
    pub fn tag_keys(&self) -> Vec<String> {
        let mut keys = Vec::new();
        self.condition.each(&mut |part| {
            if let Expression::HasTag(of, key) | Expression::GetTag(of, key) = part
                && **of == Expression::Resource
                && let Expression::Text(key) = &**key
                && !keys.contains(key)
            {
                keys.push(key.clone());
            }
        });
        keys
    }

    /// Attributes and tags of the caller that it looks at, and values that it holds them and tags of nodes against: what tells callers and
    /// nodes apart.
    pub fn vocabulary(&self) -> (Vec<Attribute>, Vec<String>) {
        let (mut attributes, mut values) = (Vec::new(), Vec::new());
        self.condition.each(&mut |part| match part {
            Expression::Attribute(of, name) | Expression::Has(of, name) if **of == Expression::Principal => {
                attributes.push(Attribute::Store(name.clone()));
            }
            Expression::HasTag(of, key) | Expression::GetTag(of, key) if **of != Expression::Resource => {
                if let Expression::Text(key) = &**key {
                    attributes.push(Attribute::Tag(key.clone()));
                }
            }
            Expression::Text(text) => values.push(text.clone()),
            Expression::Entity { id, .. } => values.push(id.clone()),
            Expression::Like(_, pattern) => values.push(pattern.to_string()),
            _ => {}
        });
        (attributes, values)
    }
}

/// `policy3` is the fourth.
fn number_of(id: &str) -> usize {
    id.trim_start_matches("policy").parse::<usize>().map_or(usize::MAX, |index| index + 1)
}

/// Scope and conditions as one expression.
fn condition_of(json: &Value) -> Expression {
    let scope = [("principal", Expression::Principal), ("action", Expression::Action), ("resource", Expression::Resource)];
    let scope = scope.into_iter().map(|(name, of)| scoped(json.get(name).unwrap_or(&Value::Null), of));
    let clauses = json.get("conditions").and_then(Value::as_array).into_iter().flatten().map(|clause| {
        let body = Expression::of(clause.get("body").unwrap_or(&Value::Null));
        match clause.get("kind").and_then(Value::as_str) {
            Some("unless") => Expression::Not(Box::new(body)),
            _ => body,
        }
    });
    Expression::all(scope.chain(clauses))
}

/// `{ "op": "in", "entity": … }`
fn scoped(json: &Value, of: Expression) -> Expression {
    let entity = |name: &str| Expression::entity(json.get(name)?).map(Box::new);
    let of = Box::new(of);
    let found = match json.get("op").and_then(Value::as_str) {
        Some("All") => Some(Expression::Bool(true)),
        Some("==") => entity("entity").map(|entity| Expression::Equal(of, entity)),
        Some("in") => match json.get("entities").and_then(Value::as_array) {
            Some(list) => Some(Expression::In(of, Box::new(Expression::Set(list.iter().filter_map(Expression::entity).collect())))),
            None => entity("entity").map(|entity| Expression::In(of, entity)),
        },
        Some("is") => json.get("entity_type").and_then(Value::as_str).map(|name| {
            let inside = json.get("in").and_then(|inside| Expression::entity(inside.get("entity")?)).map(Box::new);
            Expression::Is(of, name.to_owned(), inside)
        }),
        _ => None,
    };
    found.unwrap_or_else(|| Expression::Other("the scope".to_owned()))
}

/// Where the parser stopped; its words would quote what it found.
fn place(text: &str, error: &cedar_policy::ParseErrors) -> Message {
    let offset = error.iter().find_map(|error| Some(error.labels()?.next()?.offset()));
    let Some(before) = offset.and_then(|offset| text.get(..offset)) else { return "the text".into() };
    let line = before.lines().count().max(1) + usize::from(before.ends_with('\n'));
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    say!("line {}, column {}", line, column)
}

fn mismatch(error: &ValidationError) -> Option<Mismatch> {
    // What may be missing does no harm, nor does what only the strict mode of the validator minds.
    let harmless = matches!(
        error,
        ValidationError::UnsafeOptionalAttributeAccess(_)
            | ValidationError::UnsafeTagAccess(_)
            | ValidationError::EmptySetForbidden(_)
            | ValidationError::NonLitExtConstructor(_)
    );
    if harmless {
        return None;
    }
    let text = error.to_string();
    let what = text.split_once("`, ").filter(|(head, _)| head.starts_with("for policy `")).map_or(text.as_str(), |(_, rest)| rest);
    let number = number_of(error.policy_id().to_string().as_str());
    Some(Mismatch { number, what: Span::value(what.replace('`', "'")).into(), remedy: remedy(error, number) })
}

fn remedy(error: &ValidationError, number: usize) -> Message {
    match error {
        ValidationError::UnrecognizedActionId(_) => {
            say!("in statement {}, name the action {}", number, Span::value(format!("{ACTION_TYPE}::\"{ACTION}\"")))
        }
        ValidationError::UnrecognizedEntityType(_) => {
            let types = [USER, GROUP, INSTANCE, MANAGED_INSTANCE].map(Span::code);
            say!("in statement {}, name entities of the types {} only", number, list(types))
        }
        _ => say!("in statement {}, use only attributes and tags that AWS's schema for just-in-time node access has", number),
    }
}

fn uid(entity_type: &str, id: &str) -> Option<EntityUid> {
    Some(EntityUid::from_type_name_and_id(EntityTypeName::from_str(entity_type).ok()?, EntityId::new(id)))
}

fn tags_of<'t>(tags: impl IntoIterator<Item = (&'t String, &'t String)>) -> HashMap<String, RestrictedExpression> {
    tags.into_iter().map(|(key, value)| (key.clone(), RestrictedExpression::new_string(value.clone()))).collect()
}

/// A request and the entities that it is decided with.
fn question(caller: &Caller, node: &Node) -> Option<(Request, Entities)> {
    let tags: Vec<(&String, &String)> = node
        .tags
        .iter()
        .map(|(key, tag)| match tag {
            NodeTag::Is(value) => Some((key, value)),
            NodeTag::Present | NodeTag::Perhaps => None,
        })
        .collect::<Option<_>>()?;
    let kind = match node.kind {
        NodeKind::Instance => INSTANCE,
        NodeKind::ManagedInstance => MANAGED_INSTANCE,
    };
    let resource = uid(kind, node.id.as_deref().filter(|_| node.whole)?)?;
    let principal = uid(USER, &caller.user)?;
    let session = uid(PRINCIPAL_TAGS, "session")?;
    let groups: HashSet<EntityUid> = caller.groups.iter().map(|group| uid(GROUP, group)).collect::<Option<_>>()?;
    let user = Entity::new_with_tags(principal.clone(), tags_of(&caller.attributes), groups, []).ok()?;
    let node = Entity::new_with_tags(resource.clone(), [], [], tags_of(tags)).ok()?;
    let session_tags = Entity::new_with_tags(session.clone(), [], [], tags_of(&caller.tags)).ok()?;
    let iam = RestrictedExpression::new_record([("principalTags".to_owned(), RestrictedExpression::new_entity_uid(session))]).ok()?;
    let context = Context::from_pairs([("iam".to_owned(), iam)]).ok()?;
    let action = uid(ACTION_TYPE, ACTION)?;
    let request = Request::new(principal, action, resource, context, None).ok()?;
    let entities = Entities::from_entities([user, node, session_tags], None).ok()?;
    Some((request, entities))
}
