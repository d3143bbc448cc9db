//! Where in the `.tf` files something is written, as the readers of reports name files.

use ssm_check_checks::{AttrRef, Sources};
use ssm_check_plan::ResourceAddress;
use std::path::{Component, Path, PathBuf};

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Relative to the working directory where it is in there, with forward slashes: what a terminal can open.
    pub file: String,
    /// Relative to the repository: what annotations and code scanning show.
    pub in_repository: String,
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
}

/// Finds places.
#[derive(Clone, Debug, Default)]
pub struct Places<'s> {
    sources: Vec<&'s Sources>,
    /// Canonical.
    directory: PathBuf,
    /// The nearest directory upwards that is under version control, else the working directory.
    repository: PathBuf,
}

impl<'s> Places<'s> {
    /// Of the sources of the inputs, as seen from the working directory.
    pub fn new(sources: impl IntoIterator<Item = &'s Sources>) -> Self {
        let (directory, repository) = here();
        Self { sources: sources.into_iter().collect(), directory, repository }
    }

    /// Where an attribute is written; where it is not, its block.
    pub fn of(&self, at: &AttrRef) -> Option<Place> {
        let address = ResourceAddress::parse(&at.address).ok()?;
        let span_in = |sources: &&Sources| {
            let attribute = at.attribute.as_deref().and_then(|path| sources.span_of(&address, Some(path)));
            Some((sources.root().to_owned(), attribute.or_else(|| sources.span_of(&address, None))?))
        };
        let (root, span) = self.sources.iter().find_map(span_in)?;
        let file = normal(&root.join(&*span.file));
        Some(Place {
            file: slashed(file.strip_prefix(&self.directory).unwrap_or(&file)),
            in_repository: slashed(file.strip_prefix(&self.repository).unwrap_or(&file)),
            line: span.line,
            column: span.column,
        })
    }
}

/// A file that is there, relative to the repository; `None` where it is outside.
pub(crate) fn in_repository(file: &Path) -> Option<String> {
    let file = file.canonicalize().ok().filter(|file| file.is_file())?;
    Some(slashed(file.strip_prefix(here().1).ok()?))
}

/// The working directory and the repository.
fn here() -> (PathBuf, PathBuf) {
    let directory = std::env::current_dir().and_then(|directory| directory.canonicalize()).unwrap_or_default();
    let repository = directory.ancestors().find(|ancestor| ancestor.join(".git").exists()).unwrap_or(&directory).to_owned();
    (directory, repository)
}

/// Without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
