//! The files of a configuration: read once, changed in memory.

use crate::syntax::{block, parse, span};
use crate::{Refused, refused};
use hcl_edit::structure::{Block, Body};
use ssm_check_plan::{Mode, ModuleAddress, ResourceAddress};
use ssm_check_source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

/// A file that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Canonical.
    pub path: PathBuf,
    /// As it was.
    pub before: String,
    /// As it is to be.
    pub after: String,
}

/// Lines of a file that are replaced: at least one, so that a review can be anchored to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// The first line, 1-based.
    pub line: usize,
    /// How many lines.
    pub lines: usize,
    /// What stands in their place: whole lines.
    pub text: String,
}

/// The files.
pub(crate) struct Project<'s> {
    pub(crate) sources: &'s Sources,
    /// Canonical; nothing outside is written.
    tree: PathBuf,
    files: BTreeMap<PathBuf, (String, String)>,
}

/// The kind and the labels of a block of a file, such as `resource`, `aws_vpc` and `main`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BlockName {
    pub(crate) kind: &'static str,
    pub(crate) labels: Vec<String>,
}

/// A block of a file, whichever instances it has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WrittenBlock {
    file: PathBuf,
    name: BlockName,
}

impl BlockName {
    pub(crate) fn of(address: &ResourceAddress) -> Self {
        let kind = if address.mode == Mode::Data { "data" } else { "resource" };
        Self { kind, labels: vec![address.resource_type.clone(), address.name.clone()] }
    }

    /// Of a block as it is written.
    fn written(block: &Block) -> Option<Self> {
        let kind = ["resource", "data", "module", "variable", "output", "locals"].into_iter().find(|kind| *kind == block.ident.as_str())?;
        Some(Self { kind, labels: block.labels.iter().map(|label| label.as_str().to_owned()).collect() })
    }

    pub(crate) fn call(name: &str) -> Self {
        Self { kind: "module", labels: vec![name.to_owned()] }
    }

    pub(crate) fn find<'b>(&self, body: &'b Body) -> Option<&'b Block> {
        block(body, self.kind, &self.labels.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

fn said<'t>(text: &'t str, block: &Block) -> Option<&'t str> {
    text.get(span(block).ok()?)
}

/// A file in JSON syntax.
fn is_json(shown: &str) -> bool {
    Path::new(shown).extension().is_some_and(|extension| extension == "json")
}

/// A file of a module that is too large to be read, or is none.
const MOST_BYTES: u64 = 8 << 20;

impl<'s> Project<'s> {
    pub(crate) fn new(sources: &'s Sources, tree: &Path) -> Self {
        let tree = fs::canonicalize(tree).unwrap_or_else(|_| sources.root().to_owned());
        Self { sources, tree, files: BTreeMap::new() }
    }

    pub(crate) fn snapshot(&self) -> BTreeMap<PathBuf, (String, String)> {
        self.files.clone()
    }

    pub(crate) fn restore(&mut self, snapshot: BTreeMap<PathBuf, (String, String)>) {
        self.files = snapshot;
    }

    pub(crate) fn changed(&self) -> Vec<Changed> {
        let changed = self.files.iter().filter(|(_, (before, after))| before != after);
        changed.map(|(path, (before, after))| Changed { path: path.clone(), before: before.clone(), after: after.clone() }).collect()
    }

    /// A file that may be changed; `shown` is relative to the root directory.
    pub(crate) fn open(&mut self, shown: &str) -> Result<PathBuf, Refused> {
        let (path, text) = self.may_open(shown)?;
        self.files.entry(path.clone()).or_insert_with(|| (text.clone(), text));
        Ok(path)
    }

    fn may_open(&self, shown: &str) -> Result<(PathBuf, String), Refused> {
        if is_json(shown) {
            return refused(format!("`{shown}` is in JSON syntax, which is not edited: follow the help by hand"));
        }
        let (path, text) = self.read(shown)?;
        let outside = !path.starts_with(&self.tree);
        if outside || path.components().any(|step| step == Component::Normal(".terraform".as_ref())) {
            return refused(format!("`{shown}` is downloaded or outside of the sources"));
        }
        Ok((path, text))
    }

    fn read(&self, shown: &str) -> Result<(PathBuf, String), Refused> {
        let unreadable = |_| Refused(format!("`{shown}` cannot be read"));
        let path = fs::canonicalize(self.sources.root().join(shown)).map_err(unreadable)?;
        if let Some((_, text)) = self.files.get(&path) {
            return Ok((path, text.clone()));
        }
        let size = fs::metadata(&path).map_err(unreadable)?;
        if !size.is_file() || size.len() > MOST_BYTES {
            return refused(format!("`{shown}` cannot be read"));
        }
        let bytes = fs::read(&path).map_err(unreadable)?;
        let text = String::from_utf8(bytes).map_err(|_| Refused(format!("`{shown}` is no UTF-8 text")))?;
        Ok((path, text))
    }

