//! What is known of variables while a script runs.

use std::collections::BTreeMap;

/// The words of a variable, more than one for an array; `None` where they are not known.
pub(super) type Value = Option<Vec<String>>;

/// So much text is kept of a variable or a file.
pub(super) const MOST_TEXT: usize = 64 << 10;

/// The variables that a script has set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Variables(BTreeMap<String, Value>);

impl Variables {
    /// Those of a script that cloud-init runs, as root: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html>.
    pub(super) fn of_root() -> Self {
        let root = || Some(vec!["0".to_owned()]);
        let all = [("EUID", root()), ("UID", root()), ("@", Some(Vec::new()))].map(|(name, value)| (name.to_owned(), value)).into();
        Self(all)
    }

    pub(super) fn set(&mut self, name: &str, value: Value) {
        let is_small = |words: &Vec<String>| words.iter().map(String::len).sum::<usize>() <= MOST_TEXT;
        self.0.insert(name.to_owned(), value.filter(is_small));
    }

    /// What it was before something local took its name.
    pub(super) fn restore(&mut self, name: &str, value: Option<Value>) {
        match value {
            Some(value) => self.set(name, value),
            None => {
                self.0.remove(name);
            }
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The arguments of a script or function.
    pub(super) fn arguments(&self) -> Value {
        self.0.get("@").cloned().flatten()
    }

    pub(super) fn set_arguments(&mut self, words: Value) {
        self.set("@", words);
    }

    /// What is known whichever of the two holds.
    pub(super) fn join(&mut self, other: Self) {
        for (name, value) in &mut self.0 {
            if other.0.get(name) != Some(value) {
                *value = None;
            }
        }
        for name in other.0.into_keys() {
            self.0.entry(name).or_insert(None);
        }
    }

    /// What is put in for `${inside}`; `None` where it is not known.
    pub(super) fn value(&self, inside: &str) -> Value {
        if let Some(name) = inside.strip_prefix('#').filter(|name| !name.is_empty()) {
            let length = |words: Vec<String>| match (name, words.as_slice()) {
                (name, words) if name.ends_with("[@]") || matches!(name, "@" | "*") => words.len(),
                (_, words) => words.first().map_or(0, |word| word.chars().count()),
            };
            return Some(vec![length(self.value(name)?).to_string()]);
        }
        if inside == "#" {
            return Some(vec![self.arguments()?.len().to_string()]);
        }
        let end = inside.find(|character: char| !(character.is_ascii_alphanumeric() || character == '_')).unwrap_or(inside.len());
        let (name, rest) = if inside.starts_with(['@', '*']) { ("@", inside.get(1..)?) } else { (inside.get(..end)?, inside.get(end..)?) };
        let words = match name.parse::<usize>() {
            Ok(0) => return None,
            Ok(position) => Some(self.arguments()?.get(position - 1).cloned().into_iter().collect()),
            Err(_) => self.0.get(name).cloned().unwrap_or(None),
        };
        let (rest, words) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some(("@" | "*", rest)) => (rest, words),
            Some((index, rest)) => (rest, Some(vec![words?.get(index.parse::<usize>().ok()?)?.clone()])),
            // An array without an index is its first word.
            None if name != "@" => (rest, words.map(|words| words.into_iter().take(1).collect())),
            None => (rest, words),
        };
        changed(words, rest)
    }
}

/// What an operator makes of a value: <https://www.gnu.org/software/bash/manual/html_node/Shell-Parameter-Expansion.html>.
fn changed(words: Value, operator: &str) -> Value {
    if operator.is_empty() {
        return words;
    }
    let is_literal = |text: &str| !text.contains(['$', '`', '*', '?', '[', '"', '\'']);
    let word = |text: &str| is_literal(text).then(|| vec![text.to_owned()]);
    let words = words?;
    let is_empty = words.iter().all(String::is_empty);
    let each = |change: &dyn Fn(&str) -> String| Some(words.iter().map(|word| change(word)).collect());
    for (prefix, other) in [(":-", is_empty), (":=", is_empty), ("-", false), (":+", !is_empty), ("+", true), (":?", false)] {
        if let Some(text) = operator.strip_prefix(prefix) {
            return if other { word(text) } else { Some(words) };
        }
    }
    let operand = operator.trim_start_matches(['%', '#', '/']);
    match operator {
        "^^" => each(&str::to_uppercase),
        ",," => each(&str::to_lowercase),
        _ if operator.starts_with('%') && is_literal(operand) => each(&|word| word.strip_suffix(operand).unwrap_or(word).to_owned()),
        _ if operator.starts_with('#') && is_literal(operand) => each(&|word| word.strip_prefix(operand).unwrap_or(word).to_owned()),
        _ if operator.starts_with('/') && is_literal(operand) => {
            let (from, to) = operand.split_once('/').unwrap_or((operand, ""));
            let all = operator.starts_with("//");
            each(&|word| if all { word.replace(from, to) } else { word.replacen(from, to, 1) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Variables;

    #[test]
    fn what_is_put_in() {
        let mut variables = Variables::default();
        variables.set("s", Some(vec!["a.service".to_owned()]));
        variables.set("l", Some(vec!["x".to_owned(), "y".to_owned()]));
        variables.set("u", None);
        variables.set_arguments(Some(vec!["p".to_owned(), "q".to_owned()]));
        let table: [(&str, Option<&[&str]>); 13] = [
            ("s", Some(&["a.service"])),
            ("s%.service", Some(&["a"])),
            ("s/.service/", Some(&["a"])),
            ("s^^", Some(&["A.SERVICE"])),
            ("l[@]", Some(&["x", "y"])),
            ("l[1]", Some(&["y"])),
            ("#l[@]", Some(&["2"])),
            ("l", Some(&["x"])),
            ("@", Some(&["p", "q"])),
            ("2", Some(&["q"])),
            ("#", Some(&["2"])),
            ("u:-x", None),
            ("other", None),
        ];
        for (inside, wanted) in table {
            let wanted = wanted.map(|words| words.iter().map(|word| (*word).to_owned()).collect());
            assert_eq!(variables.value(inside), wanted, "{inside}");
        }
    }
}
