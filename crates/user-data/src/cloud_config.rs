//! The commands of a cloud-config, read by its lines: <https://cloudinit.readthedocs.io/en/latest/reference/modules.html>.
//!
//! `bootcmd`, `packages`, `write_files`, `runcmd` and `power_state` in the shapes that people write. Whatever else names the agent makes the
//! whole unclear.

mod yaml;

use crate::events::names_agent;
use crate::settings::is_settings_file;
use crate::shell::{Command, Shell};
use yaml::{flow, indent, item_script, items, unquoted, value};

/// The commands, in the order in which cloud-init runs them; `None` where the agent is named in something that is not read.
pub(crate) fn commands(text: &str) -> Option<Vec<Command>> {
    let mut sections = Sections::default();
    for (name, lines) in sections_of(text)? {
        sections.take(&name, &lines)?;
    }
    Some(sections.in_order())
}

/// The text with what runs whenever the instance starts, and no more.
pub(crate) fn every_boot(text: &str) -> String {
    let mut kept = String::from("#cloud-config\n");
    for (name, lines) in sections_of(text).unwrap_or_default() {
        if name == "bootcmd" {
            kept.push_str("bootcmd:\n");
            kept.extend(lines.iter().flat_map(|line| [line, "\n"]));
        }
    }
    kept
}

/// The scripts of user data run whenever the instance starts: <https://repost.aws/knowledge-center/execute-user-data-ec2>.
pub(crate) fn runs_scripts_always(text: &str) -> bool {
    let compact: String = text.chars().filter(|character| !character.is_whitespace() && !matches!(character, '"' | '\'')).collect();
    ["scripts-user", "scripts_user"].iter().any(|module| compact.contains(&format!("[{module},always]")))
}

/// The keys of the whole, with their lines.
fn sections_of(text: &str) -> Option<Vec<(String, Vec<&str>)>> {
    let mut all: Vec<(String, Vec<&str>)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let is_inside = line.starts_with([' ', '\t', '-']);
        match all.last_mut() {
            // Comments of a script in it are its own.
            Some((_, lines)) if is_inside => lines.push(line),
            _ if is_inside || line.starts_with('#') => {}
            _ => {
                let (name, inline) = line.split_once(':')?;
                let lines = if inline.trim().is_empty() || inline.trim().starts_with('#') { Vec::new() } else { vec![inline] };
                all.push((name.trim().to_owned(), lines));
            }
        }
    }
    Some(all)
}

#[derive(Default)]
struct Sections {
    boot: String,
    packages: String,
    files: Vec<(String, String)>,
    run: String,
    end: String,
}

impl Sections {
    fn take(&mut self, name: &str, lines: &[&str]) -> Option<()> {
        match name {
            "bootcmd" => self.boot = script(lines),
            "runcmd" => self.run = script(lines),
            "packages" if lines.iter().any(|line| names_agent(line)) => "yum install -y amazon-ssm-agent".clone_into(&mut self.packages),
            "power_state" => self.end = power_state(lines),
            "write_files" => self.files = files(lines)?,
            // Modules of one's own making, and files that something may run.
            _ if lines.iter().any(|line| names_agent(line)) => return None,
            _ => {}
        }
        Some(())
    }

    fn in_order(self) -> Vec<Command> {
        let mut shell = Shell::default();
        shell.run(&self.boot);
        for (path, content) in &self.files {
            shell.write(path, content);
        }
        for script in [self.packages, self.run, self.end] {
            shell.run(&script);
        }
        shell.finish()
    }
}

/// What a list of commands comes to: cloud-init makes one script of it.
fn script(lines: &[&str]) -> String {
    items(lines).iter().map(|item| item_script(item)).collect::<Vec<_>>().join("\n")
}

/// <https://cloudinit.readthedocs.io/en/latest/reference/modules.html#power-state-change>
fn power_state(lines: &[&str]) -> String {
    let in_line = lines.first().and_then(|line| line.trim().strip_prefix('{')?.strip_suffix('}')).map(flow);
    let lines = in_line.as_deref().unwrap_or(lines);
    let mode = value(lines, "mode:").unwrap_or_default();
    let command = match mode.as_str() {
        "poweroff" | "halt" | "reboot" => mode.as_str(),
        _ => return String::new(),
    };
    match value(lines, "condition:").as_deref() {
        None | Some("true" | "True") => command.to_owned(),
        Some("false" | "False") => String::new(),
        Some(_) => format!("test -e /condition && {command}"),
    }
}

/// The files that are written, with what is in them; `None` where one of them names the agent and cannot be read.
fn files(lines: &[&str]) -> Option<Vec<(String, String)>> {
    let mut all = Vec::new();
    for item in items(lines) {
        let path = value(&item, "path:").unwrap_or_default();
        let is_encoded = value(&item, "encoding:").is_some();
        let content = item.iter().position(|line| line.trim_start().starts_with("content:"));
        let text = content.and_then(|start| {
            let first = item.get(start)?.trim_start().strip_prefix("content:")?.trim();
            if !first.starts_with(['|', '>']) {
                return Some(format!("{}\n", unquoted(first).replace("\\n", "\n")));
            }
            let margin = item.get(start + 1).map_or(0, |line| indent(line));
            let block = item.iter().skip(start + 1).take_while(|line| indent(line) >= margin);
            Some(block.flat_map(|line| [line.get(margin..).unwrap_or_default(), "\n"]).collect())
        });
        match text.filter(|_| !is_encoded) {
            Some(text) => all.push((path, text)),
            None if !is_settings_file(&path) && item.iter().any(|line| names_agent(line)) => return None,
            None => all.push((path, String::new())),
        }
    }
    Some(all)
}
