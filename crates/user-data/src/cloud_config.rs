//! The commands of a cloud-config, read by its lines: <https://cloudinit.readthedocs.io/en/latest/reference/modules.html>.
//!
//! `bootcmd`, `packages`, `runcmd` and `power_state` in the shapes that people write. Whatever else names the agent makes the whole
//! unclear.

use crate::events::{OWN_SCRIPTS, names_agent};
use crate::settings::is_settings_file;
use crate::shell::{self, Command};

/// The commands, in the order in which cloud-init runs them; `None` where the agent is named in something that is not read.
pub(crate) fn commands(text: &str) -> Option<Vec<Command>> {
    let mut sections = Sections::default();
    let mut current: Option<(String, Vec<&str>)> = None;
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty()) {
        if line.starts_with([' ', '\t', '-']) {
            if let Some((_, lines)) = &mut current {
                lines.push(line);
            }
            continue;
        }
        if let Some((name, lines)) = current.take() {
            sections.take(&name, &lines)?;
        }
        let (name, inline) = line.split_once(':')?;
        let lines = if inline.trim().is_empty() { Vec::new() } else { vec![inline] };
        current = Some((name.trim().to_owned(), lines));
    }
    if let Some((name, lines)) = current {
        sections.take(&name, &lines)?;
    }
    Some(sections.in_order())
}

#[derive(Default)]
struct Sections {
    boot: Vec<Command>,
    packages: Vec<Command>,
    /// What is written where cloud-init runs it by itself.
    own_scripts: Vec<Command>,
    run: Vec<Command>,
    end: Vec<Command>,
}

impl Sections {
    fn take(&mut self, name: &str, lines: &[&str]) -> Option<()> {
        match name {
            "bootcmd" => self.boot = scripts(lines),
            "runcmd" => self.run = scripts(lines),
            "packages" if lines.iter().any(|line| names_agent(line)) => self.packages = shell::commands("yum install -y amazon-ssm-agent"),
            "power_state" if lines.iter().any(|line| line.contains("reboot")) => self.end = shell::commands("reboot"),
            "write_files" => self.own_scripts = own_scripts(lines)?,
            // Modules of one's own making, and files that something may run.
            _ if lines.iter().any(|line| names_agent(line)) => return None,
            _ => {}
        }
        Some(())
    }

    fn in_order(self) -> Vec<Command> {
        [self.boot, self.packages, self.own_scripts, self.run, self.end].into_iter().flatten().collect()
    }
}

/// The scripts among the files that are written; `None` where another file names the agent.
fn own_scripts(lines: &[&str]) -> Option<Vec<Command>> {
    let mut all = Vec::new();
    for item in items(lines) {
        let value = |key: &str| item.iter().find_map(|line| line.trim_start().strip_prefix(key)).map(|value| unquoted(value).to_owned());
        let path = value("path:").unwrap_or_default();
        let content = item.iter().position(|line| line.trim_start().starts_with("content:"));
        let indent = |line: &str| line.len() - line.trim_start().len();
        let text: String = match content {
            Some(start) => {
                let margin = item.get(start + 1).map_or(0, |line| indent(line));
                let block = item.iter().skip(start + 1).take_while(|line| indent(line) >= margin);
                block.flat_map(|line| [line.get(margin..).unwrap_or_default(), "\n"]).collect()
            }
            None => String::new(),
        };
        if path.contains(OWN_SCRIPTS) {
            all.extend(shell::commands(&text));
        } else if !is_settings_file(&path) && item.iter().any(|line| names_agent(line)) {
            return None;
        }
    }
    Some(all)
}

/// The items of a list of commands, each a line, a list of words, or a block of text.
fn scripts(lines: &[&str]) -> Vec<Command> {
    items(lines).iter().flat_map(|item| shell::commands(&script(item))).collect()
}

/// The items of a list, each with its lines.
fn items<'l>(lines: &[&'l str]) -> Vec<Vec<&'l str>> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let Some(base) = lines.iter().map(|line| indent(line)).min() else { return Vec::new() };
    let mut items: Vec<Vec<&str>> = Vec::new();
    for line in lines {
        match (line.trim_start().strip_prefix("- "), items.last_mut()) {
            (Some(first), _) if indent(line) == base => items.push(vec![first]),
            (_, Some(item)) => item.push(line),
            (_, None) => items.push(vec![line]),
        }
    }
    items
}

fn script(item: &[&str]) -> String {
    let Some((first, rest)) = item.split_first() else { return String::new() };
    let first = first.trim();
    let joined = || rest.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    match () {
        () if first.starts_with(['|', '>']) => rest.join("\n"),
        // A list of words, on one line or several.
        () if first.starts_with('[') => words(&format!("{first} {}", joined())),
        () if first.starts_with("- ") => {
            let rest = rest.iter().filter_map(|line| line.trim_start().strip_prefix("- "));
            let all: Vec<&str> = first.strip_prefix("- ").into_iter().chain(rest).map(|word| unquoted(word.trim())).collect();
            words_of(&all)
        }
        () => unquoted(&format!("{first} {}", joined()).replace("''", "'")).trim().to_owned(),
    }
}

fn words(list: &str) -> String {
    let inside = list.trim().trim_start_matches('[').trim_end_matches(']');
    let words: Vec<&str> = inside.split(',').map(|word| unquoted(word.trim())).filter(|word| !word.is_empty()).collect();
    words_of(&words)
}

/// `[sh, -c, script]` is a script; other lists are words.
fn words_of(words: &[&str]) -> String {
    match words {
        [shell, "-c" | "-xc" | "-lc", script @ ..] if matches!(shell.rsplit('/').next(), Some("sh" | "bash")) => script.join(","),
        words => words.join(" "),
    }
}

fn unquoted(word: &str) -> &str {
    let trimmed = word.trim();
    for quote in ['"', '\''] {
        if let Some(inside) = trimmed.strip_prefix(quote).and_then(|word| word.strip_suffix(quote)) {
            return inside;
        }
    }
    trimmed
}
