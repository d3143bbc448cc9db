//! The parameters of a call, as its document takes them.

use super::super::DocumentResource;
use super::answer::{Answer, Outcome};
use crate::document::{self, AWS_PORTS, Pattern, Reading};

/// Holds parameters against the document.
pub(super) fn parameters(document: &DocumentResource<'_>, given: &[(String, String)]) -> Answer {
    let refused = |message: String| {
        Answer::said(Outcome::Invalid, format!("An error occurred (InvalidParameters) when calling the StartSession operation: {message}"))
    };
    if let Some(aws) = document.aws {
        for (name, value) in given {
            if !aws.parameters.contains(name) {
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
