//! Writes all mutations of a file into it, each behind a switch: `::mutant::on(17)`.
//!
//! In: `{"from": DIRECTORY, "to": DIRECTORY, "files": {PATH: [{"id", "line", "column", "genre", "replacement"}]}}`, as `cargo mutants`
//! names them. Out: `{"files": {PATH: {"ranges": [[ID, START, END]], "matches": [[START, END, [ID]]]}}, "left": {ID: WHY}}`: where the
//! text of each mutation is in the written file, which places the compiler names where arms are missing, and what cannot be written.

mod edits;
mod find;

use edits::Woven;
use find::{Finder, Mutant};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::{fs, io};
use syn::visit::Visit;

fn main() {
    let wanted: Value = serde_json::from_reader(io::stdin()).expect("JSON of what is wanted");
    let (from, to) = (text(&wanted["from"]), text(&wanted["to"]));
    let (mut files, mut left) = (Map::new(), Map::new());
    for (path, mutants) in wanted["files"].as_object().expect("files") {
        let source = fs::read_to_string(Path::new(from).join(path)).expect("a source file");
        let mutants = mutants.as_array().expect("mutants").iter().map(mutant).collect();
        let tree = syn::parse_file(&source).expect("Rust");
        let mut finder = Finder::new(&source, mutants);
        finder.visit_file(&tree);
        let (edits, matches, missed) = finder.found();
        left.extend(missed.into_iter().map(|(id, why)| (id.to_string(), json!(why))));
        let woven = Woven::of(&source, edits, &matches);
        write_changed(&Path::new(to).join(path), &woven.text);
        let ranges: Vec<_> = woven.ranges.iter().map(|(id, range)| json!([id, range.start, range.end])).collect();
        let matches: Vec<_> = woven.matches.iter().map(|(range, ids)| json!([range.start, range.end, ids])).collect();
        files.insert(path.clone(), json!({ "ranges": ranges, "matches": matches }));
    }
    println!("{}", json!({ "files": files, "left": left }));
}

/// A file that stays as it is keeps its time, and is not compiled again.
fn write_changed(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        // A directory of which all files are woven is not in the copy yet.
        fs::create_dir_all(path.parent().expect("a directory")).expect("a directory in the copy");
        fs::write(path, text).expect("a file in the copy");
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

fn mutant(value: &Value) -> Mutant {
    let number = |name: &str| value[name].as_u64().expect("a number");
    Mutant {
        id: u32::try_from(number("id")).expect("few mutants"),
        line: usize::try_from(number("line")).expect("a line"),
        column: usize::try_from(number("column")).expect("a column"),
        genre: text(&value["genre"]).to_owned(),
        replacement: text(&value["replacement"]).to_owned(),
    }
}
