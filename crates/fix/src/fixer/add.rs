//! Adds, copies and removes blocks and resources.

use super::{Applied, Fixer};
use crate::collections::keyed;
use crate::held::Holder;
use crate::names::free;
use crate::policies::Change;
use crate::project::BlockName;
use crate::syntax::{parse, span};
use crate::{Refused, arguments, blocks, refused, write};
use hcl_edit::expr::Expression;
use ssm_check_plan::{Key, ModuleAddress, ResourceAddress};
use ssm_check_repair::{Body, Item, Statement, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

impl Fixer<'_, '_> {
    pub(super) fn add_block(
        &mut self,
        block: &ResourceAddress,
        nested: &str,
        body: &Body,
        made: &BTreeMap<(String, String), String>,
    ) -> Result<(), Refused> {
        let name = BlockName::of(block);
        let file = self.project.open_block(&block.module, &name)?;
        // What names need elsewhere, before the file is edited.
        write::body(body, "", &mut self.at(&block.module, Some(block), made))?;
        let text = self.project.text(&file).to_owned();
        let tree = parse(&text)?;
        let Some(found) = name.find(&tree) else { return refused("the block is not in its file") };
        let own = format!("{}  ", crate::syntax::indent(&text, span(found)?.start));
        let inner = format!("{own}  ");
        let written = write::body(body, &inner, &mut self.at(&block.module, Some(block), made))?;
        let written = format!("{own}{nested} {{\n{written}{own}}}\n");
        // Blocks may be written as a list of objects, of which an empty one stands for none.
        let text = match found.body.get_attribute(nested).map(|attribute| &attribute.value) {
            Some(Expression::Array(list)) if list.is_empty() => arguments::unset(&text, &|body| name.find(body), &[nested.to_owned()])?,
            Some(_) => return refused(format!("the blocks `{nested}` of `{block}` are written as a list")),
            None => text,
        };
        let tree = parse(&text)?;
        let Some(found) = name.find(&tree) else { return refused("the block is not in its file") };
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let shown = |text: &str, block| squeezed(span(block).ok().and_then(|at| text.get(at)).unwrap_or_default());
        if found.body.blocks().any(|inner| shown(&text, inner) == squeezed(&written)) {
            return Ok(());
        }
        let after = blocks::add_text(&text, found, &written, nested)?;
        self.project.edit(&file, |_| Ok(after))
    }

    pub(super) fn add_resource(
        &mut self,
        beside: &ResourceAddress,
        kind: &str,
        name: &str,
        body: &Body,
        made: &mut BTreeMap<(String, String), String>,
        applied: &mut Applied,
    ) -> Result<(), Refused> {
        let (module, anchor, file) = self.nearest(beside, applied)?;
        let policy = self
            .cause
            .clone()
            .zip(policy_of(body))
            .map(|(cause, (argument, statement))| ((cause, beside.clone(), kind.to_owned(), statement.denies), (argument, statement)));
        if let Some((known, (argument, statement))) = &policy
            && let Some(there) = self.policies.get(known).cloned()
        {
            let statement = write::named(statement, &mut self.at(&module, None, made))?;
            made.extend(there.labels.last().map(|label| ((kind.to_owned(), name.to_owned()), label.clone())));
            return self.change_policy(&module, there, vec![(*argument).to_owned()], &Change::Add(&statement));
        }
        let first = anchor.clone();
        // What one repair adds stands in its order.
        let anchor = self.latest.get(&(module.clone(), anchor.clone())).cloned().unwrap_or(anchor);
        let body = &self.by_provider_of(beside, kind, body)?;
        let count = self.count_of(beside, &module);
        let own = count.as_ref().map(|_| beside);
        let written = write::body(body, "  ", &mut self.at(&module, own, made))?;
        let written = count.map_or(written.clone(), |count| format!("  count = {count}\n\n{written}"));
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let mut taken = BTreeSet::new();
        for (_, text) in self.project.files(&module) {
            let Ok(tree) = parse(&text) else { continue };
            for block in tree.blocks().filter(|block| block.ident.as_str() == "resource") {
                let [first, second] = block.labels.as_slice() else { continue };
                if first.as_str() != kind {
                    continue;
                }
                let there = span(block).ok().and_then(|at| text.get(at)).and_then(|text| Some(text.split_once('{')?.1));
                if there.is_some_and(|there| squeezed(there) == squeezed(&format!("{written}}}"))) {
                    made.insert((kind.to_owned(), name.to_owned()), second.as_str().to_owned());
                    return Ok(());
                }
                taken.insert(second.as_str().to_owned());
            }
        }
        let free = free(name, |name| taken.contains(name));
        made.insert((kind.to_owned(), name.to_owned()), free.clone());
        let text = format!("resource \"{kind}\" \"{free}\" {{\n{written}}}");
        self.project.edit(&file, |there| {
            let tree = parse(there)?;
            match anchor.find(&tree) {
                Some(block) => blocks::add_after(there, block, &text),
                None => Ok(blocks::add_at_end(there, &text)),
            }
        })?;
        let new = BlockName { kind: "resource", labels: vec![kind.to_owned(), free] };
        self.policies.extend(policy.map(|(key, _)| (key, new.clone())));
        self.latest.insert((module, first), new);
        Ok(())
    }

    /// How many there are of what stands beside a counted resource that not every call of its module has: as many.
    fn count_of(&self, beside: &ResourceAddress, module: &ModuleAddress) -> Option<String> {
        let counts = matches!(beside.key, Some(Key::Int(_))) && beside.module == *module && !self.is_in_every_call(beside);
        let (_, text) = self.project.find(module, &BlockName::of(beside)).ok().filter(|_| counts)?;
        let tree = parse(&text).ok()?;
        let block = BlockName::of(beside).find(&tree)?;
        let count = arguments::expression(block, &["count".to_owned()])?;
        text.get(span(count).ok()?).map(str::to_owned)
    }

    /// Where something new beside a resource goes: after its block, or after the call of the downloaded module that it is in.
    fn nearest(&mut self, beside: &ResourceAddress, applied: &mut Applied) -> Result<(ModuleAddress, BlockName, PathBuf), Refused> {
        let mut module = beside.module.clone();
        let mut anchor = BlockName::of(beside);
        loop {
            match self.project.open_block(&module, &anchor) {
                Ok(file) => return Ok((module, anchor, file)),
                Err(why) => match (module.parent(), module.last()) {
                    (Some(parent), Some(step)) => {
                        applied.notes.push(format!("`module.{}` is not of this repository: what is new stands beside its call", step.name));
                        anchor = BlockName::call(&step.name);
                        module = parent;
                    }
                    _ => return Err(why),
                },
            }
        }
    }

    pub(super) fn remove_nested(
        &mut self,
        block: &ResourceAddress,
        nested: &str,
        with: &[(String, Value)],
        exists: bool,
    ) -> Result<(), Refused> {
        let own = BlockName::of(block);
        let file = self.project.open_block(&block.module, &own)?;
        self.project.edit(&file, |text| {
            let tree = parse(text)?;
            let Some(found) = own.find(&tree) else { return refused("the block is not in its file") };
            let (text, removed) = blocks::remove(text, found, nested, with)?;
            if removed == 0 {
                return refused(format!("no block `{nested}` of `{block}` is written as such"));
            }
            let tree = parse(&text)?;
            let is_one = |other: &hcl_edit::structure::Block| {
                other.ident.as_str() == nested || other.labels.first().is_some_and(|label| label.as_str() == nested)
            };
            let is_left = own.find(&tree).is_some_and(|found| found.body.blocks().any(is_one));
            if is_left || !exists {
                return Ok(text);
            }
            arguments::set(&text, &|body| own.find(body), &[nested.to_owned()], &mut |_| Ok("[]".to_owned()))
        })
    }

    pub(super) fn remove_resource(&mut self, block: &ResourceAddress) -> Result<(), Refused> {
        let name = BlockName::of(block);
        let Ok(file) = self.project.open_block(&block.module, &name) else { return Ok(()) };
        let (kind, label) = (&block.resource_type, &block.name);
        for (_, text) in self.project.files(&block.module) {
            let tree = parse(&text)?;
            if names(&tree, kind, label) {
                return refused(format!("other blocks name `{kind}.{label}`"));
            }
        }
        self.project.edit(&file, |text| {
            let tree = parse(text)?;
            match name.find(&tree) {
                Some(found) => blocks::remove_block(text, found),
                None => Ok(text.to_owned()),
            }
        })
    }

    pub(super) fn add_key(&mut self, block: &ResourceAddress, key: &str) -> Result<(), Refused> {
        let name = BlockName::of(block);
        let Some(Key::Str(like)) = &block.key else { return refused(format!("`{block}` has no `for_each`")) };
        let holder = Holder::Argument(name, vec!["for_each".to_owned()]);
        self.edit_held(&block.module, (holder, true), &|text, expr| keyed(text, expr, key, like)).map(drop)
    }

    pub(super) fn copy(
        &mut self,
        of: &ResourceAddress,
        name: &str,
        word: &str,
        by: &str,
        made: &mut BTreeMap<(String, String), String>,
    ) -> Result<(), Refused> {
        let own = BlockName::of(of);
        let file = self.project.open_block(&of.module, &own)?;
        let mut taken = BTreeSet::new();
        for (_, text) in self.project.files(&of.module) {
            let Ok(tree) = parse(&text) else { continue };
            for block in tree.blocks().filter(|block| block.ident.as_str() == "resource") {
                if let [first, second] = block.labels.as_slice()
                    && first.as_str() == of.resource_type
                {
                    taken.insert(second.as_str().to_owned());
                }
            }
        }
        let free = free(name, |name| taken.contains(name));
        made.insert((of.resource_type.clone(), name.to_owned()), free.clone());
        self.project.edit(&file, |text| {
            let tree = parse(text)?;
            let Some(found) = own.find(&tree) else { return refused("the block is not in its file") };
            let copied = blocks::copy(text, found, &free, word, by)?;
            blocks::add_after(text, found, &copied)
        })
    }
}

/// The policy of one statement that a resource holds, and the argument.
fn policy_of(body: &Body) -> Option<(&str, &Statement)> {
    body.0.iter().find_map(|(argument, item)| match item {
        Item::Argument(Value::Policy(statement)) => Some((argument.as_str(), statement)),
        _ => None,
    })
}

/// Something in the tree names a resource, other than its own block's labels.
pub(super) fn names(tree: &hcl_edit::structure::Body, kind: &str, label: &str) -> bool {
    struct Look<'l>(&'l str, &'l str, bool);
    impl hcl_edit::visit::Visit for Look<'_> {
        fn visit_traversal(&mut self, node: &hcl_edit::expr::Traversal) {
            if let Expression::Variable(head) = &node.expr
                && head.as_str() == self.0
                && let Some(hcl_edit::expr::TraversalOperator::GetAttr(name)) = node.operators.first().map(|operator| operator.value())
                && name.as_str() == self.1
            {
                self.2 = true;
            }
            hcl_edit::visit::visit_traversal(self, node);
        }
    }
    let mut look = Look(kind, label, false);
    hcl_edit::visit::Visit::visit_body(&mut look, tree);
    look.2
}
