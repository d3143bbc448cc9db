//! Commands that start, stop and restart the agent as a service.

use super::Event;

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
        // Windows starts neither with the instance.
        () if has("disabled") => Event::Disable { now: false },
        () if has("manual") => Event::Manual,
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
        "config" if text.contains("start=demand") => Event::Manual,
        "config" if text.contains("start=auto") => Event::Enable { now: false },
        "config" | "failure" | "qc" => Event::Harmless,
        other => verb(other),
    }
}

/// <https://wiki.alpinelinux.org/wiki/OpenRC>
pub(super) fn rc_update(arguments: &[&str]) -> Event {
    match arguments.iter().find(|word| !word.starts_with('-')).copied().unwrap_or_default() {
        "del" | "delete" => Event::Disable { now: false },
        "add" => Event::Enable { now: false },
        "show" | "update" => Event::Harmless,
        _ => Event::Unclear,
    }
}

/// macOS: <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-status-and-restart.html>.
pub(super) fn launchctl(arguments: &[&str]) -> Event {
    let stays = arguments.contains(&"-w");
    match arguments.first().copied().unwrap_or_default() {
        "unload" if stays => Event::Disable { now: true },
        "unload" | "bootout" | "stop" | "remove" => Event::Stop,
        "disable" => Event::Disable { now: false },
        "load" if stays => Event::Enable { now: true },
        "load" | "bootstrap" | "start" | "kickstart" => Event::Start,
        "enable" => Event::Enable { now: false },
        "list" | "print" => Event::Harmless,
        _ => Event::Unclear,
    }
}
