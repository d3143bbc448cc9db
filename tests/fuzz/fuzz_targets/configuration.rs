//! The reader of `ssm-check.toml`: `cargo +nightly fuzz run configuration`.
#![no_main]

#[allow(dead_code)]
#[path = "../../whatever/mod.rs"]
mod whatever;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whatever::configuration(bytes));
