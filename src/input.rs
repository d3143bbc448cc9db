//! Inputs: files and standard input, read fully, decoded, and named in every error.

use crate::Failure;
use ssm_check_plan::{InputError, InputKind, Plan, decode_text};
use std::borrow::Cow;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Where an input comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// What a report says of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputInfo {
    /// As on the command line.
    pub name: String,
    /// Plan or state.
    pub kind: InputKind,
    /// The Terraform or OpenTofu that wrote it.
    pub terraform_version: Option<String>,
    /// As the input says.
    pub format_version: String,
}

impl Input {
    /// An argument: `-` is standard input.
    pub fn named(argument: &Path) -> Self {
        if argument == Path::new("-") { Self::Stdin } else { Self::File(argument.to_owned()) }
    }

    /// As on the command line.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// As an error names it.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    fn read(&self) -> Result<Vec<u8>, String> {
        let bytes = match self {
            Self::Stdin => {
                let mut bytes = Vec::new();
                std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File(path) => std::fs::read(path),
        };
        bytes.map_err(|error| match error.kind() {
            ErrorKind::NotFound => "no such file".to_owned(),
            ErrorKind::PermissionDenied => "permission denied".to_owned(),
            ErrorKind::IsADirectory => {
                "this is a directory; pass the JSON file that `terraform show -json PLANFILE` wrote".to_owned()
            }
            _ => format!("cannot be read: {error}"),
        })
    }
}

/// Applies `decode` to every input, and collects what is wrong with each.
fn each<'a, T, U>(inputs: &[Input], items: impl IntoIterator<Item = &'a T>, mut decode: impl FnMut(&'a T) -> Result<U, String>) -> Result<Vec<U>, Failure>
where
    T: 'a,
{
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for (input, item) in inputs.iter().zip(items) {
        match decode(item) {
            Ok(item) => good.push(item),
            Err(message) => bad.push(format!("{}: {message}", input.title())),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(Failure::Said(bad)) }
}

/// Reads every input.
///
/// Errors: one sentence for each input that cannot be read.
pub(crate) fn read(inputs: &[Input]) -> Result<Vec<Vec<u8>>, Failure> {
    each(inputs, inputs, Input::read)
}

/// Decodes the text of every input.
pub(crate) fn decode<'p>(inputs: &[Input], bytes: &'p [Vec<u8>]) -> Result<Vec<Cow<'p, str>>, Failure> {
    each(inputs, bytes, |bytes| {
        Plan::refuse_binary(bytes).map_err(sentence)?;
        decode_text(bytes).map_err(sentence)
    })
}

/// Parses every input.
pub(crate) fn parse<'p>(inputs: &[Input], texts: &'p [Cow<'p, str>]) -> Result<Vec<Plan<'p>>, Failure> {
    each(inputs, texts, |text| Plan::parse(text).map_err(sentence))
}

/// What reports say of the inputs.
pub(crate) fn describe(inputs: &[Input], plans: &[Plan<'_>]) -> Vec<InputInfo> {
    let describe = |(input, plan): (&Input, &Plan<'_>)| InputInfo {
        name: input.name(),
        kind: plan.kind,
        terraform_version: plan.terraform_version.as_ref().map(ToString::to_string),
        format_version: plan.format_version.to_string(),
    };
    inputs.iter().zip(plans).map(describe).collect()
}

fn sentence(error: InputError) -> String {
    match error {
        // The parser quotes the value that it did not expect, which may be a secret.
        InputError::Malformed { line, column, path, message } => {
            InputError::Malformed { line, column, path, message: without_value(&message) }.to_string()
        }
        error => error.to_string(),
    }
}

/// `invalid type: string "secret", expected a map` without the value.
fn without_value(message: &str) -> String {
    let parts = message.split_once(": ").and_then(|(what, rest)| Some((what, rest.rsplit_once(", expected ")?)));
    match parts {
        Some((what, (found, expected))) => {
            let kind: Vec<_> = found.split_whitespace().take_while(|word| word.chars().all(|c| c.is_ascii_alphabetic())).collect();
            format!("{what}: {}, expected {expected}", kind.join(" "))
        }
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_value;

    #[test]
    fn values_are_left_out_of_messages() {
        let shortened = without_value("invalid type: string \"hunter2, expected\", expected a map");
        assert_eq!(shortened, "invalid type: string, expected a map");
        assert_eq!(without_value("invalid type: floating point `1.5`, expected u8"), "invalid type: floating point, expected u8");
        assert_eq!(without_value("missing field `address`"), "missing field `address`");
    }
}
