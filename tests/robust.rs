//! What the fuzz targets look for, on a few seeds and on damaged ones.

mod whatever;

use proptest::prelude::*;
use proptest::sample::Index;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

fn fixture(name: &str) -> String {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/checks").join(name);
    let file = |name: &str| fs::read_to_string(directory.join(name)).unwrap();
    format!(
        "-- plan.json --\n{}\n-- main.tf --\n{}\n-- ssm-check.toml --\n[severity]\nSSM101 = \"note\"\n",
        file("plan.json"),
        file("main.tf")
    )
}

/// Small fixtures as archives.
static ARCHIVES: LazyLock<Vec<String>> =
    LazyLock::new(|| ["SSM401/bad-document-star", "SSM401/unknown-policy-after-apply"].map(fixture).to_vec());

/// An archive with a few changes.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let words = ["null", "{}", "[]", "\"", "true", "${", "1e999", "\n}\n", "*", "for", "\u{0}"];
    let change = (any::<Index>(), 0_usize..30, prop::sample::select(words.to_vec()));
    (any::<Index>(), prop::collection::vec(change, 0..4)).prop_map(|(archive, changes)| {
        let mut bytes = ARCHIVES[archive.index(ARCHIVES.len())].clone().into_bytes();
        for (at, cut, word) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, word.bytes());
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_makes_a_run_panic(bytes in damaged()) {
        let directory = whatever::directory();
        whatever::whole(&directory.join("whole"), &bytes);
        whatever::sources(&directory.join("sources"), &bytes);
        whatever::configuration(&bytes);
        whatever::answers(&bytes);
    }
}
