//! What one command does to the agent.

mod files;
mod names;
mod packages;
mod power;
mod programs;
mod registry;
mod removal;
mod services;

pub(crate) use files::{FileRole, place};
pub(crate) use names::table;
pub use names::unit;
pub(crate) use names::{
    are_known, in_one_word, is_installer, is_settings_file, is_unit_name, names_agent, names_process, names_registrar, names_unit, service,
    settings_file,
};
pub use packages::SNAP;
pub(crate) use power::{Power, power};
pub(crate) use programs::is_detached;

use crate::programs::Programs;
use crate::shell::{Command, bare, commands, program};
use names::{AgentNamed, named};

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
    /// It keeps the agent from starting with the instance, and lets it be started.
    Manual,
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

impl Event {
    /// It may leave the agent off.
    fn takes_away(&self) -> bool {
        matches!(self, Self::Stop | Self::Disable { .. } | Self::Manual | Self::Mask { .. } | Self::Remove | Self::Unclear)
    }
}

/// What a command does to the agent; `None` where it does not concern it.
pub(crate) fn event(command: &Command) -> Option<Event> {
    let words = bare(&command.words);
    let first = words.first()?;
    let program = program(first);
    let of = |arguments: &[String]| programs::of(&program, first, arguments, command);
    match named(&words) {
        AgentNamed::Yes(words) => Some(of(words.get(1..).unwrap_or_default())),
        // It is the agent or something else, by what is not known.
        AgentNamed::Perhaps(words) if Programs::OfServices.may_have(&program) => {
            let event = of(words.get(1..).unwrap_or_default());
            match event {
                Event::Harmless => None,
                event if event.takes_away() => Some(Event::Unclear),
                _ => Some(Event::Perhaps),
            }
        }
        AgentNamed::Perhaps(words) if packages::may_uninstall(&program, first, &words) => Some(Event::Unclear),
        // On Ubuntu the agent is a snap, which goes with the program that runs those:
        // https://docs.aws.amazon.com/systems-manager/latest/userguide/agent-install-ubuntu-64-snap.html
        AgentNamed::Perhaps(_) | AgentNamed::No if removal::may_take_files(&program, words.get(1..).unwrap_or_default()) => {
            Some(Event::Unclear)
        }
        AgentNamed::No if packages::removes_snapd(&program, words.get(1..).unwrap_or_default()) => Some(Event::Unclear),
        AgentNamed::Perhaps(_) | AgentNamed::No => {
            // What a program reads that may run it, now or later: `at`, `crontab`, an interpreter.
            let runs = is_detached(command) || matches!(program.as_str(), "batch" | "ssh" | "docker" | "podman" | "chroot");
            let reads = command.heredoc.as_deref().filter(|_| runs);
            reads.filter(|text| does_something(text)).map(|_| Event::Unclear)
        }
    }
}

/// Some command of this text may leave the agent off.
pub(crate) fn takes_away(text: &str) -> bool {
    names_agent(text) && commands(text).iter().any(|command| event(command).is_some_and(|event| event.takes_away()))
}

/// Some command of this text does something to the agent.
pub(crate) fn does_something(text: &str) -> bool {
    names_agent(text) && commands(text).iter().any(|command| !matches!(event(command), None | Some(Event::Harmless | Event::Fetch(_))))
}
