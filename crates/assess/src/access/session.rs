//! What AWS would answer to `aws ssm start-session`.
//!
//! In the order of AWS: access to the target, access to the document, then the parameters
//! (<https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html>).

use super::table::AccessRow;
pub use super::table::Part;
use super::table::{ANY_TARGET, Reason, is_named, reason};
use super::{Access, Caller, DocumentResource, START, Shown};
use crate::Evidence;
use crate::document::{self, AWS_PORTS, Pattern, Reading};
use ssm_check_iam::{Layer, Satisfiable, Text, Truth};

/// One call.
#[derive(Clone, Debug, Default)]
pub struct Call {
    /// The address of the principal.
    pub principal: String,
    /// The address of the target, an instance id, or `*`.
    pub target: String,
    /// The document's name or address; none for a shell.
    pub document: Option<String>,
    /// Parameters, in the order given.
    pub parameters: Vec<(String, String)>,
}

/// What comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A session.
    Allowed,
    /// No access.
    Denied,
    /// Parameters that are refused.
    Invalid,
    /// It cannot be told.
    Unknown,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What comes back.
    pub outcome: Outcome,
    /// The resource that was refused.
    pub resource: Option<String>,
    /// `implicit`, `explicit`, `boundary` or `scp`, of a denial.
    pub why: Option<&'static str>,
    /// In AWS's own words, where AWS would say something.
    pub message: String,
    /// The statements that decided.
    pub evidence: Vec<Evidence>,
}

impl Outcome {
    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Invalid => "invalid",
            Self::Unknown => "unknown",
        }
    }
}

impl Answer {
    fn said(outcome: Outcome, message: impl Into<String>) -> Self {
        Self { outcome, resource: None, why: None, message: message.into(), evidence: Vec::new() }
    }
}

/// Simulates a call.
///
/// Errors: a principal, target or document that is not there, in one sentence.
pub fn simulate(access: &Access<'_>, call: &Call) -> Result<Answer, String> {
    let caller =
        access.callers.iter().find(|caller| caller.address() == call.principal).ok_or_else(|| no_principal(access, &call.principal))?;
    let document = match &call.document {
        None => access.shell().ok_or("there is no default document")?,
        Some(name) => access.documents.iter().find(|document| is_named(document, name)).ok_or_else(|| no_document(access, name))?,
    };
    let asking = access.asking(caller, START);
    let target = match access.targets.iter().find(|target| target.name == call.target) {
        Some(target) => target.clone(),
        None if call.target == ANY_TARGET => asking.any_instance(),
        None if call.target.starts_with("i-") || call.target.starts_with("mi-") => asking.any_named(&call.target),
        None => {
            return Err(no_target(access, &call.target));
        }
    };
    if asking.is_in_account_of(&target) == Truth::False {
        return Ok(Answer::said(
            Outcome::Invalid,
            format!("An error occurred (TargetNotConnected) when calling the StartSession operation: {} is not connected.", target.name),
        ));
    }
    let Some(decision) = asking.start(&target, document, call.document.is_some()) else {
        return Ok(Answer::said(
            Outcome::Invalid,
            format!(
                "An error occurred (InvalidDocument) when calling the StartSession operation: Document with name {} does not exist.",
                document.name
            ),
        ));
    };
    let shown = Shown(&asking);
    for (may, arn) in [(&decision.target, &decision.target_arn), (&decision.document, &decision.document_arn)] {
        if let Satisfiable::No { outcome } = &**may {
            let reason = reason(outcome);
            let evidence = match reason {
                Reason::Explicit(_) => shown.refusal(outcome, START, arn).into_iter().collect(),
                Reason::Implicit(_) => Vec::new(),
            };
            return Ok(Answer {
                outcome: Outcome::Denied,
                resource: Some(arn.to_string()),
                why: Some(why(reason)),
                message: denial(caller, access, arn, reason),
                evidence,
            });
        }
    }
    if decision.truth != Truth::True {
        return Ok(Answer {
            evidence: shown.gaps(),
            ..Answer::said(Outcome::Unknown, "whether AWS would allow this cannot be told from the inputs")
        });
    }
    let mut answer = parameters(document, &call.parameters);
    answer.evidence.extend(shown.open(&decision));
    Ok(answer)
}

/// A part of the matrix, and whether it is too large to be told as a whole.
///
/// Errors: a principal, target or document that is not there, in one sentence.
pub fn matrix(access: &Access<'_>, part: &Part) -> Result<(Vec<AccessRow>, bool), String> {
    if let Some(name) = part.principal.as_deref().filter(|name| access.callers.iter().all(|caller| caller.address() != *name)) {
        return Err(no_principal(access, name));
    }
    if let Some(name) =
        part.target.as_deref().filter(|name| *name != ANY_TARGET && access.targets.iter().all(|target| target.name != *name))
    {
        return Err(no_target(access, name));
    }
    if let Some(name) = part.document.as_deref().filter(|name| !access.documents.iter().any(|document| is_named(document, name))) {
        return Err(no_document(access, name));
    }
    Ok(super::table::rows(access, part))
}

