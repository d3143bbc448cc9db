//! `ssm-check session`: what AWS would answer to `aws ssm start-session`.

use crate::cli::{AnswerFormat, SessionArgs};
use crate::format::text::Page;
use crate::format::words::line;
use crate::{Exit, Failure, Settings, inert};
use serde::Serialize;
use ssm_check_checks::Inputs;
use ssm_check_checks::session::{Answer, Call, Outcome};

#[derive(Serialize)]
struct Entry<'a> {
    /// What the policies decide: `allowed` also of a target that is not connected.
    outcome: &'static str,
    /// The error that AWS would answer all the same.
    error: Option<&'static str>,
    resource: Option<&'a str>,
    why: Option<&'static str>,
    message: String,
    evidence: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    kind: &'static str,
    effect: Option<&'static str>,
    address: Option<String>,
    attribute: Option<String>,
    message: String,
}

/// The answer, and what the exit status says of it.
///
/// Errors: a principal, target or document that is not there; a parameter without a value.
pub(crate) fn session(arguments: &SessionArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<(String, Exit), Failure> {
    let call = Call {
        principal: arguments.principal.clone(),
        target: arguments.target.clone(),
        document: arguments.document.clone(),
        parameters: arguments.parameter.iter().map(|text| parameter(text)).collect::<Result<_, _>>()?,
    };
    let answer = inputs.session(&settings.options, &call).map_err(|error| Failure::new(error.to_string()))?.map_err(Failure::new)?;
    let exit = match answer.outcome {
        Outcome::Allowed => Exit::Clean,
        Outcome::Denied | Outcome::Invalid => Exit::Findings,
        Outcome::Unknown => Exit::Undecided,
        Outcome::NotConnected => Exit::NotConnected,
    };
    let text = match arguments.format {
        AnswerFormat::Json => json(&answer)?,
        AnswerFormat::Text => text(&answer, settings),
    };
    Ok((text, exit))
}

fn parameter(text: &str) -> Result<(String, String), Failure> {
    let pair = text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    pair.ok_or_else(|| Failure::new(format!("`{text}` is no `NAME=VALUE`")))
}

fn json(answer: &Answer) -> Result<String, Failure> {
    let step = |evidence: &ssm_check_checks::Evidence| Step {
        kind: evidence.kind(),
        effect: evidence.effect().map(ssm_check_checks::Effect::as_str),
        address: evidence.at().map(|at| at.address.clone()),
        attribute: evidence.at().and_then(|at| at.attribute.clone()),
        message: evidence.to_string(),
    };
    let entry = Entry {
        outcome: match answer.outcome {
            Outcome::NotConnected => Outcome::Allowed.as_str(),
            decided => decided.as_str(),
        },
        error: (answer.outcome == Outcome::NotConnected).then_some("TargetNotConnected"),
        resource: answer.resource.as_deref(),
        why: answer.why,
        message: answer.message.to_string(),
        evidence: answer.evidence.iter().map(step).collect(),
    };
    let text = serde_json::to_string_pretty(&entry).map_err(|error| Failure::new(error.to_string()))?;
    Ok(inert::json(&text) + "\n")
}

fn text(answer: &Answer, settings: &Settings) -> String {
    let mut page = Page::new(settings.terminal);
    page.line(0, &format!("{}: {}", answer.outcome.as_str(), line(&answer.message)));
    for step in &answer.evidence {
        let at = step.at().map(|at| format!("{at}: ")).unwrap_or_default();
        page.line(2, &inert::printable(&format!("{at}{step}")));
    }
    page.finish()
}
