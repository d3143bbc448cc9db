//! The parser of plans and states: `cargo +nightly fuzz run parse`.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/robust/mod.rs"]
mod robust;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| robust::parse(bytes));
