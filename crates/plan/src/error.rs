//! What can be wrong with an input: one sentence each, with what to do.

use thiserror::Error;

/// Why an input is no plan or state that can be analysed.
#[derive(Debug, Error)]
pub enum InputError {
    /// Nothing at all.
    #[error("the input is empty; pass the output of `terraform show -json PLANFILE`")]
    Empty,
    /// The file that `terraform plan -out` writes.
    #[error("this is a binary plan file; convert it first: `terraform show -json PLANFILE | ssm-check`")]
    BinaryPlan,
    /// A compressed file.
    #[error("this is a gzip file; decompress it first")]
    Gzip,
    /// `terraform plan -json` or `terraform apply -json`.
    #[error(
        "this is the event stream of `plan -json` or `apply -json`, which does not hold the plan; save the plan with `terraform plan -out=PLANFILE` and pass `terraform show -json PLANFILE`"
    )]
    EventStream,
    /// `terraform plan` or `terraform show` without `-json`.
    #[error("this is a plan in words, for people; pass the output of `terraform show -json PLANFILE` instead")]
    HumanPlan,
    /// A state file of another version than 4.
    #[error(
        "this is a state file of version {version}, and only version 4 is read; pass the output of `terraform show -json` in the state's directory instead"
    )]
    StateVersion {
        /// The state file's own version.
        version: u64,
    },
    /// A state file that holds a resource in the form of Terraform before 0.12.
    #[error(
        "this state file holds `{address}` in the form of Terraform 0.11; run `terraform apply -refresh-only`, or pass the output of `terraform show -json`"
    )]
    FlatState {
        /// The resource.
        address: String,
    },
    /// A state or plan that OpenTofu encrypted.
    #[error("this is encrypted by OpenTofu; pass the output of `tofu show -json`, which is not")]
    Encrypted,
    /// `terraform providers schema -json`.
    #[error("this is the output of `terraform providers schema -json`; pass the output of `terraform show -json PLANFILE`")]
    ProviderSchemas,
    /// JSON, but something else.
    #[error("this JSON is neither a plan nor a state: it has no `format_version`; pass the output of `terraform show -json PLANFILE`")]
    NotAPlan,
    /// No JSON.
    #[error("this is not JSON: line {line}, column {column}: {message}; pass the output of `terraform show -json PLANFILE`")]
    NotJson {
        /// 1-based line.
        line: usize,
        /// 1-based column, in bytes.
        column: usize,
        /// The parser's word for it.
        message: String,
    },
    /// Neither UTF-8 nor UTF-16.
    #[error("the input is neither UTF-8 nor UTF-16 text: invalid at byte {offset}; pass the output of `terraform show -json PLANFILE`")]
    NotText {
        /// Offset of the first invalid byte.
        offset: usize,
    },
    /// The JSON stops early.
    #[error("the JSON is cut off at line {line}, column {column}, inside `{path}`; was the command that wrote it interrupted?")]
    Truncated {
        /// 1-based line.
        line: usize,
        /// 1-based column, in bytes.
        column: usize,
        /// Where in the document, such as `resource_changes[3].change`.
        path: String,
    },
    /// JSON of another shape than Terraform writes.
    #[error("the JSON is not what Terraform writes at `{path}`: line {line}, column {column}: {message}")]
    Malformed {
        /// 1-based line.
        line: usize,
        /// 1-based column, in bytes.
        column: usize,
        /// Where in the document.
        path: String,
        /// The parser's word for it.
        message: String,
    },
    /// A resource address that does not parse.
    #[error("`{address}` at `{path}` is not a resource address: {source}")]
    Address {
        /// The text.
        address: String,
        /// Where in the document.
        path: String,
        /// What is wrong with it.
        source: crate::AddressError,
    },
    /// A later major format.
    #[error("format version {version} is not supported, only 0.x and 1.x are; a newer ssm-check may read it")]
    UnsupportedFormat {
        /// As the input says.
        version: String,
    },
}

/// What the parser says, without the place.
pub(crate) fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    without_value(text.rsplit_once(" at line ").map_or(&*text, |(message, _)| message))
}

/// What the parser says without the value that it quotes, which may be a secret, and without names of our own:
/// `invalid type: string "…", expected a map`, and the like with backticks.
pub(crate) fn without_value(message: &str) -> String {
    let shortened = match (message.find(['"', '`']), message.rfind(", expected ")) {
        (Some(start), Some(end)) if start < end => {
            let (before, after) = (message.get(..start).unwrap_or_default(), message.get(end..).unwrap_or_default());
            format!("{}{after}", before.trim_end())
        }
        _ => message.to_owned(),
    };
    match shortened.split_once(", expected struct ") {
        Some((found, _)) if found.contains(": ") => format!("{found}, expected an object"),
        _ => shortened,
    }
}
