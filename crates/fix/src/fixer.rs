//! Applies repairs.

mod add;
mod apply;
mod provider;
mod set;

use crate::project::{BlockName, Changed, Project};
use crate::{Refused, write};
use ssm_check_plan::{ModuleAddress, Plan, ResourceAddress};
use ssm_check_repair::Value;
use ssm_check_source::{Evaluator, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Applies repairs to the files of a plan's configuration, in memory.
pub struct Fixer<'s, 'p> {
    pub(crate) project: Project<'s>,
    pub(crate) evaluator: Evaluator<'s, 'p>,
    pub(crate) plan: &'s Plan<'p>,
    /// Outputs and variables that were added, by the module and what they stand for.
    pub(crate) plumbed: BTreeMap<(ModuleAddress, String), String>,
    provided: BTreeSet<String>,
    /// What the repair at hand added last beside a block.
    latest: BTreeMap<(ModuleAddress, BlockName), BlockName>,
    /// The cause of the repair at hand, where it is one of several that one policy serves.
    cause: Option<String>,
    /// The policies that were added for a cause.
    policies: BTreeMap<PolicyFor, BlockName>,
}

/// What a policy was added for: a cause, beside a resource, of a type; and whether it denies.
type PolicyFor = (String, ResourceAddress, String, bool);

/// What became of a repair.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Files were changed; else the repair is there already.
    pub changed: bool,
    /// What a reader of the difference should know, as sentences.
    pub notes: Vec<String>,
}

impl<'s, 'p> Fixer<'s, 'p> {
    /// For the sources of a plan; nothing outside of `tree` is changed, nor what is downloaded into it.
    pub fn new(sources: &'s Sources, plan: &'s Plan<'p>, tree: &Path) -> Self {
        let evaluator = Evaluator::new(sources, plan);
        Self {
            project: Project::new(sources, tree),
            evaluator,
            plan,
            plumbed: BTreeMap::new(),
            provided: BTreeSet::new(),
            latest: BTreeMap::new(),
            cause: None,
            policies: BTreeMap::new(),
        }
    }

    /// The files that are changed.
    pub fn changed(&self) -> Vec<Changed> {
        self.project.changed()
    }

    /// Takes everything back that was applied.
    pub fn revert(&mut self) {
        self.project.restore(BTreeMap::new());
        self.plumbed.clear();
        self.provided.clear();
        self.policies.clear();
    }

    /// Writes a value for a module once, so that what it needs elsewhere is there before its own file is edited.
    pub(super) fn written(
        &mut self,
        module: &ModuleAddress,
        own: Option<&ResourceAddress>,
        value: &Value,
        made: &BTreeMap<(String, String), String>,
    ) -> Result<(), Refused> {
        write::value(value, "", &mut self.at(module, own, made)).map(drop)
    }
}
