//! What one command does to the agent.

mod packages;
mod services;

pub(crate) use services::{is_detached, is_restart};

use crate::shell::{Command, commands};
use packages::{fetch, is_download, manager, package, snap};
use services::{boot, service_control, startup, systemctl, verb};

/// What one command does to the agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// It names the agent and does nothing to it.
    Harmless,
    /// It may concern the agent, or do something to it that is not understood.
    Unclear,
    /// It may start what its variables name.
    Perhaps,
    /// It fetches the agent's package from an address.
    Fetch(String),
    /// It installs the agent, from an address or a repository; `None` from a file.
    Install(Option<String>),
    /// It starts or restarts the agent.
    Start,
    /// It has the agent start with the instance.
    Enable {
        /// And starts it.
        now: bool,
    },
    /// It takes a mask away.
    Unmask,
    /// It stops the agent.
    Stop,
    /// It keeps the agent from starting with the instance.
    Disable {
        /// And stops it.
        now: bool,
    },
    /// It keeps the agent from being started at all.
    Mask {
        /// And stops it.
        now: bool,
    },
    /// It removes the agent.
    Remove,
}

/// Does the text name the agent: its package, its unit, its Windows service or its installer?
pub(crate) fn names_agent(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["amazon-ssm-agent", "amazonssmagent", "ssm-setup-cli"].iter().any(|name| text.contains(name))
}

/// What a command does to the agent; `None` where it does not concern it.
pub(crate) fn event(command: &Command) -> Option<Event> {
    let words = bare(&command.words);
    let (first, arguments) = words.split_first()?;
    let program = program(first);
    let in_body = command.heredoc.as_deref().is_some_and(does_something);
    if !words.iter().any(|word| names_agent(word)) {
        let by_variable = matches!(program.as_str(), "systemctl" | "service" | "snap" | "start-service")
            && arguments.iter().any(|word| word.contains('$'));
        return match (in_body, by_variable) {
            (true, _) => Some(Event::Unclear),
            (_, true) => Some(Event::Perhaps),
            _ => None,
        };
    }
    if in_body {
        return Some(Event::Unclear);
    }
    Some(of_program(&program, first, arguments, command))
}

/// What a program does whose arguments name the agent.
fn of_program(program: &str, first: &str, arguments: &[String], command: &Command) -> Event {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match program {
        "systemctl" => systemctl(&arguments),
        "service" => verb(arguments.get(1).copied().unwrap_or_default()),
        "start" | "stop" | "restart" if !first.contains('/') => verb(program),
        "initctl" | "net" | "net.exe" => verb(arguments.first().copied().unwrap_or_default()),
        "chkconfig" | "update-rc.d" => boot(&arguments),
        "snap" => snap(&arguments),
        "yum" | "dnf" | "microdnf" | "tdnf" | "apt" | "apt-get" | "aptitude" | "zypper" | "choco" => manager(&arguments),
        "rpm" => package(&arguments, &["--erase"], 'e', &["--install", "--upgrade", "--freshen"], &['i', 'U', 'F']),
        "dpkg" => package(&arguments, &["--remove", "--purge"], 'r', &["--install"], &['i']),
        "curl" | "wget" | "aws" | "invoke-webrequest" | "iwr" | "start-bitstransfer" | "invoke-restmethod" => fetch(&arguments),
        "echo" | "printf" | "write-host" | "write-output" if command.redirected => {
            if does_something(&arguments.join(" ")) {
                Event::Unclear
            } else {
                Event::Harmless
            }
        }
        // A unit that is linked to nothing is masked: https://www.freedesktop.org/software/systemd/man/latest/systemctl.html#mask%20UNIT%E2%80%A6
        "ln" if arguments.contains(&"/dev/null") && arguments.iter().any(|word| word.contains("/systemd/") && names_agent(word)) => {
            Event::Mask { now: false }
        }
        "rm" | "remove-item" => {
            if arguments.iter().filter(|word| names_agent(word)).all(|word| is_download(word)) {
                Event::Harmless
            } else {
                Event::Unclear
            }
        }
        "amazon-ssm-agent" | "kill" | "killall" | "pkill" | "mv" | "for" => Event::Unclear,
        "ssm-setup-cli" => Event::Install(None),
        _ if program.starts_with("amazonssmagentsetup") => Event::Install(None),
        "start-process" => Event::Install(None),
        "start-service" | "restart-service" => Event::Start,
        "stop-service" => Event::Stop,
        "set-service" => startup(&arguments),
        "sc" | "sc.exe" => service_control(&arguments),
        "remove-service" => Event::Remove,
        "amazon-ssm-agent.service" => Event::Unclear,
        _ if first.contains("init.d/") => verb(arguments.first().copied().unwrap_or_default()),
        _ if first.contains('=') => Event::Harmless,
        _ if HARMLESS.contains(&program) => Event::Harmless,
        _ => Event::Unclear,
    }
}

