//! Whose configuration counts, and how its file is read.

use super::NAME;
use crate::cli::GlobalArgs;
use crate::{Config, Failure, places, read};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The variable that names a file where no argument does.
pub(crate) const VARIABLE: &str = "SSM_CHECK_CONFIG";
/// MiB; no configuration is as large.
const LARGEST: u64 = 1;

/// Which file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ConfigPath {
    /// The nearest one from the working directory up to the root of the repository, if there is one.
    #[default]
    Search,
    /// The one that would be found is left aside.
    Locked,
    /// None.
    Off,
    /// This one.
    File(PathBuf),
}

impl ConfigPath {
    /// What the arguments and the environment say.
    pub(crate) fn of(arguments: &GlobalArgs) -> Self {
        Self::chosen(arguments.config.as_deref(), std::env::var_os(VARIABLE), arguments.locked_config)
    }

    /// The value of `--config`, else that of the environment. `locked` leaves nothing to whoever writes the sources.
    pub fn chosen(argument: Option<&Path>, environment: Option<OsString>, locked: bool) -> Self {
        let named = argument.map(Path::to_owned).or_else(|| environment.filter(|value| !value.is_empty()).map(PathBuf::from));
        match named {
            None if locked => Self::Locked,
            None => Self::Search,
            Some(path) if path == Path::new("off") => Self::Off,
            Some(path) => Self::File(path),
        }
    }

    /// Reads the file.
    ///
    /// Errors: a file that was named is not there; one that was found leads out of the repository; one that cannot be read, or
    /// does not say what it may.
    pub fn load(&self) -> Result<Config, Failure> {
        let path = match self {
            Self::Off => return Ok(Config::default()),
            Self::Locked => {
                let left_aside = search().map(|path| path.display().to_string());
                return Ok(Config { left_aside, ..Config::default() });
            }
            Self::File(path) => path.clone(),
            Self::Search => match search() {
                Some(path) => is_inside(&path).map(|()| path)?,
                None => return Ok(Config::default()),
            },
        };
        let shown = path.display().to_string();
        let text = text_of(&path).map_err(|why| Failure::new(format!("{shown}: {why}")))?;
        Config::parse(&shown, &text).map_err(Failure::from)
    }
}

/// The nearest file upwards from the working directory, relative to it. What is above the repository is nobody's decision about it.
fn search() -> Option<PathBuf> {
    let directory = std::env::current_dir().ok()?;
    let root = places::repository_of(&directory).unwrap_or(&directory);
    let mut up = PathBuf::new();
    for ancestor in directory.ancestors() {
        if ancestor.join(NAME).symlink_metadata().is_ok() {
            return Some(up.join(NAME));
        }
        if ancestor == root {
            return None;
        }
        up.push("..");
    }
    None
}

/// A file that was found is read only if it is one, in the repository: a link may lead to anything that the machine holds.
///
/// Errors: a sentence.
fn is_inside(path: &Path) -> Result<(), Failure> {
    let refuse = |why: &str| Err(Failure::new(format!("{}: {why}, so it is not read; `--config FILE` reads another", path.display())));
    let Ok(file) = path.canonicalize() else { return refuse("this leads to no file") };
    if !file.is_file() {
        return refuse("this is no regular file");
    }
    let directory = std::env::current_dir().and_then(|directory| directory.canonicalize()).unwrap_or_default();
    let root = places::repository_of(&directory).unwrap_or(&directory);
    if file.starts_with(root) { Ok(()) } else { refuse("this leads out of the repository") }
}

fn text_of(path: &Path) -> Result<String, String> {
    String::from_utf8(read::bytes(path, LARGEST)?).map_err(|_| "this is not UTF-8 text".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_is_above_the_environment_and_both_above_the_sources() {
        let chosen = |argument: Option<&str>, variable: Option<&str>, locked| {
            ConfigPath::chosen(argument.map(Path::new), variable.map(OsString::from), locked)
        };
        assert_eq!(chosen(None, None, false), ConfigPath::Search);
        assert_eq!(chosen(None, Some(""), true), ConfigPath::Locked);
        assert_eq!(chosen(None, Some("a"), true), ConfigPath::File("a".into()));
        assert_eq!(chosen(Some("b"), Some("a"), true), ConfigPath::File("b".into()));
        assert_eq!(chosen(Some("off"), Some("a"), false), ConfigPath::Off);
    }
}
