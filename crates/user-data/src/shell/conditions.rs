//! What a test comes to: `[ … ]`, `[[ … ]]` and `test`, of what is known.

use wildmatch::WildMatch;

/// Whether a test is true; `None` where that depends on the machine or on what is not known.
pub(super) fn holds(words: &[String]) -> Option<bool> {
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !matches!(*word, "]" | "]]")).collect();
    of(words.get(1..)?)
}

fn of(words: &[&str]) -> Option<bool> {
    if let Some(place) = words.iter().position(|word| matches!(*word, "||" | "-o")) {
        let (left, right) = (of(words.get(..place)?), of(words.get(place + 1..)?));
        return match (left, right) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        };
    }
    if let Some(place) = words.iter().position(|word| matches!(*word, "&&" | "-a")) {
        let (left, right) = (of(words.get(..place)?), of(words.get(place + 1..)?));
        return match (left, right) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
    }
    if words.iter().any(|word| word.contains(['$', '`', '*', '?'])) {
        return None;
    }
    let number = |word: &str| word.parse::<i64>().ok();
    match words {
        ["!", rest @ ..] => of(rest).map(|is| !is),
        ["-z", text] => Some(text.is_empty()),
        ["-n", text] => Some(!text.is_empty()),
        [] => Some(false),
        [text] => Some(!text.is_empty()),
        [left, "=" | "==", right] => Some(left == right),
        [left, "!=", right] => Some(left != right),
        [left, comparison, right] => {
            let (left, right) = (number(left)?, number(right)?);
            match *comparison {
                "-eq" => Some(left == right),
                "-ne" => Some(left != right),
                "-gt" => Some(left > right),
                "-ge" => Some(left >= right),
                "-lt" => Some(left < right),
                "-le" => Some(left <= right),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a pattern of `case` matches; `None` where it is not known.
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    if pattern == "*" {
        return Some(true);
    }
    let is_long = pattern.len().max(text.len()) > 200 || pattern.matches('*').count() > 4;
    if is_long || pattern.contains(['$', '`', '[', '(']) || text.contains(['$', '`']) {
        return None;
    }
    Some(WildMatch::new(pattern).matches(text))
}

#[cfg(test)]
mod tests {
    use super::{holds, matches};

    #[test]
    fn what_tests_come_to() {
        let table = [
            ("[ 0 -ne 0 ]", Some(false)),
            ("[[ a == a && b != c ]]", Some(true)),
            ("[ -n x ]", Some(true)),
            ("[ -f /x ]", None),
            ("[ $x = y ]", None),
            ("test ! -z x", Some(true)),
        ];
        for (test, wanted) in table {
            let words: Vec<String> = test.split(' ').map(str::to_owned).collect();
            assert_eq!(holds(&words), wanted, "{test}");
        }
    }

    #[test]
    fn patterns() {
        assert_eq!(matches("amzn*", "amzn2"), Some(true));
        assert_eq!(matches("ubuntu", "amzn"), Some(false));
        assert_eq!(matches("*", "$ID"), Some(true));
        assert_eq!(matches("ubuntu", "$ID"), None);
    }
}
