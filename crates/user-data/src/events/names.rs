//! By which names commands know the agent: `data/agent-names.json`.

use serde::Deserialize;
use ssm_check_aws::{Facts, Table};

#[derive(Default, Deserialize)]
struct Names {
    /// Its package, unit, Windows service, installer, and what macOS calls it, in lower case.
    named: Vec<Name>,
    /// What patterns and variables may come to: units and packages.
    units: Vec<Name>,
    /// Its service on Windows.
    windows: Vec<Name>,
    /// Its own program.
    programs: Vec<Name>,
    /// Its settings, and the template beside them.
    settings: Vec<Name>,
    /// The programs that it starts.
    workers: Vec<Name>,
    /// How the names of its installers on Windows begin, in lower case.
    installers: Vec<Name>,
    /// The program that installs and registers it.
    setup: Vec<Name>,
    /// Directories of its program, in lower case.
    directories: Vec<Name>,
}

#[derive(Deserialize)]
struct Name {
    name: String,
}

static NAMES: Facts<Names> = Facts::new("agent-names", include_str!("../../data/agent-names.json"));

/// The table of the agent's names.
pub(crate) fn table() -> Table {
    NAMES.table()
}

/// Its names are known; where they are not, any text may name it.
pub(crate) fn are_known() -> bool {
    !NAMES.get().named.is_empty()
}

/// Its service on Windows.
pub(crate) fn service() -> &'static str {
    NAMES.get().windows.first().map_or("", |service| &service.name)
}

/// Its package and unit on Linux; empty where the table does not tell.
pub fn unit() -> &'static str {
    units().next().unwrap_or_default()
}

/// The settings that it reads; empty where the table does not tell.
pub(crate) fn settings_file() -> &'static str {
    NAMES.get().settings.first().map_or("", |file| &file.name)
}

/// Is this the agent's settings file, or the template beside it?
pub(crate) fn is_settings_file(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    NAMES.get().settings.iter().any(|file| file.name == name)
}

/// The agent's own program, by its path.
pub(super) fn is_program(path: &str) -> bool {
    NAMES.get().programs.iter().any(|program| program.name == path)
}

/// The agent's own program, by its name.
pub(super) fn is_agent(program: &str) -> bool {
    let name = program.strip_suffix(".exe").unwrap_or(program);
    NAMES.get().programs.iter().any(|known| known.name.rsplit('/').next() == Some(name))
}

/// The program that installs and registers the agent.
pub(super) fn is_setup(program: &str) -> bool {
    NAMES.get().setup.iter().any(|known| known.name == program)
}

/// An installer of the agent on Windows.
pub(crate) fn is_installer(program: &str) -> bool {
    NAMES.get().installers.iter().any(|known| program.starts_with(&known.name))
}

/// A word names the agent's unit, or the program that registers it.
pub(crate) fn names_registrar(word: &str) -> bool {
    names_unit(word) || NAMES.get().setup.iter().any(|known| word.contains(&known.name))
}

/// The path of a directory of the agent's program, of what is in it, or of a directory that it is in.
pub(super) fn in_directory(path: &str) -> bool {
    let path = path.trim_matches(['"', '\'']).trim_end_matches(['*', '/', '\\']);
    let is_absolute = path.starts_with('/') || path.contains(":\\") || path.contains('%') || path.starts_with('$');
    let is_within =
        |outer: &str, inner: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
    NAMES.get().directories.iter().any(|known| {
        let end = known.name.split_once("program files").map_or("", |(_, end)| end);
        is_absolute
            && !path.is_empty()
            && (is_within(path, &known.name)
                || is_within(&known.name, path)
                || !end.is_empty() && path.ends_with(end) && !path.contains("programdata"))
    })
}

/// A text has the name of the agent's package and unit on Linux in it.
pub(crate) fn names_unit(text: &str) -> bool {
    units().next().is_some_and(|unit| text.contains(unit))
}

