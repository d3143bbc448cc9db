//! What can be wrong with an input: one sentence each, with what to do.

use std::fmt;
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
    /// A gzip file that ends early or does not add up.
    #[error("this is a gzip file that is broken; write it anew")]
    Gzip,
    /// A file that is compressed in another way than gzip.
    #[error("this is compressed with {format}; decompress it first: `{command} FILE | ssm-check`")]
    Compressed {
        /// What people call the format.
        format: &'static str,
        /// What writes its content to standard output.
        command: &'static str,
    },
    /// More than a plan can have.
    #[error("this is larger than {} MiB, which no plan is", most >> 20)]
    TooLarge {
        /// Bytes that are read.
        most: u64,
    },
    /// Something that is known by its members, or by how it begins.
    #[error("{0}")]
    Foreign(Foreign),
    /// The values after apply, and not one change.
    #[error(
        "this plan has values of {resources} resource{} and no `resource_changes`: a part of it was cut out; pass the whole output of `terraform show -json PLANFILE`",
        if *resources == 1 { "" } else { "s" }
    )]
    NoChanges {
        /// How many resources will be.
        resources: usize,
    },
    /// The values of a resource after apply, and not its change.
    #[error(
        "this plan has no change for `{address}`{}, which it has the values of: a part of it was cut out; pass the whole output of `terraform show -json PLANFILE`",
        match others { 0 => String::new(), 1 => " and 1 other resource".to_owned(), others => format!(" and {others} other resources") }
    )]
    CutOut {
        /// The first such resource.
        address: String,
        /// How many more there are.
        others: usize,
    },
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
    #[error("this JSON is neither a plan nor a state; pass the output of `terraform show -json PLANFILE`")]
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
    #[error("the JSON is cut off at line {line}, column {column}{}; was the command that wrote it interrupted?", inside(path))]
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

impl InputError {
    /// Nothing says that this was meant to be a plan or state.
    pub fn is_something_else(&self) -> bool {
        match self {
            Self::NotAPlan | Self::ProviderSchemas => true,
            Self::Foreign(foreign) => !foreign.holds_a_plan(),
            _ => false,
        }
    }
}

/// In which part of the document.
fn inside(path: &str) -> String {
    if matches!(path, "." | "?") { String::new() } else { format!(", inside `{path}`") }
}

/// An input that is something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    what: String,
    instead: &'static str,
    /// A plan is in it all the same.
    holds_a_plan: bool,
}

impl Foreign {
    pub(crate) fn new(what: impl Into<String>, instead: &'static str) -> Self {
        Self { what: what.into(), instead, holds_a_plan: false }
    }

    pub(crate) fn around_a_plan(what: impl Into<String>, instead: &'static str) -> Self {
        Self { holds_a_plan: true, ..Self::new(what, instead) }
    }

    /// A plan is in it all the same: whoever passed it meant that to be looked at.
    pub fn holds_a_plan(&self) -> bool {
        self.holds_a_plan
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is {}; {}", self.what, self.instead)
    }
}
