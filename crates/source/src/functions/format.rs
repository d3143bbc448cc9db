//! `format` and `formatlist`: <https://developer.hashicorp.com/terraform/language/functions/format>.

use super::Function;
use super::arguments::get;
use super::json;
use crate::number::Number;
use crate::types::{self, Eval, Failure, Type, fail};
use crate::value::{Piece, Sequence, Sym};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation as _;

pub(super) fn find(name: &str) -> Option<Function> {
    Some(match name {
        "format" => Function::Partial(|arguments| match types::convert(get(arguments, 0)?, &Type::String)? {
            Sym::String(format) => Ok(Sym::template(self::format(&format, arguments.get(1..).unwrap_or_default())?)),
            Sym::Null => fail("the format is null"),
            _ => Ok(Sym::depends("`format`", arguments)),
        }),
        "formatlist" => Function::Partial(formatlist),
        _ => return None,
    })
}

fn formatlist(arguments: &[Sym]) -> Eval {
    let format = match types::convert(get(arguments, 0)?, &Type::String)? {
        Sym::String(format) => format,
        Sym::Null => return fail("the format is null"),
        _ => return Ok(Sym::depends("`formatlist`", arguments)),
    };
    let rest = arguments.get(1..).unwrap_or_default();
    if rest.iter().any(|argument| matches!(argument, Sym::Symbol(symbol) if !symbol.is_text()) || matches!(argument, Sym::Unknown(_))) {
        return Ok(Sym::depends("`formatlist`", arguments));
    }
    let lengths: Vec<usize> = rest.iter().filter_map(|argument| argument.elements().map(<[Sym]>::len)).collect();
    let Some(count) = lengths.first().copied() else {
        return Ok(Sym::list(vec![Sym::template(self::format(&format, rest)?)]));
    };
    if lengths.iter().any(|length| *length != count) {
        return fail("the lists have different lengths");
    }
    let row = |at: usize| {
        let values: Vec<Sym> =
            rest.iter().map(|argument| argument.elements().and_then(|items| items.get(at)).unwrap_or(argument).clone()).collect();
        Ok(Sym::template(self::format(&format, &values)?))
    };
    let rows = (0..count).map(row).collect::<Result<Vec<_>, Failure>>()?;
    let kind = if rest.iter().any(types::is_unordered) { Sequence::Unordered } else { Sequence::List };
    Ok(Sym::Sequence(kind, rows.into()))
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of a verb, as written")]
struct Verb {
    left: bool,
    plus: bool,
    space: bool,
    zero: bool,
    sharp: bool,
    width: Option<usize>,
    precision: Option<usize>,
    letter: char,
}

fn format(format: &str, arguments: &[Sym]) -> Result<Vec<Piece>, Failure> {
    let mut pieces = Vec::new();
    let mut characters = format.chars().peekable();
    let mut next = 0;
    let mut highest = 0;
    while let Some(character) = characters.next() {
        if character != '%' {
            match pieces.last_mut() {
                Some(Piece::Literal(text)) => text.push(character),
                _ => pieces.push(Piece::Literal(character.to_string())),
            }
            continue;
        }
        if characters.next_if_eq(&'%').is_some() {
            pieces.push(Piece::Literal("%".to_owned()));
            continue;
        }
        let mut verb = Verb::default();
        while let Some(flag) = characters.next_if(|character| "-+ 0#".contains(*character)) {
            match flag {
                '-' => verb.left = true,
                '+' => verb.plus = true,
                ' ' => verb.space = true,
                '0' => verb.zero = true,
                _ => verb.sharp = true,
            }
        }
        let digits = |characters: &mut std::iter::Peekable<std::str::Chars<'_>>| {
            let mut text = String::new();
            while let Some(digit) = characters.next_if(char::is_ascii_digit) {
                text.push(digit);
            }
            text.parse::<usize>().ok().map(|value| value.min(10_000))
        };
        verb.width = digits(&mut characters);
        if characters.next_if_eq(&'.').is_some() {
            verb.precision = Some(digits(&mut characters).unwrap_or(0));
        }
        if characters.next_if_eq(&'[').is_some() {
            let Some(index) = digits(&mut characters).filter(|index| *index > 0) else { return fail("the format's index is broken") };
            if characters.next() != Some(']') {
                return fail("the format's index is broken");
            }
            next = index - 1;
        }
        let Some(letter) = characters.next() else { return fail("the format ends inside a verb") };
        verb.letter = letter;
        let Some(value) = arguments.get(next) else { return fail("the format wants more arguments") };
        next += 1;
        highest = highest.max(next);
        pieces.extend(verb.apply(value)?);
    }
    if highest < arguments.len() {
        return fail("the format wants fewer arguments");
    }
    Ok(pieces)
}

