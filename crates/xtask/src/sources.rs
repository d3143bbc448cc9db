//! The program's own sources, as tests of the repository read them: tokens, without tests and comments.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::fs;
use std::path::{Path, PathBuf};

/// A file of a crate.
pub(crate) struct Source {
    /// The crate: `crates/net/src`.
    pub(crate) root: String,
    /// The module within it; empty of the crate's root.
    pub(crate) module: Vec<String>,
    /// The file, from the repository's root.
    pub(crate) file: String,
    pub(crate) tokens: Vec<TokenTree>,
}

/// Every file of the program, in order.
pub(crate) fn all(repository: &Path) -> Vec<Source> {
    let crates = fs::read_dir(repository.join("crates")).unwrap().map(|entry| entry.unwrap().path().join("src"));
    let mut roots: Vec<PathBuf> = crates.chain([repository.join("src")]).filter(|root| !root.ends_with("xtask/src")).collect();
    roots.sort();
    let mut sources = Vec::new();
    for root in roots {
        let mut files = Vec::new();
        below(&root, &mut files);
        files.sort();
        let name = |path: &Path| path.strip_prefix(repository).unwrap().to_str().unwrap().replace('\\', "/");
        for file in files.iter().filter(|file| !is_of_tests(file)) {
            let text = fs::read_to_string(file).unwrap();
            let tokens = text.parse::<TokenStream>().unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let tokens = without_tests(tokens.into_iter().collect());
            sources.push(Source { root: name(&root), module: module(&root, file), file: name(file), tokens });
        }
    }
    sources
}

fn below(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn is_of_tests(file: &Path) -> bool {
    let name = file.file_stem().unwrap().to_str().unwrap();
    name.ends_with("tests") || file.iter().any(|step| step == "tests")
}

fn module(root: &Path, file: &Path) -> Vec<String> {
    let path = file.strip_prefix(root).unwrap().with_extension("");
    let mut steps: Vec<String> = path.iter().map(|step| step.to_str().unwrap().to_owned()).collect();
    if steps.last().is_some_and(|last| ["lib", "main", "mod"].contains(&last.as_str())) {
        steps.pop();
    }
    steps
}

/// Leaves out documentation, and what is compiled for tests alone.
fn without_tests(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        if is_punct(&token, '#') {
            let inner = rest.next_if(|next| is_punct(next, '!'));
            if let Some(TokenTree::Group(attribute)) = rest.next_if(|next| matches!(next, TokenTree::Group(_))) {
                let text = attribute.stream().to_string().replace(' ', "");
                if inner.is_none() && text == "cfg(test)" {
                    // The item ends with its block, or with a semicolon.
                    for token in rest.by_ref() {
                        let is_block = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
                        if is_block || is_punct(&token, ';') {
                            break;
                        }
                    }
                }
            }
            continue;
        }
        kept.push(match token {
            TokenTree::Group(group) => {
                let inside = without_tests(group.stream().into_iter().collect());
                TokenTree::Group(proc_macro2::Group::new(group.delimiter(), inside.into_iter().collect()))
            }
            other => other,
        });
    }
    kept
}

pub(crate) fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

pub(crate) fn ident(token: &TokenTree) -> Option<String> {
    if let TokenTree::Ident(name) = token { Some(name.to_string()) } else { None }
}
