//! What is written, and where to: standard output, standard error, and files, which are replaced at once.

use crate::cli::OutputArgs;
use crate::{Failure, Format, Settings, failure, format, inert};
use clap::ValueEnum as _;
use clap::error::{ContextKind, ContextValue, ErrorKind as ErrorKindOfClap};
use std::fs::{File, Permissions};
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use std::path::Path;
use terminal_size::terminal_size_of;
use textwrap::{Options, WordSeparator, WordSplitter};

/// Does the answer go elsewhere than to standard output?
pub(super) fn is_file(to: &OutputArgs) -> bool {
    to.output.as_deref().is_some_and(|path| path != Path::new("-"))
}

/// A line of standard error beside the report: where the verdict is read in the text, it must not read as one.
pub(super) fn tell(settings: &Settings, sentence: &str) {
    let sentence = inert::printable(sentence);
    write_line(&if settings.verdict_is_told() { format::atlantis::apart(&sentence) } else { sentence });
}

/// A line of standard error, for which nobody may be there.
pub(super) fn say(sentence: &str) {
    write_line(&inert::printable(sentence));
}

fn write_line(sentence: &str) {
    let line = format!("ssm-check: {sentence}");
    let terminal = stderr().is_terminal().then(|| terminal_size_of(stderr())).flatten();
    // Whatever reads a pipe gets one line for each sentence.
    let text = terminal.map_or_else(|| line.clone(), |(width, _)| wrapped(&line, usize::from(width.0)));
    let _ = writeln!(stderr(), "{text}");
}

/// A sentence over lines of a terminal; names and code stay in one piece.
fn wrapped(line: &str, width: usize) -> String {
    let options = Options::new(width.max(40)).subsequent_indent("  ").break_words(false);
    let options = options.word_separator(WordSeparator::AsciiSpace).word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(line, options)
}

/// What clap says, as this program says what is wrong, and with nothing hidden in the arguments that it quotes.
pub(super) fn printed(error: &clap::Error, grammar: &clap::Command) -> String {
    let text = advised(error.render().to_string(), error, grammar);
    let text = match text.strip_prefix("error: ") {
        Some(rest) => format!("ssm-check: {rest}"),
        None => text,
    };
    text.lines().flat_map(|line| [inert::printable(line).to_string(), "\n".to_owned()]).collect()
}

/// The answer of a command, for people or as JSON.
pub(super) fn answer(text: &str, to: &OutputArgs) -> Result<(), Failure> {
    let text = inert::lines(text);
    match to.output.as_deref() {
        Some(path) if is_file(to) => write_file(path, &text).map_err(|error| unwritten(path, &error)),
        _ => print(&text),
    }
}

/// Text that is fit to leave the program.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::ClosedPipe),
        Err(error) => Err(Failure::new(format!("cannot write to standard output: {}", failure::words(&error)))),
    }
}

pub(super) fn unwritten(path: &Path, error: &std::io::Error) -> Failure {
    let directory = path.parent().filter(|parent| *parent != Path::new("") && !parent.is_dir());
    match directory {
        Some(directory) => Failure::new(format!("cannot write `{}`: there is no directory `{}`", path.display(), directory.display())),
        None => Failure::new(format!("cannot write `{}`: {}", path.display(), failure::words(error))),
    }
}

/// Replaces the file at once, so that nobody sees half a report, and an old one survives a failure.
pub(super) fn write_file(path: &Path, text: &str) -> std::io::Result<()> {
    replace_file(path, text, None)
}

/// The same, with permissions that the file has already.
pub(super) fn replace_file(path: &Path, text: &str, permissions: Option<Permissions>) -> std::io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        // A device or named pipe cannot be replaced; a directory is refused here.
        return File::options().write(true).open(path)?.write_all(text.as_bytes());
    }
    let directory = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ssm-check-");
    #[cfg(unix)]
    {
        // As for any new file; the process's mask narrows it.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.persist(path)?;
    Ok(())
}

/// `--fail-on warning` for `--fail-on-warning`.
fn value_behind(option: &str, grammar: &clap::Command) -> Option<String> {
    grammar.get_arguments().find_map(|argument| {
        let long = argument.get_long()?;
        let value = option.strip_prefix("--")?.strip_prefix(long)?.strip_prefix('-')?;
        argument.get_possible_values().iter().any(|one| one.matches(value, true)).then(|| format!("--{long} {value}"))
    })
}

/// An option is no value that somebody forgot to mark as one, as clap proposes: where it belongs elsewhere, that is said instead.
pub(super) fn advised(text: String, error: &clap::Error, grammar: &clap::Command) -> String {
    let Some(ContextValue::String(option)) =
        error.get(ContextKind::InvalidArg).filter(|_| error.kind() == ErrorKindOfClap::UnknownArgument)
    else {
        return text;
    };
    let format = option.strip_prefix("--").filter(|word| Format::from_str(word, true).is_ok());
    let is_it = |argument: &clap::Arg| argument.get_long().is_some_and(|long| option.strip_prefix("--") == Some(long));
    let tip = if let Some(format) = format {
        format!("  tip: a format is named by '--format {format}'")
    } else if let Some(apart) = value_behind(option, grammar) {
        format!("  tip: a value stands apart: '{apart}'")
    } else if grammar.get_arguments().any(is_it) {
        format!("  tip: '{option}' is an option of the report: 'ssm-check {option}'")
    } else {
        String::new()
    };
    // A tip of clap's that leads astray goes; one of this program's stands before the usage.
    let is_tip = |line: &str| line.starts_with("  tip: ") && (!tip.is_empty() || line.starts_with("  tip: to pass '"));
    let lines = text.lines().filter(|line| !is_tip(line)).flat_map(|line| {
        let is_usage = line.starts_with("Usage:") && !tip.is_empty();
        is_usage.then_some([tip.as_str(), ""]).into_iter().flatten().chain([line])
    });
    let mut kept: Vec<&str> = Vec::new();
    for line in lines {
        if !(line.is_empty() && kept.last().is_some_and(|last| last.is_empty())) {
            kept.push(line);
        }
    }
    kept.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn a_sentence_fits_the_terminal() {
        let line = "ssm-check: SSM601 aws_instance.app: remove `aws_security_group_rule.ssh_from_everywhere_to_the_bastion`";
        let text = wrapped(line, 60);
        assert_eq!(text.lines().count(), 2, "{text}");
        assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), line);
    }
}
