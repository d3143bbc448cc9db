//! Inside a crate, imports run one way: no circle between files, whatever names they are imported by.

use crate::sources::{self, Source, ident, is_punct};
use petgraph::Graph;
use petgraph::algo::tarjan_scc;
use proc_macro2::{Delimiter, TokenTree};
use std::collections::{BTreeMap, BTreeSet};

/// A path as it is written, with the name that it has in the file: `*` for all that is there.
struct Import {
    path: Vec<String>,
    name: String,
}

/// What a file of a crate says of others.
#[derive(Default)]
struct File {
    imports: Vec<Import>,
    /// Paths in code and macros.
    named: Vec<Vec<String>>,
    /// The items that it defines.
    defined: BTreeSet<String>,
}

impl File {
    fn of(source: &Source) -> Self {
        let mut file = Self::default();
        file.read(&source.tokens);
        file
    }

    fn read(&mut self, tokens: &[TokenTree]) {
        const DEFINING: [&str; 9] = ["struct", "enum", "fn", "const", "static", "trait", "type", "union", "macro_rules"];
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Group(group) => self.read(&group.stream().into_iter().collect::<Vec<_>>()),
                // Who may see it is no import.
                TokenTree::Ident(word) if word == "pub" => {
                    at +=
                        usize::from(matches!(tokens.get(at), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis));
                }
                TokenTree::Ident(word) if word == "use" => {
                    let end = tokens[at..].iter().position(|token| is_punct(token, ';')).map_or(tokens.len(), |end| at + end);
                    self.tree(&[], &tokens[at..end]);
                    at = end;
                }
                // A lifetime is no word: `&'static Check` defines nothing.
                token if is_punct(token, '\'') => at += 1,
                TokenTree::Ident(word) if DEFINING.iter().any(|known| word == known) => {
                    let after = tokens[at..].iter().find(|token| !is_punct(token, '!'));
                    self.defined.extend(after.and_then(ident));
                }
                TokenTree::Ident(word) if word == "crate" || word == "super" => {
                    let mut path = vec![word.to_string()];
                    while let [one, two, TokenTree::Ident(next), ..] = &tokens[at..]
                        && is_punct(one, ':')
                        && is_punct(two, ':')
                    {
                        path.push(next.to_string());
                        at += 3;
                    }
                    self.named.push(path);
                }
                _ => {}
            }
        }
    }

    /// The tree of a `use`.
    fn tree(&mut self, before: &[String], tokens: &[TokenTree]) {
        let mut path = before.to_vec();
        for (position, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(word) if word == "as" => {
                    let name = tokens.get(position + 1).and_then(ident).unwrap_or_default();
                    return self.imports.push(Import { path, name });
                }
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    return inside
                        .split(|token| is_punct(token, ','))
                        .filter(|part| !part.is_empty())
                        .for_each(|part| self.tree(&path, part));
                }
                token if is_punct(token, '*') => return self.imports.push(Import { path, name: "*".to_owned() }),
                _ => {}
            }
        }
        // `a::{self}` is `a`.
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let name = path.last().cloned().unwrap_or_default();
        self.imports.push(Import { path, name });
    }
}

/// The files of a crate, by module.
struct Crate(BTreeMap<Vec<String>, File>);

