//! Commands that run other commands: `sudo`, `bash -c`, `xargs`, and what cloud-init runs by itself.

use super::errexit::Errexit;
use super::expand::is_known;
use super::{Command, Shell};

/// Programs that only say how to run another one, with their options that take a word of their own.
const WRAPPERS: [(&str, &[&str]); 20] = [
    ("sudo", &["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-U"]),
    ("doas", &["-u", "-C"]),
    ("env", &["-u", "-C", "-S"]),
    ("nohup", &[]),
    ("setsid", &[]),
    ("exec", &["-a"]),
    ("nice", &["-n"]),
    ("ionice", &["-c", "-n", "-p"]),
    ("chrt", &[]),
    ("stdbuf", &["-o", "-i", "-e"]),
    ("eatmydata", &[]),
    ("time", &["-f", "-o"]),
    ("builtin", &[]),
    ("busybox", &[]),
    ("runuser", &["-u", "-g"]),
    ("nsenter", &["-t", "--target"]),
    ("flock", &["-w", "-E"]),
    ("unbuffer", &[]),
    ("command", &[]),
    ("&", &[]),
];

/// The command without what only says how to run it.
pub(crate) fn bare(words: &[String]) -> Vec<String> {
    let mut words = words;
    while let Some((first, rest)) = words.split_first() {
        let name = program(first);
        let looks_up = name == "command" && rest.first().is_some_and(|word| matches!(word.as_str(), "-v" | "-V"));
        if let Some((_, with_word)) = WRAPPERS.iter().find(|(wrapper, _)| *wrapper == name && !looks_up) {
            words = options(rest, with_word);
            // The file that is locked.
            words = if name == "flock" { words.get(1..).unwrap_or_default() } else { words };
        } else if name == "timeout" {
            words = options(rest, &["-k", "-s"]).get(1..).unwrap_or_default();
        } else if is_assignment(first) && !rest.is_empty() {
            words = rest;
        } else {
            break;
        }
    }
    words.to_vec()
}

/// What follows the options.
fn options<'w>(words: &'w [String], with_word: &[&str]) -> &'w [String] {
    let mut rest = words;
    while let Some((first, after)) = rest.split_first() {
        if first == "--" {
            return after;
        }
        if !first.starts_with('-') {
            break;
        }
        rest = if with_word.contains(&first.as_str()) { after.get(1..).unwrap_or_default() } else { after };
    }
    rest
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| super::word::is_name(name))
}

/// The name of a program, wherever it is.
pub(crate) fn program(word: &str) -> String {
    word.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase()
}

/// A script that a command runs, with its arguments.
pub(super) struct Nested {
    pub(super) script: String,
    pub(super) arguments: Vec<String>,
    /// Whether it ends where a command fails; `None` where it runs in the shell around.
    pub(super) errexit: Option<Errexit>,
}

impl Shell {
    /// The script that a command runs, where it is known.
    pub(super) fn nested(&self, command: &Command) -> Option<Nested> {
        let words = bare(&command.words);
        let (first, rest) = words.split_first()?;
        let name = program(first);
        let with = |errexit: Option<Errexit>, script: String, arguments: &[String]| {
            Some(Nested { script, arguments: arguments.to_vec(), errexit })
        };
        // https://cloudinit.readthedocs.io/en/latest/reference/cli.html: how often, under which name, and what.
        if name == "cloud-init-per" {
            return with(Some(Errexit::Off), rest.get(2..)?.join(" "), &[]);
        }
        let is_shell = matches!(name.as_str(), "bash" | "sh" | "zsh" | "ksh" | "dash" | "ash");
        let options = rest.iter().map(String::as_str).take_while(|word| is_shell && word.starts_with(['-', '+']));
        let of = |script: String, arguments: &[String]| with(Some(Errexit::of_options(options.clone())), script, arguments);
        if is_shell || matches!(name.as_str(), "su" | "runuser") {
            let takes_text = |word: &String| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
            if let Some(position) = rest.iter().position(|word| takes_text(word) || word == "--command") {
                return of(rest.get(position + 1)?.clone(), rest.get(position + 3..).unwrap_or_default());
            }
            let position = rest.iter().position(|word| !word.starts_with(['-', '+']));
            let Some(position) = position.filter(|_| is_shell) else { return command.heredoc.clone().and_then(|script| of(script, &[])) };
            let script = self.files.get(rest.get(position)?)?.clone()?;
            return of(script, rest.get(position + 1..).unwrap_or_default());
        }
        if matches!(name.as_str(), "source" | ".") {
            let script = self.files.get(rest.first()?)?.clone()?;
            return with(None, script, rest.get(1..).unwrap_or_default());
        }
        let script = self.files.get(first).or_else(|| self.files.get(first.strip_prefix("./")?))?.clone()?;
        let is_for_shell = script.lines().next().is_none_or(|line| !line.starts_with("#!") || line.contains("sh"));
        if is_for_shell { with(Some(Errexit::of_script(&script)), script, rest) } else { None }
    }

    /// What `xargs` runs, where it is known what it reads.
    pub(super) fn by_xargs(&self, command: &Command) -> Option<Vec<Vec<String>>> {
        let words = bare(&command.words);
        let (first, rest) = words.split_first()?;
        if program(first) != "xargs" {
            return None;
        }
        let place = rest.iter().find_map(|word| word.strip_prefix("-I"));
        let place = place.map(|place| if place.is_empty() { "{}" } else { place });
        let run = options(rest, &["-n", "-P", "-L", "-I", "-d", "-a", "-s"]);
        let input = command.heredoc.as_deref().filter(|input| is_known(input)).unwrap_or("$input");
        Some(match place {
            Some(place) => input.lines().map(|line| run.iter().map(|word| word.replace(place, line.trim())).collect()).collect(),
            None => vec![run.iter().cloned().chain(input.split_whitespace().map(str::to_owned)).collect()],
        })
    }
}
