//! The `.tf` files behind a plan: found, loaded, and refused with one line of warning where they are not the plan's.

use ssm_check_plan::{InputKind, Plan};
use ssm_check_source::Sources;
use std::path::{Path, PathBuf};

/// Where the sources are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceDir {
    /// The working directory, where its configuration is the plan's.
    Auto,
    /// Nowhere.
    Off,
    /// This directory.
    Dir(PathBuf),
}

impl SourceDir {
    /// The value of `--source`.
    pub fn named(argument: &Path) -> Self {
        match argument.to_str() {
            Some("auto") => Self::Auto,
            Some("off") => Self::Off,
            _ => Self::Dir(argument.to_owned()),
        }
    }

    /// Loads the sources of a plan. What is not the plan's is left aside, which a warning says where a directory was named.
    pub(crate) fn load(&self, plan: &Plan<'_>, warn: impl Fn(&str)) -> Option<Sources> {
        if plan.kind == InputKind::State {
            return None;
        }
        match self {
            Self::Off => None,
            // Any directory may be the working one: one that is not the plan's is no news.
            Self::Auto => Sources::load(Path::new("."), plan).ok(),
            Self::Dir(dir) => match Sources::load(dir, plan) {
                Ok(sources) => Some(sources),
                Err(error) => {
                    warn(&format!("warning: the sources in `{}` are left aside: {}", dir.display(), error));
                    None
                }
            },
        }
    }
}
