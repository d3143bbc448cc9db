//! One name stands for one thing: types of several crates that have the same name are counted, and become no more.

use crate::sources::{self, ident};
use proc_macro2::TokenTree;
use std::collections::BTreeMap;

/// Names that once stood for four to nine things each.
const OF_ONE_THING: [&str; 7] = ["Place", "Part", "Entry", "Kind", "Step", "Target", "Outcome"];

/// How many names stand for several types: a number that may become smaller.
const SHARED: usize = 125;

fn collect(tokens: &[TokenTree], file: &str, found: &mut BTreeMap<String, Vec<String>>) {
    for (position, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => collect(&group.stream().into_iter().collect::<Vec<_>>(), file, found),
            TokenTree::Ident(word) if ["struct", "enum", "trait"].iter().any(|known| word == known) => {
                if let Some(name) = tokens.get(position + 1).and_then(ident) {
                    found.entry(name).or_default().push(file.to_owned());
                }
            }
            _ => {}
        }
    }
}

#[test]
fn a_name_stands_for_one_thing() {
    let mut found = BTreeMap::new();
    for source in sources::all(&crate::root()) {
        collect(&source.tokens, &source.file, &mut found);
    }
    for name in OF_ONE_THING {
        let files = found.get(name).map_or(&[][..], Vec::as_slice);
        assert!(files.len() <= 1, "{name}: {files:?}");
    }
    let shared: Vec<_> =
        found.iter().filter(|(_, files)| files.len() > 1).map(|(name, files)| format!("{name} ×{}", files.len())).collect();
    assert!(shared.len() <= SHARED, "{} names stand for several types: {shared:?}", shared.len());
}
