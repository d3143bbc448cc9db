//! Inputs: files and standard input, read fully, decoded, and named in every error.

mod answers;
mod files;
mod reading;

pub(crate) use answers::{Parsed, Read, joined};
pub(crate) use files::{expand, short_names};

use crate::Failure;
use rayon::prelude::*;
use reading::LARGEST;
use ssm_check_describe::Answer;
use ssm_check_plan::{InputError, InputKind, Plan, decode_text, decompress};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Where an input comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
    /// A file that a directory or pattern led to; it may be something else than a plan or state.
    Found(PathBuf),
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
    /// When a plan was made, as it says; a state does not.
    pub timestamp: Option<String>,
    /// What it lacks by its own word; none of a whole one.
    pub partial: Option<PartialInfo>,
}

/// What an input lacks by its own word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartialInfo {
    /// Planning stopped with errors.
    pub errored: bool,
    /// It does not bring about all of its configuration.
    pub incomplete: bool,
    /// What it puts off to a later plan, each with the reason that it gives.
    pub deferred: Vec<(String, Option<String>)>,
    /// Addresses of what is missing, if that can be told.
    pub missing: Option<Vec<String>>,
}

impl PartialInfo {
    fn of(plan: &Plan<'_>) -> Self {
        let text = |text: &ssm_check_plan::Str<'_>| text.to_string();
        Self {
            errored: plan.partial.errored,
            incomplete: plan.partial.incomplete,
            deferred: plan.partial.deferred.iter().map(|each| (text(&each.address), each.reason.as_ref().map(text))).collect(),
            missing: plan.missing().map(|missing| missing.into_iter().map(|each| each.address).collect()),
        }
    }
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
            Self::File(path) | Self::Found(path) => path.display().to_string(),
        }
    }

    /// As an error names it.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Stdin => "standard input".to_owned(),
            Self::File(path) | Self::Found(path) => path.display().to_string(),
        }
    }
}

/// Reads inputs step by step, and collects what is wrong with each.
pub(crate) struct Problems<'a> {
    inputs: &'a [Input],
    /// One for each input.
    said: Vec<Option<Problem>>,
}

/// What is wrong with one input.
#[derive(Clone, Debug)]
enum Problem {
    /// A sentence.
    Said(String),
    /// It is neither a plan nor a state, and nobody said that it was.
    SomethingElse,
}

/// What the inputs hold that are kept, each with its position.
type Kept<T> = Vec<(usize, T)>;

/// From so many inputs on, they are read and parsed in parallel.
const MANY: usize = 8;

impl<'a> Problems<'a> {
    pub(crate) fn new(inputs: &'a [Input]) -> Self {
        Self { inputs, said: vec![None; inputs.len()] }
    }

    /// Reads every input.
    pub(crate) fn read(&mut self) -> Vec<Option<Vec<u8>>> {
        self.step(self.inputs.iter().map(Some).collect(), |_, input: &Input| {
            let bytes = input.read().map_err(Problem::Said)?;
            decompress(bytes, LARGEST).map_err(|error| Problem::Said(error.to_string()))
        })
    }

    /// Decodes the text of every input that was read.
    pub(crate) fn decode<'p>(&mut self, bytes: &'p [Option<Vec<u8>>]) -> Vec<Option<Cow<'p, str>>> {
        self.step(bytes.iter().map(Option::as_ref).collect(), |input, bytes: &'p Vec<u8>| {
            Plan::refuse_binary(bytes).map_err(|error| Problem::Said(error.to_string()))?;
            decode_text(bytes).map_err(|error| Problem::Said(input.error_in_place(error).to_string()))
        })
    }

    /// Parses every input that was decoded.
    pub(crate) fn parse<'p>(&mut self, texts: &'p [Option<Cow<'p, str>>]) -> Vec<Option<Parsed<'p>>> {
        self.step(texts.iter().map(Option::as_deref).collect(), |input, text: &'p str| {
            let error = match Plan::parse(text) {
                Ok(plan) => return Ok(Parsed::Plan(plan)),
                Err(error) => error,
            };
            if let Some(pages) = Answer::recognise(text) {
                return Ok(Parsed::Answers(pages));
            }
            Err(match (input, error) {
                (Input::Found(_), error) if error.is_something_else() => Problem::SomethingElse,
                (Input::Found(_), InputError::NotJson { .. } | InputError::Malformed { .. } | InputError::Truncated { .. })
                    if !Plan::may_be(text) =>
                {
                    Problem::SomethingElse
                }
                (input, error) => Problem::Said(input.error_in_place(error).to_string()),
            })
        })
    }

    /// The inputs with their results, if nothing is wrong; without those that are something else, and their names.
    ///
    /// Errors: one sentence for each input that something is wrong with; no plan or state at all.
    pub(crate) fn none_or_fail<T>(self, results: Vec<Option<T>>) -> Result<(Kept<T>, Vec<String>), Failure> {
        let name = |(input, said): (&Input, &Option<Problem>)| match said {
            Some(Problem::Said(said)) => Some(format!("{}: {said}", input.title())),
            Some(Problem::SomethingElse) | None => None,
        };
        let sentences: Vec<_> = self.inputs.iter().zip(&self.said).filter_map(name).collect();
        if !sentences.is_empty() {
            return Err(Failure::Said(sentences));
        }
        let (mut kept, mut left_out) = (Vec::new(), Vec::new());
        for ((index, input), result) in self.inputs.iter().enumerate().zip(results) {
            match result {
                Some(result) => kept.push((index, result)),
                None => left_out.push(input.title()),
            }
        }
        if kept.is_empty() {
            let files = if left_out.len() == 1 { "the one file".to_owned() } else { format!("the {} files", left_out.len()) };
            return Err(Failure::new(format!(
                "no plan or state is among {files} found; pass the output of `terraform show -json PLANFILE`"
            )));
        }
        Ok((kept, left_out))
    }

    fn step<T: Send, U: Send>(&mut self, items: Vec<Option<T>>, step: impl Fn(&Input, T) -> Result<U, Problem> + Sync) -> Vec<Option<U>> {
        let take = |((input, item), said): ((&Input, Option<T>), &mut Option<Problem>)| match step(input, item?) {
            Ok(result) => Some(result),
            Err(problem) => {
                *said = Some(problem);
                None
            }
        };
        if self.inputs.len() < MANY {
            self.inputs.iter().zip(items).zip(&mut self.said).map(take).collect()
        } else {
            self.inputs.par_iter().zip(items).zip(&mut self.said).map(take).collect()
        }
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
        timestamp: plan.timestamp.as_ref().map(ToString::to_string),
        partial: (!plan.partial.is_whole()).then(|| PartialInfo::of(plan)),
    };
    inputs.iter().zip(plans).enumerate().map(describe).collect()
}
