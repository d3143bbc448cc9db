//! Lists of commands, as the script that cloud-init makes of them:
//! <https://github.com/canonical/cloud-init/blob/main/cloudinit/util.py> (`shellify`).

use serde_yaml_ng::Value;

/// The script of a list; `None` where cloud-init refuses an item, and so the list.
pub(super) fn of_list(value: &Value) -> Option<String> {
    let items = match value {
        Value::Null => return Some(String::new()),
        Value::Sequence(items) => items,
        _ => return None,
    };
    let lines: Option<Vec<String>> = items.iter().map(line).collect();
    Some(lines?.join("\n"))
}

/// The commands of `snap`, each with the program before it where it is left out:
/// <https://cloudinit.readthedocs.io/en/latest/reference/modules.html#snap>.
pub(super) fn of_snap(value: &Value) -> Option<String> {
    let commands = match value.get("commands") {
        None => return Some(String::new()),
        // Named commands run in the order of their names.
        Some(Value::Mapping(named)) => {
            let mut named: Vec<_> = named.iter().map(|(name, command)| (name.as_str().unwrap_or_default(), command)).collect();
            named.sort_by_key(|(name, _)| *name);
            named.into_iter().map(|(_, command)| command.clone()).collect()
        }
        Some(Value::Sequence(commands)) => commands.clone(),
        Some(_) => return None,
    };
    let lines: Option<Vec<String>> = commands.iter().map(line).collect();
    let with_program = |line: String| {
        let is_whole = line.trim_start_matches('\'').starts_with("snap");
        if is_whole || line.is_empty() { line } else { format!("snap {line}") }
    };
    Some(lines?.into_iter().map(with_program).collect::<Vec<_>>().join("\n"))
}

/// A text is a line as it stands, a list is words.
fn line(item: &Value) -> Option<String> {
    match item {
        Value::Null => Some(String::new()),
        Value::String(line) => Some(line.clone()),
        Value::Sequence(words) => {
            let words: Option<Vec<String>> = words.iter().map(word).collect();
            Some(words?.join(" "))
        }
        _ => None,
    }
}

/// A word that a shell takes as it is.
fn word(item: &Value) -> Option<String> {
    let text = match item {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        _ => return None,
    };
    Some(format!("'{}'", text.replace('\'', "'\\''")))
}
