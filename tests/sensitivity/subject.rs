//! Fixtures of which something can be taken away, and what is recorded of them.

use crate::outcome::Outcome;
use crate::support::{Fixture, root, sources_of};
use serde_json::Value;
use ssm_check_checks::Sources;
use ssm_check_plan::Plan;
use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

/// What comes of places, one file for each type.
pub(crate) const DIRECTORY: &str = "tests/snapshots/sensitivity";

/// FIXME: what is decided otherwise with less known, and should not be. The list only gets shorter.
pub(crate) const KNOWN: &str = "tests/snapshots/sensitivity-decided-otherwise.txt";

/// A fixture that is a plan, of which the configuration is there.
pub(crate) struct Subject {
    pub(crate) fixture: Fixture,
    /// Its name as the snapshots have it.
    pub(crate) name: String,
    pub(crate) plan: Value,
    outcome: OnceLock<Outcome>,
    sources: OnceLock<Option<(Sources, Outcome)>>,
}

impl Subject {
    pub(crate) fn of(fixture: Fixture) -> Option<Self> {
        let mut plan: Value = serde_json::from_str(&fixture.text).unwrap();
        // Values that Terraform derives of the changes, and that are not read.
        plan.as_object_mut()?.remove("planned_values");
        (plan["resource_changes"].is_array() && plan["configuration"]["root_module"].is_object()).then_some(())?;
        let name = fixture.name.trim_start_matches("testdata/").trim_end_matches("/plan.json").to_owned();
        Some(Self { fixture, name, plan, outcome: OnceLock::new(), sources: OnceLock::new() })
    }

    pub(crate) fn outcome(&self) -> &Outcome {
        self.outcome.get_or_init(|| Outcome::of(&self.plan, None).unwrap())
    }

    /// Its `.tf` files, and what is said with them.
    pub(crate) fn sources(&self) -> Option<&(Sources, Outcome)> {
        let with_sources = || {
            let sources = sources_of(&self.fixture, &Plan::parse(&self.fixture.text).unwrap())?;
            let outcome = Outcome::of(&self.plan, Some(&sources)).unwrap();
            Some((sources, outcome))
        };
        self.sources.get_or_init(with_sources).as_ref()
    }
}

/// The snapshots as they are, by type.
pub(crate) fn recorded() -> BTreeMap<String, String> {
    let entries = fs::read_dir(root().join(DIRECTORY)).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())).collect()
}
