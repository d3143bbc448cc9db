//! Sentences of spans, and the macro that makes them.

use crate::Span;
use std::borrow::Cow;
use std::fmt;

/// A clause or sentence, as spans.
///
/// Made by [`say!`](crate::say): text of the program is in the template, everything else is a span of a type, so that no value can be taken
/// for words, nor words for a value.
///
/// ```
/// use ssm_check_message::{Span, say};
///
/// let message = say!("role {} may not use {} of `kms_key_id`", Span::address("aws_iam_role.ops"), Span::value("alias/a"));
/// assert_eq!(message.to_string(), "role `aws_iam_role.ops` may not use `alias/a` of `kms_key_id`");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Message(Vec<Span>);

impl Message {
    /// Fills a template; [`say!`](crate::say) sees to it that there are as many parts as placeholders.
    pub fn fill<const PARTS: usize>(template: &'static str, parts: [Message; PARTS]) -> Self {
        // Room for all of it at once: a report is made of such lists, and those that grow have room that nothing fills.
        let words = 1 + PARTS + template.bytes().filter(|byte| *byte == b'`').count();
        let mut message = Self(Vec::with_capacity(words + parts.iter().map(|part| part.0.len()).sum::<usize>()));
        let mut parts = parts.into_iter();
        for (index, text) in template.split("{}").enumerate() {
            if index > 0 {
                message.0.extend(parts.next().into_iter().flat_map(|part| part.0));
            }
            for (index, text) in text.split('`').enumerate().filter(|(_, text)| !text.is_empty()) {
                let text = Cow::Borrowed(text);
                message.0.push(if index % 2 == 1 { Span::Code(text) } else { Span::Word(text) });
            }
        }
        message
    }

    /// Its parts.
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// It says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its first words are these.
    pub fn begins_with(&self, words: &str) -> bool {
        matches!(self.0.first(), Some(Span::Word(text)) if text.starts_with(words))
            || matches!(self.0.first(), Some(Span::Plain(text)) if text.starts_with(words))
    }

    /// Both, one after the other.
    #[must_use]
    pub fn then(mut self, more: impl Into<Self>) -> Self {
        self.0.extend(more.into().0);
        self
    }

    /// Its words and values without quotes.
    pub fn unquoted(&self) -> String {
        self.0.iter().map(Span::text).collect()
    }

    /// At most so many characters of it, and a sign where that is not all.
    #[must_use]
    pub fn shortened(self, most: usize) -> Self {
        let (mut spans, mut left) = (Vec::new(), most);
        for span in self.0 {
            let text = span.text();
            let length = text.chars().count();
            let cut = text.char_indices().nth(left).map(|(end, _)| text.get(..end).unwrap_or_default().to_owned() + "…");
            left = left.saturating_sub(length);
            match cut {
                None => spans.push(span),
                Some(beginning) => {
                    spans.push(if span.is_code() { Span::Value(beginning) } else { Span::Plain(beginning) });
                    break;
                }
            }
        }
        Self(spans)
    }

    /// Its parts as they are shown: `true` for what is code, and words that follow each other as one.
    pub fn runs(&self) -> Vec<(bool, String)> {
        let mut runs: Vec<(bool, String)> = Vec::new();
        for span in &self.0 {
            match runs.last_mut() {
                Some((false, words)) if !span.is_code() => words.push_str(&span.text()),
                _ => runs.push((span.is_code(), span.text().into_owned())),
            }
        }
        runs
    }

    /// The first letter in upper case, where it is a word's.
    #[must_use]
    pub fn capitalized(mut self) -> Self {
        if let Some(Span::Word(text)) = self.0.first_mut() {
            let mut characters = text.chars();
            *text = characters.next().map(|first| first.to_uppercase().chain(characters).collect::<String>()).unwrap_or_default().into();
        }
        self
    }

    /// Calls resources otherwise.
    pub fn map_addresses(&mut self, called: impl Fn(&str) -> Option<String>) {
        for span in &mut self.0 {
            if let Span::Address(address) = span
                && let Some(other) = called(address)
            {
                *address = other;
            }
        }
    }

