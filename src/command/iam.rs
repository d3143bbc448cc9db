//! `ssm-check iam`: IAM requests evaluated offline, for people who debug a policy, and for comparison with other simulators.

use crate::{Failure, Input, inert};
use serde_json::{Value, json};
use ssm_check_iam::{ParseError, simulate};
use ssm_check_plan::decode_text;

/// The decisions on one request or an array of them, and what is wrong with those that have none.
///
/// Errors: input that is no JSON, or that holds an invalid policy, with its JSON path. In an array, an invalid entry has an `error` in the
/// place of its decision, and the others are decided all the same.
pub(crate) fn iam(input: &Input) -> Result<(String, Option<Failure>), Failure> {
    let bytes = input.read().map_err(|error| Failure::new(format!("{}: {error}", input.title())))?;
    let wrong = |what: String| Failure::new(format!("{}: {what}", input.title()));
    let text = decode_text(&bytes).map_err(|_| wrong("this is neither UTF-8 nor UTF-16 text".to_owned()))?;
    if text.trim().is_empty() {
        return Err(wrong("the input is empty; pass a request with its policies, as JSON".to_owned()));
    }
    let request: Value = serde_json::from_str(&text).map_err(|error| wrong(format!("this is not JSON: {error}")))?;
    let sentence = |error: ParseError| format!("{}: {error}", input.title());
    let mut sentences = Vec::new();
    let answer = match &request {
        Value::Array(list) => simulate::each(list)
            .into_iter()
            .map(|answer| {
                answer.unwrap_or_else(|error| {
                    let entry = json!({"error": error.to_string()});
                    sentences.push(sentence(error));
                    entry
                })
            })
            .collect(),
        one => simulate::run(one).map_err(|error| Failure::new(sentence(error)))?,
    };
    let text = serde_json::to_string_pretty(&answer).map_err(|error| Failure::new(error.to_string()))?;
    Ok((inert::json(&text) + "\n", (!sentences.is_empty()).then_some(Failure::Said(sentences))))
}
