//! What words of PowerShell come to.

use super::Run;
use super::read::Known;
use super::tree::{Item, Statement};
use crate::shell::Command;

/// Variables of the environment that every image has alike:
/// <https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/set_1>.
const ENVIRONMENT: [(&str, &str); 9] = [
    ("env:systemdrive", "C:"),
    ("env:systemroot", "C:\\Windows"),
    ("env:windir", "C:\\Windows"),
    ("env:programfiles", "C:\\Program Files"),
    ("env:programdata", "C:\\ProgramData"),
    ("env:allusersprofile", "C:\\ProgramData"),
    // Of no account in particular.
    ("env:temp", "C:\\Windows\\Temp"),
    ("env:tmp", "C:\\Windows\\Temp"),
    ("env:public", "C:\\Users\\Public"),
];

fn environment(name: &str) -> Option<&'static str> {
    ENVIRONMENT.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

impl Run {
    /// What an item stands for; `None` where that is not known.
    pub(super) fn value(&mut self, item: &Item) -> Known {
        match item {
            Item::Literal(text) => Some(vec![text.clone()]),
            Item::Expanded(text) => self.expanded(text).map(|text| vec![text]),
            // A path.
            Item::Bare(word) if word.starts_with('$') && word.contains('\\') => self.expanded(word).map(|text| vec![text]),
            Item::Bare(word) if word.starts_with('$') => {
                // `$_.Name` is the name of what `$_` names.
                let (name, property) = word.split_once('.').unwrap_or((word, "name"));
                let is_name = matches!(property.to_ascii_lowercase().as_str(), "name" | "servicename" | "stop" | "start" | "delete");
                self.variables.get(&name.trim_start_matches('$').to_ascii_lowercase()).cloned().flatten().filter(|_| is_name)
            }
            // What belongs to what stands before.
            Item::Bare(word) if word.starts_with('.') => Some(Vec::new()),
            Item::Bare(word) => Some(vec![word.clone()]),
            Item::Paren(inner) => match inner.as_slice() {
                [] => Some(Vec::new()),
                [Statement::Pipeline(stages)] => self.pipeline(stages),
                several => {
                    self.all(several);
                    None
                }
            },
            Item::Comma | Item::Block(_) => Some(Vec::new()),
        }
    }

    fn expanded(&self, text: &str) -> Option<String> {
        let mut pieces = text.split('$');
        let mut whole = pieces.next()?.to_owned();
        for piece in pieces {
            let inner = piece.strip_prefix('{').and_then(|piece| piece.split_once('}'));
            let (name, rest) = inner.unwrap_or_else(|| {
                let scope = if piece.get(..4).is_some_and(|scope| scope.eq_ignore_ascii_case("env:")) { 4 } else { 0 };
                let is_end = |next: char| !next.is_ascii_alphanumeric() && next != '_';
                let end = piece.get(scope..).and_then(|name| name.find(is_end)).map_or(piece.len(), |end| scope + end);
                piece.split_at(end)
            });
            let name = name.to_ascii_lowercase();
            match self.variables.get(&name) {
                Some(value) => whole.push_str(&value.as_ref()?.join(" ")),
                None => whole.push_str(environment(&name)?),
            }
            whole.push_str(rest);
        }
        Some(whole)
    }

    /// The words of a command; variables that are not known stay.
    pub(super) fn words(&mut self, items: &[Item]) -> Vec<String> {
        let mut words = Vec::new();
        for item in items {
            let shown = match item {
                Item::Comma | Item::Block(_) => continue,
                Item::Bare(word) | Item::Expanded(word) | Item::Literal(word) => word.clone(),
                Item::Paren(_) => "$()".to_owned(),
            };
            match self.value(item) {
                Some(values) => words.extend(values),
                None if self.is_named => words.push(shown),
                None => words.push(shown.replace('$', "")),
            }
        }
        words
    }

    /// `[type]::Method(arguments)`
    pub(super) fn static_call(&mut self, items: &[Item]) -> Option<Command> {
        let (Item::Bare(method), rest) = items.split_first()? else { return None };
        if !method.starts_with('[') || !method.contains("::") {
            return None;
        }
        let mut words = vec![method.clone()];
        let arguments: Vec<Item> = rest.iter().flat_map(listed).collect();
        for item in &arguments {
            // A variable stays one.
            match (self.value(item), item) {
                (Some(values), _) => words.extend(values),
                (None, Item::Bare(word) | Item::Expanded(word)) => words.push(word.clone()),
                (None, _) => words.push("$()".to_owned()),
            }
        }
        Some(Command { words, ..Command::default() })
    }
}

/// The items of a list.
fn listed(item: &Item) -> Vec<Item> {
    match item {
        Item::Paren(inner) => match inner.as_slice() {
            [Statement::Pipeline(stages)] => stages.concat(),
            _ => vec![item.clone()],
        },
        _ => vec![item.clone()],
    }
}
