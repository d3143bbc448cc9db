//! Options may stand before a command: `ssm-check --color never list` is `ssm-check list --color never`.

use clap::{ArgAction, Command};
use std::ffi::OsString;

/// The arguments with the command's name first, where only options stand before it.
pub(crate) fn in_order(command: &Command, arguments: Vec<OsString>) -> Vec<OsString> {
    let mut position = 1;
    while let Some(word) = arguments.get(position) {
        let Some(text) = word.to_str() else { return arguments };
        if text == "--" || text == "-" {
            return arguments;
        }
        if !text.starts_with('-') {
            break;
        }
        position += if takes_the_next(command, text) { 2 } else { 1 };
    }
    let is_command = |word: &OsString| command.get_subcommands().any(|sub| word.to_str() == Some(sub.get_name())) || word == "help";
    if position > 1 && arguments.get(position).is_some_and(is_command) {
        let mut ordered = arguments;
        ordered.get_mut(1..=position).into_iter().for_each(|words| words.rotate_right(1));
        return ordered;
    }
    arguments
}

/// Is the value of this option the argument after it? Options of any command are known here.
fn takes_the_next(command: &Command, option: &str) -> bool {
    let all = || std::iter::once(command).chain(command.get_subcommands()).flat_map(Command::get_arguments);
    let wants_value = |argument: &clap::Arg| matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    if let Some(name) = option.strip_prefix("--") {
        let is_called = |argument: &clap::Arg| {
            argument.get_long() == Some(name) || argument.get_all_aliases().is_some_and(|aliases| aliases.contains(&name))
        };
        return !name.contains('=') && all().any(|argument| is_called(argument) && wants_value(argument));
    }
    // Of `-qf json`, the last letter takes the value; of `-fjson`, the first one has it.
    let mut letters = option.chars().skip(1);
    let valued = letters.find(|letter| all().any(|argument| argument.get_short() == Some(*letter) && wants_value(argument)));
    valued.is_some() && letters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn a_command_comes_first() {
        let mut command = crate::Cli::command();
        command.build();
        let ordered = |line: &str| {
            let words = in_order(&command, line.split(' ').map(OsString::from).collect());
            words.iter().map(|word| word.to_str().unwrap()).collect::<Vec<_>>().join(" ")
        };
        for (line, expected) in [
            ("ssm-check --color never list", "ssm-check list --color never"),
            ("ssm-check --color=never -f json list", "ssm-check list --color=never -f json"),
            ("ssm-check -qfjson access plan.json", "ssm-check access -qfjson plan.json"),
            ("ssm-check --strict --principal a access", "ssm-check access --strict --principal a"),
            ("ssm-check --from a access", "ssm-check access --from a"),
            ("ssm-check --format json plan.json list", "ssm-check --format json plan.json list"),
            ("ssm-check -- list", "ssm-check -- list"),
            ("ssm-check --config list plan.json", "ssm-check --config list plan.json"),
            ("ssm-check --strict", "ssm-check --strict"),
            ("ssm-check list -f json", "ssm-check list -f json"),
        ] {
            assert_eq!(ordered(line), expected);
        }
    }
}
