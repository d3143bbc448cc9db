//! The sources that may be edited, by their inputs: what `fix` writes and what reports suggest comes from here.

use crate::places::repository_of;
use ssm_check_checks::{Inputs, Repair, Sources};
use ssm_check_fix::Fixer;
use ssm_check_plan::Plan;
use std::path::PathBuf;

/// A plan and its files.
pub(crate) struct Editable<'s, 'p> {
    input: usize,
    plan: &'s Plan<'p>,
    /// Edits the files, in memory.
    pub(crate) fixer: Fixer<'s, 'p>,
    /// The repository, or the root module where there is none: nothing outside is edited.
    pub(crate) tree: PathBuf,
}

impl<'s, 'p> Editable<'s, 'p> {
    /// Of each input that has sources.
    pub(crate) fn all(inputs: &'s Inputs<'s, 'p>) -> Vec<Self> {
        let with_sources = inputs.judged.iter().zip(&inputs.sources).enumerate();
        with_sources.filter_map(|(input, (plan, sources))| Some(Self::new(input, (*sources)?, plan))).collect()
    }

    fn new(input: usize, sources: &'s Sources, plan: &'s Plan<'p>) -> Self {
        let tree = repository_of(sources.root()).unwrap_or(sources.root()).to_owned();
        Self { input, plan, fixer: Fixer::new(sources, plan, &tree), tree }
    }

    /// Is the resource that is repaired of this plan, and of the input that the finding comes from, where that is told?
    pub(crate) fn has(&self, repair: &Repair, origin: Option<usize>) -> bool {
        origin.is_none_or(|input| self.input == input)
            && repair.edits.first().is_some_and(|edit| {
                let all =
                    self.plan.changes.iter().map(|change| &change.parsed).chain(self.plan.state.iter().map(|resource| &resource.parsed));
                all.into_iter().any(|address| address == edit.block())
            })
    }
}

/// Why repairs are not for everybody; none where they cost nothing and open nothing.
pub(crate) fn price(repairs: &[&Repair]) -> Option<&'static str> {
    match (repairs.iter().any(|repair| repair.costs), repairs.iter().any(|repair| repair.widens)) {
        (true, true) => Some("AWS charges for it and it opens something"),
        (true, false) => Some("AWS charges for it"),
        (false, true) => Some("it opens something"),
        (false, false) => None,
    }
}
