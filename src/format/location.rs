//! Where a finding is, for readers that know nothing but files of the repository.

use crate::format::Report;
use crate::{FilePosition, Role, places};
use std::path::Path;

/// A place that is always there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'a> {
    /// Relative to the repository, with forward slashes; never empty.
    pub(crate) file: &'a str,
    /// 1-based.
    pub(crate) line: usize,
    /// 1-based, in characters; `None` where the spot stands for the whole file.
    pub(crate) column: Option<usize>,
}

/// What stands in for the sources where they are not at hand: the input.
pub(crate) struct Fallback(String);

impl Fallback {
    /// The first input that is judged, if it is a file of the repository, else `plan.json`.
    pub(crate) fn new(report: &Report<'_>) -> Self {
        let judged = report.inputs.iter().find(|input| input.role == Role::Judged);
        let file = judged.and_then(|input| places::in_repository(Path::new(&input.name)));
        Self(file.unwrap_or_else(|| "plan.json".to_owned()))
    }

    /// The place, or what stands in for it.
    pub(crate) fn spot<'a>(&'a self, place: Option<&'a FilePosition>) -> Spot<'a> {
        match place.and_then(in_sources) {
            Some(spot) => spot,
            None => Spot { file: &self.0, line: 1, column: None },
        }
    }
}

/// The place, if it is in the repository: a module may come from elsewhere on the machine.
pub(crate) fn in_sources(place: &FilePosition) -> Option<Spot<'_>> {
    let file = &*place.in_repository;
    let inside = !file.is_empty() && Path::new(file).is_relative();
    inside.then_some(Spot { file, line: place.line, column: Some(place.column) })
}
