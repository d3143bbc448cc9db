//! What may be read: regular files of the tree that the root module is in. Whoever writes a tree must not have others read to him
//! what else the machine holds, by a link or by a path that leads out.

use crate::limits;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Where files may be.
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    /// The root module's directory, canonical.
    root: PathBuf,
    /// The repository, canonical; without one, the root module and the directories of the local modules that it names.
    tree: Option<PathBuf>,
    /// Texts that count instead of what files hold, by canonical path.
    edited: BTreeMap<PathBuf, String>,
}

/// What is not read, and why.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// The file or directory, as the sources write it.
    pub path: String,
    /// Why, in words.
    pub why: &'static str,
}

/// Why a file has no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoText {
    /// There is no such file.
    Missing,
    /// It is not read, for what it is or where it is.
    Refused(&'static str),
    /// It was read, or not to its end, and is no text.
    Unreadable,
}

impl NoText {
    /// Why nothing is known of a file.
    pub(crate) fn in_words(self) -> String {
        match self {
            Self::Refused(why) => format!("the file {why}, and is not read"),
            Self::Missing | Self::Unreadable => "the file cannot be read as UTF-8 text".to_owned(),
        }
    }

    /// For a file that is not read.
    pub(crate) fn refused(self, path: &str) -> Option<Refused> {
        match self {
            Self::Refused(why) => Some(Refused { path: path.to_owned(), why }),
            Self::Missing | Self::Unreadable => None,
        }
    }
}

const OUTSIDE: &str = "leads out of the tree of the sources";

impl Reach {
    /// `root` is canonical, as is `tree`, which counts only where `root` is in it.
    pub(crate) fn new(root: &Path, tree: Option<PathBuf>) -> Self {
        Self { root: root.to_owned(), tree: tree.filter(|tree| root.starts_with(tree)), edited: BTreeMap::new() }
    }

    /// The same places, with other texts in some files.
    pub(crate) fn with_edits(&self, edited: BTreeMap<PathBuf, String>) -> Self {
        Self { edited, ..self.clone() }
    }

    /// Is a canonical path in the tree?
    fn holds(&self, path: &Path) -> bool {
        path.starts_with(self.tree.as_ref().unwrap_or(&self.root))
    }

    /// Whether the directory of a module is in the tree. `named` is relative to the root, or absolute; a call of the sources `wrote` it,
    /// if no list of downloaded modules did.
    pub(crate) fn directory(&self, named: &str, wrote: bool) -> Result<(), &'static str> {
        let Ok(real) = fs::canonicalize(self.root.join(named)) else { return Ok(()) };
        // Without a repository nothing but the call tells how far the sources reach.
        let beside = self.tree.is_none() && wrote && real == lexical(&self.root.join(named));
        if self.holds(&real) || beside { Ok(()) } else { Err(OUTSIDE) }
    }

    /// The text of a file in `directory`, which is in the tree.
    pub(crate) fn text(&self, directory: &Path, name: &str) -> Result<String, NoText> {
        let path = directory.join(name);
        let Ok(metadata) = fs::symlink_metadata(&path) else { return Err(NoText::Missing) };
        let Ok(real) = fs::canonicalize(&path) else { return Err(NoText::Refused("leads to no file")) };
        let beside = fs::canonicalize(directory).is_ok_and(|directory| real.parent() == Some(&directory));
        if !self.holds(&real) && (metadata.is_symlink() || !beside) {
            return Err(NoText::Refused(OUTSIDE));
        }
        match self.edited.get(&real) {
            Some(text) => Ok(text.clone()),
            None => text_of(&real),
        }
    }
}

/// The text of a file, if it is a regular one, and no longer than one may be.
fn text_of(path: &Path) -> Result<String, NoText> {
    String::from_utf8(bytes_of(path)?).map_err(|_| NoText::Unreadable)
}

/// The bytes of a file, if it is a regular one, and no longer than one may be.
pub(crate) fn bytes_of(path: &Path) -> Result<Vec<u8>, NoText> {
    // A device or pipe is told before it is opened: to open one may wait for ever.
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Err(NoText::Refused("is no regular file")),
        Ok(metadata) if metadata.len() > limits::FILE => return Err(NoText::Refused("is too large")),
        Ok(_) => {}
        Err(_) => return Err(NoText::Unreadable),
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(limits::FILE).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|_| NoText::Unreadable)
}

/// Without `.` and `..`.
fn lexical(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
