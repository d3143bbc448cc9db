//! From words to what a command is given: variables and substitutions are put in, and what comes of them is split.

use super::Shell;
use super::word::{Piece, Word};

/// Stands for what a command writes, where that is not known.
const UNKNOWN_OUTPUT: &str = "$()";

/// So many words come of one.
const MOST_WORDS: usize = 2_000;

/// The words that are being made.
#[derive(Default)]
struct Fields {
    all: Vec<String>,
    current: Option<String>,
}

impl Fields {
    fn push(&mut self, text: &str) {
        self.current.get_or_insert_default().push_str(text);
    }

    fn end(&mut self) {
        self.all.extend(self.current.take());
    }

    /// Puts text in that is split at spaces.
    fn split(&mut self, text: &str) {
        if text.starts_with(char::is_whitespace) {
            self.end();
        }
        for (position, part) in text.split_whitespace().enumerate() {
            if position > 0 {
                self.end();
            }
            self.push(part);
        }
        if text.ends_with(char::is_whitespace) {
            self.end();
        }
    }
}

impl Shell {
    /// The words that come of one.
    pub(super) fn fields(&mut self, word: &Word) -> Vec<String> {
        let mut fields = Fields::default();
        let mut braces = false;
        for piece in &word.0 {
            match piece {
                Piece::Text { text, quoted } => {
                    braces |= !quoted && text.contains('{');
                    fields.push(text);
                }
                Piece::Parameter { inside, quoted } => self.parameter(inside, *quoted, &mut fields),
                Piece::Command { script, quoted } => match (self.output_of(script), quoted) {
                    (Some(text), true) => fields.push(&text),
                    (Some(text), false) => fields.split(&text),
                    (None, _) => fields.push(UNKNOWN_OUTPUT),
                },
                Piece::Opaque => fields.push(UNKNOWN_OUTPUT),
                Piece::Array(words) => {
                    let all: Vec<String> = words.iter().flat_map(|word| self.fields(word)).collect();
                    fields.push(&all.join(" "));
                }
            }
        }
        fields.end();
        fields.all.truncate(MOST_WORDS);
        if braces { fields.all.iter().flat_map(|field| alternatives(field)).collect() } else { fields.all }
    }

    fn parameter(&self, inside: &str, quoted: bool, fields: &mut Fields) {
        let each = inside.starts_with('@') || inside.ends_with("[@]");
        match self.variables.value(inside) {
            Some(words) if quoted && each => {
                for (position, word) in words.iter().enumerate() {
                    if position > 0 {
                        fields.end();
                    }
                    fields.push(word);
                }
            }
            Some(words) if quoted => fields.push(&words.join(" ")),
            Some(words) => fields.split(&words.join(" ")),
            None => {
                let name: String = inside.chars().take_while(|next| next.is_ascii_alphanumeric() || *next == '_').collect();
                fields.push(&format!("${name}"));
            }
        }
    }

    /// One text, as in an assignment or a here-document, where nothing is split.
    pub(super) fn text(&mut self, word: &Word) -> String {
        let mut text = String::new();
        for piece in &word.0 {
            match piece {
                Piece::Text { text: own, .. } => text.push_str(own),
                Piece::Parameter { inside, .. } => {
                    let mut fields = Fields::default();
                    self.parameter(inside, true, &mut fields);
                    fields.end();
                    text.push_str(&fields.all.join(" "));
                }
                Piece::Command { script, .. } => text.push_str(&self.output_of(script).unwrap_or_else(|| UNKNOWN_OUTPUT.to_owned())),
                Piece::Opaque | Piece::Array(_) => text.push_str(UNKNOWN_OUTPUT),
            }
        }
        text
    }

    /// What a variable is set to; `None` where it is not known.
    pub(super) fn value(&mut self, word: &Word) -> super::variables::Value {
        if let [Piece::Array(words)] = word.0.as_slice() {
            let words: Vec<String> = words.iter().flat_map(|word| self.fields(word)).collect();
            return words.iter().all(|word| is_known(word)).then_some(words);
        }
        let is_literal = word.0.iter().all(|piece| matches!(piece, Piece::Text { .. }));
        let text = self.text(word);
        (is_literal || is_known(&text)).then(|| vec![text])
    }
}

/// Nothing in it stands for something else.
pub(super) fn is_known(word: &str) -> bool {
    !word.contains(['$', '`'])
}

/// `a{b,c}` and `{1..3}`: <https://www.gnu.org/software/bash/manual/html_node/Brace-Expansion.html>.
fn alternatives(field: &str) -> Vec<String> {
    let whole = || vec![field.to_owned()];
    let Some((before, rest)) = field.split_once('{') else { return whole() };
    let Some((inside, after)) = rest.split_once('}') else { return whole() };
    if before.ends_with('$') || inside.contains('{') {
        return whole();
    }
    if let Some((from, to)) = inside.split_once("..")
        && let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>())
        && to.abs_diff(from) < 64
    {
        return (from.min(to)..=from.max(to)).map(|number| format!("{before}{number}{after}")).collect();
    }
    if !inside.contains(',') {
        return whole();
    }
    inside.split(',').map(|choice| format!("{before}{choice}{after}")).collect()
}
