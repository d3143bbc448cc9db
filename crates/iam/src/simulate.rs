//! Requests and policies as JSON in, decisions as JSON out.
//!
//! ```
//! let input = serde_json::json!({
//!     "request": {"action": "ssm:StartSession", "resource": "arn:aws:ssm:eu-west-1::document/AWS-StartSSHSession",
//!                 "principal": "arn:aws:iam::111122223333:user/a", "context": {"aws:MultiFactorAuthPresent": true}},
//!     "identity_policies": [{"name": "ops", "policy": {"Statement": {"Sid": "S", "Effect": "Allow", "Action": "*", "Resource": "*"}}}]
//! });
//! let output = ssm_check_iam::simulate::run(&input)?;
//! assert_eq!(output["decision"], "allowed");
//! assert_eq!(output["by"], "identity");
//! assert_eq!(output["statements"][0]["sid"], "S");
//! # Ok::<(), ssm_check_iam::ParseError>(())
//! ```
//!
//! Of the request only the action must be given. No principal is the public or, where policies of a principal are given, a user of the account
//! of the resource whom nothing names; no resource is `*`. A policy may be under a name, `{"name": …, "policy": {…}}`. A list of one may be
//! the thing itself.

use serde_json::{Map, Value, json};
use ssm_check_aws::is_arn;

use crate::Truth;
use crate::context::{self, Context};
use crate::document::{Document, Effect, Policy};
use crate::evaluate::{Decision, Element, Layer, Layers, Outcome, Request, StatementMatch, evaluate};
use crate::parse::wrong;
use crate::parse::{ParseError, Problem};
use crate::principal::Principal;
use crate::text::{Class, Piece, Placeholder, Text};

type Result<T> = std::result::Result<T, ParseError>;

/// Decides one simulation, or each of a list unless there is an invalid one.
///
/// Errors: the first input or policy that is invalid, with its JSON path.
pub fn run(input: &Value) -> Result<Value> {
    match input {
        Value::Array(list) => each(list).into_iter().collect::<Result<Vec<Value>>>().map(Value::Array),
        one => run_one(one),
    }
}

/// Decides each simulation of a list. An invalid one does not keep the others from being decided.
///
/// ```
/// let list = [serde_json::json!({"request": {"action": "ssm:StartSession"}}), serde_json::json!({"request": {}})];
/// let outputs = ssm_check_iam::simulate::each(&list);
/// assert_eq!(outputs[0].as_ref().unwrap()["decision"], "implicit-deny");
/// assert_eq!(outputs[1].as_ref().unwrap_err().to_string(), "[1].request.action: missing `action`");
/// ```
pub fn each(list: &[Value]) -> Vec<Result<Value>> {
    let each = list.iter().enumerate();
    each.map(|(index, one)| run_one(one).map_err(|error| at(error, &format!("[{index}]")))).collect()
}

fn run_one(input: &Value) -> Result<Value> {
    let (request, layers) = read(input)?;
    let outcome = evaluate(&request, &layers);
    Ok(write(&if is_wild(&request.resource) { of_some(outcome) } else { outcome }))
}

/// The ARN of a request with a `*` in it, `arn:aws:s3:::bucket/*`, is that of any resource of the shape. AWS has no such requests: they ask
/// whether some resource of the shape is allowed. (A `*` by itself is what actions without resource types are asked for on.)
fn shape(arn: &str) -> Text {
    let mut text = Text::default();
    for (index, part) in arn.split('*').enumerate() {
        if index > 0 {
            let class = if text.split_n(':', 6).is_some_and(|parts| parts.len() == 6) { Class::Any } else { Class::Segment };
            text = text.placeholder(Placeholder::new(format!("{WILDCARD}{index}"), class));
        }
        text = text.then(part);
    }
    text
}

const WILDCARD: &str = "wildcard ";

fn is_wild(resource: &Text) -> bool {
    resource.pieces().iter().any(|piece| matches!(piece, Piece::Placeholder(placeholder) if placeholder.id.starts_with(WILDCARD)))
}

/// What depends on which resource of the shape it is, is allowed for some.
fn of_some(outcome: Outcome) -> Outcome {
    if outcome.decision != Decision::Unknown {
        return outcome;
    }
    let grants = |layer: Layer| outcome.matching().any(|statement| statement.layer == layer && statement.effect == Effect::Allow);
    let by = if grants(Layer::Identity) { Layer::Identity } else { Layer::Resource };
    Outcome { decision: Decision::Allowed, by: Some(by), ..outcome }
}

fn at(error: ParseError, parent: &str) -> ParseError {
    let joint = if error.path.is_empty() || error.path.starts_with('[') { "" } else { "." };
    ParseError { path: format!("{parent}{joint}{}", error.path), ..error }
}

