//! `ssm-check completions` and `ssm-check man`: for installing the program.

use crate::Cli;
use anyhow::Context;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use std::io::Write;

/// A completion script.
pub(crate) fn completions(shell: Shell) -> String {
    // The generator of bash spells a hyphen of the program's name in one way where it notes a subcommand and in another where it looks for
    // it: under a name without one it agrees with itself.
    let name = if shell == Shell::Bash { "ssm_check" } else { "ssm-check" };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), name, &mut script);
    String::from_utf8_lossy(&script).replace("-o default ssm_check", "-o default ssm-check")
}

/// The manual page.
pub(crate) fn man() -> anyhow::Result<String> {
    let mut command = Cli::command().version(env!("CARGO_PKG_VERSION"));
    command.build();
    let mut page = Vec::new();
    write(&command, &mut page).context("cannot render the manual page")?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// The program's own part, and each command with its options as a section.
fn write(command: &Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let whole = Man::new(command.clone());
    whole.render_title(page)?;
    whole.render_name_section(page)?;
    whole.render_synopsis_section(page)?;
    whole.render_description_section(page)?;
    whole.render_options_section(page)?;
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set() && inner.get_name() != "help") {
        let mut section = Vec::new();
        let part = Man::new(inner.clone());
        part.render_synopsis_section(&mut section)?;
        part.render_description_section(&mut section)?;
        part.render_options_section(&mut section)?;
        writeln!(page, ".SH \"SSM-CHECK {}\"", inner.get_name().to_uppercase())?;
        page.extend(String::from_utf8_lossy(&section).replace("\n.SH ", "\n.SS ").into_bytes());
    }
    whole.render_extra_section(page)
}

#[cfg(test)]
mod tests {
    use super::completions;
    use clap_complete::Shell;

    #[test]
    fn bash_completes_what_it_notes() {
        let script = completions(Shell::Bash);
        let noted: Vec<_> = script.lines().filter_map(|line| line.trim().strip_prefix("cmd=\"")?.strip_suffix('"')).collect();
        assert!(noted.len() > 10, "{script}");
        for noted in noted.into_iter().filter(|noted| !noted.is_empty()) {
            assert!(script.lines().any(|line| line.trim().strip_suffix(')') == Some(noted)), "{noted}");
        }
        assert_eq!(script.matches(" ssm-check\n").count(), 2, "{script}");
    }
}
