//! What an argument holds, followed by name to where it is written: a local of the module, an argument of another block.

use crate::project::BlockName;
use crate::syntax::{parse, reference};
use crate::{Fixer, Refused, arguments, refused};
use hcl_edit::expr::Expression;
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

/// The local that an expression names.
pub(crate) fn named(expr: &Expression) -> Option<Edited> {
    match reference(expr).as_deref() {
        Some([head, name]) if head == "local" => Some(Edited::At(Holder::Local(name.clone()))),
        _ => None,
    }
}

impl Fixer<'_, '_> {
    /// Edits what is held; the data source, where one makes it.
    pub(crate) fn edit_held(
        &mut self,
        module: &ModuleAddress,
        holder: Holder,
        edited: &dyn Fn(&str, &Expression) -> Result<Edited, Refused>,
    ) -> Result<Option<BlockName>, Refused> {
        let mut holder = holder;
        for _ in 0..MOST_STEPS {
            let (shown, text) = match &holder {
                Holder::Argument(block, _) => self.project.find(module, block)?,
                Holder::Local(name) => self.file_of_local(module, name)?,
            };
            let tree = parse(&text)?;
            let expr = match &holder {
                Holder::Argument(block, path) => block.find(&tree).and_then(|block| arguments::expression(block, path)),
                Holder::Local(name) => local(&tree, name),
            };
            let Some(expr) = expr else { return refused("it is not written where it is used") };
            match edited(&text, expr)? {
                Edited::Here(after) => {
                    let file = self.project.open(&shown)?;
                    return self.project.edit(&file, |_| Ok(after)).map(|()| None);
                }
                Edited::At(next) => holder = next,
                Edited::Document(name) => return Ok(Some(name)),
            }
        }
        refused("it is behind too many names")
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
