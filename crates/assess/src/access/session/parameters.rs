//! The parameters of a call, as its document takes them.

use super::super::DocumentResource;
use crate::access::answer::{Answer, SessionOutcome, said_by_aws};
use crate::document::{self, AWS_PORTS, Pattern, Reading};
use ssm_check_message::{Message, Span, say};

/// Holds parameters against the document.
pub(super) fn parameters(document: &DocumentResource<'_>, given: &[(String, String)]) -> Answer {
    let refused = |message: Message| Answer::said(SessionOutcome::Invalid, said_by_aws("InvalidParameters", message));
    let undefined = |name: &str| refused(say!("parameter \"{}\" is not defined in the document", plain(name)));
    if let Some(aws) = document.aws {
        for (name, value) in given {
            if !aws.parameters.contains(name) {
                return undefined(name);
            }
            let of_a_port = matches!(name.as_str(), "portNumber" | "localPortNumber") && !(name == "localPortNumber" && value == "0");
            if of_a_port && Pattern::new(AWS_PORTS).is_ok_and(|pattern| !pattern.accepts(value)) {
                return refused(not_matching(name, value, AWS_PORTS));
            }
        }
        return Answer::said(SessionOutcome::Allowed, "the session would start");
    }
    let Some(own) = document.own else { return of_elsewhere(document, given) };
    let content = match document::read(own) {
        Reading::Content(content) => content,
        Reading::Invalid(why) => return refused(say!("the document cannot be used: {}", why)),
        Reading::Unknown(gap) => {
            return Answer::said(SessionOutcome::Unknown, say!("the content of the document is not known: {}", gap.message()));
        }
    };
    for (name, value) in given {
        let Some(parameter) = content.parameter(name) else {
            return undefined(name);
        };
        match parameter.pattern() {
            Some(Ok(pattern)) if !pattern.accepts(value) => return refused(not_matching(name, value, &pattern.text)),
            Some(Err(why)) => return Answer::said(SessionOutcome::Unknown, why.clone()),
            Some(Ok(_)) => {}
            None => {
                if parameter.allowed_values().is_some_and(|values| !values.contains(value)) {
                    return Answer::said(
                        SessionOutcome::Unknown,
                        say!("whether AWS holds parameter {} against `allowedValues` is not documented", Span::value(name)),
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
        Some((name, _)) => refused(say!("parameter \"{}\" has no default and is not given", plain(name))),
        None => Answer::said(SessionOutcome::Allowed, "the session would start"),
    }
}

/// Of a document that the inputs do not have, such as the preferences of the account, the parameters are not known.
fn of_elsewhere(document: &DocumentResource<'_>, given: &[(String, String)]) -> Answer {
    match given.first() {
        None => Answer::said(SessionOutcome::Allowed, "the session would start"),
        Some((name, _)) => Answer::said(
            SessionOutcome::Unknown,
            say!(
                "the policies allow this; the inputs do not show whether {} defines parameter {}",
                Span::value(&document.name),
                Span::value(name)
            ),
        ),
    }
}

fn not_matching(name: &str, value: &str, pattern: &str) -> Message {
    say!("Parameter \"{}\" has value \"{}\" not matching \"{}\".", plain(name), plain(value), plain(pattern))
}

/// A text of the inputs or of the caller that stands in AWS's words, without quotes of ours.
fn plain(text: &str) -> Message {
    Span::Plain(text.to_owned()).into()
}
