//! What a program does whose arguments name the agent.

use super::names::{is_agent, is_installer, is_program, is_setup, is_unit_name, settings_file};
use super::packages::{fetch, is_download, manager, package, snap};
use super::registry;
use super::services::{boot, launchctl, rc_update, service_control, startup, systemctl, verb};
use super::{Event, FileRole, does_something, names_agent, place};
use crate::programs::Programs;
use crate::shell::{Command, bare, program};

/// What a program does whose arguments name the agent.
pub(super) fn of(program: &str, first: &str, arguments: &[String], command: &Command) -> Event {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match program {
        // Another service, whose name begins so.
        _ if SERVICE_CONTROLLERS.contains(&program) && !arguments.iter().any(|word| word.split(',').any(is_unit_name)) => Event::Harmless,
        "systemctl" => systemctl(&arguments),
        "service" | "rc-service" => verb(arguments.iter().rev().find(|word| !word.starts_with('-')).copied().unwrap_or_default()),
        "start" | "stop" | "restart" if !first.contains('/') => verb(program),
        "initctl" | "net" | "net.exe" => verb(arguments.first().copied().unwrap_or_default()),
        "chkconfig" | "update-rc.d" => boot(&arguments),
        "rc-update" => rc_update(&arguments),
        "launchctl" => launchctl(&arguments),
        "snap" => snap(&arguments),
        _ if Programs::PackageManagers.has(program) => manager(&arguments),
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
        "reg" | "reg.exe" | "set-itemproperty" | "new-itemproperty" | "sp" if registry::is_of_service(&arguments) => {
            registry::event(&arguments)
        }
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
        _ if is_agent(program) && arguments.iter().any(|word| matches!(word.trim_start_matches('-'), "register" | "version")) => {
            Event::Harmless
        }
        "kill" | "killall" | "pkill" | "for" => Event::Unclear,
        _ if is_agent(program) || is_unit_name(program) => Event::Unclear,
        _ if is_setup(program) => Event::Install(None),
        _ if is_installer(program) => {
            let removes = arguments.iter().any(|word| word.to_ascii_lowercase().contains("uninstall"));
            if removes { Event::Remove } else { Event::Install(None) }
        }
        "start-process" | "start" => started(&arguments),
        "msiexec" | "msiexec.exe" | "install-package" => Event::Install(None),
        "start-service" | "restart-service" => Event::Start,
        "stop-service" => Event::Stop,
        "set-service" => startup(&arguments),
        "sc" | "sc.exe" => service_control(&arguments),
        "remove-service" => Event::Remove,
        _ if first.contains("init.d/") => verb(arguments.first().copied().unwrap_or_default()),
        _ if first.contains('=') => Event::Harmless,
        // What is piped into a program that runs it is looked at where that is run.
        _ if Programs::Harmless.has(program) || only_computes(program) => Event::Harmless,
        _ if !command.heredoc.as_deref().is_some_and(does_something) && is_settings_tool(program, &arguments) => Event::Harmless,
        _ => Event::Unclear,
    }
}

/// Programs whose arguments are a service.
const SERVICE_CONTROLLERS: [&str; 12] = [
    "systemctl",
    "service",
    "rc-service",
    "net",
    "net.exe",
    "sc",
    "sc.exe",
    "start-service",
    "restart-service",
    "stop-service",
    "set-service",
    "remove-service",
];

/// What a program does that PowerShell starts: <https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.management/start-process>.
fn started(arguments: &[&str]) -> Event {
    let is_program = |word: &&&str| !word.starts_with('-') && is_installer(&program(word));
    match arguments.iter().find(is_program) {
        Some(_) if arguments.iter().any(|word| word.to_ascii_lowercase().contains("uninstall")) => Event::Remove,
        Some(_) => Event::Install(None),
        None => Event::Unclear,
    }
}

/// A method of .NET that makes a text, or reads: <https://learn.microsoft.com/en-us/dotnet/api/system.io.path>.
fn only_computes(method: &str) -> bool {
    let Some((of, name)) = method.trim_start_matches("[system.").trim_start_matches('[').split_once("]::") else { return false };
    let is_of_text =
        matches!(of, "io.path" | "string" | "uri" | "console" | "environment" | "text.encoding" | "convert" | "regex" | "version");
    is_of_text || name.starts_with("exists") || name.starts_with("read") || name.starts_with("get")
}

/// A unit that is linked to nothing is masked: <https://www.freedesktop.org/software/systemd/man/latest/systemctl.html#mask%20UNIT%E2%80%A6>.
fn is_mask(arguments: &[&str]) -> bool {
    arguments.contains(&"/dev/null") && arguments.iter().any(|word| word.contains("/systemd/") && names_agent(word))
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
    let is_settings = |word: &&str| word.contains(settings_file()) && !word.contains("systemctl");
    Programs::ReadSettings.has(program) && arguments.iter().filter(|word| names_agent(word)).all(is_settings)
}

/// The unit of the agent, or settings of it.
fn is_unit(word: &str) -> bool {
    place(word) == FileRole::Unit
}

/// It runs something that user data does not show.
pub(crate) fn is_detached(command: &Command) -> bool {
    let words = bare(&command.words);
    let Some((first, arguments)) = words.split_first() else { return false };
    let name = program(first);
    match name.as_str() {
        "aws" => arguments.iter().any(|word| matches!(word.as_str(), "cp" | "sync" | "get-object")),
        "git" => arguments.iter().any(|word| word == "clone"),
        _ => {
            Programs::RunWhatIsNotShown.may_have(&name)
                || name.starts_with("ansible")
                || first.starts_with(['/', '.', '$', '~']) && !Programs::DirectoriesOfTheSystem.begins(first)
                || Programs::EndingsOfScripts.ends(&name)
        }
    }
}
