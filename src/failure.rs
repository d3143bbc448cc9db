//! Why a run ends without its report.

use crate::{ConfigError, Exit};
use std::fmt;

/// Why a run ends without its report.
#[derive(Debug)]
pub enum Failure {
    /// One or more sentences, each for a line of standard error.
    Said(Vec<String>),
    /// A sentence, and lines that show what it is about.
    Shown(String, Option<String>),
    /// Nobody reads any more, so there is nobody to tell.
    ClosedPipe,
}

impl Failure {
    /// One sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self::Said(vec![sentence.into()])
    }

    /// How the run ends.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Said(_) | Self::Shown(..) => Exit::Failure,
            Self::ClosedPipe => Exit::Clean,
        }
    }
}

/// What the system says of a file, in our words.
pub(crate) fn words(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file or directory".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "this is a directory".to_owned(),
        ErrorKind::StorageFull => "no space left".to_owned(),
        _ => error.to_string(),
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::new(format!("{error:#}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Said(sentences) => {
                sentences.iter().try_for_each(|sentence| writeln!(f, "ssm-check: {}", crate::inert::printable(sentence)))
            }
            Self::Shown(sentence, lines) => {
                writeln!(f, "ssm-check: {}", crate::inert::printable(sentence))?;
                lines.iter().try_for_each(|lines| writeln!(f, "{}", crate::inert::lines(lines)))
            }
            Self::ClosedPipe => Ok(()),
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        let (sentence, excerpt) = error.into_parts();
        Self::Shown(sentence, excerpt)
    }
}

impl std::error::Error for Failure {}