impl Verb {
    fn apply(&self, value: &Sym) -> Result<Vec<Piece>, Failure> {
        if !value.is_known() {
            let plain = self.width.is_none() && self.precision.is_none() && !self.plus && !self.zero;
            return match (self.letter, value) {
                ('s', Sym::Symbol(_) | Sym::Template(_)) if plain => Ok(types::pieces(value).unwrap_or_default()),
                ('v', Sym::Symbol(_) | Sym::Template(_)) if plain && !self.sharp => Ok(types::pieces(value).unwrap_or_default()),
                ('v', Sym::Sequence(..) | Sym::Mapping(..)) if plain => Ok(json::encode(value)),
                ('v', Sym::Template(_)) if plain => Ok(json::encode(value)),
                ('v', Sym::Symbol(symbol)) if plain && symbol.is_text() => Ok(json::encode(value)),
                _ => match Sym::depends("`format`", [value]) {
                    Sym::Unknown(unknown) => Ok(vec![Piece::Unknown(unknown)]),
                    _ => Ok(Vec::new()),
                },
            };
        }
        let text = match self.letter {
            'v' => match value {
                Sym::Null => "null".to_owned(),
                Sym::String(text) if self.sharp => literal(&json::encode(&Sym::String(Arc::clone(text)))),
                Sym::String(text) => text.to_string(),
                // Padded like text, and without a sign of its own.
                Sym::Number(number) if !self.sharp => number.general().unwrap_or_default(),
                other => literal(&json::encode(other)),
            },
            't' => match types::convert(value, &Type::Bool)? {
                // Terraform pays no heed to the width of a truth value.
                Sym::Bool(flag) => return Ok(vec![Piece::Literal(flag.to_string())]),
                _ => return fail("`%t` of null"),
            },
            's' | 'q' => match types::convert(value, &Type::String)? {
                Sym::String(text) => {
                    let cut = match self.precision.filter(|precision| *precision > 0) {
                        Some(precision) => text.graphemes(true).take(precision).collect(),
                        None => text.to_string(),
                    };
                    if self.letter == 'q' { literal(&json::encode(&Sym::text(cut))) } else { cut }
                }
                _ => return fail("`%s` of null"),
            },
            'd' | 'b' | 'o' | 'x' | 'X' | 'f' | 'e' | 'E' | 'g' | 'G' => {
                return Ok(match self.numeric(value)? {
                    Ok(text) => vec![Piece::Literal(text)],
                    Err(why) => gap(&Sym::unknown(why)),
                });
            }
            _ => return fail("the format has an unknown verb"),
        };
        Ok(vec![Piece::Literal(self.pad(&text))])
    }

    /// The digits, or why they are not computed.
    fn numeric(&self, value: &Sym) -> Result<Result<String, String>, Failure> {
        let Sym::Number(number) = types::convert(value, &Type::Number)? else { return fail("a numeric verb of null") };
        let sign = number.order(Number::from(0_i64));
        let open = |what: &str| Ok(Err(format!("`%{}` of {what} is not evaluated", self.letter)));
        let digits = match self.letter {
            'f' => match number.fixed(self.precision.and_then(|places| u32::try_from(places).ok()).unwrap_or(6)) {
                Some(digits) => digits,
                None => return open("such a number"),
            },
            'e' | 'E' => match number.scientific(self.precision.and_then(|places| u32::try_from(places).ok()).unwrap_or(6)) {
                Some(digits) => digits,
                None => return open("such a number"),
            },
            'g' | 'G' => match (self.precision, number.general()) {
                (None, Some(digits)) => digits,
                _ => return open("a number with a precision"),
            },
            letter => {
                let Some(whole) = number.as_i128() else { return fail("the number is not whole") };
                let minus = if whole < 0 { "-" } else { "" };
                let size = whole.unsigned_abs();
                let (prefix, digits) = match letter {
                    'b' => ("0b", format!("{size:b}")),
                    'o' => ("0", format!("{size:o}")),
                    'x' => ("0x", format!("{size:x}")),
                    'X' => ("0X", format!("{size:X}")),
                    _ => ("", format!("{size}")),
                };
                // A precision is the least number of digits, and then zeros do not pad.
                let digits = match self.precision {
                    Some(0) if size == 0 => String::new(),
                    Some(precision) => format!("{digits:0>precision$}"),
                    None => digits,
                };
                let zero = self.zero && self.precision.is_none();
                return Ok(Ok(self.number(&format!("{minus}{}{digits}", if self.sharp { prefix } else { "" }), sign, zero)));
            }
        };
        let digits = if self.letter.is_ascii_uppercase() { digits.to_uppercase() } else { digits };
        Ok(Ok(self.number(&digits, sign, self.zero)))
    }

    fn number(&self, digits: &str, sign: Option<std::cmp::Ordering>, zero: bool) -> String {
        let negative = sign.is_some_and(std::cmp::Ordering::is_lt);
        let signed = match (negative, self.plus, self.space) {
            (false, true, _) => format!("+{digits}"),
            (false, false, true) => format!(" {digits}"),
            _ => digits.to_owned(),
        };
        let width = self.width.unwrap_or(0);
        if zero && !self.left && signed.len() < width {
            let (sign, rest) = match signed.strip_prefix(['-', '+', ' ']) {
                Some(rest) => (signed.get(..1).unwrap_or_default(), rest),
                None => ("", signed.as_str()),
            };
            return format!("{sign}{rest:0>width$}", width = width - sign.len());
        }
        Self { zero: false, ..Self { width: self.width, left: self.left, ..Self::default() } }.pad(&signed)
    }

    fn pad(&self, text: &str) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(text.graphemes(true).count());
        let fill = if self.zero { "0" } else { " " }.repeat(missing);
        if self.left { format!("{text}{fill}") } else { format!("{fill}{text}") }
    }
}

fn gap(value: &Sym) -> Vec<Piece> {
    match value {
        Sym::Unknown(unknown) => vec![Piece::Unknown(Arc::clone(unknown))],
        _ => Vec::new(),
    }
}

fn literal(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| if let Piece::Literal(text) = piece { text.as_str() } else { "" }).collect()
}