    /// A file as it was before any edit.
    pub(crate) fn as_read(&self, shown: &str) -> Result<String, Refused> {
        let path = fs::canonicalize(self.sources.root().join(shown)).map_err(|_| Refused(format!("`{shown}` cannot be read")))?;
        self.files.get(&path).map_or_else(|| self.read(shown).map(|(_, text)| text), |(text, _)| Ok(text.clone()))
    }

    pub(crate) fn text(&self, path: &Path) -> &str {
        self.files.get(path).map_or("", |(_, text)| text)
    }

    /// Changes a file, if what comes out parses.
    pub(crate) fn edit(&mut self, path: &Path, change: impl FnOnce(&str) -> Result<String, Refused>) -> Result<(), Refused> {
        let after = change(self.text(path))?;
        parse(&after).map_err(|Refused(why)| Refused(format!("the edit would leave a file that is broken: {why}")))?;
        if let Some((_, text)) = self.files.get_mut(path) {
            *text = after;
        }
        Ok(())
    }

    /// The file of a module that a block is in, whether it may be changed or not, with its text.
    pub(crate) fn find(&self, module: &ModuleAddress, name: &BlockName) -> Result<(String, String), Refused> {
        let files = self.sources.files(module);
        if files.is_empty() {
            return refused(match module.last() {
                Some(step) => format!("the files of `module.{}` are not there", step.name),
                None => "the files are not there".to_owned(),
            });
        }
        let mut broken = None;
        for shown in files {
            if is_json(shown) {
                let (_, text) = self.read(shown)?;
                if name.labels.last().is_some_and(|label| text.contains(&format!("\"{label}\""))) {
                    broken = broken.or(Some(Refused(format!("`{shown}` is in JSON syntax, which is not edited: follow the help by hand"))));
                }
                continue;
            }
            let (_, text) = self.read(shown)?;
            match parse(&text) {
                Ok(tree) if name.find(&tree).is_some() => return Ok((shown.clone(), text)),
                Ok(_) => {}
                Err(Refused(why)) => broken = broken.or(Some(Refused(format!("{shown}: {why}")))),
            }
        }
        Err(broken.unwrap_or_else(|| Refused(format!("`{} {}` is not in the sources", name.kind, name.labels.join(".")))))
    }

    /// Every file of a module in native syntax that parses, with its text.
    pub(crate) fn files(&self, module: &ModuleAddress) -> Vec<(String, String)> {
        let shown = self.sources.files(module).iter().filter(|shown| !is_json(shown));
        shown.filter_map(|shown| Some((shown.clone(), self.read(shown).ok()?.1))).collect()
    }

    /// Whether a block is in a file that may be changed.
    pub(crate) fn is_editable(&self, module: &ModuleAddress, name: &BlockName) -> bool {
        self.find(module, name).is_ok_and(|(shown, _)| self.may_open(&shown).is_ok())
    }

    /// A block of a file that may be changed.
    pub(crate) fn open_block(&mut self, module: &ModuleAddress, name: &BlockName) -> Result<PathBuf, Refused> {
        let (shown, _) = self.find(module, name)?;
        self.open(&shown)
    }
}

impl Changed {
    /// The blocks that are not as they were, with all of their instances; what is new is none of them.
    pub fn touched(&self) -> BTreeSet<WrittenBlock> {
        let (Ok(old), Ok(new)) = (parse(&self.before), parse(&self.after)) else { return BTreeSet::new() };
        let names = old.blocks().filter_map(|block| {
            let name = BlockName::written(block)?;
            let is_same = name.find(&new).is_some_and(|now| said(&self.after, now) == said(&self.before, block));
            (!is_same).then(|| WrittenBlock { file: self.path.clone(), name })
        });
        names.collect()
    }

    /// What is replaced, from the top. What is added takes the line before it along.
    pub fn replaced(&self) -> Vec<Replaced> {
        let diff = similar::TextDiff::from_lines(&self.before, &self.after);
        let (before, after): (Vec<_>, Vec<_>) = (self.before.split_inclusive('\n').collect(), self.after.split_inclusive('\n').collect());
        let groups = diff.grouped_ops(0).into_iter().filter_map(|ops| {
            let (first, last) = (ops.first()?, ops.last()?);
            let (mut old, mut new) = (first.old_range().start..last.old_range().end, first.new_range().start..last.new_range().end);
            if old.is_empty() {
                // At the top of a file there is no line before: the one after it is taken along.
                if old.start > 0 {
                    (old.start, new.start) = (old.start - 1, new.start.checked_sub(1)?);
                } else {
                    (old.end, new.end) = (old.end + 1, new.end + 1);
                }
            }
            before.get(old.clone()).filter(|lines| !lines.is_empty())?;
            Some(Replaced { line: old.start + 1, lines: old.len(), text: after.get(new)?.concat() })
        });
        groups.collect()
    }

    /// The difference as `patch -p1` and `git apply` take it; `name` is the file's path from where they run.
    pub fn diff(&self, name: &str) -> String {
        let diff = similar::TextDiff::from_lines(&self.before, &self.after);
        diff.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
    }
}
