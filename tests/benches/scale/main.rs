//! How processor time and memory grow with the plan: `cargo bench --bench scale [-- NAME…]`.
//!
//! Plans are made of small real ones and analysed by the program as people run it. Beside each stands a pass that decodes nothing
//! (`serde::de::IgnoredAny`) over the same bytes, in the same run: the ratio of the two means the same on any machine, a second does not.
//! `hyperfine` and its like measure a program; this also makes the plans, and knows what each may take.

#![cfg_attr(unix, expect(clippy::cast_precision_loss, reason = "figures are rounded when they are shown"))]

#[cfg(unix)]
mod answers;
#[cfg(unix)]
mod cases;
#[cfg(unix)]
mod measure;
#[cfg(unix)]
mod plans;

#[cfg(unix)]
fn main() {
    // Cargo says `--bench` to every bench.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [measure::FLOOR, file] => measure::floor(file),
        [measure::MEASURE, command @ ..] => measure::measure(command),
        names => cases::table(names),
    }
}

#[cfg(not(unix))]
fn main() {
    println!("processor time and memory of a child are only measured on Unix");
}