/// What may stand beside the input of a simulation to say what it is; not read.
const LABELS: [&str; 6] = ["name", "id", "description", "comment", "doc", "expected"];

const KEYS: [&str; 9] = [
    "request",
    "identity_policies",
    "permissions_boundaries",
    "service_control_policies",
    "resource_control_policies",
    "session_policy",
    "resource_policy",
    "resource_account",
    "endpoint_policy",
];

/// Reads a simulation.
pub fn read(input: &Value) -> Result<(Request, Layers)> {
    let Value::Object(object) = input else { return Err(wrong("", "an object", input)) };
    if let Some(key) = object.keys().find(|key| !KEYS.contains(&key.as_str()) && !LABELS.contains(&key.as_str())) {
        return Err(ParseError::new(key.as_str(), Problem::UnknownElement));
    }
    let given = |key: &str| object.get(key).filter(|value| !value.is_null());
    let request = given("request").ok_or_else(|| ParseError::new("request", Problem::Missing("request")))?;
    let principal_is_missing = request.get("principal").is_none_or(Value::is_null);
    let mut request = read_request(request).map_err(|e| at(e, "request"))?;
    if let Some(account) = given("resource_account") {
        request.resource_account = Some(Text::lit(account.as_str().ok_or_else(|| wrong("resource_account", "a string", account))?));
    }
    let list = |key: &'static str| given(key).map_or(Ok(Vec::new()), |value| policies(value, key, key));
    let levels = |key: &'static str| given(key).map_or(Ok(Vec::new()), |value| read_levels(value, key));
    let single = |key: &'static str| given(key).map(|value| policy(value, key).map_err(|e| at(e, key))).transpose();
    let session = match given("session_policy") {
        Some(list @ Value::Array(_)) => policies(list, "session_policy", "session_policy")?,
        _ => single("session_policy")?.into_iter().collect(),
    };
    let layers = Layers {
        identity: list("identity_policies")?,
        boundary: list("permissions_boundaries")?,
        scps: levels("service_control_policies")?,
        rcps: levels("resource_control_policies")?,
        session,
        resource: single("resource_policy")?,
        endpoint: single("endpoint_policy")?,
    };
    demand_resources(&layers)?;
    if principal_is_missing && !(layers.identity.is_empty() && layers.boundary.is_empty() && layers.session.is_empty()) {
        request.principal = somebody(request.resource_account.as_ref());
    }
    Ok((request, layers))
}

/// Policies of a principal that is not named are somebody's: a user of the account of the resource.
fn somebody(account: Option<&Text>) -> Principal {
    let account = account.cloned().unwrap_or_else(|| Text::unknown(Placeholder::new("principal account", Class::Account)));
    let arn = Text::lit("arn:aws:iam::").join(&account).then(":user/").placeholder(Placeholder::new("principal name", Class::Segment));
    Principal::User { arn }
}

/// "Statements must include either a Resource or a `NotResource` element", but for the policies of resources that are what they are attached to.
fn demand_resources(layers: &Layers) -> Result<()> {
    let lists = [&layers.identity, &layers.boundary, &layers.session];
    let all = lists.into_iter().flatten().chain(layers.scps.iter().flatten()).chain(layers.rcps.iter().flatten());
    for policy in all {
        if let Some(index) = policy.document.statements.iter().position(|statement| statement.resources.is_none()) {
            return Err(ParseError::new(format!("{}.Statement[{index}].Resource", policy.name), Problem::Missing("Resource")));
        }
    }
    Ok(())
}

fn read_request(value: &Value) -> Result<Request> {
    let Value::Object(object) = value else { return Err(wrong("", "an object", value)) };
    let text = |key: &'static str| match object.get(key) {
        None => Err(ParseError::new(key, Problem::Missing(key))),
        Some(value) => value.as_str().ok_or_else(|| wrong(key, "a string", value)),
    };
    let principal = match object.get("principal") {
        None | Some(Value::Null) => Principal::Anonymous,
        Some(Value::String(text)) => Principal::parse(text),
        Some(Value::Object(kinds)) => principal(kinds)?,
        Some(other) => return Err(wrong("principal", "a string or an object", other)),
    };
    // As in AWS's own simulator, the default is all resources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
    let resource = if object.get("resource").is_none_or(Value::is_null) { "*" } else { text("resource")? };
    let resource = if is_arn(resource) { shape(resource) } else { Text::lit(resource) };
    let mut request = Request::new(principal, text("action")?, resource);
    match object.get("context") {
        None | Some(Value::Null) => {}
        Some(Value::Object(entries)) => request.context = read_context(entries)?,
        Some(other) => return Err(wrong("context", "an object", other)),
    }
    Ok(request)
}

