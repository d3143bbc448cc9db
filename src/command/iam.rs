//! `ssm-check iam`: IAM requests evaluated offline, for people who debug a policy, and for comparison with other simulators.

use crate::{Failure, Input};
use serde_json::Value;
use ssm_check_iam::simulate;

/// The decisions on one request or an array of them.
///
/// Errors: input that is no JSON, or that holds an invalid policy, with its JSON path.
pub(crate) fn iam(input: &Input) -> Result<String, Failure> {
    let bytes = input.read().map_err(|error| Failure::new(format!("{}: {error}", input.title())))?;
    let request: Value =
        serde_json::from_slice(&bytes).map_err(|error| Failure::new(format!("{}: this is not JSON: {error}", input.title())))?;
    let answer = simulate::run(&request).map_err(|error| Failure::new(format!("{}: {error}", input.title())))?;
    let text = serde_json::to_string_pretty(&answer).map_err(|error| Failure::new(error.to_string()))?;
    Ok(text + "\n")
}
