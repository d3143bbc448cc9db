//! Processor time and peak memory of a command.
//!
//! The system accounts for all children of a process together, so each command is the only child of a copy of this program.

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;
use std::process::{Command, Stdio};

/// First argument of a copy that runs one command and prints what it took.
pub(crate) const MEASURE: &str = "measure";
/// First argument of a copy that reads a file and decodes nothing.
pub(crate) const FLOOR: &str = "floor";

/// What a command took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// User and system time, in milliseconds.
    pub(crate) milliseconds: f64,
    /// The most memory at once, in bytes.
    pub(crate) memory: f64,
}

/// The least of several runs: whatever else the machine does only adds.
pub(crate) fn least(command: &[&str], runs: usize) -> Taken {
    let all: Vec<Taken> = (0..runs).map(|_| once(command)).collect();
    let least = |of: fn(&Taken) -> f64| all.iter().map(of).fold(f64::INFINITY, f64::min);
    Taken { milliseconds: least(|taken| taken.milliseconds), memory: least(|taken| taken.memory) }
}

/// This program, to be called again.
pub(crate) fn itself() -> String {
    std::env::current_exe().expect("this program has a path").display().to_string()
}

fn once(command: &[&str]) -> Taken {
    let output = Command::new(itself()).arg(MEASURE).args(command).stderr(Stdio::inherit()).output().expect("this program runs");
    let text = String::from_utf8(output.stdout).expect("two numbers");
    let mut numbers = text.split_whitespace().map(|number| number.parse::<f64>().expect("a number"));
    let mut next = || numbers.next().expect("two numbers");
    Taken { milliseconds: next(), memory: next() }
}

/// Runs one command and prints what it took.
pub(crate) fn measure(command: &[&str]) {
    let [program, arguments @ ..] = command else { panic!("a command is missing") };
    let status = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("the command runs");
    // 0 and 1 are verdicts.
    assert!(matches!(status.code(), Some(0 | 1)), "{command:?}: {status}");
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system accounts for children");
    let milliseconds = |time: TimeVal| (time.tv_sec() as f64).mul_add(1e3, time.tv_usec() as f64 / 1e3);
    // Kilobytes on Linux, bytes on macOS.
    let unit = if cfg!(target_os = "macos") { 1.0 } else { 1024.0 };
    println!("{} {}", milliseconds(usage.user_time()) + milliseconds(usage.system_time()), usage.max_rss() as f64 * unit);
}

/// Reads a file as JSON, of which nothing is kept.
pub(crate) fn floor(file: &str) {
    let bytes = std::fs::read(file).expect("the file can be read");
    let _: serde::de::IgnoredAny = serde_json::from_slice(&bytes).expect("the file is JSON");
}
