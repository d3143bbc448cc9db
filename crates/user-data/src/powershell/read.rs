//! What single commands of PowerShell say of what they are given and put out.

use super::tree::{Item, Statement, first_word};
use crate::events::{names_agent, service};
use crate::shell::program;

/// Values that something may have; `None` where they are not known.
pub(super) type Known = Option<Vec<String>>;

/// `$true`, `$false`.
pub(super) fn literal(condition: &[Statement]) -> Option<bool> {
    let [Statement::Pipeline(stages)] = condition else { return None };
    match stages.as_slice() {
        [stage] => match stage.as_slice() {
            [Item::Bare(word)] if word.eq_ignore_ascii_case("$true") => Some(true),
            [Item::Bare(word)] if word.eq_ignore_ascii_case("$false") => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// The names of parameters, in order, and the rest of the body.
pub(super) fn parameters_of(listed: &[Item], body: &[Statement]) -> (Vec<String>, Vec<Statement>) {
    let mut names = Vec::new();
    collect(listed, &mut names);
    let mut body = body.to_vec();
    if let Some(Statement::Pipeline(stages)) = body.first()
        && let Some(stage) = stages.first()
        && first_word(stage).as_deref() == Some("param")
    {
        collect(stage.get(1..).unwrap_or_default(), &mut names);
        body.remove(0);
    }
    (names, body)
}

fn collect(items: &[Item], names: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Bare(word) => names.extend(word.rsplit('$').next().filter(|_| word.contains('$')).map(str::to_ascii_lowercase)),
            Item::Paren(inner) => {
                for statement in inner {
                    match statement {
                        Statement::Pipeline(stages) => stages.iter().for_each(|stage| collect(stage, names)),
                        Statement::Assign(name, ..) => names.push(name.clone()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// What a filter leaves: the agent's service where it asks for that.
pub(super) fn chosen(items: &[Item], given: Option<&Known>) -> Known {
    let text = format!("{items:?}").to_ascii_lowercase();
    let negates = ["-ne\"", "-notlike\"", "-notmatch\"", "-not\"", "-notin\"", "\"!"].iter().any(|word| text.contains(word));
    let of_agent = given.cloned().flatten().is_none_or(|values| values.iter().any(|value| names_agent(value)));
    (names_agent(&text) && !negates && of_agent).then(|| vec![service().to_owned()])
}

/// The file that a command writes.
pub(super) fn written_file<'w>(name: &str, words: &'w [String]) -> Option<&'w String> {
    let writes = ["set-content", "add-content", "out-file", "tee-object"];
    let is_path = |word: &&String| !word.starts_with('-');
    let named = words.iter().position(|word| ["-path", "-filepath", "-literalpath"].contains(&word.to_ascii_lowercase().as_str()));
    let path = named.and_then(|at| words.get(at + 1)).or_else(|| words.iter().find(is_path));
    path.filter(|_| writes.contains(&name.to_ascii_lowercase().as_str()))
}

/// Which services a command that looks them up puts out.
pub(super) fn named(name: &str, words: &[String]) -> Known {
    if !name.to_ascii_lowercase().starts_with("get-") {
        return None;
    }
    if let Some(agent) = words.iter().find(|word| names_agent(word)) {
        return Some(vec![if agent.contains('*') { agent.clone() } else { service().to_owned() }]);
    }
    let is_name = |word: &&String| !word.starts_with('-') && !word.contains('$');
    let all_known = !words.is_empty() && words.iter().all(|word| !word.contains('$'));
    (all_known && name.eq_ignore_ascii_case("get-service")).then(|| words.iter().filter(is_name).cloned().collect())
}

/// What a command has another program run.
pub(super) fn unwrapped(words: &[String]) -> Vec<String> {
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    let inner: Vec<String> = match program(first).as_str() {
        "cmd" | "cmd.exe" if rest.first().is_some_and(|flag| flag.eq_ignore_ascii_case("/c")) => rest.get(1..).unwrap_or_default().to_vec(),
        "start-process" | "start" => {
            let is_option = |word: &&String| {
                let options = ["-filepath", "-argumentlist", "-args", "-wait", "-nonewwindow", "-passthru"];
                !options.contains(&word.to_ascii_lowercase().as_str())
            };
            rest.iter().filter(is_option).cloned().collect()
        }
        _ => return words.to_vec(),
    };
    let known = ["msiexec", "msiexec.exe", "net", "net.exe", "sc", "sc.exe"];
    if inner.first().is_some_and(|word| known.contains(&program(word).as_str())) || program(first).starts_with("cmd") {
        return inner;
    }
    words.to_vec()
}
