//! Applies a repair: all of its edits, or none.

use super::{Applied, Fixer};
use crate::policies::Change;
use crate::project::{BlockName, Changed};
use crate::syntax::parse;
use crate::{Refused, arguments, members, refused, scripts, write};
use hcl_edit::structure::Block;
use ssm_check_plan::{Mode, ResourceAddress};
use ssm_check_repair::{Edit, Repair, Value};
use std::collections::BTreeMap;

impl Fixer<'_, '_> {
    /// The same for one of several findings of a cause: what they add to policies of a principal is one policy.
    pub fn apply_for(&mut self, cause: Option<&str>, repair: &Repair) -> Result<Applied, Refused> {
        self.cause = cause.map(str::to_owned);
        let applied = self.apply(repair);
        self.cause = None;
        applied
    }

    /// Applies all edits of a repair, or none.
    pub fn apply(&mut self, repair: &Repair) -> Result<Applied, Refused> {
        if !repair.provides.is_empty() && repair.provides.iter().all(|provided| self.provided.contains(provided)) {
            return Ok(Applied::default());
        }
        if let Some((block, name)) = &repair.unless_dynamic
            && self.makes_by_dynamic(block, name)
        {
            return refused(format!("`{block}` makes `{name}` blocks by `dynamic`, of which other calls of its module may have others"));
        }
        let (snapshot, plumbed, policies) = (self.project.snapshot(), self.plumbed.clone(), self.policies.clone());
        self.latest.clear();
        let mut applied = Applied::default();
        let mut made = BTreeMap::new();
        for edit in &repair.edits {
            if let Err(refusal) = self.edit(edit, &mut made, &mut applied) {
                self.project.restore(snapshot);
                self.plumbed = plumbed;
                self.policies = policies;
                return Err(refusal);
            }
        }
        applied.changed = self.project.snapshot() != snapshot;
        self.provided.extend(repair.provides.iter().cloned());
        Ok(applied)
    }

    fn makes_by_dynamic(&self, block: &ResourceAddress, name: &str) -> bool {
        let of = BlockName::of(block);
        let Ok((_, text)) = self.project.find(&block.module, &of) else { return false };
        let Ok(body) = parse(&text) else { return false };
        let is_one = |inner: &Block| inner.ident.as_str() == "dynamic" && inner.labels.first().is_some_and(|label| label.as_str() == name);
        of.find(&body).is_some_and(|found| found.body.blocks().any(is_one))
    }

    /// What a repair alone would change of the sources as they are, without changing them; nothing where it is refused.
    pub fn alone(&mut self, repair: &Repair) -> Vec<Changed> {
        let (files, plumbed, policies) = (self.project.snapshot(), self.plumbed.clone(), self.policies.clone());
        let provided = std::mem::take(&mut self.provided);
        self.revert();
        let changed = self.apply(repair).map_or_else(|_| Vec::new(), |_| self.changed());
        self.project.restore(files);
        (self.plumbed, self.policies, self.provided) = (plumbed, policies, provided);
        changed
    }

    pub(super) fn edit(
        &mut self,
        edit: &Edit,
        made: &mut BTreeMap<(String, String), String>,
        applied: &mut Applied,
    ) -> Result<(), Refused> {
        let block = edit.block();
        if block.mode == Mode::Data
            && !matches!(
                edit,
                Edit::AddStatement { .. }
                    | Edit::ReplaceText { .. }
                    | Edit::ChangeResources { .. }
                    | Edit::SplitStatement { .. }
                    | Edit::AddResource { .. }
            )
        {
            return refused(format!("`{block}` only looks something up, which another configuration owns"));
        }
        if let Some(argument) = edit.argument()
            && self.project.sources.ignores(block, argument)
            && self.plan.state.iter().any(|resource| resource.parsed == *block)
        {
            return refused(format!("`{argument}` is in `ignore_changes` of `{block}`"));
        }
        match edit {
            Edit::Set { block, path, value } => self.set(block, path, value, made, applied),
            Edit::Unset { block, path } => {
                let name = BlockName::of(block);
                let file = self.project.open_block(&block.module, &name)?;
                self.project.edit(&file, |text| arguments::unset(text, &|body| name.find(body), path))
            }
            Edit::Append { block, path, value } => self.append(block, path, value, made),
            Edit::AddBlock { block, name, body } => self.add_block(block, name, body, made),
            Edit::RemoveBlock { block, name, with, exists } => self.remove_nested(block, name, with, *exists),
            Edit::AddResource { beside, kind, name, body } => self.add_resource(beside, kind, name, body, made, applied),
            Edit::RemoveResource { block } => self.remove_resource(block),
            Edit::AddKey { block, key } => self.add_key(block, key),
            Edit::Copy { of, name, word, by } => self.copy(of, name, word, by, made),
            Edit::AddStatement { block, path, statement } => {
                let statement = write::named(statement, &mut self.at(&block.module, None, made))?;
                self.change_policy(&block.module, BlockName::of(block), path.clone(), &Change::Add(&statement))
            }
            Edit::ReplaceText { block, path, from, to } => {
                self.change_policy(&block.module, BlockName::of(block), path.clone(), &Change::Replace(from, to))
            }
            Edit::ChangeResources { block, path, statement, remove, add } => {
                self.change_policy(&block.module, BlockName::of(block), path.clone(), &Change::Resources(statement, remove, add))
            }
            Edit::SplitStatement { block, path, statement, apart } => {
                self.change_policy(&block.module, BlockName::of(block), path.clone(), &Change::Split(statement, apart))
            }
            Edit::SetMember { block, argument, member, value } => {
                let hcl = write::value(value, "", &mut self.at(&block.module, Some(block), made))?;
                let json = write::json_value(&match value {
                    Value::Of(..) | Value::Made { .. } | Value::Followed(..) => Value::Code(hcl.clone()),
                    literal => literal.clone(),
                });
                self.set_member(block, argument, member, &members::Written { hcl, json })
            }
            Edit::AddLine { block, argument, line } => self.script(block, argument, |script| scripts::add(script, line)),
            Edit::RemoveLine { block, argument, line } => self.script(block, argument, |script| scripts::remove(script, line)),
        }
    }
}