/// A word has a name of the agent's unit, service or process in it, as it is written.
pub(crate) fn names_process(word: &str) -> bool {
    let others = NAMES.get().windows.iter().chain(&NAMES.get().workers);
    names_unit(word) || others.into_iter().any(|name| word.contains(&name.name))
}

fn units() -> impl Iterator<Item = &'static str> {
    NAMES.get().units.iter().map(|unit| unit.name.as_str())
}

/// A script of Windows, in which the agent's name as a product is that of its service: one word.
pub(crate) fn in_one_word(script: &str) -> String {
    script.replace("Amazon SSM Agent", service())
}

/// Does the text name the agent: its package, its unit, its Windows service or its installer?
pub(crate) fn names_agent(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    !are_known() || NAMES.get().named.iter().any(|known| text.contains(&known.name))
}

/// Is this the unit of the agent, and not another one whose name begins like it?
pub(crate) fn is_unit_name(word: &str) -> bool {
    units().any(|unit| unit.eq_ignore_ascii_case(word)) || (names_agent(word) && word.contains(['*', '?', '[', '{', '$', '`']))
}

/// Whether words name the agent.
pub(super) enum AgentNamed {
    No,
    /// With a pattern, or a variable that is not known, replaced by the name that it may come to.
    Perhaps(Vec<String>),
    /// With a pattern that matches replaced by the name.
    Yes(Vec<String>),
}

/// Do they name it, as they stand, by a pattern, or by a variable that is not known?
pub(super) fn named(words: &[String]) -> AgentNamed {
    if words.iter().any(|word| names_agent(word)) {
        return AgentNamed::Yes(words.to_vec());
    }
    let put = |is_so: &dyn Fn(&str) -> bool| -> Vec<String> {
        let name = || units().next().unwrap_or_default().to_owned();
        words.iter().enumerate().map(|(position, word)| if position > 0 && is_so(word) { name() } else { word.clone() }).collect()
    };
    let is_variable = |word: &str| word.contains(['$', '`']);
    let fits = |word: &str| units().any(|unit| may_be(word, unit));
    let arguments = || words.iter().skip(1).map(String::as_str);
    // A pattern of a unit or package; in a path it is of files.
    let is_pattern = |word: &str| word.contains('*') && !word.contains('/') && !is_variable(word) && word.len() > 3 && fits(word);
    match () {
        () if arguments().any(is_pattern) => AgentNamed::Yes(put(&is_pattern)),
        () if arguments().any(|word| is_variable(word) && fits(word)) => AgentNamed::Perhaps(put(&|word| is_variable(word) && fits(word))),
        () => AgentNamed::No,
    }
}

/// Whether a word with variables and patterns may come to a text: what stands between them must be in it, in order.
fn may_be(word: &str, text: &str) -> bool {
    let mut pieces = vec![String::new()];
    let mut rest = word.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '*' => pieces.push(String::new()),
            '$' => {
                // `$name`, `$@`, or `$()`.
                let _ = rest.next_if_eq(&'@');
                while rest.next_if(|next| next.is_ascii_alphanumeric() || matches!(next, '_' | '(' | ')')).is_some() {}
                pieces.push(String::new());
            }
            '`' => pieces.push(String::new()),
            other => pieces.iter_mut().last().into_iter().for_each(|piece| piece.push(other.to_ascii_lowercase())),
        }
    }
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    if !text.ends_with(last.as_str()) {
        return false;
    }
    for piece in pieces.iter().skip(1) {
        match rest.find(piece.as_str()) {
            Some(place) => rest = rest.get(place + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::may_be;

    #[test]
    fn what_a_pattern_may_come_to() {
        for word in ["$s", "$s.service", "amazon-*", "*ssm*", "$()", "$a-$b"] {
            assert!(may_be(word, "amazon-ssm-agent.service") || may_be(word, "amazon-ssm-agent"), "{word}");
        }
        for word in ["app-$env", "$s.socket", "*.timer", "$a@1"] {
            assert!(!may_be(word, "amazon-ssm-agent.service") && !may_be(word, "amazon-ssm-agent"), "{word}");
        }
    }
}
