//! What is known of the agent while commands run one after the other.

use super::{Agent, Installs};
use crate::events::{Event, FileRole, Power, does_something, event, is_detached, names_unit, place, power, takes_away};
use crate::programs::Programs;
use crate::quote;
use crate::shell::{Command, bare, commands, program};
use crate::state::{Off, State};
use crate::system::LaunchAgent;

/// How the agent may be while a script runs; `None` is as the image has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct World {
    is_up: Option<bool>,
    at_boot: Option<bool>,
    masked: bool,
    removed: bool,
    /// It does not start with the instance, and may be started.
    by_hand: bool,
}

impl World {
    /// Stopped, and nothing keeps it from being started.
    fn only_stopped(self) -> bool {
        self.is_up == Some(false) && self.at_boot != Some(false) && !self.masked && !self.removed
    }

    fn is_off(self) -> bool {
        self.removed || self.masked || self.is_up == Some(false) || self.at_boot == Some(false)
    }

    /// Started again after it was disabled: it is up, until the instance restarts.
    fn is_up_for_now(self) -> bool {
        self.is_up == Some(true) && self.at_boot == Some(false) && !self.masked && !self.removed
    }

    fn is_on(self) -> bool {
        self.is_up == Some(true) || self.at_boot == Some(true)
    }

    fn after(mut self, event: &Event) -> Self {
        let up = |now: bool, up: bool, before: Option<bool>| if now { Some(up) } else { before };
        match event {
            // Packages start what they install, unless it is masked.
            Event::Install(_) => (self.removed, self.is_up, self.at_boot) = (false, Some(true), Some(true)),
            Event::Start => self.is_up = Some(true),
            Event::Enable { now } => (self.at_boot, self.is_up) = (Some(true), up(*now, true, self.is_up)),
            Event::Manual => (self.at_boot, self.by_hand) = (Some(false), true),
            Event::Unmask => self.masked = false,
            Event::Stop => self.is_up = Some(false),
            Event::Disable { now } => (self.at_boot, self.is_up, self.by_hand) = (Some(false), up(*now, false, self.is_up), false),
            Event::Mask { now } => (self.masked, self.is_up) = (true, up(*now, false, self.is_up)),
            Event::Remove => self.removed = true,
            Event::Harmless | Event::Unclear | Event::Perhaps | Event::Fetch(_) => {}
        }
        self
    }

    /// When the launch agent of Windows has started it; `None` where it is not known whether it does.
    ///
    /// A service that is disabled cannot be started:
    /// <https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.management/start-service>. Whether EC2Launch v2 enables it
    /// first is not documented.
    fn launched(self, by: LaunchAgent) -> Option<Self> {
        let is_disabled = self.at_boot == Some(false) && !self.by_hand;
        match by {
            _ if self.removed || !self.is_off() => Some(self),
            LaunchAgent::V1 if is_disabled => Some(self),
            LaunchAgent::V1 => Some(Self { is_up: Some(true), ..self }),
            LaunchAgent::V2 if !is_disabled => Some(Self { is_up: Some(true), at_boot: Some(true), ..self }),
            LaunchAgent::V2 | LaunchAgent::Unknown => None,
        }
    }
}

/// What is known of the agent while a script runs.
struct Running {
    /// Each of them may be so, and none else.
    worlds: Vec<World>,
    /// The command that last took something away.
    by: String,
    /// The command that shut the instance down.
    halted: Option<String>,
    unclear: bool,
    /// Something goes on for which nothing waits, so that what follows may be first.
    races: bool,
    /// Files that would do something to the agent, if something ran them.
    scripts: Vec<String>,
    /// Something that the system runs by itself may start the agent.
    starts_later: bool,
    /// What the system reads or runs by itself.
    system: String,
    agent: Agent,
}

/// Runs commands in order, after which the launch agent of Windows starts the agent.
pub(super) fn run(all: &[Command], launch_agent: Option<LaunchAgent>) -> Agent {
    let mut running = Running {
        worlds: vec![World::default()],
        by: String::new(),
        halted: None,
        unclear: false,
        races: false,
        scripts: Vec::new(),
        starts_later: false,
        system: String::new(),
        agent: Agent::default(),
    };
    for command in all {
        running.take(command);
    }
    if let Some(launch_agent) = launch_agent {
        running.launched(launch_agent);
    }
    running.finish()
}

impl Running {
    fn take(&mut self, command: &Command) {
        self.files(command);
        self.scripts_in(command);
        if let Some(power) = power(command) {
            self.power(power, command);
            return;
        }
        let detached = is_detached(command);
        self.agent.runs_unseen |= detached;
        match event(command) {
            Some(event) => {
                let is_silent = matches!(event, Event::Harmless | Event::Fetch(_));
                self.unclear |= self.races && !is_silent;
                self.races |= command.background && !is_silent;
                self.apply(&event, command);
            }
            // It stopped, and it may well be up again when that has run.
            None => self.unclear |= detached && self.only_stopped(),
        }
    }

    fn power(&mut self, power: Power, command: &Command) {
        match power {
            // It stopped, and it may well be up again when the instance is.
            Power::Restart => self.unclear |= self.only_stopped(),
            Power::Off if !command.conditional => self.halted = Some(shown(command)),
            Power::Off | Power::Later => self.unclear = true,
        }
    }

