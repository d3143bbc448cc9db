//! What several tests share: the program in a bare environment, fixtures, and files that `UPDATE=1` rewrites.
#![allow(dead_code, reason = "every test file uses some of it")]

pub(crate) mod resolved;
pub(crate) mod said;

use serde_json::Value;
use snapbox::assert::Action;
use snapbox::cmd::Command;
use snapbox::{Assert, Data};
use ssm_check_checks::Sources;
use ssm_check_plan::Plan;
use std::fs;
use std::path::{Path, PathBuf};

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, run in the repository, in an environment that says nothing but that the locale is UTF-8.
pub(crate) fn ssm_check() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ssm-check")).env_clear().env("LC_ALL", "C.UTF-8").current_dir(root())
}

/// Does the run rewrite what is generated, instead of comparing?
pub(crate) fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value != "0")
}

/// Asserts that a file of the repository holds exactly this text; `UPDATE=1` writes it.
pub(crate) fn assert_current(path: impl AsRef<Path>, text: &str) {
    let path = root().join(path);
    let action = if updating() { Action::Overwrite } else { Action::Verify };
    let expected = Data::read_from(&path, Some(snapbox::data::DataFormat::Text)).raw();
    Assert::new().action(action).eq(Data::text(text).raw(), expected);
}

/// The files of a directory and of those in it that have this name, sorted.
pub(crate) fn files_named(directory: &str, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let (mut files, mut open) = (Vec::new(), vec![root().join(directory)]);
    while let Some(directory) = open.pop() {
        let Ok(entries) = fs::read_dir(directory) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().and_then(|name| name.to_str()).is_some_and(&wanted) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// A plan or state with what is true about it.
pub(crate) struct Fixture {
    /// The file, relative to the repository.
    pub(crate) name: String,
    /// Its text.
    pub(crate) text: String,
    /// The `expect.json` beside it.
    pub(crate) expect: Option<Value>,
}

/// The sources of a fixture, where they stand beside its plan or are what it was made of; `None` where they are not, or cannot be read.
pub(crate) fn sources_of(fixture: &Fixture, plan: &Plan<'_>) -> Option<Sources> {
    let directory = root().join(&fixture.name).parent()?.to_owned();
    [directory.join("after"), directory].into_iter().find_map(|directory| Sources::load(&directory, plan).ok())
}

/// Every readable plan and state in `testdata` and `examples`; new ones are found by themselves.
pub(crate) fn fixtures() -> Vec<Fixture> {
    let is_plan = |name: &str| matches!(name, "plan.json" | "new.json" | "applied.json" | "state.json");
    let files = [files_named("testdata", is_plan), files_named("examples", is_plan)].concat();
    let fixture = |path: PathBuf| Fixture {
        name: path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"),
        text: fs::read_to_string(&path).unwrap(),
        expect: fs::read(path.with_file_name("expect.json")).ok().map(|bytes| serde_json::from_slice(&bytes).unwrap()),
    };
    let fixtures: Vec<_> = files.into_iter().map(fixture).collect();
    assert!(!fixtures.is_empty());
    fixtures
}
