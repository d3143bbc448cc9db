//! The whole run, of a plan, its sources and a configuration: `cargo +nightly fuzz run whole`.
#![no_main]

#[allow(dead_code)]
#[path = "../../whatever/mod.rs"]
mod whatever;

static DIRECTORY: std::sync::LazyLock<std::path::PathBuf> = std::sync::LazyLock::new(whatever::directory);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whatever::whole(&DIRECTORY, bytes));
