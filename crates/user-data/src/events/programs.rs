//! What a program does whose arguments name the agent.

use super::names::is_unit_name;
use super::packages::{fetch, is_download, manager, package, snap};
use super::services::{boot, launchctl, rc_update, service_control, startup, systemctl, verb};
use super::{Event, Place, does_something, names_agent, place};
use crate::shell::{Command, bare, program};

/// Programs that start, stop, install and remove what their arguments name.
pub(super) fn is_of_services(program: &str) -> bool {
    matches!(
        program,
        "systemctl"
            | "service"
            | "rc-service"
            | "rc-update"
            | "chkconfig"
            | "update-rc.d"
            | "initctl"
            | "snap"
            | "yum"
            | "dnf"
            | "apt"
            | "apt-get"
            | "zypper"
            | "rpm"
            | "dpkg"
            | "start-service"
            | "stop-service"
            | "set-service"
            | "sc.exe"
    )
}

/// What a program does whose arguments name the agent.
pub(super) fn of(program: &str, first: &str, arguments: &[String], command: &Command) -> Event {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match program {
        "systemctl" | "service" | "rc-service" if !arguments.iter().any(|word| is_unit_name(word)) => Event::Harmless,
        "systemctl" => systemctl(&arguments),
        "service" | "rc-service" => verb(arguments.iter().rev().find(|word| !word.starts_with('-')).copied().unwrap_or_default()),
        "start" | "stop" | "restart" if !first.contains('/') => verb(program),
        "initctl" | "net" | "net.exe" => verb(arguments.first().copied().unwrap_or_default()),
        "chkconfig" | "update-rc.d" => boot(&arguments),
        "rc-update" => rc_update(&arguments),
        "launchctl" => launchctl(&arguments),
        "snap" => snap(&arguments),
        "yum" | "dnf" | "microdnf" | "tdnf" | "apt" | "apt-get" | "aptitude" | "zypper" | "choco" | "apk" | "winget" => manager(&arguments),
        "rpm" => package(&arguments, &["--erase"], 'e', &["--install", "--upgrade", "--freshen"], &['i', 'U', 'F']),
        "dpkg" => package(&arguments, &["--remove", "--purge"], 'r', &["--install"], &['i']),
        "pacman" => package(&arguments, &["--remove"], 'R', &["--sync", "--upgrade"], &['S', 'U']),
        "curl" | "wget" | "aws" | "invoke-webrequest" | "iwr" | "start-bitstransfer" | "invoke-restmethod" => fetch(&arguments),
        "ln" if is_mask(&arguments) => Event::Mask { now: false },
        // Without its program it does not start again.
        "chmod" if takes_execution(&arguments) && arguments.iter().any(|word| is_program(word)) => Event::Disable { now: false },
        "chmod" if arguments.iter().any(|word| is_program(word)) => Event::Perhaps,
        "cp" | "install" | "ln" | "sed" if arguments.last().is_some_and(|word| is_unit(word)) => Event::Unclear,
        "cp" | "install" | "ln" | "tee" if arguments.last().is_some_and(|word| is_program(word)) => Event::Unclear,
        "mv" if arguments.iter().rev().skip(1).any(|word| is_program(word)) => Event::Disable { now: false },
        "rm" | "remove-item" | "unlink" if arguments.iter().any(|word| is_program(word)) => Event::Disable { now: false },
        "rm" | "remove-item" | "unlink" | "mv" => {
            if arguments.iter().filter(|word| names_agent(word)).all(|word| is_download(word)) {
                Event::Harmless
            } else {
                Event::Unclear
            }
        }
        "msiexec" | "msiexec.exe" if arguments.iter().any(|word| matches!(word.to_ascii_lowercase().as_str(), "/x" | "/uninstall")) => {
            Event::Remove
        }
        "uninstall-package" | "remove-package" => Event::Remove,
        // Which activation it registers with is a question of its own.
        "amazon-ssm-agent" | "amazon-ssm-agent.exe" if arguments.iter().any(|word| word.trim_start_matches('-') == "register") => {
            Event::Harmless
        }
        "amazon-ssm-agent" if arguments.iter().any(|word| word.trim_start_matches('-') == "version") => Event::Harmless,
        "amazon-ssm-agent" | "kill" | "killall" | "pkill" | "for" => Event::Unclear,
        "ssm-setup-cli" => Event::Install(None),
        _ if program.starts_with("amazonssmagentsetup") => {
            let removes = arguments.iter().any(|word| word.to_ascii_lowercase().contains("uninstall"));
            if removes { Event::Remove } else { Event::Install(None) }
        }
        "start-process" | "msiexec" | "msiexec.exe" | "install-package" => Event::Install(None),
        "start-service" | "restart-service" => Event::Start,
        "stop-service" => Event::Stop,
        "set-service" => startup(&arguments),
        "sc" | "sc.exe" => service_control(&arguments),
        "remove-service" => Event::Remove,
        "amazon-ssm-agent.service" => Event::Unclear,
        _ if first.contains("init.d/") => verb(arguments.first().copied().unwrap_or_default()),
        _ if first.contains('=') => Event::Harmless,
        // What is piped into a program that runs it is looked at where that is run.
        _ if HARMLESS.contains(&program) => Event::Harmless,
        _ if !command.heredoc.as_deref().is_some_and(does_something) && is_settings_tool(program, &arguments) => Event::Harmless,
        _ => Event::Unclear,
    }
}

