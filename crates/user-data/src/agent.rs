//! What user data does to the agent: installs it, starts it, or takes it away.
//!
//! Only definite final states count. Whatever names the agent and is not understood makes the answer unclear.

mod running;

use crate::part::{Part, PartKind, When};
use crate::programs::Programs;
use crate::registration::Registration;
use crate::settings::{Settings, Told};
use crate::shell::{Command, bare, program};
use crate::state::{Off, State};
use crate::system::{LaunchAgent, System};
use crate::{manifest, runs};

/// What a launch does to the agent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Agent {
    /// What it comes to.
    pub state: State,
    /// User data may install the agent.
    pub installs: Installs,
    /// Where the agent is fetched from: addresses, or a name in a package repository.
    pub sources: Vec<String>,
    /// User data runs things that it does not show.
    pub runs_unseen: bool,
    /// The launch agent of Windows may start it when user data has run.
    pub is_launched_perhaps: bool,
    /// The image has the agent as a snap, and user data takes that away: what it installs instead is a package with a unit of its own.
    pub is_no_snap: bool,
    /// User data names a proxy.
    pub by_proxy: bool,
    /// What the last part of user data is.
    pub last_part: Option<PartKind>,
}

/// Whether user data installs the agent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Installs {
    /// Nothing names the agent so.
    #[default]
    No,
    /// Perhaps: under a condition, or not understood.
    Perhaps,
    /// For certain.
    Yes,
}

impl Agent {
    /// Reads the parts of user data.
    pub fn of(parts: &[Part]) -> Self {
        let all = |later: bool| {
            let parts = parts.iter().filter(move |part| (part.when == When::Later) == later);
            parts.map(of_part).fold(Self::default(), Self::and)
        };
        let agent = all(false).then(all(true)).with_identity(parts);
        let last_part = parts.last().map(|part| part.kind);
        Self { last_part, by_proxy: parts.iter().any(|part| part.text.to_ascii_lowercase().contains("proxy")), ..agent }
    }

    /// Both parts run, in an order of cloud-init's choice.
    fn and(self, other: Self) -> Self {
        let state = match (self.state, other.state) {
            (State::Untouched, state) | (state, State::Untouched) => state,
            (State::On, State::On) => State::On,
            // What shuts the instance down is the last to run.
            (State::Off(by @ Off::Halted(_)), _) | (_, State::Off(by @ Off::Halted(_))) => State::Off(by),
            (State::Off(Off::Paused(_)), State::Off(by)) | (State::Off(by), State::Off(_)) => State::Off(by),
            _ => State::Unclear,
        };
        let mut sources = self.sources;
        sources.extend(other.sources);
        Self {
            state,
            installs: self.installs.max(other.installs),
            sources,
            runs_unseen: self.runs_unseen || other.runs_unseen,
            is_launched_perhaps: self.is_launched_perhaps || other.is_launched_perhaps,
            is_no_snap: self.is_no_snap || other.is_no_snap,
            by_proxy: self.by_proxy || other.by_proxy,
            last_part: other.last_part.or(self.last_part),
        }
    }

    /// The other one runs later.
    fn then(self, other: Self) -> Self {
        let state = match (&self.state, &other.state) {
            (before, State::Untouched) => before.clone(),
            (State::Untouched | State::On, after) | (_, after @ State::Off(_)) => after.clone(),
            // Whether it starts what was taken away depends on how.
            _ => State::Unclear,
        };
        Self { state, ..self.and(other) }
    }

    /// An agent that may only take the identity of a machine outside needs an activation to register with:
    /// <https://github.com/aws/amazon-ssm-agent/blob/mainline/common/identity/identity/identity_selector.go>.
    fn with_identity(self, parts: &[Part]) -> Self {
        let state = match (Settings::of(parts).is_ec2, Registration::of(parts)) {
            (Told::Nothing | Told::Is(true), _) => self.state,
            (Told::Is(false), Registration::No) => State::Off(Off::WithoutIdentity),
            // Which activation it is with is a question of its own.
            (Told::Is(false) | Told::Unclear, Registration::With(_)) => self.state,
            (Told::Is(false) | Told::Unclear, _) => State::Unclear,
        };
        Self { state, ..self }
    }
}

