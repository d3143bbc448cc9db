//! Answers of AWS among the inputs: all that are judged are one input, and so are all that are context.

use super::Input;
use ssm_check_describe::{Answer, Answers, Dispute};
use ssm_check_plan::Plan;
use std::path::{Path, PathBuf};

/// What a file holds.
#[expect(clippy::large_enum_variant, reason = "most are plans")]
pub(crate) enum Parsed<'p> {
    /// A plan or state.
    Plan(Plan<'p>),
    /// An answer of AWS, or its pages.
    Answers(Vec<Answer<'p>>),
}

/// An input that is read.
pub(crate) struct Read<'p> {
    /// Where it comes from; the directory, where it is several files.
    pub input: Input,
    /// What it holds.
    pub plan: Plan<'p>,
    /// It is judged.
    pub judged: bool,
    /// Answers that contradict each other.
    pub disputes: Vec<Dispute>,
}

/// The inputs with their answers joined; each is what it holds, with its position among the arguments. `judged` is how many of the
/// arguments are judged; `strict` takes no answer for whole.
pub(crate) fn joined<'p>(parsed: Vec<(usize, Parsed<'p>)>, inputs: &[Input], judged: usize, strict: bool) -> Vec<Read<'p>> {
    let (mut read, mut context) = (Vec::new(), Vec::new());
    let (mut answers, mut answers_of_context) = (Group::default(), Group::default());
    for (index, parsed) in parsed {
        let Some(input) = inputs.get(index).cloned() else { continue };
        let judged = index < judged;
        match parsed {
            Parsed::Plan(plan) => if judged { &mut read } else { &mut context }.push(Read { input, plan, judged, disputes: Vec::new() }),
            Parsed::Answers(pages) => if judged { &mut answers } else { &mut answers_of_context }.push(input, pages),
        }
    }
    read.extend(answers.read(true, strict));
    read.extend(context);
    read.extend(answers_of_context.read(false, strict));
    read
}

/// Answers that are one input.
#[derive(Default)]
struct Group<'p> {
    answers: Answers<'p>,
    inputs: Vec<Input>,
}

impl<'p> Group<'p> {
    fn push(&mut self, input: Input, pages: Vec<Answer<'p>>) {
        self.answers.push(&input.name(), pages);
        self.inputs.push(input);
    }

    fn read(self, judged: bool, strict: bool) -> Option<Read<'p>> {
        let input = match self.inputs.as_slice() {
            [] => return None,
            [only] => only.clone(),
            several => Input::File(common(&several.iter().map(|input| PathBuf::from(input.name())).collect::<Vec<_>>())),
        };
        let joined = self.answers.join(input.name(), strict);
        Some(Read { plan: joined.plan, input, judged, disputes: joined.disputes })
    }
}

/// The directory that all files are in, or the one file.
fn common(files: &[PathBuf]) -> PathBuf {
    let [first, rest @ ..] = files else { return PathBuf::new() };
    if rest.is_empty() {
        return first.clone();
    }
    let mut shared: &Path = first.parent().unwrap_or(Path::new(""));
    while !rest.iter().all(|file| file.starts_with(shared)) {
        shared = shared.parent().unwrap_or(Path::new(""));
    }
    if shared == Path::new("") { PathBuf::from(".") } else { shared.to_owned() }
}
