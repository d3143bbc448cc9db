//! Applies repairs.

use crate::collections::{Keyed, appended, keyed};
use crate::names::{At, free};
use crate::policies::local;
use crate::project::{BlockName, Changed, Project};
use crate::syntax::{Splice, parse, reference, span, spliced};
use crate::{Refused, arguments, blocks, members, refused, scripts, write};
use hcl_edit::expr::Expression;
use ssm_check_plan::{Key, ModuleAddress, Plan, ResourceAddress};
use ssm_check_repair::{Body, Edit, Repair, Value, quoted};
use ssm_check_source::{Evaluator, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

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
}

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
    }

    /// Applies all edits of a repair, or none.
    pub fn apply(&mut self, repair: &Repair) -> Result<Applied, Refused> {
        if !repair.provides.is_empty() && repair.provides.iter().all(|provided| self.provided.contains(provided)) {
            return Ok(Applied::default());
        }
        let (snapshot, plumbed) = (self.project.snapshot(), self.plumbed.clone());
        self.latest.clear();
        let mut applied = Applied::default();
        let mut made = BTreeMap::new();
        for edit in &repair.edits {
            if let Err(refusal) = self.edit(edit, &mut made, &mut applied) {
                self.project.restore(snapshot);
                self.plumbed = plumbed;
                return Err(refusal);
            }
        }
        applied.changed = self.project.snapshot() != snapshot;
        self.provided.extend(repair.provides.iter().cloned());
        Ok(applied)
    }

    fn edit(&mut self, edit: &Edit, made: &mut BTreeMap<(String, String), String>, applied: &mut Applied) -> Result<(), Refused> {
        match edit {
            Edit::Set { block, path, value } => self.set(block, path, value, made, applied),
            Edit::Unset { block, path } => {
                let name = BlockName::of(block);
                let file = self.project.open_block(&block.module, &name)?;
                self.project.edit(&file, |text| arguments::unset(text, &|body| name.find(body), path))
            }
            Edit::Append { block, path, value } => self.append(block, path, value, made),
            Edit::AddBlock { block, name, body } => self.add_block(block, name, body, made),
            Edit::RemoveBlock { block, name, with } => {
                let own = BlockName::of(block);
                let file = self.project.open_block(&block.module, &own)?;
                self.project.edit(&file, |text| {
                    let tree = parse(text)?;
                    let Some(found) = own.find(&tree) else { return refused("the block is not in its file") };
                    match blocks::remove(text, found, name, with)? {
                        (_, 0) => refused(format!("no block `{name}` of `{block}` is written as such")),
                        (text, _) => Ok(text),
                    }
                })
            }
            Edit::AddResource { beside, kind, name, body } => self.add_resource(beside, kind, name, body, made, applied),
            Edit::RemoveResource { block } => self.remove_resource(block),
            Edit::AddKey { block, key } => self.add_key(block, key),
            Edit::Copy { of, name, word, by } => self.copy(of, name, word, by, made),
            Edit::AddStatement { block, path, statement } => {
                self.add_statement(&block.module, BlockName::of(block), path.clone(), statement)
            }
            Edit::ReplaceText { block, path, from, to } => self.replace_text(&block.module, BlockName::of(block), path.clone(), from, to),
            Edit::SetMember { block, argument, member, value } => {
                let name = BlockName::of(block);
                let file = self.project.open_block(&block.module, &name)?;
                let written = write::value(value, "", &mut self.at(&block.module, Some(block), made))?;
                self.project.edit(&file, |text| members::set(text, &|body| name.find(body), argument, member, &written))
            }
            Edit::AddLine { block, argument, line } => self.script(block, argument, |script| scripts::add(script, line)),
            Edit::RemoveLine { block, argument, line } => self.script(block, argument, |script| scripts::remove(script, line)),
        }
    }

    /// A place of names in a module.
    fn at<'f>(
        &'f mut self,
        module: &ModuleAddress,
        own: Option<&ResourceAddress>,
        made: &BTreeMap<(String, String), String>,
    ) -> At<'f, 's, 'p> {
        At { fixer: self, module: module.clone(), own: own.cloned(), made: made.clone() }
    }

    /// Writes a value for a module once, so that what it needs elsewhere is there before its own file is edited.
    fn written(
        &mut self,
        module: &ModuleAddress,
        own: Option<&ResourceAddress>,
        value: &Value,
        made: &BTreeMap<(String, String), String>,
    ) -> Result<(), Refused> {
        write::value(value, "", &mut self.at(module, own, made)).map(drop)
    }

    fn set(
        &mut self,
        block: &ResourceAddress,
        path: &[String],
        value: &Value,
        made: &BTreeMap<(String, String), String>,
        applied: &mut Applied,
    ) -> Result<(), Refused> {
        let name = BlockName::of(block);
        let file = match self.project.open_block(&block.module, &name) {
            Ok(file) => file,
            Err(why) => return self.set_at_call(block, path, value, made, why, applied),
        };
        self.written(&block.module, Some(block), value, made)?;
        let text = self.project.text(&file).to_owned();
        let tree = parse(&text)?;
        let there = name.find(&tree).and_then(|found| arguments::expression(found, path)).map(span).transpose()?;
        let there = there.and_then(|at| text.get(at)).map(str::to_owned);
        let one_of_several = self.one_of_several(block, value, there.as_deref());
        if let Some(found) = name.find(&tree)
            && let Some(splices) = arguments::made_always(&text, found, path)
            && there.as_deref() == Some(&write::value(value, "", &mut self.at(&block.module, Some(block), made))?)
        {
            return self.project.edit(&file, |text| spliced(text, splices));
        }
        let mut at = self.at(&block.module, Some(block), made);
        let after = arguments::set(&text, &|body| name.find(body), path, &mut |indent| {
            let written = write::value(value, indent, &mut at)?;
            Ok(match (&one_of_several, &there) {
                (Some(_), Some(there)) if *there == written => written,
                (Some(condition), Some(there)) => format!("{condition} ? {written} : {there}"),
                _ => written,
            })
        })?;
        self.project.edit(&file, |_| Ok(after))
    }

    /// The condition under which a value is for one instance only: others have a value that is not to be touched.
    fn one_of_several(&self, block: &ResourceAddress, value: &Value, there: Option<&str>) -> Option<String> {
        let key = block.key.as_ref()?;
        let is_switch = matches!(value, Value::Bool(_) | Value::Number(_) | Value::Text(_));
        if is_switch || there.is_none_or(|there| there == "null") || self.instances(block).count() < 2 {
            return None;
        }
        Some(match key {
            Key::Int(index) => format!("count.index == {index}"),
            Key::Str(text) => format!("each.key == {}", quoted(text)),
        })
    }

    /// An argument of a resource in a module that is downloaded: the call's argument that it comes from.
    fn set_at_call(
        &mut self,
        block: &ResourceAddress,
        path: &[String],
        value: &Value,
        made: &BTreeMap<(String, String), String>,
        why: Refused,
        applied: &mut Applied,
    ) -> Result<(), Refused> {
        let (Some(parent), Some(step)) = (block.module.parent(), block.module.last().cloned()) else { return Err(why) };
        let name = BlockName::of(block);
        let Ok((_, text)) = self.project.find(&block.module, &name) else { return Err(why) };
        let tree = parse(&text)?;
        let expr = name.find(&tree).and_then(|found| arguments::expression(found, path));
        let input = match expr.map(reference) {
            Some(Some(names)) if names.len() == 2 && names.first().is_some_and(|head| head == "var") => names.get(1).cloned(),
            _ => None,
        };
        let Some(input) = input else {
            return refused(format!("`{block}` is in a downloaded module, no input of which sets `{}`", path.join(".")));
        };
        let call = BlockName::call(&step.name);
        let file = self.project.open_block(&parent, &call)?;
        self.written(&parent, None, value, made)?;
        let text = self.project.text(&file).to_owned();
        let mut at = self.at(&parent, None, made);
        let after = arguments::set(&text, &|body| call.find(body), std::slice::from_ref(&input), &mut |indent| {
            write::value(value, indent, &mut at)
        })?;
        applied.notes.push(format!("`module.{}` is not of this repository: its input `{input}` is set", step.name));
        self.project.edit(&file, |_| Ok(after))
    }

    fn append(
        &mut self,
        block: &ResourceAddress,
        path: &[String],
        value: &Value,
        made: &BTreeMap<(String, String), String>,
    ) -> Result<(), Refused> {
        let name = BlockName::of(block);
        let file = self.project.open_block(&block.module, &name)?;
        let element = write::value(value, "", &mut self.at(&block.module, Some(block), made))?;
        self.project.edit(&file, |text| {
            let tree = parse(text)?;
            let Some(found) = name.find(&tree) else { return refused("the block is not in its file") };
            match arguments::expression(found, path) {
                Some(expr) => spliced(text, appended(text, expr, &element)?),
                None => arguments::set(text, &|body| name.find(body), path, &mut |_| Ok(format!("[{element}]"))),
            }
        })
    }

    fn add_block(
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

    fn add_resource(
        &mut self,
        beside: &ResourceAddress,
        kind: &str,
        name: &str,
        body: &Body,
        made: &mut BTreeMap<(String, String), String>,
        applied: &mut Applied,
    ) -> Result<(), Refused> {
        let (module, anchor, file) = self.nearest(beside, applied)?;
        let first = anchor.clone();
        // What one repair adds stands in its order.
        let anchor = self.latest.get(&(module.clone(), anchor.clone())).cloned().unwrap_or(anchor);
        let written = write::body(body, "  ", &mut self.at(&module, None, made))?;
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
        self.latest.insert((module, first), new);
        Ok(())
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

    fn remove_resource(&mut self, block: &ResourceAddress) -> Result<(), Refused> {
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

    fn add_key(&mut self, block: &ResourceAddress, key: &str) -> Result<(), Refused> {
        let name = BlockName::of(block);
        let Some(Key::Str(like)) = &block.key else { return refused(format!("`{block}` has no `for_each`")) };
        let (shown, text) = self.project.find(&block.module, &name)?;
        let tree = parse(&text)?;
        let for_each = name.find(&tree).and_then(|found| found.body.get_attribute("for_each"));
        let Some(for_each) = for_each else { return refused(format!("`{block}` has no `for_each`")) };
        let (mut shown, mut result) = (shown, keyed(&text, &for_each.value, key, like)?);
        for _ in 0..4 {
            match result {
                Keyed::Here(splices) => {
                    let file = self.project.open(&shown)?;
                    return self.project.edit(&file, |text| spliced(text, splices));
                }
                Keyed::Local(local_name) => {
                    let (file, text) = self.file_of_local(&block.module, &local_name)?;
                    let tree = parse(&text)?;
                    let Some(expr) = local(&tree, &local_name) else { return refused("the local is not found") };
                    result = keyed(&text, expr, key, like)?;
                    shown = file;
                }
            }
        }
        refused("the keys are behind too many names")
    }

    fn copy(
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

    /// Changes the script that a heredoc of an argument holds.
    fn script(
        &mut self,
        block: &ResourceAddress,
        argument: &str,
        change: impl FnOnce(&str) -> Result<String, Refused>,
    ) -> Result<(), Refused> {
        let name = BlockName::of(block);
        let file = self.project.open_block(&block.module, &name)?;
        self.project.edit(&file, |text| {
            let tree = parse(text)?;
            let Some(found) = name.find(&tree) else { return refused("the block is not in its file") };
            let mut expr = found.body.get_attribute(argument).map(|attribute| &attribute.value);
            while let Some(Expression::FuncCall(call)) = expr {
                expr = call.args.get(0);
            }
            let Some(Expression::HeredocTemplate(heredoc)) = expr else {
                return refused(format!("`{argument}` of `{block}` is no heredoc in its block"));
            };
            let whole = span(&heredoc.template)?;
            let after = change(text.get(whole.clone()).unwrap_or_default())?;
            spliced(text, vec![Splice::replace(whole, after)])
        })
    }
}

/// Something in the tree names a resource, other than its own block's labels.
fn names(tree: &hcl_edit::structure::Body, kind: &str, label: &str) -> bool {
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