impl Crate {
    /// The module that a path starts in, and what is left of it; `None` of another crate's.
    fn start<'p>(&self, from: &[String], path: &'p [String]) -> Option<(Vec<String>, &'p [String])> {
        let (first, mut rest) = path.split_first()?;
        let mut module = from.to_vec();
        match first.as_str() {
            "crate" => module.clear(),
            "self" => {}
            "super" => {
                module.pop();
                while let Some((_, after)) = rest.split_first().filter(|(next, _)| *next == "super") {
                    module.pop();
                    rest = after;
                }
            }
            child => {
                module.push(child.to_owned());
                return self.0.contains_key(&module).then_some((module, rest));
            }
        }
        Some((module, rest))
    }

    /// The file that defines what a path names, through whatever re-exports it.
    fn defining(&self, from: &[String], path: &[String], depth: usize) -> Option<Vec<String>> {
        let (mut module, mut rest) = self.start(from, path)?;
        while let Some((next, after)) = rest.split_first() {
            module.push(next.clone());
            if !self.0.contains_key(&module) {
                module.pop();
                break;
            }
            rest = after;
        }
        let (Some(item), Some(file)) = (rest.first(), self.0.get(&module)) else { return self.0.contains_key(&module).then_some(module) };
        if depth > 8 || file.defined.contains(item) {
            return Some(module);
        }
        let follow = |import: &Import, more: &[String]| {
            let path: Vec<String> = import.path.iter().chain(more).cloned().collect();
            self.defining(&module, &path, depth + 1)
        };
        if let Some(import) = file.imports.iter().find(|import| import.name == *item) {
            // What another crate defines is in none of these files.
            return follow(import, &rest[1..]);
        }
        let globs = file.imports.iter().filter(|import| import.name == "*");
        let of_glob = |import: &Import| follow(import, rest).filter(|found| self.0[found].defined.contains(item));
        Some(globs.into_iter().find_map(of_glob).unwrap_or(module))
    }

    /// Which file names what of which other. What a file has of its own parts is no arrow.
    fn arrows(&self) -> BTreeMap<(&[String], Vec<String>), Vec<String>> {
        let mut arrows: BTreeMap<(&[String], Vec<String>), Vec<String>> = BTreeMap::new();
        for (module, file) in &self.0 {
            let paths = file.imports.iter().map(|import| &import.path).chain(&file.named);
            for path in paths {
                if let Some(to) = self.defining(module, path, 0).filter(|to| !to.starts_with(module)) {
                    arrows.entry((module, to)).or_default().push(path.join("::"));
                }
            }
        }
        arrows
    }

    /// Files that import one another in a circle, with what they import.
    fn circles(&self) -> Vec<Vec<String>> {
        let arrows = self.arrows();
        let modules: Vec<&Vec<String>> = self.0.keys().collect();
        let number = |module: &[String]| u32::try_from(modules.iter().position(|known| known.as_slice() == module).unwrap()).unwrap();
        let graph: Graph<(), ()> = Graph::from_edges(arrows.keys().map(|(from, to)| (number(from), number(to))));
        let circles = tarjan_scc(&graph).into_iter().filter(|circle| circle.len() > 1);
        let shown = |circle: Vec<petgraph::graph::NodeIndex>| {
            let within = |module: &[String]| circle.contains(&number(module).into());
            let inside = arrows.iter().filter(|((from, to), _)| within(from) && within(to));
            inside.map(|((from, to), names)| format!("{} -> {}: {}", from.join("/"), to.join("/"), names.join(", "))).collect()
        };
        circles.map(shown).collect()
    }
}

#[test]
fn no_files_import_one_another_in_a_circle() {
    let mut crates: BTreeMap<String, BTreeMap<Vec<String>, File>> = BTreeMap::new();
    for source in sources::all(&crate::root()) {
        let file = File::of(&source);
        crates.entry(source.root).or_default().insert(source.module, file);
    }
    assert!(crates.len() > 10);
    let mut found = Vec::new();
    for (root, files) in crates {
        found.extend(Crate(files).circles().into_iter().map(|circle| (root.clone(), circle)));
    }
    assert!(found.is_empty(), "{} circles: {found:#?}", found.len());
}

#[test]
fn re_exports_are_followed() {
    let file = |text: &str| {
        let tokens = text.parse::<proc_macro2::TokenStream>().unwrap().into_iter().collect();
        let source = Source { root: String::new(), module: Vec::new(), file: String::new(), tokens };
        File::of(&source)
    };
    let circles = |files: &[(&str, &str)]| {
        let modules = files.iter().map(|(module, text)| {
            let module = module.split('/').filter(|step| !step.is_empty()).map(str::to_owned).collect();
            (module, file(text))
        });
        Crate(modules.collect()).circles()
    };
    let one = circles(&[("", "pub use a::A; pub use b::*;"), ("a", "use crate::B; struct A;"), ("b", "use super::A; struct B;")]);
    assert_eq!(one, [["a -> b: crate::B", "b -> a: super::A"]]);
    // The crate's own file, which only names its parts, closes no circle; a path in code does.
    assert!(circles(&[("", "mod a; pub use a::A; struct C;"), ("a", "use crate::C; struct A;")]).is_empty());
    let two = circles(&[("x", ""), ("x/a", "fn f() { crate::x::b::g() }"), ("x/b", "fn g() { super::a::f() }")]);
    assert_eq!(two.len(), 1);
    assert!(circles(&[("a", "use crate::b::B as A; use std::fmt;"), ("b", "struct B;")]).is_empty());
}
