//! Commands that install or remove the agent, and where they get it.

use super::{Event, names_agent};

/// Before the name of a snap, which comes from the store of snaps.
pub const SNAP: &str = "snap ";

pub(super) fn snap(arguments: &[&str]) -> Event {
    let has = |word: &str| arguments.contains(&word);
    match arguments.iter().find(|word| !word.starts_with('-')).copied().unwrap_or_default() {
        "install" => Event::Install(repository(arguments).map(|name| format!("{SNAP}{name}"))),
        "remove" => Event::Remove,
        "disable" => Event::Disable { now: true },
        "enable" => Event::Enable { now: true },
        "stop" if has("--disable") => Event::Disable { now: true },
        "stop" => Event::Stop,
        "start" if has("--enable") => Event::Enable { now: true },
        "start" | "restart" => Event::Start,
        "list" | "info" | "services" | "refresh" | "switch" | "logs" | "version" | "set" => Event::Harmless,
        _ => Event::Unclear,
    }
}

pub(super) fn manager(arguments: &[&str]) -> Event {
    let plain = arguments.iter().filter(|word| !word.starts_with('-') && !names_agent(word));
    for word in plain {
        match *word {
            "install" | "localinstall" | "reinstall" | "in" | "add" => return Event::Install(repository(arguments)),
            "remove" | "erase" | "purge" | "autoremove" | "rm" | "del" | "uninstall" => return Event::Remove,
            "update" | "upgrade" | "info" | "list" | "show" | "search" | "versionlock" | "hold" | "download" | "mark" | "policy"
            | "check-update" => return Event::Harmless,
            _ => {}
        }
    }
    Event::Unclear
}

/// A program that is not known, or that another starts, is told to uninstall something.
pub(super) fn may_uninstall(program: &str, first: &str, arguments: &[String]) -> bool {
    let starts = matches!(program, "start-process" | "start" | "msiexec" | "msiexec.exe") || first.starts_with('$');
    let is_told = |word: &String| word.to_ascii_lowercase().contains("uninstall") || word.eq_ignore_ascii_case("/x");
    starts && arguments.iter().any(is_told)
}

/// Takes the package away that runs snaps.
pub(super) fn removes_snapd(program: &str, arguments: &[String]) -> bool {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let event = match program {
        "apt" | "apt-get" | "aptitude" => manager(&arguments),
        "dpkg" => package(&arguments, &["--remove", "--purge"], 'r', &[], &[]),
        _ => return false,
    };
    event == Event::Remove && arguments.contains(&"snapd")
}

pub(super) fn package(arguments: &[&str], removing: &[&str], remove: char, installing: &[&str], install: &[char]) -> Event {
    for word in arguments.iter().filter(|word| word.starts_with('-')) {
        if removing.contains(word) {
            return Event::Remove;
        }
        if installing.contains(word) {
            return Event::Install(address(arguments));
        }
        if word.starts_with("--") {
            continue;
        }
        match word.chars().nth(1) {
            // A query, with whatever else.
            Some('q' | 'Q' | 'V' | 'l' | 's' | 'L') => return Event::Harmless,
            Some(letter) if letter == remove || letter == 'P' => return Event::Remove,
            Some(letter) if install.contains(&letter) => return Event::Install(address(arguments)),
            _ => {}
        }
    }
    if arguments.iter().any(|word| matches!(*word, "--query" | "--verify" | "--import" | "--checksig" | "--status" | "--list")) {
        Event::Harmless
    } else {
        Event::Unclear
    }
}

pub(super) fn fetch(arguments: &[&str]) -> Event {
    address(arguments).map_or(Event::Harmless, Event::Fetch)
}

/// An address that names the agent.
fn address(arguments: &[&str]) -> Option<String> {
    arguments.iter().find(|word| word.contains("://") && names_agent(word)).map(|word| (*word).to_owned())
}

/// An address, or the name in a repository; a file is neither.
fn repository(arguments: &[&str]) -> Option<String> {
    let named = arguments.iter().find(|word| names_agent(word))?;
    let file = !named.contains("://") && (named.contains('/') || is_package(named));
    (!file).then(|| (*named).to_owned())
}

fn is_package(word: &str) -> bool {
    let extension = word.rsplit('.').next().unwrap_or_default();
    ["rpm", "deb", "exe", "snap", "sig"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

pub(super) fn is_download(word: &str) -> bool {
    is_package(word) || word.starts_with("/tmp/") || word.starts_with("/var/log/") || word.starts_with("/var/lib/amazon/ssm")
}