/// `{"AWS": arn}`, `{"Service": name}`, `{"Federated": id}`, `{"CanonicalUser": id}`, or `{"type": "Anonymous"}`.
fn principal(kinds: &Map<String, Value>) -> Result<Principal> {
    let Some((kind, value)) = kinds.iter().next() else { return Ok(Principal::Anonymous) };
    let path = format!("principal.{kind}");
    let text = value.as_str().ok_or_else(|| wrong(&path, "a string", value))?;
    Ok(match kind.to_ascii_lowercase().as_str() {
        "aws" => Principal::parse(text),
        "service" => Principal::Service(text.into()),
        "federated" => Principal::Federated(text.into()),
        "canonicaluser" => Principal::CanonicalUser(text.into()),
        "type" if text.eq_ignore_ascii_case("anonymous") => Principal::Anonymous,
        _ => return Err(ParseError::new(path, Problem::PrincipalKind)),
    })
}

fn read_context(entries: &Map<String, Value>) -> Result<Context> {
    let mut context = Context::new();
    for (key, value) in entries {
        let path = format!("context.{key}");
        let scalar = |value: &Value| match value {
            Value::String(text) => Ok(Text::lit(text)),
            Value::Bool(_) | Value::Number(_) => Ok(Text::lit(value.to_string())),
            other => Err(wrong(&path, "a string, a number, a boolean or a list of them", other)),
        };
        context.set(
            key,
            match value {
                Value::Null => context::Value::Absent,
                Value::Array(list) => context::Value::Many(list.iter().map(scalar).collect::<Result<_>>()?),
                one => context::Value::One(scalar(one)?),
            },
        );
    }
    Ok(context)
}

fn read_levels(value: &Value, key: &str) -> Result<Vec<Vec<Policy>>> {
    let Value::Array(levels) = value else { return Err(wrong(key, "a list of levels, each a list of policies", value)) };
    levels.iter().enumerate().map(|(index, level)| policies(level, &format!("{key}[{index}]"), &format!("{key}[{index}]"))).collect()
}

fn policies(value: &Value, path: &str, name: &str) -> Result<Vec<Policy>> {
    let list = match value {
        Value::Array(list) => list.as_slice(),
        // A single value for a list, as in a policy.
        Value::Object(_) => std::slice::from_ref(value),
        _ => return Err(wrong(path, "a list of policies", value)),
    };
    list.iter()
        .enumerate()
        .map(|(index, one)| policy(one, &format!("{name}[{index}]")).map_err(|error| at(error, &format!("{path}[{index}]"))))
        .collect()
}

/// A policy document, or one under a name.
fn policy(value: &Value, default_name: &str) -> Result<Policy> {
    match value.get("policy") {
        Some(document) => {
            let name = value.get("name").and_then(Value::as_str).unwrap_or(default_name);
            Ok(Policy::new(name, Document::from_value(document).map_err(|e| at(e, "policy"))?))
        }
        None => Ok(Policy::new(default_name, Document::from_value(value)?)),
    }
}

/// Writes a decision, with every statement and why it does not match.
pub fn write(outcome: &Outcome) -> Value {
    let decision = match outcome.decision {
        Decision::Allowed => "allowed",
        Decision::ImplicitDeny => "implicit-deny",
        Decision::ExplicitDeny => "explicit-deny",
        Decision::Unknown => "unknown",
    };
    let statements: Vec<Value> = outcome.statements.iter().map(statement).collect();
    json!({"decision": decision, "by": outcome.by.map(Layer::name), "statements": statements})
}

fn truth(truth: Truth) -> Value {
    match truth {
        Truth::True => true.into(),
        Truth::False => false.into(),
        Truth::Unknown => "unknown".into(),
    }
}

fn statement(of: &StatementMatch) -> Value {
    let effect = match of.effect {
        Effect::Allow => "Allow",
        Effect::Deny => "Deny",
        Effect::Unknown => "unknown",
    };
    let because: Vec<Value> = of
        .mismatches
        .iter()
        .map(|mismatch| match &mismatch.element {
            Element::Action => json!({"element": "action", "matched": truth(mismatch.matched)}),
            Element::Resource => json!({"element": "resource", "matched": truth(mismatch.matched)}),
            Element::Principal => json!({"element": "principal", "matched": truth(mismatch.matched)}),
            Element::Condition { operator, key } => {
                json!({"element": "condition", "operator": operator, "key": key, "matched": truth(mismatch.matched)})
            }
        })
        .collect();
    json!({
        "layer": of.layer.name(),
        "policy": of.policy,
        "statement": of.index,
        "sid": of.sid,
        "effect": effect,
        "matched": truth(of.matched),
        "because": because,
    })
}
