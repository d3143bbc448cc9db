//! `ssm-check session`: what AWS would answer to `aws ssm start-session`.

use crate::cli::{AnswerFormat, SessionArgs};
use crate::format::json::OnRequestEntry;
use crate::format::text::Page;
use crate::{Exit, Failure, Settings, inert};
use serde::Serialize;
use ssm_check_checks::session::{Answer, Call, Outcome};
use ssm_check_checks::{Inputs, OnRequest, RequestOutcome, TOKEN_DATE, TOKEN_DOCUMENTS, TOKEN_POLICY, TOKEN_SOURCE};

#[derive(Serialize)]
struct Entry<'a> {
    /// What the policies decide: `allowed` also of a target that is not connected.
    outcome: &'static str,
    /// The error that AWS would answer all the same.
    error: Option<&'static str>,
    resource: Option<&'a str>,
    why: Option<&'static str>,
    message: &'a str,
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
    if arguments.just_in_time {
        return on_request(arguments, inputs, settings);
    }
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

/// What comes of asking for the target.
#[derive(Serialize)]
struct RequestEntry<'a> {
    #[serde(flatten)]
    answer: OnRequestEntry<'a>,
    message: String,
    /// The session documents that a token allows.
    allows: &'static [&'static str],
    /// AWS's session policy, its version's date, and where it is.
    session_policy: &'static str,
    session_policy_date: &'static str,
    session_policy_source: &'static str,
}

fn on_request(arguments: &SessionArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<(String, Exit), Failure> {
    let answer = inputs.on_request(&settings.options, &arguments.principal, &arguments.target);
    let answer = answer.map_err(|error| Failure::new(error.to_string()))?.map_err(Failure::new)?;
    let why = "the principal may not ask, or no approval policy of the inputs is in use for the target";
    let nothing = OnRequest {
        outcome: RequestOutcome::Never,
        automatic_if: None,
        approvals: None,
        policy: None,
        hours: None,
        why: Some(why.to_owned()),
    };
    let answer = answer.unwrap_or(nothing);
    let gets = matches!(answer.outcome, RequestOutcome::Automatic | RequestOutcome::Approval | RequestOutcome::Depends);
    let exit = match answer.outcome {
        RequestOutcome::Automatic | RequestOutcome::Approval => Exit::Clean,
        RequestOutcome::Never => Exit::Findings,
        RequestOutcome::Depends | RequestOutcome::Unknown => Exit::Undecided,
    };
    if matches!(arguments.format, AnswerFormat::Json) {
        let entry = RequestEntry {
            answer: OnRequestEntry::new(&answer),
            message: answer.to_string(),
            allows: if gets { TOKEN_DOCUMENTS } else { &[] },
            session_policy: TOKEN_POLICY,
            session_policy_date: TOKEN_DATE,
            session_policy_source: TOKEN_SOURCE,
        };
        let text = serde_json::to_string_pretty(&entry).map_err(|error| Failure::new(error.to_string()))?;
        return Ok((inert::json(&text) + "\n", exit));
    }
    let mut page = Page::new(settings.terminal);
    page.line(0, &inert::printable(&answer.to_string()));
    if let Some(policy) = &answer.policy {
        page.line(2, &inert::printable(&format!("approvals by `{policy}`")));
    }
    if let Some(hours) = answer.hours {
        page.line(2, &format!("for {hours} h"));
    }
    if gets {
        let documents: Vec<String> = TOKEN_DOCUMENTS.iter().map(|name| format!("`{name}`")).collect();
        page.line(
            2,
            &format!("a token allows {} and Remote Desktop, and no tunnel: `{TOKEN_POLICY}` of {TOKEN_DATE}", documents.join(", ")),
        );
    }
    Ok((page.finish(), exit))
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
        message: &answer.message,
        evidence: answer.evidence.iter().map(step).collect(),
    };
    let text = serde_json::to_string_pretty(&entry).map_err(|error| Failure::new(error.to_string()))?;
    Ok(inert::json(&text) + "\n")
}

fn text(answer: &Answer, settings: &Settings) -> String {
    let mut page = Page::new(settings.terminal);
    page.line(0, &format!("{}: {}", answer.outcome.as_str(), inert::printable(&answer.message)));
    for step in &answer.evidence {
        let at = step.at().map(|at| format!("{at}: ")).unwrap_or_default();
        page.line(2, &inert::printable(&format!("{at}{step}")));
    }
    page.finish()
}
