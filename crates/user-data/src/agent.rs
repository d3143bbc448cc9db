//! What user data does to the agent: installs it, starts it, or takes it away.
//!
//! Only definite final states count. Whatever names the agent and is not understood makes the answer unclear.

use super::quote;
use crate::events::{Event, event, is_detached, is_restart};
use crate::parts::Part;
use crate::runs;
use crate::shell::Command;

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
    /// User data names a proxy.
    pub by_proxy: bool,
}

/// What the agent is left in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// As the image has it.
    #[default]
    Untouched,
    /// Started or enabled.
    On,
    /// Stopped, disabled, masked or removed, by this command.
    Off(String),
    /// It cannot be told.
    Unclear,
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
        let agent = parts.iter().map(of_part).fold(Self::default(), Self::and);
        Self { by_proxy: parts.iter().any(|part| part.text.to_ascii_lowercase().contains("proxy")), ..agent }
    }

    /// Both parts run, in an order of cloud-init's choice.
    fn and(self, other: Self) -> Self {
        let state = match (self.state, other.state) {
            (State::Untouched, state) | (state, State::Untouched) => state,
            (State::On, State::On) => State::On,
            (State::Off(by), State::Off(_)) => State::Off(by),
            _ => State::Unclear,
        };
        let mut sources = self.sources;
        sources.extend(other.sources);
        Self {
            state,
            installs: self.installs.max(other.installs),
            sources,
            runs_unseen: self.runs_unseen || other.runs_unseen,
            by_proxy: self.by_proxy || other.by_proxy,
        }
    }
}

fn of_part(part: &Part) -> Agent {
    runs::of_part(part).map_or_else(|| unread(&part.text), |commands| run(&commands))
}

/// Text that is not understood: silent, unless it names the agent.
fn unread(text: &str) -> Agent {
    let state = if crate::events::names_agent(text) { State::Unclear } else { State::Untouched };
    Agent { state, installs: Installs::Perhaps, runs_unseen: true, ..Agent::default() }
}

/// What is known of the agent while a script runs.
#[derive(Default)]
struct Running {
    is_up: Option<bool>,
    at_boot: Option<bool>,
    masked: bool,
    removed: bool,
    /// The command that last took something away.
    by: String,
    unclear: bool,
    agent: Agent,
}

/// Runs commands in order.
fn run(commands: &[Command]) -> Agent {
    let mut running = Running::default();
    for command in commands {
        runs::each(command, &mut |each| running.take(each));
    }
    running.finish()
}

impl Running {
    fn take(&mut self, command: &Command) {
        match event(command) {
            Some(event) => self.apply(&event, command),
            None if is_restart(command) || (is_detached(command) && self.only_stopped()) => {
                // It stopped, and it may well be up again when the instance is, or when that has run.
                self.unclear |= self.only_stopped();
                self.agent.runs_unseen |= is_detached(command);
            }
            None => self.agent.runs_unseen |= is_detached(command),
        }
    }

    /// Stopped, and nothing keeps it from being started.
    fn only_stopped(&self) -> bool {
        self.is_up == Some(false) && self.at_boot != Some(false) && !self.masked && !self.removed
    }

    fn is_off(&self) -> bool {
        self.removed || self.masked || self.is_up == Some(false) || self.at_boot == Some(false)
    }

    fn apply(&mut self, event: &Event, command: &Command) {
        if let Event::Fetch(from) | Event::Install(Some(from)) = event {
            self.agent.sources.push(from.clone());
        }
        if let Event::Install(_) = event {
            self.agent.installs = self.agent.installs.max(if command.conditional { Installs::Perhaps } else { Installs::Yes });
        }
        match event {
            Event::Harmless | Event::Fetch(_) => {}
            Event::Perhaps => self.unclear |= self.is_off(),
            Event::Unclear => {
                self.unclear = true;
                self.agent.installs = self.agent.installs.max(Installs::Perhaps);
            }
            Event::Install(_) | Event::Start | Event::Enable { .. } | Event::Unmask if command.conditional => self.unclear |= self.is_off(),
            Event::Stop | Event::Disable { .. } | Event::Mask { .. } | Event::Remove if command.conditional => self.unclear = true,
            // Packages start what they install, unless it is masked; an upgrade of what is stopped may not.
            Event::Install(_) => {
                self.unclear |= self.is_up == Some(false) && !self.removed;
                (self.removed, self.is_up, self.at_boot) = (false, Some(true), Some(true));
            }
            Event::Start => self.is_up = Some(true),
            Event::Enable { now } => {
                self.at_boot = Some(true);
                self.is_up = if *now { Some(true) } else { self.is_up };
            }
            Event::Unmask => self.masked = false,
            Event::Stop | Event::Disable { .. } | Event::Mask { .. } | Event::Remove => self.take_away(event, command),
        }
    }

    fn take_away(&mut self, event: &Event, command: &Command) {
        match event {
            Event::Disable { now } => {
                self.at_boot = Some(false);
                self.is_up = if *now { Some(false) } else { self.is_up };
            }
            Event::Mask { now } => {
                self.masked = true;
                self.is_up = if *now { Some(false) } else { self.is_up };
            }
            Event::Remove => self.removed = true,
            _ => self.is_up = Some(false),
        }
        self.by = quote::command(command.words.iter().map(AsRef::as_ref));
    }

    fn finish(mut self) -> Agent {
        // Started again after it was disabled: it is up, until the instance restarts.
        let up_for_now = self.is_up == Some(true) && self.at_boot == Some(false) && !self.masked && !self.removed;
        self.agent.state = match () {
            () if self.unclear || up_for_now => State::Unclear,
            () if self.is_off() => State::Off(self.by),
            () if self.is_up == Some(true) || self.at_boot == Some(true) => State::On,
            () => State::Untouched,
        };
        self.agent
    }
}

#[cfg(test)]
#[path = "agent_tests.rs"]
mod tests;
