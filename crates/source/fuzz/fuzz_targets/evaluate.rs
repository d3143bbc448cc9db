//! The reader of `.tf` files and the evaluator: `cargo +nightly fuzz run evaluate`.
#![no_main]

#[path = "../../tests/whatever/mod.rs"]
mod whatever;

use std::sync::LazyLock;

static DIR: LazyLock<std::path::PathBuf> = LazyLock::new(|| {
    let dir = std::env::temp_dir().join(format!("ssm-check-source-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("a folder for temporary files");
    dir
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whatever::evaluate(&DIR, bytes));
