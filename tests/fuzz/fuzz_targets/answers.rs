//! The reader of AWS's answers, and what is made of them: `cargo +nightly fuzz run answers`.
#![no_main]

#[allow(dead_code)]
#[path = "../../whatever/mod.rs"]
mod whatever;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| whatever::answers(bytes));
