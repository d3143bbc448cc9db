//! The parser of addresses and references: `cargo +nightly fuzz run address`.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/robust/mod.rs"]
mod robust;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| robust::address(bytes));