/// Programs that look, write or copy, and neither start nor stop what their arguments name.
const HARMLESS: [&str; 44] = [
    "echo",
    "printf",
    "cat",
    "tail",
    "head",
    "less",
    "journalctl",
    "logger",
    "grep",
    "egrep",
    "ls",
    "cp",
    "mkdir",
    "chmod",
    "chown",
    "sed",
    "awk",
    "tee",
    "test",
    "[",
    "[[",
    "which",
    "command",
    "type",
    "sleep",
    "pgrep",
    "ps",
    "stat",
    "find",
    "ln",
    "tar",
    "touch",
    "dpkg-query",
    "apt-cache",
    "apt-mark",
    "rpm2cpio",
    "get-service",
    "write-host",
    "write-output",
    "new-item",
    "cd",
    "pushd",
    "set-content",
    "copy-item",
];

/// The command without what only says how to run it.
pub(super) fn bare(words: &[String]) -> Vec<String> {
    let mut words: Vec<String> = words.to_vec();
    while let Some(first) = words.first() {
        let wrapper = matches!(program(first).as_str(), "sudo" | "env" | "nohup" | "exec" | "nice" | "eatmydata" | "&");
        let assignment = words.len() > 1
            && first
                .split_once('=')
                .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
        let option = first.starts_with('-');
        if !(wrapper || assignment || option) {
            break;
        }
        words.remove(0);
    }
    if words.first().is_some_and(|first| program(first) == "timeout") {
        let skip =
            1 + words.iter().skip(1).take_while(|word| word.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])).count();
        words.drain(..skip.min(words.len()));
    }
    words
}

pub(super) fn program(word: &str) -> String {
    word.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase()
}

/// Some command of this text does something to the agent.
fn does_something(text: &str) -> bool {
    names_agent(text) && commands(text).iter().any(|command| !matches!(event(command), None | Some(Event::Harmless | Event::Fetch(_))))
}

/// Where programs of the system are, of which the name tells what they do.
pub(super) const KNOWN_PLACES: [&str; 4] = ["/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/"];

pub(super) fn ends_as_script(name: &str) -> bool {
    [".sh", ".ps1", ".py", ".bat", ".cmd"].iter().any(|extension| name.ends_with(extension))
}

/// Where cloud-init finds scripts to run by itself: <https://cloudinit.readthedocs.io/en/latest/reference/modules.html#scripts-per-boot>.
pub(crate) const OWN_SCRIPTS: &str = "/var/lib/cloud/scripts/per-";

/// The script that a shell is given in its arguments, or that is written where cloud-init runs it.
pub(crate) fn nested(command: &Command) -> Option<String> {
    let words = bare(&command.words);
    let first = words.first().map(|word| program(word)).unwrap_or_default();
    // https://cloudinit.readthedocs.io/en/latest/reference/cli.html: how often, under which name, and what.
    if first == "cloud-init-per" {
        return words.get(3..).map(|rest| rest.join(" "));
    }
    let writes = |to: &String| to.contains(OWN_SCRIPTS);
    if command.output.as_ref().is_some_and(writes) || (first == "tee" && words.iter().any(writes)) {
        return match first.as_str() {
            "echo" | "printf" => words.get(1..).map(|rest| rest.join(" ").replace("\\n", "\n")),
            _ => command.heredoc.clone(),
        };
    }
    if !matches!(first.as_str(), "bash" | "sh" | "zsh" | "ksh" | "su") {
        return None;
    }
    if let Some(position) = words.iter().position(|word| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c')) {
        return words.get(position + 1..).map(|rest| rest.join(" "));
    }
    command.heredoc.clone()
}
