//! The files of one module directory: which count, and how override files merge.
//!
//! <https://developer.hashicorp.com/terraform/language/files> and <https://developer.hashicorp.com/terraform/language/files/override>

use crate::ast::{Attribute, Block, Expr, Span};
use crate::broken::Broken;
use crate::lower::{self, Lines};
use crate::{json_syntax, limits};
use ssm_check_plan::Mode;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The configuration of one module directory.
#[derive(Debug, Default)]
pub(crate) struct Config {
    pub(crate) variables: BTreeMap<String, Block>,
    pub(crate) locals: BTreeMap<String, Attribute>,
    pub(crate) outputs: BTreeMap<String, Block>,
    pub(crate) resources: BTreeMap<ResourceName, Block>,
    pub(crate) calls: BTreeMap<String, Block>,
    /// `terraform` blocks, for their `backend` and `cloud`.
    pub(crate) settings: Vec<Block>,
    /// Files that do not parse: what they declare is missing here.
    pub(crate) broken: Vec<Broken>,
}

/// Mode, type and name.
pub(crate) type ResourceName = (Mode, String, String);

/// Which tool's files count: OpenTofu prefers `x.tofu` to `x.tf`, Terraform does not read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    Terraform,
    OpenTofu,
}

/// The configuration files of a directory, in order: primary files, then override files.
fn files(dir: &Path, flavour: Flavour) -> Vec<(String, bool)> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    let stem = |name: &str| -> Option<(String, bool)> {
        let (stem, tofu) = [(".tf.json", false), (".tofu.json", true), (".tf", false), (".tofu", true)]
            .into_iter()
            .find_map(|(suffix, tofu)| Some((name.strip_suffix(suffix)?.to_owned(), tofu)))?;
        // Names of editors' backup files do not count.
        (!name.starts_with(['.', '#']) && !name.ends_with('~')).then_some((stem, tofu))
    };
    let shadowed = |name: &str| {
        let json = Path::new(name).extension().is_some_and(|extension| extension == "json");
        stem(name).is_some_and(|(stem, tofu)| !tofu && names.contains(&format!("{stem}.tofu{}", if json { ".json" } else { "" })))
    };
    let mut files: Vec<(String, bool)> = names
        .iter()
        .filter_map(|name| {
            let (stem, tofu) = stem(name)?;
            let counts = if flavour == Flavour::OpenTofu { !shadowed(name) } else { !tofu };
            counts.then(|| (name.clone(), stem == "override" || stem.ends_with("_override")))
        })
        .collect();
    files.sort_by_key(|(_, overrides)| *overrides);
    files
}

impl Config {
    /// Reads a directory; `shown` is its path relative to the root. `None` where it holds no configuration, or cannot be trusted.
    pub(crate) fn read(dir: &Path, shown: &str, flavour: Flavour) -> Option<Self> {
        let mut config = Self::default();
        let files = files(dir, flavour);
        if files.is_empty() {
            return None;
        }
        for (name, overrides) in files {
            let path = dir.join(&name);
            let shown = if shown.is_empty() || shown == "." { name.clone() } else { format!("{shown}/{name}") };
            let readable = fs::metadata(&path).ok().filter(|metadata| metadata.is_file() && metadata.len() <= limits::FILE);
            let Some(text) = readable.and_then(|_| fs::read(&path).ok()).and_then(|bytes| String::from_utf8(bytes).ok()) else {
                config.broken.push(Broken {
                    span: Span { file: shown.as_str().into(), line: 1, column: 1 },
                    message: "the file cannot be read as UTF-8 text".to_owned(),
                });
                continue;
            };
            match parse(&shown, &text) {
                Ok(blocks) => blocks.into_iter().for_each(|block| config.add(block, overrides)),
                // What an override file changes is not known, so nothing of the module is.
                Err(_) if overrides => return None,
                Err(broken) => config.broken.push(broken),
            }
        }
        Some(config)
    }

    fn add(&mut self, block: Block, overrides: bool) {
        match (block.kind.as_str(), block.labels.as_slice()) {
            ("locals", _) => self.locals.extend(block.attributes),
            ("terraform", _) => self.settings.push(block),
            ("variable", [name]) => merge(&mut self.variables, name.clone(), block, overrides),
            ("output", [name]) => merge(&mut self.outputs, name.clone(), block, overrides),
            ("module", [name]) => merge(&mut self.calls, name.clone(), block, overrides),
            ("resource", [kind, name]) => merge(&mut self.resources, (Mode::Managed, kind.clone(), name.clone()), block, overrides),
            ("data", [kind, name]) => merge(&mut self.resources, (Mode::Data, kind.clone(), name.clone()), block, overrides),
            // A data source inside a check block is scoped to it, yet planned and referenced like any other.
            ("check", _) => block.blocks.into_iter().filter(|inner| inner.kind == "data").for_each(|inner| self.add(inner, overrides)),
            _ => {}
        }
    }
}

/// An override replaces the arguments that it writes, and all nested blocks of the types that it writes.
fn merge<K: Ord>(into: &mut BTreeMap<K, Block>, key: K, block: Block, overrides: bool) {
    match into.get_mut(&key) {
        Some(base) if overrides => {
            base.attributes.extend(block.attributes);
            let replaced = |inner: &Block| block.blocks.iter().any(|other| produced(other) == produced(inner));
            base.blocks.retain(|inner| !replaced(inner));
            base.blocks.extend(block.blocks);
        }
        _ => {
            into.insert(key, block);
        }
    }
}

/// The type of the blocks that a block stands for.
pub(crate) fn produced(block: &Block) -> &str {
    match block.labels.first() {
        Some(label) if block.kind == "dynamic" => label,
        _ => &block.kind,
    }
}

/// Parses one file; on a stack of its own, as syntax nests.
pub(crate) fn parse(shown: &str, text: &str) -> Result<Vec<Block>, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    stacker::grow(16 << 20, || {
        if Path::new(shown).extension().is_some_and(|extension| extension == "json") {
            return json_syntax::parse(shown, text);
        }
        let lines = Lines::new(shown, text);
        match hcl_edit::parser::parse_body(text) {
            Ok(body) => Ok(lower::body(&body, &lines).1),
            Err(error) => {
                let location = error.location();
                let span = Span { file: shown.into(), line: location.line(), column: location.column() };
                Err(Broken { span, message: error.message().to_owned() })
            }
        }
    })
}

impl Block {
    pub(crate) fn attribute(&self, name: &str) -> Option<&Expr> {
        self.attributes.get(name).map(|attribute| &attribute.expr)
    }

    /// `count` or `for_each`.
    pub(crate) fn is_repeated(&self) -> bool {
        self.attributes.contains_key("count") || self.attributes.contains_key("for_each")
    }
}
