//! `ssm-check session`: what AWS would answer to `aws ssm start-session`.

use crate::cli::{AnswerFormat, SessionArgs};
use crate::command::{not_one, request};
use crate::format::text::Page;
use crate::format::words;
use crate::{Exit, Failure, Settings, inert};
use serde::Serialize;
use ssm_check_checks::session::{Answer, Call, SessionOutcome};
use ssm_check_checks::{Inputs, Verdict};

#[derive(Serialize)]
struct AnsweredCall<'a> {
    /// What the policies decide: `allowed` also of a target that is not connected. `ends` of a session that starts and does not open.
    outcome: &'static str,
    /// Whether Session Manager reaches the target, of one that the policies allow; null where that is not known.
    connected: Option<bool>,
    /// Whether a session opens in the end; null where that is not known.
    opens: Option<bool>,
    /// The error that AWS would answer all the same.
    error: Option<&'static str>,
    resource: Option<&'a str>,
    why: Option<&'static str>,
    message: String,
    evidence: Vec<EvidenceStep>,
}

#[derive(Serialize)]
struct EvidenceStep {
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
    if arguments.just_in_time {
        return request::on_request(arguments, inputs, settings);
    }
    let call = Call {
        principal: arguments.principal.clone(),
        target: arguments.target.clone(),
        document: arguments.document.clone(),
        parameters: arguments.parameter.iter().map(|text| parameter(text)).collect::<Result<_, _>>()?,
    };
    let answer = inputs.session(&settings.options, &call).map_err(|error| Failure::new(error.to_string()))?;
    let answer = answer.map_err(|not| not_one::failure(&not))?;
    let exit = match answer.outcome {
        SessionOutcome::Allowed => Exit::Clean,
        SessionOutcome::Denied | SessionOutcome::Invalid => Exit::Findings,
        SessionOutcome::Unknown | SessionOutcome::MaybeNotConnected | SessionOutcome::MaybeEnds => Exit::Undecided,
        SessionOutcome::NotConnected => Exit::NotConnected,
        SessionOutcome::Ends => Exit::Ends,
    };
    let text = match arguments.format {
        AnswerFormat::Json => json(&answer)?,
        AnswerFormat::Text => text(&answer, settings),
    };
    Ok((text, exit))
}

fn parameter(text: &str) -> Result<(String, String), Failure> {
    let pair = text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    pair.ok_or_else(|| Failure::new(format!("`{text}` is not like `NAME=VALUE`")))
}

fn json(answer: &Answer) -> Result<String, Failure> {
    let step = |evidence: &ssm_check_checks::Evidence| EvidenceStep {
        kind: evidence.kind(),
        effect: evidence.effect().map(ssm_check_checks::Effect::as_str),
        address: evidence.at().map(|at| at.address.clone()),
        attribute: evidence.at().and_then(|at| at.attribute.clone()),
        message: evidence.to_string(),
    };
    let entry = AnsweredCall {
        outcome: answer.outcome.decision(),
        connected: match answer.outcome {
            SessionOutcome::Allowed | SessionOutcome::MaybeEnds => Some(true),
            SessionOutcome::NotConnected => Some(false),
            SessionOutcome::Ends
            | SessionOutcome::MaybeNotConnected
            | SessionOutcome::Denied
            | SessionOutcome::Invalid
            | SessionOutcome::Unknown => None,
        },
        opens: answer.outcome.opens(),
        error: (answer.outcome == SessionOutcome::NotConnected).then_some("TargetNotConnected"),
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
    let verdict = match answer.outcome.opens() {
        Some(true) => Verdict::Pass,
        Some(false) => Verdict::Fail,
        None => Verdict::Unknown,
    };
    let outcome = page.styled(page.style_of(verdict), answer.outcome.as_str());
    page.line(0, &format!("{outcome}: {}", words::line(&answer.message)));
    for step in &answer.evidence {
        page.item(2, &words::line(&words::step(step)));
    }
    page.finish()
}
