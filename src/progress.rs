//! A line that tells whoever waits at a terminal that the program works. Never in a pipe or file.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Nothing is said before this.
const PATIENCE: Duration = Duration::from_secs(1);

/// Says what goes on, from a second after it began until it is dropped.
pub(crate) struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins.
    pub(crate) fn begin(what: &'static str) -> Self {
        if !stderr().is_terminal() {
            return Self { running: None };
        }
        let (end, ended) = channel::<()>();
        let say = move || {
            if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let line = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
                line.set_style(style);
            }
            line.set_message(what);
            line.enable_steady_tick(Duration::from_millis(100));
            let _ = ended.recv();
            line.finish_and_clear();
        };
        Self { running: Some((end, thread::spawn(say))) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.running.take() {
            drop(end);
            let _ = thread.join();
        }
    }
}
