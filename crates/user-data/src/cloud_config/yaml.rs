//! Lists and values of YAML in the shapes that people write: <https://yaml.org/spec/1.2.2/>.

pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The value of a key among the lines of a map.
pub(super) fn value(lines: &[&str], key: &str) -> Option<String> {
    lines
        .iter()
        .find_map(|line| line.trim_start().trim_start_matches("- ").trim_start().strip_prefix(key))
        .map(|value| unquoted(value).to_owned())
}

/// The items of a list, each with its lines.
pub(super) fn items<'l>(lines: &[&'l str]) -> Vec<Vec<&'l str>> {
    // A list on one line.
    if let [line] = lines
        && let Some(inside) = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
    {
        return flow(inside).into_iter().map(|item| vec![item]).collect();
    }
    let Some(base) = lines.iter().filter(|line| line.trim_start().starts_with('-')).map(|line| indent(line)).min() else {
        return Vec::new();
    };
    let mut items: Vec<Vec<&str>> = Vec::new();
    for line in lines {
        let trimmed = line.trim_start();
        match (trimmed.strip_prefix("- ").or_else(|| (trimmed == "-").then_some("")), items.last_mut()) {
            (Some(first), _) if indent(line) == base => items.push(vec![first]),
            (_, Some(item)) => item.push(line),
            // A comment before the first item.
            (_, None) => {}
        }
    }
    items
}

/// The items of a list on one line, without its brackets.
pub(super) fn flow(inside: &str) -> Vec<&str> {
    let (mut all, mut start, mut depth, mut quote) = (Vec::new(), 0, 0_u32, None);
    for (position, character) in inside.char_indices() {
        match (quote, character) {
            (Some(end), _) if character == end => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                all.extend(inside.get(start..position));
                start = position + 1;
            }
            (None, _) => {}
        }
    }
    all.extend(inside.get(start..));
    all.into_iter().map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// A command of a list, as a shell has it: a line, a list of words, or a block of text.
pub(super) fn item_script(item: &[&str]) -> String {
    let Some((first, rest)) = item.split_first() else { return String::new() };
    let first = first.trim();
    let joined = || rest.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    match () {
        // The margin of a block is not of its text: here-documents end at the beginning of a line.
        () if first.starts_with('|') => {
            let margin = rest.iter().map(|line| indent(line)).min().unwrap_or_default();
            rest.iter().map(|line| line.get(margin..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
        }
        () if first.starts_with('>') => joined(),
        // A comment, or nothing.
        () if first.starts_with('#') => String::new(),
        () if first.starts_with('[') => {
            let list = format!("{first} {}", joined());
            let inside = list.trim().trim_start_matches('[').trim_end_matches(']');
            quoted(flow(inside).into_iter().map(unquoted))
        }
        () if first.starts_with("- ") => {
            let rest = rest.iter().filter_map(|line| line.trim_start().strip_prefix("- "));
            quoted(first.strip_prefix("- ").into_iter().chain(rest).map(|word| unquoted(word.trim())))
        }
        () => unquoted(&format!("{first} {}", joined()).replace("''", "'")).trim().to_owned(),
    }
}

/// Words that a shell takes as they are.
fn quoted<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.map(|word| format!("'{}'", word.replace('\'', "'\\''"))).collect::<Vec<_>>().join(" ")
}

pub(super) fn unquoted(word: &str) -> &str {
    let trimmed = word.trim();
    for quote in ['"', '\''] {
        if let Some(inside) = trimmed.strip_prefix(quote).and_then(|word| word.strip_suffix(quote)) {
            return inside;
        }
    }
    trimmed
}