fn no_principal(access: &Access<'_>, name: &str) -> String {
    let known = listed(access.callers.iter().map(Caller::address));
    format!("`{name}` is no principal of the inputs; those are {known}")
}

fn no_target(access: &Access<'_>, name: &str) -> String {
    let known = listed(access.targets.iter().map(|target| target.name.as_str()));
    format!("`{name}` is no target of the inputs; those are {known}")
}

fn no_document(access: &Access<'_>, name: &str) -> String {
    let known = listed(access.documents.iter().map(|document| document.name.as_str()));
    format!("`{name}` is no session document of AWS or of the inputs; those are {known}")
}

/// As many names are told.
const TOLD: usize = 20;

fn listed<'s>(names: impl Iterator<Item = &'s str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match names.get(..TOLD) {
        Some(some) if names.len() > TOLD => format!("{} and {} more", some.join(", "), names.len() - TOLD),
        _ if names.is_empty() => "none".to_owned(),
        _ => names.join(", "),
    }
}

fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Implicit(Some(Layer::Boundary)) | Reason::Explicit(Some(Layer::Boundary)) => "boundary",
        Reason::Implicit(Some(Layer::Scp)) | Reason::Explicit(Some(Layer::Scp)) => "scp",
        Reason::Implicit(_) => "implicit",
        Reason::Explicit(_) => "explicit",
    }
}

/// AWS's words:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>.
fn denial(caller: &Caller<'_>, access: &Access<'_>, resource: &Text, reason: Reason) -> String {
    let who = caller.principal().arn().map_or_else(String::new, |arn| access.scope.fill(arn).to_string());
    let policy = |layer: Option<Layer>| match layer {
        Some(Layer::Boundary) => "permissions boundary",
        Some(Layer::Scp) => "service control policy",
        _ => "identity-based policy",
    };
    let because = match reason {
        Reason::Implicit(layer) => format!("because no {} allows the {START} action", policy(layer)),
        Reason::Explicit(layer) => {
            let policy = policy(layer);
            let article = if policy.starts_with('i') { "an" } else { "a" };
            format!("with an explicit deny in {article} {policy}")
        }
    };
    format!(
        "An error occurred (AccessDeniedException) when calling the StartSession operation: User: {who} is not authorized to perform: {START} on resource: {resource} {because}"
    )
}

/// Holds parameters against the document.
fn parameters(document: &DocumentResource<'_>, given: &[(String, String)]) -> Answer {
    let refused = |message: String| {
        Answer::said(Outcome::Invalid, format!("An error occurred (InvalidParameters) when calling the StartSession operation: {message}"))
    };
    if let Some(aws) = document.aws {
        for (name, value) in given {
            if !aws.parameters.contains(&name.as_str()) {
                return refused(format!("parameter \"{name}\" is not defined in the document"));
            }
            let of_a_port = matches!(name.as_str(), "portNumber" | "localPortNumber") && !(name == "localPortNumber" && value == "0");
            if of_a_port && Pattern::new(AWS_PORTS).is_ok_and(|pattern| !pattern.accepts(value)) {
                return refused(not_matching(name, value, AWS_PORTS));
            }
        }
        return Answer::said(Outcome::Allowed, "the session would start");
    }
    let Some(own) = document.own else { return Answer::said(Outcome::Allowed, "the session would start") };
    let content = match document::read(own) {
        Reading::Content(content) => content,
        Reading::Invalid(why) => return refused(format!("the document cannot be used: {why}")),
        Reading::Unknown(gap) => return Answer::said(Outcome::Unknown, format!("the content of the document is not known: {gap}")),
    };
    for (name, value) in given {
        let Some(parameter) = content.parameter(name) else {
            return refused(format!("parameter \"{name}\" is not defined in the document"));
        };
        match parameter.pattern() {
            Some(Ok(pattern)) if !pattern.accepts(value) => return refused(not_matching(name, value, &pattern.text)),
            Some(Err(why)) => return Answer::said(Outcome::Unknown, why),
            Some(Ok(_)) => {}
            None => {
                if parameter.allowed_values().is_some_and(|values| !values.contains(value)) {
                    return Answer::said(
                        Outcome::Unknown,
                        format!("whether AWS holds parameter `{name}` against `allowedValues` is not documented"),
                    );
                }
            }
        }
    }
    let declared = content.value.get("parameters").and_then(|parameters| parameters.as_object());
    let missing = declared
        .into_iter()
        .flatten()
        .find(|(name, value)| value.get("default").is_none() && !given.iter().any(|(known, _)| known == *name));
    match missing {
        Some((name, _)) => refused(format!("parameter \"{name}\" has no default and is not given")),
        None => Answer::said(Outcome::Allowed, "the session would start"),
    }
}

fn not_matching(name: &str, value: &str, pattern: &str) -> String {
    format!("Parameter \"{name}\" has value \"{value}\" not matching \"{pattern}\".")
}
