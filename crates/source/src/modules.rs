//! The tree of modules: where each call's files are.

use crate::ast::{Block, Expr};
use crate::broken::Broken;
use crate::budget::Budget;
use crate::load::{Config, Flavour, produced};
use crate::mismatch::Mismatch;
use crate::reach::{Reach, Refused};
use crate::value::Symbol;
use crate::workspace::{self, Workspace};
use crate::{Remark, Span, limits};
use serde::Deserialize;
use ssm_check_plan::{ModuleAddress, Plan, ResourceAddress};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;

/// The configuration files of a plan's root directory and of its modules.
#[derive(Debug)]
pub struct Sources {
    /// Canonical.
    pub(crate) root: PathBuf,
    /// By the names of the calls; the root is the empty path.
    pub(crate) modules: BTreeMap<Vec<String>, Module>,
    pub(crate) workspace: Workspace,
    /// What was not read for what it is or where it leads.
    refused: Vec<Refused>,
    pub(crate) budget: Budget,
    /// Canonical directories that functions such as `file` may read from.
    pub(crate) readable: Vec<PathBuf>,
    reach: Reach,
}

/// One module of the tree.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    /// Relative to the root directory, as `path.module` shows it.
    pub(crate) dir: String,
    pub(crate) config: Arc<Config>,
}

/// What a caller may know better than the files.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The workspace of the plan, which no plan tells.
    pub workspace: Option<String>,
    /// The workspace that a plan is likely to be of, as its environment selects it: `TF_WORKSPACE`.
    pub likely_workspace: Option<String>,
    /// The repository that the sources are in: no file or module outside is read. Without one, nothing outside the root but the local
    /// modules that it calls.
    pub tree: Option<PathBuf>,
    /// Directories outside the root that `file` and its like may read from, such as the repository's root.
    pub readable: Vec<PathBuf>,
}

/// Why a directory is no source of a plan.
#[derive(Debug, Error)]
pub enum LoadError {
    /// The directory cannot be read.
    #[error("`{}` cannot be read: {source}", dir.display())]
    Unreadable {
        /// The directory.
        dir: PathBuf,
        /// The system's word for it.
        source: std::io::Error,
    },
    /// No configuration in it.
    #[error("`{}` has no configuration files that can be used", dir.display())]
    Empty {
        /// The directory.
        dir: PathBuf,
    },
    /// A file without which nothing is known is not read.
    #[error("`{}` {}, and is not read", .0.path, .0.why)]
    Refused(Refused),
    /// Another configuration than the plan's.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
}

/// Where Terraform lists the modules that it downloaded, relative to the root directory.
const MANIFEST: &str = ".terraform/modules/modules.json";

#[derive(Deserialize)]
struct Manifest {
    #[serde(rename = "Modules", default)]
    modules: Vec<ManifestEntry>,
}

#[derive(Deserialize)]
struct ManifestEntry {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Dir")]
    dir: String,
    #[serde(rename = "Source", default)]
    source: String,
    #[serde(rename = "Version", default)]
    version: String,
}

impl ManifestEntry {
    /// What was downloaded is another revision or version than the call names, and so another module: `terraform init` was not run again.
    fn is_stale(&self, call: &Block) -> bool {
        let text = |name: &str| if let Some(Expr::Text(text)) = call.attribute(name) { Some(text.trim()) } else { None };
        let revision = |source: &str| {
            let (_, query) = source.split_once('?')?;
            query.split('&').find_map(|pair| pair.strip_prefix("ref=")).map(str::to_owned)
        };
        let other_revision = text("source").is_some_and(|source| revision(source) != revision(&self.source));
        // Of a range any version may be the one.
        let exact = text("version").map(|version| version.trim_start_matches('=').trim());
        let exact = exact.filter(|version| version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
        other_revision || exact.is_some_and(|version| !self.version.is_empty() && self.version != version)
    }
}

impl Sources {
    /// Reads the root module in `dir` and every module that it calls, and checks that they are the plan's.
    pub fn load(dir: &Path, plan: &Plan<'_>) -> Result<Self, LoadError> {
        Self::load_with(dir, plan, &Settings::default())
    }

    /// [`Sources::load`] with what the caller knows.
    pub fn load_with(dir: &Path, plan: &Plan<'_>, settings: &Settings) -> Result<Self, LoadError> {
        let sources = Self::read(dir, plan, settings)?;
        sources.matches(plan)?;
        Ok(sources)
    }

    fn read(dir: &Path, plan: &Plan<'_>, settings: &Settings) -> Result<Self, LoadError> {
        let unreadable = |source| LoadError::Unreadable { dir: dir.to_owned(), source };
        let root = fs::canonicalize(dir).map_err(unreadable)?;
        fs::read_dir(&root).map_err(unreadable)?;
        let reach = Reach::new(&root, settings.tree.as_ref().and_then(|tree| fs::canonicalize(tree).ok()));
        Self::read_within(dir, root, reach, plan, settings)
    }

