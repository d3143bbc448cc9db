//! Arguments that stand for many files: directories and patterns.

use super::Input;
use crate::{Failure, failure};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// How the names of the files of a directory end that are read.
const ENDINGS: [&str; 4] = [".json", ".tfstate", ".json.gz", ".tfstate.gz"];

/// The inputs that arguments stand for, each once, in the order of the arguments and, within one, of paths.
///
/// Errors: a directory or pattern without a file, a directory that cannot be read, a pattern that is none.
pub(crate) fn expand(arguments: &[PathBuf], seen: &mut BTreeSet<PathBuf>) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    for argument in arguments {
        for input in one(argument)? {
            let file = match &input {
                Input::Stdin => None,
                Input::File(path) | Input::Found(path) => path.canonicalize().ok(),
            };
            if file.is_none_or(|file| seen.insert(file)) {
                inputs.push(input);
            }
        }
    }
    Ok(inputs)
}

fn one(argument: &Path) -> Result<Vec<Input>, Failure> {
    if argument.is_dir() {
        return directory(argument);
    }
    match argument.to_str() {
        Some(pattern) if pattern.contains(['*', '?', '[']) && !argument.exists() => matching(pattern),
        _ => Ok(vec![Input::named(argument)]),
    }
}

fn directory(path: &Path) -> Result<Vec<Input>, Failure> {
    // What Terraform and version control keep for themselves is hidden.
    let visible = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let mut inputs = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry.map_err(|error| {
            let why = error.io_error().map_or_else(|| error.to_string(), failure::words);
            Failure::new(format!("{}: {why}", error.path().unwrap_or(path).display()))
        })?;
        let name = entry.file_name().to_string_lossy();
        if ENDINGS.iter().any(|ending| name.ends_with(ending)) && entry.path().is_file() {
            inputs.push(Input::Found(entry.into_path()));
        }
    }
    if inputs.is_empty() {
        return Err(Failure::new(format!("{}: no `*.json` or `*.tfstate` file is in this directory", path.display())));
    }
    Ok(inputs)
}

fn matching(pattern: &str) -> Result<Vec<Input>, Failure> {
    let options = glob::MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };
    let paths = glob::glob_with(pattern, options).map_err(|error| Failure::new(format!("`{pattern}` is no pattern: {}", error.msg)))?;
    let mut inputs = Vec::new();
    for path in paths {
        let path = path.map_err(|error| Failure::new(format!("{}: {}", error.path().display(), failure::words(error.error()))))?;
        if path.is_dir() {
            // A directory that a pattern meets need not hold a plan.
            inputs.extend(directory(&path).unwrap_or_default());
        } else {
            inputs.push(Input::Found(path));
        }
    }
    if inputs.is_empty() {
        return Err(Failure::new(format!("no file matches `{pattern}`")));
    }
    Ok(inputs)
}

/// Names without the directories that all of them begin with.
pub(crate) fn short_names(names: &[String]) -> Vec<String> {
    let split = |name: &String| name.split(['/', '\\']).map(str::to_owned).collect::<Vec<_>>();
    let parts: Vec<_> = names.iter().map(split).collect();
    let shared = |depth: usize| {
        parts.iter().all(|each| each.len() > depth + 1 && each.get(depth) == parts.first().and_then(|first| first.get(depth)))
    };
    let depth = (0..parts.first().map_or(0, Vec::len)).take_while(|depth| parts.len() > 1 && shared(*depth)).count();
    parts.iter().map(|each| each.get(depth..).unwrap_or_default().join("/")).collect()
}

#[cfg(test)]
mod tests {
    use super::short_names;

    #[test]
    fn names_are_as_short_as_they_can_be() {
        let short = |names: &[&str]| short_names(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(short(&["/ci/a/plan.json", "/ci/b/plan.json"]), ["a/plan.json", "b/plan.json"]);
        assert_eq!(short(&["/ci/a/plan.json", "/ci/a/state.json"]), ["plan.json", "state.json"]);
        assert_eq!(short(&["-", "a/b.json"]), ["-", "a/b.json"]);
        assert_eq!(short(&["a/b.json"]), ["a/b.json"]);
    }
}
