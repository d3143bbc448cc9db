//! Where in the `.tf` files something is written, as the readers of reports name files.

use ssm_check_checks::{AttrRef, Origin, Sources};
use ssm_check_plan::ResourceAddress;
use ssm_check_source::Span;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FilePosition {
    /// Relative to the working directory, with forward slashes: what a terminal can open.
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
    /// By input.
    sources: Vec<Option<&'s Sources>>,
    /// Addresses that are told apart by their input.
    origins: Option<&'s BTreeMap<String, Origin>>,
    /// Canonical.
    directory: PathBuf,
    /// The nearest directory upwards that is under version control, else the working directory.
    repository: PathBuf,
}

impl<'s> Places<'s> {
    /// Of the sources of the inputs, as seen from the working directory.
    pub fn new(sources: &[Option<&'s Sources>], origins: &'s BTreeMap<String, Origin>) -> Self {
        let (directory, repository) = here();
        Self { sources: sources.to_vec(), origins: Some(origins), directory, repository }
    }

    /// Where an attribute is written; where it is not, its block.
    pub fn of(&self, at: &AttrRef) -> Option<FilePosition> {
        let origin = self.origins.and_then(|origins| origins.get(&at.address));
        let address = ResourceAddress::parse(origin.map_or(&at.address, |origin| &origin.address)).ok()?;
        let sources = match origin {
            Some(origin) => self.sources.get(origin.input..=origin.input)?,
            None => &self.sources,
        };
        let span_in = |sources: &&'s Sources| {
            let attribute = at.attribute.as_deref().and_then(|path| sources.span_of(&address, Some(path)));
            Some((sources.root().to_owned(), attribute.or_else(|| sources.span_of(&address, None))?))
        };
        let (root, span) = sources.iter().flatten().find_map(span_in)?;
        Some(self.place(&root, &span))
    }

    /// Where a span of sources is.
    pub(crate) fn at(&self, sources: &Sources, span: &Span) -> FilePosition {
        self.place(sources.root(), span)
    }

    fn place(&self, root: &Path, span: &Span) -> FilePosition {
        let file = normal(&root.join(&*span.file));
        FilePosition {
            file: relative(&file, &self.directory),
            in_repository: relative(&file, &self.repository),
            line: span.line,
            column: span.column,
        }
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
    let repository = repository_of(&directory).unwrap_or(&directory).to_owned();
    (directory, repository)
}

/// The nearest directory upwards that is under version control.
pub(crate) fn repository_of(directory: &Path) -> Option<&Path> {
    directory.ancestors().find(|ancestor| [".git", ".hg", ".jj", ".svn"].iter().any(|name| ancestor.join(name).exists()))
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

fn relative(path: &Path, to: &Path) -> String {
    slashed(&pathdiff::diff_paths(path, to).unwrap_or_else(|| path.to_owned()))
}

fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
