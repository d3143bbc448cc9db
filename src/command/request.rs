//! `ssm-check session --just-in-time`: what comes of asking for a target.

use crate::cli::{AnswerFormat, SessionArgs};
use crate::command::not_one;
use crate::format::json::OnRequestEntry;
use crate::format::text::Page;
use crate::{Exit, Failure, Settings, inert};
use serde::Serialize;
use ssm_check_checks::{Inputs, OnRequest, RequestOutcome, TokenPolicy, Told};

/// What comes of asking for the target.
#[derive(Serialize)]
struct RequestEntry<'a> {
    #[serde(flatten)]
    answer: OnRequestEntry<'a>,
    message: String,
    /// The session documents that a token allows.
    allows: &'static [String],
    /// AWS's session policy, its version's date, and where it is.
    session_policy: &'static str,
    session_policy_date: &'static str,
    session_policy_source: &'static str,
}

/// The answer, and what the exit status says of it.
///
/// Errors: a principal or target that is not there; an attribute that no caller has.
pub(crate) fn on_request(arguments: &SessionArgs, inputs: &Inputs<'_, '_>, settings: &Settings) -> Result<(String, Exit), Failure> {
    let told = arguments.caller.iter().try_fold(Told::default(), |told, text| told.and(text)).map_err(Failure::new)?;
    let answer = inputs.on_request(&settings.options, &arguments.principal, &arguments.target, &told);
    let answer = answer.map_err(|error| Failure::new(error.to_string()))?.map_err(|not| not_one::failure(&not))?;
    let why = "the principal may not ask, or no approval policy of the inputs is in use for the target";
    let nothing =
        OnRequest { outcome: RequestOutcome::Never, automatic_if: None, approvals: None, policy: None, hours: None, why: Some(why.into()) };
    let answer = answer.unwrap_or(nothing);
    let gets = matches!(answer.outcome, RequestOutcome::Automatic | RequestOutcome::Approval | RequestOutcome::Depends);
    let exit = match answer.outcome {
        RequestOutcome::Automatic | RequestOutcome::Approval => Exit::Clean,
        RequestOutcome::Never => Exit::Findings,
        RequestOutcome::Depends | RequestOutcome::Unknown => Exit::Undecided,
    };
    let token = TokenPolicy::of_aws();
    if matches!(arguments.format, AnswerFormat::Json) {
        let entry = RequestEntry {
            answer: OnRequestEntry::new(&answer),
            message: answer.to_string(),
            allows: if gets { &token.documents } else { &[] },
            session_policy: &token.policy,
            session_policy_date: &token.policy_date,
            session_policy_source: &token.source,
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
        let documents: Vec<String> = token.documents.iter().map(|name| format!("`{name}`")).collect();
        page.line(
            2,
            &format!(
                "a token allows {} and Remote Desktop, and no tunnel: `{}` of {}",
                documents.join(", "),
                token.policy,
                token.policy_date
            ),
        );
    }
    Ok((page.finish(), exit))
}
