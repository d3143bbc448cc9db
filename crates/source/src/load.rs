//! The files of one module directory: which count, and how override files merge.
//!
//! <https://developer.hashicorp.com/terraform/language/files> and <https://developer.hashicorp.com/terraform/language/files/override>

use crate::ast::{Attribute, Block, Expr, Span};
use crate::broken::Broken;
use crate::reach::{Reach, Refused};
use crate::{Remark, json_syntax, syntax};
use ssm_check_plan::{Mode, Plan};
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
    /// Files that do not parse or were not read: what they declare is missing here.
    pub(crate) broken: Vec<Broken>,
    /// The files that count, relative to the root directory.
    pub(crate) files: Vec<String>,
    /// Comments that are for this program.
    pub(crate) remarks: Vec<Remark>,
}

/// Mode, type and name.
pub(crate) type ResourceName = (Mode, String, String);

/// Which tool's files count: OpenTofu prefers `x.tofu` to `x.tf`, Terraform does not read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    Terraform,
    OpenTofu,
}

impl Flavour {
    /// Single providers of an OpenTofu run may come from Terraform's registry, but none of a Terraform run from OpenTofu's.
    pub(crate) fn of(plan: &Plan<'_>) -> Self {
        let changes = plan.changes.iter().filter_map(|change| change.provider_name.as_deref());
        let state = plan.state.iter().filter_map(|resource| resource.provider_name.as_deref());
        let configured = plan.configuration.iter().flat_map(|configuration| configuration.provider_config.values());
        let mut names = changes.chain(state).chain(configured.filter_map(|provider| provider.full_name.as_deref()));
        if names.any(|name| name.starts_with("registry.opentofu.org/")) { Self::OpenTofu } else { Self::Terraform }
    }

    /// Whether `&&` and `||` pass over an error of one side where the other decides: Terraform does from 1.12 on
    /// (<https://github.com/hashicorp/terraform/blob/v1.12/CHANGELOG.md>), OpenTofu from 1.10 on
    /// (<https://opentofu.org/docs/language/expressions/operators/#logical-operators>).
    pub(crate) fn short_circuits(self, version: &str) -> bool {
        minor(version)
            >= match self {
                Self::Terraform => (1, 12),
                Self::OpenTofu => (1, 10),
            }
    }

    /// Whether a file of `templatefile` may call it: OpenTofu since 1.7 (<https://github.com/opentofu/opentofu/pull/1250>).
    pub(crate) fn templates_recurse(self, version: &str) -> bool {
        self == Self::OpenTofu && minor(version) >= (1, 7)
    }
}

/// The first two numbers of a version.
pub(crate) fn minor(version: &str) -> (u32, u32) {
    let mut numbers = version.split(['.', '-', '+']).map(|number| number.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "json")
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
    /// What is not read for where it leads is told.
    pub(crate) fn read(reach: &Reach, dir: &Path, shown: &str, flavour: Flavour, refused: &mut Vec<Refused>) -> Option<Self> {
        let mut config = Self::default();
        let files = files(dir, flavour);
        if files.is_empty() {
            return None;
        }
        for (name, overrides) in files {
            let shown = if shown.is_empty() || shown == "." { name.clone() } else { format!("{shown}/{name}") };
            config.files.push(shown.clone());
            let text = match reach.text(dir, &name) {
                Ok(text) => text,
                Err(why) => {
                    let span = Span { file: shown.as_str().into(), line: 1, column: 1 };
                    config.broken.push(Broken { span, message: why.in_words() });
                    refused.extend(why.refused(&shown));
                    // What an override file changes is not known, so nothing of the module is.
                    if overrides {
                        return None;
                    }
                    continue;
                }
            };
            if text.contains(syntax::REMARK) && !is_json(&name) {
                config.remarks.extend(syntax::remarks(&shown, &text));
            }
            match parse(&shown, &text) {
                Ok(blocks) => blocks.into_iter().for_each(|block| config.add(block, overrides)),
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

/// Parses one file.
pub(crate) fn parse(shown: &str, text: &str) -> Result<Vec<Block>, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let json = Path::new(shown).extension().is_some_and(|extension| extension == "json");
    if json { json_syntax::parse(shown, text) } else { syntax::file(shown, text) }
}

impl Block {
    pub(crate) fn attribute(&self, name: &str) -> Option<&Expr> {
        self.attributes.get(name).map(|attribute| &attribute.expr)
    }

    /// `count` or `for_each`.
    pub(crate) fn is_repeated(&self) -> bool {
        self.attributes.contains_key("count") || self.attributes.contains_key("for_each")
    }

    /// What Terraform leaves as it is, of something that exists or not:
    /// <https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes>.
    pub(crate) fn ignored(&self) -> Vec<String> {
        let lifecycle = self.blocks.iter().filter(|inner| inner.kind == "lifecycle");
        let named = |expr: &Expr| match expr {
            Expr::Variable(name) => Some(name.clone()),
            Expr::Text(name) => Some(name.to_string()),
            _ => expr.reference().map(|(name, _)| name.to_owned()),
        };
        let lists = lifecycle.filter_map(|inner| inner.attribute("ignore_changes"));
        lists
            .flat_map(|list| match list {
                Expr::Tuple(items) => items.iter().filter_map(named).collect(),
                other => named(other).into_iter().collect::<Vec<_>>(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use std::path::Path;

    /// `SSM_CHECK_FILES=/path` parses every configuration file below, such as a collection of public repositories.
    #[test]
    fn collected_files_parse() {
        let Some(below) = std::env::var_os("SSM_CHECK_FILES") else {
            println!("skipped: SSM_CHECK_FILES is not set");
            return;
        };
        let (mut count, mut refused) = (0, Vec::new());
        let mut pending = vec![Path::new(&below).to_owned()];
        while let Some(dir) = pending.pop() {
            for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
                let path = entry.path();
                let shown = path.to_string_lossy().into_owned();
                if path.is_dir() {
                    pending.push(path);
                } else if [".tf", ".tofu", ".tf.json", ".tofu.json"].iter().any(|suffix| shown.ends_with(suffix)) {
                    let Ok(text) = std::fs::read_to_string(&path) else { continue };
                    count += 1;
                    refused.extend(parse(&shown, &text).err());
                }
            }
        }
        refused.sort_by(|a, b| a.span.cmp(&b.span));
        for broken in &refused {
            println!("{}:{}:{}: {}", broken.span.file, broken.span.line, broken.span.column, broken.message);
        }
        println!("{count} files, {} refused", refused.len());
    }
}