fn of_part(part: &Part) -> Agent {
    if !crate::events::are_known() {
        return unread(&part.text);
    }
    if let Some(state) = manifest::state(part) {
        // Whether it is read again is not said.
        let state = if part.when == When::Later && state != State::Untouched { State::Unclear } else { state };
        return Agent { state, ..Agent::default() };
    }
    // EC2Launch v1 starts the agent when the instance first starts, and never again; v2 does what its settings say.
    let is_certain = |by: &LaunchAgent| match by {
        LaunchAgent::V1 => part.when == When::FirstBoot,
        LaunchAgent::V2 => !part.text.to_ascii_lowercase().contains("agent-config"),
        LaunchAgent::Unknown => false,
    };
    let launch_agent = part.launch_agent().map(|by| if is_certain(&by) { by } else { LaunchAgent::Unknown });
    match runs::of_part(part) {
        Some(commands) => {
            let (commands, is_no_snap) = on_the_system(part.system, commands);
            Agent { is_no_snap, ..running::run(&commands, launch_agent) }
        }
        // What Bottlerocket makes of what are no settings is not documented.
        None if part.system == System::Bottlerocket => Agent { state: State::Unclear, ..unread(&part.text) },
        None => unread(&part.text),
    }
}

/// A system does not find programs of another: they do nothing, and what comes next may not run, as under `set -e`.
///
/// With them, whether they take away the snap that the agent is.
fn on_the_system(system: System, commands: Vec<Command>) -> (Vec<Command>, bool) {
    let others = match system {
        System::MacOs => Programs::OnlyOfLinux,
        System::Linux | System::LinuxWithSnap => Programs::OnlyOfMacos,
        _ => return (commands, false),
    };
    let is_found = |command: &Command| !bare(&command.words).first().is_some_and(|first| others.has(&program(first)));
    let mut is_certain = others.are_known();
    let mut run = Vec::new();
    let mut is_no_snap = false;
    for command in commands {
        if is_found(&command) {
            let kind = if is_no_snap && !by_snap(&command, "install") { System::Linux } else { system };
            let conditional = command.conditional || !is_certain || is_of_another_kind(kind, &command);
            if system == System::LinuxWithSnap && !conditional {
                is_no_snap = (is_no_snap && !by_snap(&command, "install")) || by_snap(&command, "remove");
            }
            run.push(Command { conditional, ..command });
        } else {
            is_certain = false;
        }
    }
    (run, is_no_snap)
}

/// `snap` is told to do this with the agent.
fn by_snap(command: &Command, what: &str) -> bool {
    let words = bare(&command.words);
    let Some((first, rest)) = words.split_first() else { return false };
    let told = rest.iter().find(|word| !word.starts_with('-'));
    program(first) == "snap" && told.is_some_and(|told| told == what) && rest.iter().any(|word| crate::events::names_unit(word))
}

/// It names the agent as a snap where it is a package with a unit of its own, or the other way round: most likely nothing is there by that
/// name, unless something was installed.
///
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-status-and-restart.html>
fn is_of_another_kind(system: System, command: &Command) -> bool {
    let words = bare(&command.words);
    let names_snap = |word: &String| word.starts_with("snap.") || word.contains("/snap/") || word.contains("/snapd/");
    let by_snap = words.first().is_some_and(|first| program(first) == "snap") || words.iter().any(names_snap);
    match system {
        System::Linux => by_snap,
        System::LinuxWithSnap => !by_snap && words.iter().any(|word| crate::events::names_unit(word)),
        _ => false,
    }
}

/// What commands leave of the agent where nothing runs afterwards.
#[cfg(test)]
pub(crate) fn of_commands(commands: &[crate::shell::Command]) -> Agent {
    running::run(commands, None)
}

/// Text that is not understood: silent, unless it names the agent.
fn unread(text: &str) -> Agent {
    let state = if crate::events::names_agent(text) { State::Unclear } else { State::Untouched };
    Agent { state, installs: Installs::Perhaps, runs_unseen: true, ..Agent::default() }
}

#[cfg(test)]
mod tests;
