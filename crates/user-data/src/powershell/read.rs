//! What single commands of PowerShell say of what they are given and put out.

use super::tree::{Item, Statement, first_word};
use crate::events::{is_installer, names_agent, service};
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

/// What a filter leaves of what it is given: the agent's service where it asks for that, or a variable where that hangs on what is not known.
pub(super) fn chosen(items: &[Item], given: Option<&Known>) -> Known {
    let text = format!("{items:?}").to_ascii_lowercase();
    let negates = ["-ne\"", "-notlike\"", "-notmatch\"", "-not\"", "-notin\"", "\"!"].iter().any(|word| text.contains(word));
    let given = given.cloned().flatten();
    let of_agent = given.as_ref().is_none_or(|values| values.iter().any(|value| names_agent(value)));
    if !of_agent {
        return None;
    }
    if names_agent(&text) {
        return (!negates).then(|| vec![service().to_owned()]);
    }
    given.is_some().then(|| chosen_services(items, text.contains("match\""), negates))
}

/// What a filter leaves of all services.
fn chosen_services(items: &[Item], matches: bool, negates: bool) -> Vec<String> {
    let mut words = Vec::new();
    words_of(items.get(1..).unwrap_or_default(), &mut words);
    let is_property = |word: &str| matches!(word.rsplit('.').next().unwrap_or_default(), "name" | "displayname" | "servicename");
    let (properties, others): (Vec<String>, Vec<String>) = words.into_iter().partition(|word| is_property(word));
    let names = [service().to_ascii_lowercase(), "amazon ssm agent".to_owned()];
    let fits = |value: &String| {
        if !matches {
            let pattern = wildmatch::WildMatch::new(value);
            return Some(names.iter().any(|name| pattern.matches(name)));
        }
        let pattern = regex::RegexBuilder::new(value).case_insensitive(true).size_limit(LARGEST_PATTERN).build().ok()?;
        Some(names.iter().any(|name| pattern.is_match(name)))
    };
    let values = others.iter().filter(|word| !word.starts_with(['$', '-', '.']));
    let found: Option<Vec<bool>> = values.map(fits).collect();
    // It may hang on something else than the name.
    let Some(found) = found.filter(|found| !found.is_empty() && !properties.is_empty()) else { return vec!["$_".to_owned()] };
    match (found.contains(&true), negates) {
        (true, false) => vec![service().to_owned()],
        (true, true) | (false, false) => Vec::new(),
        (false, true) => vec!["$_".to_owned()],
    }
}

/// A regular expression becomes so large.
const LARGEST_PATTERN: usize = 1 << 16;

/// The words of a condition.
fn words_of(items: &[Item], words: &mut Vec<String>) {
    for item in items {
        match item {
            Item::Bare(word) | Item::Literal(word) | Item::Expanded(word) => words.push(word.to_ascii_lowercase()),
            Item::Paren(inner) | Item::Block(inner) => {
                for statement in inner {
                    if let Statement::Pipeline(stages) = statement {
                        for stage in stages {
                            words_of(stage, words);
                        }
                    }
                }
            }
            Item::Comma => {}
        }
    }
}

/// Whether a command does what it says: not where it only tells what it would do, and perhaps where it asks first.
/// <https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.core/about/about_commonparameters>
pub(super) fn is_carried_out(name: &str, words: &[String]) -> Option<bool> {
    let is_set = |parameter: &str| {
        words.iter().any(|word| {
            let word = word.to_ascii_lowercase();
            word.strip_prefix(parameter).is_some_and(|rest| rest.is_empty() || rest == ":$true" || rest == ":true")
        })
    };
    match () {
        () if !name.contains('-') => Some(true),
        () if is_set("-whatif") || is_set("-wi") => Some(false),
        () if is_set("-confirm") => None,
        () => Some(true),
    }
}

/// What stands before `>` or `>>`, the operator, and what is behind.
pub(super) fn redirected(items: &[Item]) -> Option<(&[Item], &str, &[Item])> {
    let is_operator = |item: &Item| matches!(item, Item::Bare(word) if word.starts_with('>'));
    let place = items.iter().position(is_operator)?;
    match items.get(place)? {
        Item::Bare(operator) => Some((items.get(..place)?, operator, items.get(place + 1..)?)),
        _ => None,
    }
}

/// The file that a command writes.
pub(super) fn written_file<'w>(name: &str, words: &'w [String]) -> Option<&'w String> {
    let writes = ["set-content", "add-content", "out-file", "tee-object"];
    let switches = ["-append", "-force", "-nonewline", "-noclobber", "-passthru"];
    // Other parameters take a value.
    let takes_value = |word: &String| word.starts_with('-') && !switches.contains(&word.to_ascii_lowercase().as_str());
    let is_path = |place: &usize| {
        let word = words.get(*place);
        let before = place.checked_sub(1).and_then(|before| words.get(before));
        word.is_some_and(|word| !word.starts_with('-')) && !before.is_some_and(takes_value)
    };
    let named = words.iter().position(|word| ["-path", "-filepath", "-literalpath"].contains(&word.to_ascii_lowercase().as_str()));
    let path = named.and_then(|at| words.get(at + 1)).or_else(|| (0..words.len()).find(is_path).and_then(|place| words.get(place)));
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
    let all_known = words.iter().all(|word| !word.contains('$'));
    let names: Vec<String> = words.iter().filter(is_name).cloned().collect();
    match name.to_ascii_lowercase().as_str() {
        // All of them.
        "get-service" if names.is_empty() && all_known => Some(vec![service().to_owned()]),
        "get-wmiobject" | "get-ciminstance" if names.iter().all(|name| name.eq_ignore_ascii_case("win32_service")) && !names.is_empty() => {
            Some(vec![service().to_owned()])
        }
        "get-service" if all_known => Some(names),
        _ => None,
    }
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
    let known = ["msiexec", "msiexec.exe", "net", "net.exe", "sc", "sc.exe", "reg", "reg.exe", "setx", "setx.exe", "wmic", "wmic.exe"];
    let is_known = |word: &String| known.contains(&program(word).as_str()) || is_installer(&program(word));
    if inner.first().is_some_and(is_known) || program(first).starts_with("cmd") {
        return inner;
    }
    words.to_vec()
}
