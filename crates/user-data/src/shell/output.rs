//! What commands write, as far as that is known.

use super::errexit::Errexit;
use super::nested::{bare, program};
use super::tree::parse;
use super::variables::MOST_TEXT;
use super::{Command, Shell};

/// What is taken of what commands write.
#[derive(Debug, Default)]
pub(super) struct Capture {
    text: String,
    unknown: bool,
}

impl Shell {
    /// What a substitution comes to, without the line ends at its end; `None` where it is not known.
    pub(super) fn output_of(&mut self, script: &str) -> Option<String> {
        if self.depth >= super::DEEPEST {
            self.push(Command::unseen());
            return None;
        }
        self.depth += 1;
        // POSIX shells heed `set -e` in substitutions, Bash does not.
        let errexit = self.errexit;
        if errexit == Errexit::On {
            self.errexit = Errexit::Perhaps;
        }
        let text = self.captured(|shell| shell.subshell(&parse(script)));
        self.errexit = errexit;
        self.depth -= 1;
        text.map(|text| text.trim_end_matches('\n').to_owned())
    }

    /// What is written while something runs.
    pub(super) fn captured(&mut self, run: impl FnOnce(&mut Self)) -> Option<String> {
        self.captures.push(Capture::default());
        let (uncertain, outputs) = (self.uncertain, std::mem::take(&mut self.outputs));
        run(self);
        self.outputs = outputs;
        let capture = self.captures.pop().unwrap_or_default();
        debug_assert_eq!(self.uncertain, uncertain);
        (!capture.unknown).then_some(capture.text)
    }

    /// Whether what commands write goes somewhere else than to the console.
    pub(super) fn is_captured(&self) -> bool {
        !self.captures.is_empty()
    }

    /// A command writes: to the file that it names, else to what takes it.
    pub(super) fn written(&mut self, command: &Command) {
        let certain = self.is_certain();
        for (path, text) in command.files() {
            let before = self.files.get(&path).cloned();
            let content = match (before, command.adds(), text) {
                (Some(None), true, _) | (_, _, None) => None,
                (Some(Some(before)), true, Some(text)) => Some(before + &text),
                (_, _, Some(text)) => Some(text),
            };
            self.files.insert(path, content.filter(|content| certain && content.len() <= MOST_TEXT));
        }
        if command.output.is_none()
            && let Some(capture) = self.captures.last_mut()
        {
            match text(command) {
                Some(text) if certain && capture.text.len() <= MOST_TEXT => capture.text.push_str(&text),
                _ => capture.unknown = true,
            }
        }
    }
}

impl Command {
    /// The files that it writes, with what it writes into them, where that is known.
    pub(crate) fn files(&self) -> Vec<(String, Option<String>)> {
        let by_tee = self.tee().into_iter().flatten().filter(|word| !word.starts_with('-'));
        let text = text(self);
        by_tee.chain(self.output.clone()).map(|path| (path, text.clone())).collect()
    }

    /// Whether it adds to what is in the files.
    pub(crate) fn adds(&self) -> bool {
        self.appends || self.tee().is_some_and(|words| words.iter().any(|word| matches!(word.as_str(), "-a" | "--append")))
    }

    fn tee(&self) -> Option<Vec<String>> {
        let words = bare(&self.words);
        words.split_first().filter(|(first, _)| program(first) == "tee").map(|(_, rest)| rest.to_vec())
    }
}

/// What the metadata service says of the instance's name and address:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html>.
const OWN: [&str; 6] = [
    "/meta-data/hostname",
    "/meta-data/instance-id",
    "/meta-data/local-hostname",
    "/meta-data/local-ipv4",
    "/meta-data/public-hostname",
    "/meta-data/public-ipv4",
];

/// What a command writes; `None` where it is not known.
fn text(command: &Command) -> Option<String> {
    let words = bare(&command.words);
    let (first, rest) = words.split_first()?;
    let arguments: Vec<&str> = rest.iter().map(String::as_str).collect();
    match program(first).as_str() {
        "echo" => Some(echo(&arguments)),
        "printf" => printf(&arguments),
        "cat" | "tee" => command.heredoc.clone().filter(|_| arguments.iter().all(|word| *word == "-") || first.ends_with("tee")),
        // A name and an address of its own: words that mean nothing else.
        "hostname" => Some("this-host\n".to_owned()),
        "curl" if arguments.iter().any(|word| OWN.iter().any(|own| word.ends_with(own))) => Some("this-host\n".to_owned()),
        "whoami" => Some("root\n".to_owned()),
        "id" if arguments == ["-u"] => Some("0\n".to_owned()),
        "uname" if arguments.is_empty() || arguments == ["-s"] => Some("Linux\n".to_owned()),
        ":" | "true" | "cd" | "mkdir" | "touch" | "export" | "set" | "sleep" | "chmod" | "chown" | "systemctl" | "local"
            if !arguments
                .iter()
                .any(|word| matches!(*word, "status" | "list-units" | "list-unit-files" | "is-active" | "show" | "cat")) =>
        {
            Some(String::new())
        }
        _ => None,
    }
}

fn echo(arguments: &[&str]) -> String {
    let options: Vec<&&str> = arguments.iter().take_while(|word| matches!(**word, "-e" | "-n" | "-ne" | "-en" | "-E")).collect();
    let text = arguments.get(options.len()..).unwrap_or_default().join(" ");
    let text = if options.iter().any(|option| option.contains('e')) { unescaped(&text) } else { text };
    if options.iter().any(|option| option.contains('n')) { text } else { text + "\n" }
}

fn unescaped(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\t", "\t").replace("\\\"", "\"").replace("\\\\", "\\")
}

/// <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/printf.html>
fn printf(arguments: &[&str]) -> Option<String> {
    let arguments = if arguments.first() == Some(&"--") { arguments.get(1..)? } else { arguments };
    let (format, values) = arguments.split_first()?;
    let format = unescaped(format);
    let holes = format.matches("%s").count() + format.matches("%d").count() + format.matches("%b").count();
    if format.replace("%%", "").matches('%').count() != holes {
        return None;
    }
    let mut values = values.iter().copied();
    let mut text = String::new();
    for _ in 0..=values.len() {
        let mut rest = format.as_str();
        while let Some((before, after)) = rest.split_once('%') {
            text.push_str(before);
            match after.chars().next()? {
                '%' => text.push('%'),
                'b' => text.push_str(&unescaped(values.next().unwrap_or_default())),
                _ => text.push_str(values.next().unwrap_or_default()),
            }
            rest = after.get(1..)?;
        }
        text.push_str(rest);
        if holes == 0 || values.len() == 0 {
            break;
        }
    }
    Some(text)
}
