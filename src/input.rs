//! Inputs: files and standard input, read fully, decoded, and named in every error.

use crate::{Failure, failure};
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
    /// What it is for.
    pub role: Role,
    /// The Terraform or OpenTofu that wrote it.
    pub terraform_version: Option<String>,
    /// As the input says.
    pub format_version: String,
}

/// What an input is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is judged.
    Judged,
    /// It is looked at, to judge the others.
    Context,
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

    pub(crate) fn read(&self) -> Result<Vec<u8>, String> {
        let bytes = match self {
            Self::Stdin => {
                let mut bytes = Vec::new();
                std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
            }
            Self::File(path) => std::fs::read(path),
        };
        bytes.map_err(|error| match error.kind() {
            ErrorKind::NotFound => "no such file".to_owned(),
            ErrorKind::IsADirectory => "this is a directory; pass the JSON file that `terraform show -json PLANFILE` wrote".to_owned(),
            _ => failure::words(&error),
        })
    }
}

/// Reads inputs step by step, and collects what is wrong with each.
pub(crate) struct Problems<'a> {
    inputs: &'a [Input],
    /// One for each input.
    said: Vec<Option<String>>,
}

impl<'a> Problems<'a> {
    pub(crate) fn new(inputs: &'a [Input]) -> Self {
        Self { inputs, said: vec![None; inputs.len()] }
    }

    /// Reads every input.
    pub(crate) fn read(&mut self) -> Vec<Option<Vec<u8>>> {
        let inputs = self.inputs;
        self.step(inputs.iter().map(Some), Input::read)
    }

    /// Decodes the text of every input that was read.
    pub(crate) fn decode<'p>(&mut self, bytes: &'p [Option<Vec<u8>>]) -> Vec<Option<Cow<'p, str>>> {
        self.step(bytes.iter().map(Option::as_ref), |bytes| {
            Plan::refuse_binary(bytes).map_err(sentence)?;
            decode_text(bytes).map_err(sentence)
        })
    }

    /// Parses every input that was decoded.
    pub(crate) fn parse<'p>(&mut self, texts: &'p [Option<Cow<'p, str>>]) -> Vec<Option<Plan<'p>>> {
        self.step(texts.iter().map(Option::as_deref), |text| Plan::parse(text).map_err(sentence))
    }

    /// The results, if nothing is wrong.
    ///
    /// Errors: one sentence for each input that something is wrong with.
    pub(crate) fn none_or_fail<T>(self, results: Vec<Option<T>>) -> Result<Vec<T>, Failure> {
        let name = |(input, said): (&Input, Option<String>)| Some(format!("{}: {}", input.title(), said?));
        let sentences: Vec<_> = self.inputs.iter().zip(self.said).filter_map(name).collect();
        if sentences.is_empty() { Ok(results.into_iter().flatten().collect()) } else { Err(Failure::Said(sentences)) }
    }

    fn step<T, U>(&mut self, items: impl Iterator<Item = Option<T>>, step: impl Fn(T) -> Result<U, String>) -> Vec<Option<U>> {
        let take = |(item, said): (Option<T>, &mut Option<String>)| match step(item?) {
            Ok(result) => Some(result),
            Err(sentence) => {
                *said = Some(sentence);
                None
            }
        };
        items.zip(&mut self.said).map(take).collect()
    }
}

/// What reports say of the inputs.
pub(crate) fn describe(inputs: &[Input], plans: &[Plan<'_>], judged: usize) -> Vec<InputInfo> {
    let describe = |(index, (input, plan)): (usize, (&Input, &Plan<'_>))| InputInfo {
        name: input.name(),
        kind: plan.kind,
        role: if index < judged { Role::Judged } else { Role::Context },
        terraform_version: plan.terraform_version.as_ref().map(ToString::to_string),
        format_version: plan.format_version.to_string(),
    };
    inputs.iter().zip(plans).enumerate().map(describe).collect()
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
            let expected = if expected.starts_with("struct ") { "an object" } else { expected };
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
