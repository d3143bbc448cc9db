//! The evaluator, by way of simulations: `cargo +nightly fuzz run simulate`.
#![no_main]

#[allow(dead_code)]
#[path = "../../tests/robust/mod.rs"]
mod robust;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| robust::simulate(bytes));