    /// The same directory with other texts in some files, by their canonical paths. It is of no plan.
    ///
    /// Errors: as those of loading, where an edit breaks a file.
    pub fn with_edits(&self, plan: &Plan<'_>, edited: BTreeMap<PathBuf, String>) -> Result<Self, LoadError> {
        let reach = self.reach.with_edits(edited);
        let settings = Settings { readable: self.readable.clone(), ..Settings::default() };
        let read = Self::read_within(&self.root, self.root.clone(), reach, plan, &settings)?;
        Ok(Self { workspace: self.workspace.settled(self, plan), ..read })
    }

    fn read_within(dir: &Path, root: PathBuf, reach: Reach, plan: &Plan<'_>, settings: &Settings) -> Result<Self, LoadError> {
        let flavour = Flavour::of(plan);
        let own = [MANIFEST, workspace::FILE].map(|path| (path, reach.text(&root, path)));
        let refused = own.iter().filter_map(|(path, text)| text.as_ref().err()?.refused(path)).collect();
        let [(_, manifest), (_, environment)] = own;
        let manifest = (manifest.ok())
            .and_then(|text| serde_json::from_str::<Manifest>(&text).ok())
            .map(|manifest| manifest.modules.into_iter().map(|entry| (entry.key.clone(), entry)).collect())
            .unwrap_or_default();
        let mut tree = Tree { root: &root, reach: &reach, flavour, manifest, modules: BTreeMap::new(), cache: BTreeMap::new(), refused };
        tree.visit(Vec::new(), ".".to_owned());
        let Tree { modules, mut refused, .. } = tree;
        let Some(top) = modules.get(&Vec::new()) else {
            let empty = || LoadError::Empty { dir: dir.to_owned() };
            return Err(refused.into_iter().next().map_or_else(empty, LoadError::Refused));
        };
        let workspace = match (&settings.workspace, &settings.likely_workspace) {
            (Some(name), _) => Workspace::Named(name.clone()),
            (None, Some(name)) => Workspace::Likely(name.clone()),
            (None, None) => Workspace::find(&root, environment, &top.config),
        };
        let readable = std::iter::once(root.clone()).chain(settings.readable.iter().filter_map(|dir| fs::canonicalize(dir).ok())).collect();
        refused.sort();
        refused.dedup();
        Ok(Self { root, modules, workspace, refused, readable, reach, budget: Budget::for_plan(plan) })
    }

    /// Files that do not parse: what they declare is not known.
    pub fn broken(&self) -> Vec<Broken> {
        let mut broken: Vec<_> = self.modules.values().flat_map(|module| module.config.broken.iter().cloned()).collect();
        broken.sort_by(|a, b| a.span.cmp(&b.span));
        broken.dedup();
        broken
    }

    /// What was not read for what it is or where it leads.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// Comments that are for this program: those with `ssm-check:` in them.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks: Vec<_> = self.modules.values().flat_map(|module| module.config.remarks.iter().cloned()).collect();
        remarks.sort_by(|a, b| a.span.cmp(&b.span));
        remarks.dedup();
        remarks
    }

    /// Calls of modules whose files are not there, such as before `terraform init`.
    pub fn missing(&self) -> Vec<String> {
        let calls = self.modules.iter().flat_map(|(path, module)| {
            module.config.calls.keys().map(move |name| path.iter().chain([name]).cloned().collect::<Vec<String>>())
        });
        let missing = calls.filter(|path| !self.modules.contains_key(path));
        missing.map(|path| path.iter().map(|name| format!("module.{name}")).collect::<Vec<_>>().join(".")).collect()
    }

    /// The module of an instance, without keys.
    pub(crate) fn module(&self, address: &ModuleAddress) -> Option<&Module> {
        self.modules.get(&address.0.iter().map(|step| step.name.clone()).collect::<Vec<_>>())
    }

    /// Where a resource, or what a path such as `ingress[0].cidr_blocks` leads to in it, is written: the argument, else the
    /// innermost block on the way that is certain. `None` where nothing of the path is written.
    pub fn span_of(&self, address: &ResourceAddress, path: Option<&str>) -> Option<Span> {
        let module = self.module(&address.module)?;
        let block = module.config.resources.get(&(address.mode, address.resource_type.clone(), address.name.clone()))?;
        match path {
            Some(path) => written(block, path).cloned(),
            None => Some(block.span.clone()),
        }
    }

