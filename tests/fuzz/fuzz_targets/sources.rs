//! The reader of a directory of sources: `cargo +nightly fuzz run sources`.
#![no_main]

#[allow(dead_code)]
#[path = "../../whatever/mod.rs"]
mod whatever;

static DIRECTORY: std::sync::LazyLock<std::path::PathBuf> = std::sync::LazyLock::new(whatever::directory);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whatever::sources(&DIRECTORY, bytes));
