//! Which mutation of the program is switched on, and which points of mutation a run comes by.
//!
//! `MUTANT=17` in the environment switches that one on. `MUTANT_REACHED=FILE` has the numbers of all that the process reaches
//! added to the file, each as four bytes.

use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU32};

/// More than there are mutations.
const MANY: usize = 1 << 17;
const UNREAD: u32 = u32::MAX;
const RECORDING: u32 = u32::MAX - 1;

static CHOSEN: AtomicU32 = AtomicU32::new(UNREAD);
static REACHED: [AtomicBool; MANY] = [const { AtomicBool::new(false) }; MANY];

/// Is this mutation switched on?
#[inline]
pub fn on(number: u32) -> bool {
    let chosen = CHOSEN.load(Relaxed);
    chosen == number || (chosen >= RECORDING && look(number))
}

#[cold]
#[inline(never)]
fn look(number: u32) -> bool {
    if CHOSEN.load(Relaxed) == UNREAD {
        let wanted = std::env::var("MUTANT").ok().and_then(|text| text.parse().ok());
        let otherwise = if std::env::var_os("MUTANT_REACHED").is_some() { RECORDING } else { 0 };
        CHOSEN.store(wanted.unwrap_or(otherwise), Relaxed);
        return on(number);
    }
    if let Some(seen) = REACHED.get(number as usize)
        && !seen.swap(true, Relaxed)
        && let Some(path) = std::env::var_os("MUTANT_REACHED")
        && let Ok(mut file) = OpenOptions::new().append(true).create(true).open(path)
    {
        let _ = file.write_all(&number.to_le_bytes());
    }
    false
}

/// Switches a mutation on; 0 is none.
pub fn choose(number: u32) {
    CHOSEN.store(number, Relaxed);
}

/// Keeps in mind what is reached from now on.
pub fn record() {
    CHOSEN.store(RECORDING, Relaxed);
}

/// The numbers that were reached.
pub fn reached() -> Vec<u32> {
    (0..).zip(&REACHED).filter(|(_, seen)| seen.load(Relaxed)).map(|(number, _)| number).collect()
}

/// What a program started with a bare environment has to be told.
pub fn passed() -> Vec<(OsString, OsString)> {
    std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(|name| name.starts_with("MUTANT"))).collect()
}