    /// Terraform leaves an argument, or blocks of a name, of a resource that exists as they are, whatever is written.
    pub fn ignores(&self, address: &ResourceAddress, argument: &str) -> bool {
        let module = self.module(&address.module);
        let key = (address.mode, address.resource_type.clone(), address.name.clone());
        let block = module.and_then(|module| module.config.resources.get(&key));
        block.is_some_and(|block| block.ignored().iter().any(|name| name == argument || name == "all"))
    }

    /// The files of a module, relative to the root directory: those that override others last. None where they are not there.
    pub fn files(&self, address: &ModuleAddress) -> &[String] {
        self.module(address).map_or(&[], |module| &module.config.files)
    }

    /// Every way to a module of these files: the names of the calls that lead to it.
    pub fn ways_to<'a>(&'a self, address: &ModuleAddress) -> impl Iterator<Item = &'a [String]> {
        let files = self.files(address);
        self.modules.iter().filter(move |(_, module)| module.config.files == files).map(|(names, _)| names.as_slice())
    }

    /// The directory of the root module, canonical. The files of spans are relative to it.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the resource of a symbol is written.
    pub fn span_of_symbol(&self, symbol: &Symbol) -> Option<Span> {
        self.span_of(&symbol.address, None)
    }
}

/// Where a path is written in a block.
fn written<'b>(block: &'b Block, path: &str) -> Option<&'b Span> {
    let (head, rest) = path.split_once('.').map_or((path, None), |(head, rest)| (head, Some(rest)));
    let (name, index) =
        head.split_once('[').map_or((head, None), |(name, index)| (name, index.trim_end_matches(']').parse::<usize>().ok()));
    if let Some(attribute) = block.attributes.get(name) {
        return Some(&attribute.span);
    }
    let inner: Vec<_> = block.blocks.iter().filter(|inner| produced(inner) == name).collect();
    let one = match inner.as_slice() {
        [] => return None,
        [only] => only,
        // A plan sorts most nested blocks in its own way; the statements of a policy document keep their order.
        several if name == "statement" && several.iter().all(|inner| inner.kind == name) => several.get(index?)?,
        _ => return Some(&block.span),
    };
    let content = one.blocks.iter().find(|inner| one.kind == "dynamic" && inner.kind == "content").unwrap_or(one);
    Some(rest.and_then(|rest| written(content, rest)).unwrap_or(&one.span))
}

struct Tree<'r> {
    root: &'r Path,
    reach: &'r Reach,
    flavour: Flavour,
    manifest: BTreeMap<String, ManifestEntry>,
    modules: BTreeMap<Vec<String>, Module>,
    cache: BTreeMap<String, Option<Arc<Config>>>,
    refused: Vec<Refused>,
}

impl Tree<'_> {
    fn visit(&mut self, path: Vec<String>, dir: String) {
        if path.len() > limits::MODULE_DEPTH || self.modules.len() >= limits::MODULES {
            return;
        }
        let (root, reach, flavour, refused) = (self.root, self.reach, self.flavour, &mut self.refused);
        let read = || Config::read(reach, &root.join(&dir), &dir, flavour, refused).map(Arc::new);
        let config = self.cache.entry(dir.clone()).or_insert_with(read);
        let Some(config) = config.clone() else { return };
        for (name, call) in &config.calls {
            let mut inner = path.clone();
            inner.push(name.clone());
            let listed = self.manifest.get(&inner.join(".")).filter(|entry| !entry.is_stale(call));
            let listed = listed.map(|entry| entry.dir.replace('\\', "/")).filter(|dir| self.root.join(dir).is_dir());
            let local = match call.attribute("source") {
                Some(Expr::Text(source)) if source.starts_with("./") || source.starts_with("../") => Some(join(&dir, source)),
                _ => None,
            };
            let Some(dir) = listed.or_else(|| local.clone()) else { continue };
            match self.reach.directory(&dir, local.as_ref() == Some(&dir)) {
                Ok(()) => self.visit(inner, dir),
                Err(why) => self.refused.push(Refused { path: dir, why }),
            }
        }
        self.modules.insert(path, Module { dir, config });
    }
}

/// `a/b` and `../c` are `a/c`.
fn join(dir: &str, source: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for component in Path::new(dir).join(source).components() {
        match component {
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            Component::ParentDir if parts.last().is_some_and(|last| last != "..") => {
                parts.pop();
            }
            Component::ParentDir => parts.push("..".to_owned()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn local_sources_are_relative_to_the_calling_module() {
        assert_eq!(join(".", "./id"), "id");
        assert_eq!(join("a/b", "../c"), "a/c");
        assert_eq!(join("a", "../../x"), "../x");
        assert_eq!(join("../x", "../y"), "../y");
        assert_eq!(join("a", "./../a/.."), ".");
    }
}
