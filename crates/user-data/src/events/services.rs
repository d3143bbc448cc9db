//! Commands that start, stop and restart the agent as a service.

use super::{Event, KNOWN_PLACES, bare, ends_as_script, program};
use crate::shell::Command;

pub(super) fn systemctl(arguments: &[&str]) -> Event {
    let now = arguments.contains(&"--now");
    match arguments.iter().find(|word| !word.starts_with('-')).copied().unwrap_or_default() {
        "enable" | "reenable" => Event::Enable { now },
        "disable" => Event::Disable { now },
        "mask" => Event::Mask { now },
        // The unit's own settings say whether it is started again.
        "kill" => Event::Harmless,
        other => verb(other),
    }
}

pub(super) fn verb(word: &str) -> Event {
    match word.to_ascii_lowercase().as_str() {
        "start" | "restart" | "reload-or-restart" | "force-reload" => Event::Start,
        "stop" => Event::Stop,
        "unmask" => Event::Unmask,
        "delete" => Event::Remove,
        "status" | "is-active" | "is-enabled" | "is-failed" | "show" | "cat" | "reload" | "daemon-reload" | "try-restart"
        | "condrestart" | "list-units" | "list-unit-files" | "reset-failed" | "query" => Event::Harmless,
        _ => Event::Unclear,
    }
}

pub(super) fn boot(arguments: &[&str]) -> Event {
    let has = |word: &str| arguments.contains(&word);
    match () {
        () if has("off") || has("disable") || has("remove") || has("--del") => Event::Disable { now: false },
        () if has("on") || has("enable") || has("defaults") || has("--add") => Event::Enable { now: false },
        () if has("--list") => Event::Harmless,
        () => Event::Unclear,
    }
}

pub(super) fn startup(arguments: &[&str]) -> Event {
    let lowercase: Vec<String> = arguments.iter().map(|word| word.to_ascii_lowercase()).collect();
    let has = |word: &str| lowercase.iter().any(|other| other == word);
    match () {
        () if has("disabled") => Event::Disable { now: false },
        () if has("stopped") => Event::Stop,
        () if has("automatic") && has("running") => Event::Enable { now: true },
        () if has("automatic") => Event::Enable { now: false },
        () if has("running") => Event::Start,
        () => Event::Unclear,
    }
}

pub(super) fn service_control(arguments: &[&str]) -> Event {
    let text = arguments.join(" ").to_ascii_lowercase().replace("= ", "=");
    match arguments.first().map(|word| word.to_ascii_lowercase()).unwrap_or_default().as_str() {
        "config" if text.contains("start=disabled") => Event::Disable { now: false },
        "config" if text.contains("start=auto") => Event::Enable { now: false },
        "config" | "failure" | "qc" => Event::Harmless,
        other => verb(other),
    }
}

/// The instance restarts, and with it what starts at boot.
pub(crate) fn is_restart(command: &Command) -> bool {
    let words = bare(&command.words);
    let first = words.first().map(|word| program(word)).unwrap_or_default();
    let has = |word: &str| words.iter().any(|other| other == word);
    match first.as_str() {
        "reboot" | "restart-computer" => true,
        "shutdown" => has("-r") || has("/r"),
        "init" | "telinit" => has("6"),
        "systemctl" => has("reboot"),
        _ => false,
    }
}

/// It runs something that user data does not show.
pub(crate) fn is_detached(command: &Command) -> bool {
    let words = bare(&command.words);
    let Some((first, arguments)) = words.split_first() else { return false };
    let name = program(first);
    match name.as_str() {
        "bash" | "sh" | "zsh" | "ksh" | "python" | "python3" | "perl" | "ruby" | "pwsh" | "powershell" | "powershell.exe" | "source"
        | "." | "eval" | "invoke-expression" | "iex" | "make" | "puppet" | "salt-call" | "chef-client" | "chef-solo" | "cloud-init"
        | "cinc-client" | "at" | "crontab" => true,
        "aws" => arguments.iter().any(|word| matches!(word.as_str(), "cp" | "sync" | "get-object")),
        "git" => arguments.iter().any(|word| word == "clone"),
        _ => {
            name.starts_with("ansible")
                || first.starts_with(['/', '.', '$', '~']) && !KNOWN_PLACES.iter().any(|place| first.starts_with(place))
                || ends_as_script(&name)
        }
    }
}