/// A unit that is linked to nothing is masked: <https://www.freedesktop.org/software/systemd/man/latest/systemctl.html#mask%20UNIT%E2%80%A6>.
fn is_mask(arguments: &[&str]) -> bool {
    arguments.contains(&"/dev/null") && arguments.iter().any(|word| word.contains("/systemd/") && names_agent(word))
}

/// The agent's own program: <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html>.
fn is_program(word: &str) -> bool {
    matches!(word, "/usr/bin/amazon-ssm-agent" | "/bin/amazon-ssm-agent" | "/snap/amazon-ssm-agent/current/amazon-ssm-agent")
}

fn takes_execution(arguments: &[&str]) -> bool {
    let is_mode = |word: &&&str| !word.starts_with('/');
    arguments.iter().filter(is_mode).any(|mode| {
        let digits = mode.trim_start_matches('0');
        let by_number = mode.bytes().all(|byte| byte.is_ascii_digit()) && !digits.bytes().any(|digit| (digit - b'0') % 2 == 1);
        by_number || mode.contains("-x") || mode.contains("-rwx") || mode.contains("-wx")
    })
}

/// A program that reads or edits the agent's settings, and no more.
fn is_settings_tool(program: &str, arguments: &[&str]) -> bool {
    let is_tool = matches!(program, "jq" | "yq" | "crudini" | "ex" | "perl" | "python" | "python3");
    let is_settings = |word: &&str| word.contains("amazon-ssm-agent.json") && !word.contains("systemctl");
    is_tool && arguments.iter().filter(|word| names_agent(word)).all(is_settings)
}

/// The unit of the agent, or settings of it.
fn is_unit(word: &str) -> bool {
    place(word) == Place::Unit
}

/// Programs that look, write or copy, and neither start nor stop what their arguments name.
const HARMLESS: [&str; 78] = [
    "echo",
    "printf",
    "cat",
    "tail",
    "head",
    "less",
    "more",
    "journalctl",
    "logger",
    "grep",
    "egrep",
    "fgrep",
    "ls",
    "cp",
    "mkdir",
    "chmod",
    "chown",
    "chgrp",
    "chcon",
    "restorecon",
    "semanage",
    "setfacl",
    "sed",
    "awk",
    "cut",
    "sort",
    "uniq",
    "wc",
    "diff",
    "tee",
    "test",
    "[",
    "[[",
    "which",
    "whereis",
    "command",
    "type",
    "sleep",
    "pgrep",
    "pidof",
    "ps",
    "stat",
    "file",
    "find",
    "readlink",
    "realpath",
    "basename",
    "dirname",
    "ln",
    "tar",
    "install",
    "rsync",
    "touch",
    "truncate",
    "chattr",
    "dpkg-query",
    "apt-cache",
    "apt-mark",
    "rpm2cpio",
    "export",
    "read",
    "cd",
    "pushd",
    "get-service",
    "get-content",
    "get-item",
    "get-childitem",
    "get-process",
    "test-path",
    "write-host",
    "write-output",
    "new-item",
    "set-content",
    "add-content",
    "out-file",
    "copy-item",
    "new-itemproperty",
    "set-itemproperty",
];

/// Where programs of the system are, of which the name tells what they do.
const KNOWN_PLACES: [&str; 4] = ["/bin/", "/sbin/", "/usr/bin/", "/usr/sbin/"];

fn ends_as_script(name: &str) -> bool {
    [".sh", ".ps1", ".py", ".bat", ".cmd"].iter().any(|extension| name.ends_with(extension))
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
