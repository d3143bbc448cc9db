//! The commands of a cloud-config: <https://cloudinit.readthedocs.io/en/latest/reference/modules.html>.
//!
//! `bootcmd`, `write_files`, `snap`, `packages`, `runcmd` and `power_state`, in the order in which cloud-init runs them. Whatever else names
//! the agent makes the whole unclear.

mod files;
mod script;

use crate::events::names_agent;
use crate::shell::{Command, Shell};
use files::File;
use serde_yaml_ng::{Mapping, Value};

/// The commands, in the order in which cloud-init runs them; `None` where the agent is named in something that is not read.
pub(crate) fn commands(text: &str) -> Option<Vec<Command>> {
    let Some(config) = read(text) else {
        // What is no YAML runs nothing, and a template is YAML only when cloud-init has filled it in.
        return (!names_agent(text)).then(Vec::new);
    };
    let mut modules = Modules::default();
    for (name, value) in &config {
        modules.take(name.as_str().unwrap_or_default(), value)?;
    }
    Some(modules.in_order())
}

/// The text with what runs whenever the instance starts, and no more.
pub(crate) fn every_boot(text: &str) -> String {
    let Some(mut config) = read(text) else { return text.to_owned() };
    config.retain(|name, _| name.as_str() == Some("bootcmd"));
    let kept = serde_yaml_ng::to_string(&config).unwrap_or_default();
    format!("#cloud-config\n{kept}")
}

/// The scripts of user data run whenever the instance starts: <https://repost.aws/knowledge-center/execute-user-data-ec2>.
pub(crate) fn runs_scripts_always(text: &str) -> bool {
    let config = read(text).unwrap_or_default();
    let modules = config.get("cloud_final_modules").and_then(Value::as_sequence).into_iter().flatten();
    let is_always = |module: &Value| {
        let word = |position: usize| module.get(position).and_then(Value::as_str);
        matches!((word(0), word(1)), (Some("scripts-user" | "scripts_user"), Some("always")))
    };
    modules.into_iter().any(is_always)
}

/// The keys of the whole; none where it is empty.
fn read(text: &str) -> Option<Mapping> {
    match serde_yaml_ng::from_str::<Value>(text).ok()? {
        Value::Null => Some(Mapping::new()),
        Value::Mapping(config) => Some(config),
        _ => None,
    }
}

/// What the modules run that are read.
#[derive(Default)]
struct Modules {
    boot: String,
    files: Vec<File>,
    snap: String,
    packages: String,
    run: String,
    end: String,
}

impl Modules {
    fn take(&mut self, name: &str, value: &Value) -> Option<()> {
        // What a module refuses, it does not run; whether another version takes it is not known.
        let unless_named = |script: Option<String>| script.or_else(|| (!names(value)).then(String::new));
        match name {
            "bootcmd" => self.boot = unless_named(script::of_list(value))?,
            "runcmd" => self.run = unless_named(script::of_list(value))?,
            "snap" => self.snap = unless_named(script::of_snap(value))?,
            "packages" if names(value) => self.packages = format!("yum install -y {}", crate::events::unit()),
            "power_state" => self.end = power_state(value),
            "write_files" => self.files = files::of_list(value)?,
            // Modules of one's own making, and files that something may run.
            _ if names(value) => return None,
            _ => {}
        }
        Some(())
    }

    fn in_order(self) -> Vec<Command> {
        let mut shell = Shell::default();
        shell.run(&self.boot);
        let (late, early): (Vec<File>, Vec<File>) = self.files.into_iter().partition(|file| file.is_deferred);
        for file in &early {
            file.write(&mut shell);
        }
        shell.run(&self.snap);
        shell.run(&self.packages);
        for file in &late {
            file.write(&mut shell);
        }
        shell.run(&self.run);
        shell.run(&self.end);
        shell.finish()
    }
}

/// <https://cloudinit.readthedocs.io/en/latest/reference/modules.html#power-state-change>
fn power_state(value: &Value) -> String {
    let Some(mode @ ("poweroff" | "halt" | "reboot")) = value.get("mode").and_then(Value::as_str) else { return String::new() };
    match value.get("condition") {
        None | Some(Value::Null | Value::Bool(true)) => mode.to_owned(),
        Some(Value::Bool(false)) => String::new(),
        // cloud-init reads YAML 1.1, of which these are values of true and false.
        Some(Value::String(word)) if matches!(word.to_ascii_lowercase().as_str(), "yes" | "on") => mode.to_owned(),
        Some(Value::String(word)) if matches!(word.to_ascii_lowercase().as_str(), "no" | "off") => String::new(),
        Some(_) => format!("test -e /condition && {mode}"),
    }
}

/// Does a key or a value in it name the agent?
fn names(value: &Value) -> bool {
    match value {
        Value::String(text) => names_agent(text),
        Value::Sequence(items) => items.iter().any(names),
        Value::Mapping(entries) => entries.iter().any(|(key, value)| names(key) || names(value)),
        Value::Tagged(tagged) => names(&tagged.value),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}
