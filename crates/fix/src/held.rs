//! What an argument holds, followed by name to where it is written: a local of the module, an argument of another block or of the module's
//! call.

use crate::project::BlockName;
use crate::syntax::{parse, reference, span};
use crate::{Fixer, Refused, arguments, refused};
use hcl_edit::expr::{Expression, TraversalOperator};
use hcl_edit::structure::Body;
use ssm_check_plan::ModuleAddress;

/// More steps from an argument to what it holds are not followed.
const MOST_STEPS: usize = 8;

/// Where something is written.
pub(crate) enum Holder {
    /// An argument of a block, by its path.
    Argument(BlockName, Vec<String>),
    /// A local of the module.
    Local(String),
    /// A variable of the module.
    Variable(String),
}

/// What an expression is, for what is edited.
pub(crate) enum Edited {
    /// It is here; the text of the file after the edit.
    Here(String),
    /// It is elsewhere.
    At(Holder),
    /// A data source makes it.
    Document(BlockName),
}

/// Where the value of a variable is written.
struct Passed {
    module: ModuleAddress,
    holder: Holder,
    /// Or why something else counts.
    counts: Result<(), Refused>,
}

/// The local or variable that an expression names.
pub(crate) fn named(expr: &Expression) -> Option<Edited> {
    let Expression::Traversal(traversal) = expr else { return None };
    let is_whole = traversal.operators.iter().all(|operator| matches!(operator.value(), TraversalOperator::GetAttr(_)));
    match reference(expr).filter(|_| is_whole).as_deref() {
        Some([head, name]) if head == "local" => Some(Edited::At(Holder::Local(name.clone()))),
        Some([head, name]) if head == "var" => Some(Edited::At(Holder::Variable(name.clone()))),
        _ => None,
    }
}

impl Fixer<'_, '_> {
    /// Edits what is held; the data source, where one makes it. Into another module go `literals` alone: names are those of this one.
    pub(crate) fn edit_held(
        &mut self,
        begun: &ModuleAddress,
        (holder, literals): (Holder, bool),
        edited: &dyn Fn(&str, &Expression) -> Result<Edited, Refused>,
    ) -> Result<Option<BlockName>, Refused> {
        let (mut module, mut holder, mut counts) = (begun.clone(), holder, Ok(()));
        for _ in 0..MOST_STEPS {
            if let Holder::Variable(name) = &holder {
                let passed = self.passed(&module, name)?;
                (module, holder, counts) = (passed.module, passed.holder, passed.counts);
                if !literals && module != *begun {
                    return refused("it is passed to the module");
                }
            }
            let (shown, text) = match &holder {
                Holder::Argument(block, _) => self.project.find(&module, block)?,
                Holder::Local(name) | Holder::Variable(name) => self.file_of_local(&module, name)?,
            };
            let tree = parse(&text)?;
            let expr = match &holder {
                Holder::Argument(block, path) => block.find(&tree).and_then(|block| arguments::expression(block, path)),
                Holder::Local(name) | Holder::Variable(name) => local(&tree, name),
            };
            let Some(expr) = expr else { return refused("it is not written where it is used") };
            match edited(&text, expr)? {
                Edited::Here(after) => {
                    // What an earlier run wrote stays so, though the plan is older.
                    if after != text {
                        counts?;
                    }
                    let file = self.project.open(&shown)?;
                    return self.project.edit(&file, |_| Ok(after)).map(|()| None);
                }
                Edited::At(next) => holder = next,
                // What makes it is looked for in the module that was begun with.
                Edited::Document(_) if module != *begun => return refused("it is passed to the module, and a data source makes it"),
                Edited::Document(name) => return Ok(Some(name)),
            }
        }
        refused("it is behind too many names")
    }

    /// Where the value of a variable is written: in the call of its module, or as the default of one of the root that nothing else sets.
    fn passed(&self, module: &ModuleAddress, name: &str) -> Result<Passed, Refused> {
        if let (Some(parent), Some(step)) = (module.parent(), module.last()) {
            let holder = Holder::Argument(BlockName::call(&step.name), vec![name.to_owned()]);
            return Ok(Passed { module: parent, holder, counts: Ok(()) });
        }
        let (block, path) = (BlockName { kind: "variable", labels: vec![name.to_owned()] }, vec!["default".to_owned()]);
        let (shown, _) = self.project.find(module, &block)?;
        // As it was when the plan was made, whatever this run edits.
        let text = self.project.as_read(&shown)?;
        let tree = parse(&text)?;
        let default = block.find(&tree).and_then(|block| arguments::expression(block, &path)).and_then(|expr| text.get(span(expr).ok()?));
        let value = self.evaluator.expression(module, &format!("var.{name}"));
        let is_default = default.is_some_and(|default| value.is_alike(&self.evaluator.expression(module, default)));
        let counts = if is_default { Ok(()) } else { refused(format!("`var.{name}` is set outside of the sources")) };
        Ok(Passed { module: module.clone(), holder: Holder::Argument(block, path), counts })
    }

    /// The file that a local is written in.
    fn file_of_local(&self, module: &ModuleAddress, name: &str) -> Result<(String, String), Refused> {
        let files = self.project.files(module);
        let found = files.into_iter().find(|(_, text)| parse(text).is_ok_and(|tree| local(&tree, name).is_some()));
        found.ok_or_else(|| Refused(format!("`local.{name}` is not in the sources")))
    }
}

/// The expression of a local.
fn local<'b>(tree: &'b Body, name: &str) -> Option<&'b Expression> {
    let locals = tree.blocks().filter(|block| block.ident.as_str() == "locals");
    locals.filter_map(|block| block.body.get_attribute(name)).map(|attribute| &attribute.value).next()
}
