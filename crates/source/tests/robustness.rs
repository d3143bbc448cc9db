//! What the fuzz target looks for, on bytes that proptest makes.

mod whatever;

use proptest::prelude::*;
use std::sync::LazyLock;

static DIR: LazyLock<std::path::PathBuf> = LazyLock::new(|| {
    let dir = std::env::temp_dir().join(format!("ssm-check-source-robustness-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
});

const WORDS: [&str; 34] = [
    "locals {\n",
    "}\n",
    "a = ",
    "b = ",
    "local.a",
    "local.b",
    "t_a.x.id",
    "t_a.x",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "${",
    "%{ for x in ",
    "%{ endfor }",
    "? ",
    ": ",
    "for x in ",
    "if ",
    "...",
    "[*]",
    ".0",
    "-1",
    "1e400",
    "9007199254740993",
    "format(\"%d\", ",
    "cidrsubnet(\"10.0.0.0/8\", ",
    "jsondecode(",
    "<<-A\n",
    "\nA\n",
    " == ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_file_makes_the_evaluator_panic(words in prop::collection::vec(prop_oneof![4 => prop::sample::select(WORDS.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,4}"], 0..30)) {
        whatever::evaluate(&DIR, words.concat().as_bytes());
    }
}