    /// What is written where something runs or reads it.
    fn files(&mut self, command: &Command) {
        for (path, content) in command.files() {
            let content = content.unwrap_or_else(|| command.words.join(" "));
            match place(&path) {
                FileRole::OwnScript => {
                    for inner in commands(&content) {
                        self.take(&Command { conditional: inner.conditional || command.conditional, ..inner });
                    }
                }
                FileRole::Unit => self.unclear |= !keeps_running(&content),
                FileRole::System => {
                    self.unclear |= takes_away(&content) || self.scripts.iter().any(|script| content.contains(script.as_str()));
                    self.starts_later |= does_something(&content);
                    self.system.push_str(&content);
                }
                FileRole::Elsewhere if does_something(&content) => {
                    self.unclear |= self.system.contains(&path);
                    self.scripts.push(path);
                }
                FileRole::Elsewhere => {}
            }
        }
    }

    /// Scripts that do something to the agent, and that a command names which may run them.
    fn scripts_in(&mut self, command: &Command) {
        let words = bare(&command.words);
        let Some((first, rest)) = words.split_first() else { return };
        if matches!(program(first).as_str(), "chmod" | "chown" | "cat" | "ls" | "rm" | "echo" | "printf" | "touch" | "test" | "[" | "tee") {
            return;
        }
        let names = |script: &String| rest.iter().chain([first]).any(|word| word.contains(script.as_str()));
        let given = |script: &String| command.heredoc.as_ref().is_some_and(|text| text.contains(script.as_str()));
        self.unclear |= self.scripts.iter().any(|script| names(script) || given(script));
    }

    fn only_stopped(&self) -> bool {
        self.worlds.iter().any(|world| world.only_stopped())
    }

    fn is_off(&self) -> bool {
        self.worlds.iter().any(|world| world.is_off())
    }

    fn apply(&mut self, event: &Event, command: &Command) {
        if let Event::Fetch(from) | Event::Install(Some(from)) = event {
            self.agent.sources.push(from.clone());
        }
        if let Event::Install(_) = event {
            self.agent.installs = self.agent.installs.max(if command.conditional { Installs::Perhaps } else { Installs::Yes });
        }
        match event {
            Event::Harmless | Event::Fetch(_) => return,
            Event::Perhaps => self.unclear |= self.is_off(),
            Event::Unclear => {
                self.unclear = true;
                self.agent.installs = self.agent.installs.max(Installs::Perhaps);
            }
            // An upgrade of what is stopped may not start it.
            Event::Install(_) => self.unclear |= self.worlds.iter().any(|world| world.is_up == Some(false) && !world.removed),
            Event::Stop | Event::Disable { .. } | Event::Manual | Event::Mask { .. } | Event::Remove => self.by = shown(command),
            Event::Start | Event::Enable { .. } | Event::Unmask => {}
        }
        let mut worlds = if command.conditional { self.worlds.clone() } else { Vec::new() };
        for world in self.worlds.iter().map(|world| world.after(event)) {
            if !worlds.contains(&world) {
                worlds.push(world);
            }
        }
        self.worlds = worlds;
    }

    fn launched(&mut self, by: LaunchAgent) {
        let worlds: Vec<_> = self.worlds.iter().map(|world| world.launched(by)).collect();
        self.agent.is_launched_perhaps = worlds.contains(&None);
        self.unclear |= self.agent.is_launched_perhaps;
        self.worlds = worlds.into_iter().flatten().collect();
    }

    fn finish(mut self) -> Agent {
        let all = |is_so: fn(World) -> bool| self.worlds.iter().all(|world| is_so(*world));
        let any = |is_so: fn(World) -> bool| self.worlds.iter().any(|world| is_so(*world));
        self.agent.state = match self.halted.take() {
            Some(by) => State::Off(Off::Halted(by)),
            None if self.unclear || any(World::is_up_for_now) => State::Unclear,
            None if self.starts_later && any(World::is_off) => State::Unclear,
            None if all(World::only_stopped) => State::Off(Off::Paused(self.by)),
            None if all(World::is_off) => State::Off(Off::Stopped(self.by)),
            None if any(World::is_off) => State::Unclear,
            None if all(World::is_on) => State::On,
            None => State::Untouched,
        };
        self.agent
    }
}

fn shown(command: &Command) -> String {
    quote::command(command.words.iter().map(AsRef::as_ref))
}

/// Settings of a unit that leave what it runs, and when: <https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html>.
fn keeps_running(content: &str) -> bool {
    let lines = content.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', ';']));
    lines.filter(|line| !line.starts_with('[')).all(|line| {
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        match key.trim() {
            "ExecStart" => names_unit(value),
            "ExecStartPre" | "ExecStartPost" | "ExecStop" => value.is_empty() || value.starts_with('-'),
            // Upstart: https://upstart.ubuntu.com/cookbook/
            key if key.starts_with("env ") => true,
            key => Programs::SettingsThatStopNothing.begins(key),
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::shell::commands;
    use crate::state::{Off, State};

    #[test]
    fn what_is_only_stopped_starts_with_the_instance_again() {
        let is_paused = |text: &str| match super::run(&commands(text), None).state {
            State::Off(Off::Paused(_)) => true,
            State::Off(Off::Stopped(_)) => false,
            other => panic!("{text}: {other:?}"),
        };
        assert!(is_paused("systemctl stop amazon-ssm-agent"));
        for text in [
            "systemctl disable --now amazon-ssm-agent",
            "systemctl disable amazon-ssm-agent\nsystemctl stop amazon-ssm-agent",
            "systemctl stop amazon-ssm-agent\nsystemctl mask amazon-ssm-agent",
            "systemctl stop amazon-ssm-agent\nyum remove -y amazon-ssm-agent",
        ] {
            assert!(!is_paused(text), "{text}");
        }
    }
}
