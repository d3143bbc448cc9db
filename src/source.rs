//! The `.tf` files behind a plan: found, loaded, and refused with one line of warning where they are not the plan's.

use crate::{Failure, Input, places};
use ssm_check_plan::{InputKind, Plan};
use ssm_check_source::{Evaluator, LoadError, Settings, Sources};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where the sources are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceDir {
    /// The directory that the plan's file is in, or else the working one, where its configuration is the plan's.
    Auto,
    /// Nowhere.
    Off,
    /// This directory.
    Dir(PathBuf),
}

/// Selects a workspace where Terraform runs, and so where this program does in the same job:
/// <https://developer.hashicorp.com/terraform/cli/config/environment-variables#tf_workspace>.
const WORKSPACE: &str = "TF_WORKSPACE";

/// More are counted.
const MOST_REMARKS: usize = 20;

/// What of the sources is not understood, each with its place.
fn remarks(sources: &Sources, plan: &Plan<'_>) -> Vec<String> {
    let is_refused = |file: &str| sources.refused().iter().any(|refused| refused.path == file);
    let broken = sources.broken().into_iter().filter(|broken| !is_refused(&broken.span.file)).map(|broken| {
        let span = &broken.span;
        format!("{}:{}:{}: {}; what the file declares is not known", span.file, span.line, span.column, broken.message)
    });
    let missing = sources.missing().into_iter().map(|module| format!("the files of `{module}` are not there; `terraform init` gets them"));
    let unevaluated = Evaluator::new(sources, plan).unevaluated();
    let unevaluated = unevaluated.into_iter().map(|(span, why)| format!("{}:{}:{}: not known: {why}", span.file, span.line, span.column));
    broken.chain(missing).chain(unevaluated).collect()
}

/// What of the sources is not read, which is news to whoever has them.
fn refusals(sources: &Sources) -> impl Iterator<Item = String> {
    sources.refused().iter().map(|refused| format!("`{}` {}, and is not read; what it holds is not known", refused.path, refused.why))
}

impl SourceDir {
    /// The value of `--source`.
    ///
    /// Errors: there is no such directory.
    pub fn named(argument: &Path) -> Result<Self, Failure> {
        match argument.to_str() {
            Some("auto") => Ok(Self::Auto),
            Some("off") => Ok(Self::Off),
            _ if argument.is_dir() => Ok(Self::Dir(argument.to_owned())),
            _ => {
                let what = if argument.exists() { "this is no directory" } else { "no such directory" };
                Err(Failure::new(format!("{}: {what}; `--source` takes the directory of the .tf files", argument.display())))
            }
        }
    }

    /// Loads the sources of each plan. What is not a plan's is left aside. A warning says so, once, where a directory was named,
    /// and where the working directory is of no plan at all.
    pub(crate) fn load<'p>(&self, plans: impl IntoIterator<Item = (&'p Input, &'p Plan<'p>)>, warn: impl Fn(&str)) -> Vec<Option<Sources>> {
        let mut refused = None;
        let plans: Vec<_> = plans.into_iter().collect();
        let found: Vec<_> = plans.iter().map(|(input, plan)| self.load_one(input, plan, &mut refused)).collect();
        let mut said: BTreeSet<String> = found.iter().flatten().flat_map(refusals).collect();
        if matches!(self, Self::Dir(_)) {
            for (sources, (_, plan)) in found.iter().zip(&plans) {
                said.extend(sources.iter().flat_map(|sources| remarks(sources, plan)));
            }
        }
        said.iter().take(MOST_REMARKS).for_each(|remark| warn(&format!("warning: {remark}")));
        if said.len() > MOST_REMARKS {
            warn(&format!("warning: {} more places of the sources are not understood", said.len() - MOST_REMARKS));
        }
        match refused {
            Some((dir, error)) if found.iter().all(Option::is_none) => {
                warn(&format!("warning: the sources in `{}` are left aside: {error}", dir.display()));
            }
            _ => {}
        }
        found
    }

    fn load_one(&self, input: &Input, plan: &Plan<'_>, refused: &mut Option<(PathBuf, LoadError)>) -> Option<Sources> {
        if plan.kind != InputKind::Plan {
            return None;
        }
        for (dir, is_named) in self.candidates(input) {
            // Nothing outside the repository is read, whatever a link or a list of modules says.
            let likely_workspace = std::env::var(WORKSPACE).ok().filter(|name| !name.is_empty());
            let tree = dir.canonicalize().ok().and_then(|dir| places::repository_of(&dir).map(Path::to_owned));
            match Sources::load_with(&dir, plan, &Settings { tree, likely_workspace, ..Settings::default() }) {
                Ok(sources) => return Some(sources),
                // Any directory may be the working one: no configuration there is no news.
                Err(error) if is_named || matches!(error, LoadError::Mismatch(_) | LoadError::Refused(_)) => {
                    *refused = refused.take().or(Some((dir, error)));
                }
                Err(_) => {}
            }
        }
        None
    }

    /// Where the sources of an input may be, and whether someone said so. Those beside the plan come first: `fix --write` edits them, and
    /// a copy in the working directory is nobody's configuration.
    fn candidates(&self, input: &Input) -> Vec<(PathBuf, bool)> {
        match (self, input) {
            (Self::Off, _) => Vec::new(),
            (Self::Dir(dir), _) => vec![(dir.clone(), true)],
            (Self::Auto, Input::File(file) | Input::Found(file)) => match file.parent() {
                Some(beside) if beside != Path::new("") && beside != Path::new(".") => {
                    vec![(beside.to_owned(), false), (PathBuf::from("."), false)]
                }
                _ => vec![(PathBuf::from("."), false)],
            },
            (Self::Auto, Input::Stdin) => vec![(PathBuf::from("."), false)],
        }
    }
}
