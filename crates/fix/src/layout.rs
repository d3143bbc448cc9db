//! The style of `terraform fmt`: two spaces, and equals signs of consecutive one-line arguments below each other.
//!
//! <https://developer.hashicorp.com/terraform/language/style>

/// An argument or another line of a body.
pub(crate) enum Line {
    /// Its name, and its value, which may take several lines.
    Argument(String, String),
    /// Anything else, already laid out.
    Other(String),
}

/// The lines of a body, each with the indent; names are padded as `terraform fmt` does.
pub(crate) fn body(lines: &[Line], indent: &str) -> String {
    let mut text = String::new();
    let width = |line: &Line| match line {
        Line::Argument(name, value) if !value.contains('\n') => Some(name.chars().count()),
        _ => None,
    };
    for (index, line) in lines.iter().enumerate() {
        let chain_before = lines.get(..index).into_iter().flatten().rev().map_while(width).max().unwrap_or(0);
        let chain_after = lines.get(index..).into_iter().flatten().map_while(width).max().unwrap_or(0);
        match line {
            Line::Argument(name, value) => {
                let padding = width(line).map_or(0, |own| chain_before.max(chain_after).saturating_sub(own));
                text.extend([indent, name, &" ".repeat(padding), " = ", value, "\n"]);
            }
            Line::Other(other) => {
                text.push_str(other);
                text.push('\n');
            }
        }
    }
    text
}

/// A list: in one line where it fits.
pub(crate) fn list(items: &[String], indent: &str) -> String {
    let line = format!("[{}]", items.join(", "));
    if line.len() + indent.len() <= 100 && !line.contains('\n') {
        return line;
    }
    let inner = format!("{indent}  ");
    let items: Vec<String> = items
        .iter()
        .flat_map(|item| {
            [
                inner.as_str(),
                item,
                ",
",
            ]
        })
        .map(str::to_owned)
        .collect();
    format!(
        "[
{}{indent}]",
        items.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::{Line, body};

    #[test]
    fn equals_signs_are_below_each_other() {
        let argument = |name: &str, value: &str| Line::Argument(name.to_owned(), value.to_owned());
        let lines = [
            argument("a", "1"),
            argument("bcd", "2"),
            argument("e", "{\n  }"),
            argument("fg", "3"),
            Line::Other(String::new()),
            argument("h", "4"),
        ];
        assert_eq!(body(&lines, "  "), "  a   = 1\n  bcd = 2\n  e = {\n  }\n  fg = 3\n\n  h = 4\n");
    }
}