    /// The address is in it.
    pub fn names(&self, address: &str) -> bool {
        self.0.iter().any(|span| matches!(span, Span::Address(own) if own == address))
    }

    /// Puts something else in the place of spans that hold values of the inputs.
    pub fn map_values(&mut self, change: impl Fn(&Span) -> Option<Span>) {
        for span in &mut self.0 {
            if let Span::Value(_) | Span::Plain(_) = span
                && let Some(other) = change(span)
            {
                *span = other;
            }
        }
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|span| span.fmt(f))
    }
}

impl From<Span> for Message {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

/// Words of the program, with names that it knows between backticks.
impl From<&'static str> for Message {
    fn from(text: &'static str) -> Self {
        Self::fill(text, [])
    }
}

impl From<&Message> for Message {
    fn from(message: &Message) -> Self {
        message.clone()
    }
}

macro_rules! number {
    ($($type:ty)*) => {
        $(impl From<$type> for Message {
            fn from(number: $type) -> Self {
                Self(vec![Span::Word(Cow::Owned(number.to_string()))])
            }
        })*
    };
}
number!(u16 u32 u64 usize i64);

/// Makes a [`Message`] of a template and what fills its `{}`, in order: spans, messages, numbers, and words that are known to the compiler.
/// What is between backticks in the template is a name that the program knows.
#[macro_export]
macro_rules! say {
    ($template:literal $(, $part:expr)* $(,)?) => {{
        const { assert!($crate::count_placeholders($template) == <[&str]>::len(&[$(stringify!($part)),*]), "as many parts as placeholders") };
        $crate::Message::fill($template, [$($crate::Message::from($part)),*])
    }};
}

/// How many `{}` a template has.
#[doc(hidden)]
pub const fn count_placeholders(template: &str) -> usize {
    let (mut rest, mut count) = (template.as_bytes(), 0);
    while let [first, tail @ ..] = rest {
        if *first == b'{' && matches!(tail, [b'}', ..]) {
            count += 1;
        }
        rest = tail;
    }
    count
}

/// `a`, `b` and `c`
pub fn list(items: impl IntoIterator<Item = impl Into<Message>>) -> Message {
    joined(items, " and ")
}

/// `a`, `b` or `c`
pub fn either(items: impl IntoIterator<Item = impl Into<Message>>) -> Message {
    joined(items, " or ")
}

fn joined(items: impl IntoIterator<Item = impl Into<Message>>, last: &'static str) -> Message {
    let items: Vec<Message> = items.into_iter().map(Into::into).collect();
    let count = items.len();
    let mut message = Message::default();
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            message.0.push(Span::Word(Cow::Borrowed(if index + 1 == count { last } else { ", " })));
        }
        message.0.extend(item.0);
    }
    message
}

#[cfg(test)]
mod tests {
    use super::{Message, list};
    use crate::Span;

    #[test]
    fn values_are_never_words() {
        let hostile = "`, and `{}";
        let message = say!("allows {} on `Resource` of {}", Span::value(hostile), Span::address("aws_iam_role.a"));
        assert_eq!(message.spans().len(), 6);
        assert_eq!(message.spans()[1], Span::Value(hostile.to_owned()));
        assert_eq!(message.spans()[3], Span::Code("Resource".into()));
    }

    #[test]
    fn lists_read_well() {
        assert_eq!(list([Span::code("a"), Span::code("b"), Span::code("c")]).to_string(), "`a`, `b` and `c`");
        assert_eq!(list([Span::code("a")]).to_string(), "`a`");
        assert_eq!(list(Vec::<Message>::new()).to_string(), "");
    }

    #[test]
    fn values_can_be_replaced() {
        let mut message = say!("is {} of {}", Span::value("hunter2"), Span::address("aws_ssm_parameter.hunter2"));
        message.map_values(|span| (span.text() == "hunter2").then_some(Span::Secret));
        assert_eq!(message.to_string(), "is `(sensitive)` of `aws_ssm_parameter.hunter2`");
    }
}
