//! Help that can be pasted: what a sentence has of Terraform between backticks, as `terraform fmt` writes it.

use ssm_check_message::{Message, Span};
use std::borrow::Cow;

/// A sentence without its piece of Terraform, and that piece as lines; none where there is no piece worth a block of its own.
pub(crate) fn pasteable(sentence: &str) -> Option<(String, Vec<String>)> {
    let parts: Vec<&str> = sentence.split('`').collect();
    let mut pieces = parts.iter().enumerate().filter(|(number, part)| number % 2 == 1 && is_code(part));
    let (Some((number, piece)), None) = (pieces.next(), pieces.next()) else { return None };
    let (before, after) = (parts.get(..number)?.join("`"), parts.get(number + 1..)?.join("`"));
    // What follows the piece would lose its place.
    let before = before.trim_end().trim_end_matches(':');
    if !after.trim().is_empty() || before.is_empty() {
        return None;
    }
    Some((format!("{before}:"), formatted(piece)?))
}

/// A sentence that has names in backticks, as parts.
pub(crate) fn sentence(text: &str) -> Message {
    let part = |(number, part): (usize, &str)| match number % 2 {
        0 => Span::Word(Cow::Owned(part.to_owned())),
        _ => Span::value(part),
    };
    text.split('`').enumerate().map(part).filter(|span| !span.text().is_empty()).fold(Message::default(), Message::then)
}

/// An object, or an attribute that is set.
fn is_code(part: &str) -> bool {
    let part = part.trim();
    let is_object = part.starts_with('{') && part.ends_with('}') && part.contains('=');
    let is_attribute = part.split_once(" = ").is_some_and(|(name, _)| is_name(name)) && part.ends_with(['}', ']']);
    part.len() > 40 && (is_object || is_attribute)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Lines that stay within this are not broken up.
const WIDTH: usize = 64;

/// The piece over several lines; none where its brackets do not match.
fn formatted(piece: &str) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    value("", piece.trim(), 0, &mut lines)?;
    Some(lines)
}

/// Writes `before` and a value after it.
fn value(before: &str, text: &str, depth: usize, lines: &mut Vec<String>) -> Option<()> {
    let indent = "  ".repeat(depth);
    let fits = indent.len() + before.len() + text.len() <= WIDTH && (depth > 0 || !text.starts_with('{'));
    if let Some((name, rest)) = text.split_once(" = ").filter(|(name, _)| before.is_empty() && is_name(name)) {
        return value(&format!("{name} = "), rest.trim(), depth, lines);
    }
    let pair = [('{', '}'), ('[', ']')].into_iter().find(|(open, close)| text.starts_with(*open) && text.ends_with(*close));
    let Some((open, close)) = pair.filter(|_| !fits) else {
        lines.push(format!("{indent}{before}{text}"));
        return Some(());
    };
    lines.push(format!("{indent}{before}{open}"));
    let inner = text.get(1..text.len() - 1)?.trim();
    let items = split(inner)?;
    if open == '{' {
        let pairs: Vec<(&str, &str)> =
            items.iter().filter_map(|item| item.split_once(" = ")).map(|(name, of)| (name.trim(), of.trim())).collect();
        if pairs.len() != items.len() {
            return None;
        }
        // `terraform fmt` aligns what stands on lines that follow each other.
        let widest = pairs.iter().map(|(name, _)| name.len()).max()?;
        for (name, of) in pairs {
            value(&format!("{name:widest$} = "), of, depth + 1, lines)?;
        }
    } else {
        for item in items {
            value("", item, depth + 1, lines)?;
            if let Some(last) = lines.last_mut() {
                last.push(',');
            }
        }
    }
    lines.push(format!("{indent}{close}"));
    Some(())
}

/// What commas divide, outside of brackets and strings.
fn split(text: &str) -> Option<Vec<&str>> {
    let (mut items, mut start, mut depth, mut quoted, mut escaped) = (Vec::new(), 0, 0_usize, false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                items.push(text.get(start..at)?.trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    let last = text.get(start..)?.trim();
    if !last.is_empty() {
        items.push(last);
    }
    (depth == 0 && !quoted).then_some(items)
}

#[cfg(test)]
mod tests {
    use super::pasteable;

    #[test]
    fn an_object_becomes_lines() {
        let help = "add to a policy of `aws_iam_role.ops`: `{ Effect = \"Deny\", Action = \"ssm:StartSession\", Resource = [\"arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*\", \"arn:aws:ssm:*:*:document/AWS-StartSSHSession\"] }`";
        let (before, lines) = pasteable(help).unwrap();
        assert_eq!(before, "add to a policy of `aws_iam_role.ops`:");
        let expected = "{
  Effect   = \"Deny\"
  Action   = \"ssm:StartSession\"
  Resource = [
    \"arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*\",
    \"arn:aws:ssm:*:*:document/AWS-StartSSHSession\",
  ]
}";
        assert_eq!(lines.join("\n"), expected);
        // What is written is HCL, and means the same.
        let value = |text: &str| format!("x = {text}").parse::<hcl_edit::structure::Body>().unwrap().len();
        assert_eq!(value(expected), 1);
    }

    #[test]
    fn a_sentence_stays_one() {
        assert_eq!(pasteable("add a route to `aws_route_table.a`"), None);
        assert_eq!(pasteable("set `a = 1` and that is all there is to it, really, and `b` too"), None);
        assert_eq!(pasteable("set: `{ Effect = \"Deny\", Action = \"ssm:StartSession\", Resource = [ }`"), None);
    }
}
