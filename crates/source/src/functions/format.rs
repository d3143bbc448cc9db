//! `format` and `formatlist`: <https://developer.hashicorp.com/terraform/language/functions/format>.

use super::Function;
use super::arguments::get;
use super::json;
use crate::number::Number;
use crate::types::{self, Eval, Failure, Type, fail};
use crate::value::{Piece, Sym};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation as _;

pub(super) fn find(name: &str) -> Option<Function> {
    Some(match name {
        "format" => Function::Partial(|arguments| match get(arguments, 0)? {
            Sym::String(format) => Ok(Sym::template(self::format(format, arguments.get(1..).unwrap_or_default())?)),
            Sym::Null => fail("the format is null"),
            _ => Ok(Sym::depends("`format`", arguments)),
        }),
        "formatlist" => Function::Partial(formatlist),
        _ => return None,
    })
}

fn formatlist(arguments: &[Sym]) -> Eval {
    let Sym::String(format) = get(arguments, 0)? else { return Ok(Sym::depends("`formatlist`", arguments)) };
    let rest = arguments.get(1..).unwrap_or_default();
    if rest.iter().any(|argument| matches!(argument, Sym::Symbol(symbol) if !symbol.is_text()) || matches!(argument, Sym::Unknown(_))) {
        return Ok(Sym::depends("`formatlist`", arguments));
    }
    let lengths: Vec<usize> = rest.iter().filter_map(|argument| argument.elements().map(<[Sym]>::len)).collect();
    let Some(count) = lengths.first().copied() else {
        return Ok(Sym::list(vec![Sym::template(self::format(format, rest)?)]));
    };
    if lengths.iter().any(|length| *length != count) {
        return fail("the lists have different lengths");
    }
    let row = |at: usize| {
        let values: Vec<Sym> =
            rest.iter().map(|argument| argument.elements().and_then(|items| items.get(at)).unwrap_or(argument).clone()).collect();
        Ok(Sym::template(self::format(format, &values)?))
    };
    (0..count).map(row).collect::<Result<_, Failure>>().map(Sym::list)
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
                ('s' | 'v' | 'd', Sym::Symbol(_) | Sym::Template(_)) if plain => Ok(types::pieces(value).unwrap_or_default()),
                ('v', Sym::Sequence(..) | Sym::Mapping(..)) if plain => Ok(json::encode(value)),
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
                Sym::Number(number) => {
                    return Ok(vec![Piece::Literal(self.number(&number.text().unwrap_or_default(), number.order(Number::from(0_i64))))]);
                }
                Sym::Bool(flag) => flag.to_string(),
                other => literal(&json::encode(other)),
            },
            's' | 'q' => match types::convert(value, &Type::String)? {
                Sym::String(text) => {
                    let cut = match self.precision {
                        Some(precision) => text.graphemes(true).take(precision).collect(),
                        None => text.to_string(),
                    };
                    if self.letter == 'q' { literal(&json::encode(&Sym::text(cut))) } else { cut }
                }
                _ => return fail("`%s` of null"),
            },
            't' => match types::convert(value, &Type::Bool)? {
                Sym::Bool(flag) => flag.to_string(),
                _ => return fail("`%t` of null"),
            },
            'd' | 'b' | 'o' | 'x' | 'X' | 'f' | 'e' | 'g' => return self.numeric(value).map(|text| vec![Piece::Literal(text)]),
            _ => return fail("the format has an unknown verb"),
        };
        Ok(vec![Piece::Literal(self.pad(&text))])
    }

    fn numeric(&self, value: &Sym) -> Result<String, Failure> {
        if matches!(self.letter, 'x' | 'X') && matches!(value, Sym::String(_)) {
            return fail("`%x` of text is not evaluated");
        }
        let Sym::Number(number) = types::convert(value, &Type::Number)? else { return fail("a numeric verb of null") };
        let sign = number.order(Number::from(0_i64));
        let digits = match self.letter {
            'f' => format!("{:.*}", self.precision.unwrap_or(6).min(300), number.to_f64()),
            'e' => exponent(&format!("{:.*e}", self.precision.unwrap_or(6).min(300), number.to_f64())),
            'g' => match self.precision {
                None => number.text().unwrap_or_default(),
                Some(_) => return fail("`%g` with a precision is not evaluated"),
            },
            letter => {
                let Some(whole) = number.as_i128() else { return fail("the number is not whole") };
                let minus = if whole < 0 { "-" } else { "" };
                let size = whole.unsigned_abs();
                match letter {
                    'b' => format!("{minus}{size:b}"),
                    'o' => format!("{minus}{size:o}"),
                    'x' => format!("{minus}{size:x}"),
                    'X' => format!("{minus}{size:X}"),
                    _ => format!("{minus}{size}"),
                }
            }
        };
        Ok(self.number(&digits, sign))
    }

    fn number(&self, digits: &str, sign: Option<std::cmp::Ordering>) -> String {
        let negative = sign.is_some_and(std::cmp::Ordering::is_lt);
        let signed = match (negative, self.plus, self.space) {
            (false, true, _) => format!("+{digits}"),
            (false, false, true) => format!(" {digits}"),
            _ => digits.to_owned(),
        };
        let width = self.width.unwrap_or(0);
        if self.zero && !self.left && signed.len() < width {
            let (sign, rest) = match signed.strip_prefix(['-', '+', ' ']) {
                Some(rest) => (signed.get(..1).unwrap_or_default(), rest),
                None => ("", signed.as_str()),
            };
            return format!("{sign}{rest:0>width$}", width = width - sign.len());
        }
        self.pad(&signed)
    }

    fn pad(&self, text: &str) -> String {
        let missing = self.width.unwrap_or(0).saturating_sub(text.graphemes(true).count());
        let fill = if self.zero && !self.left { "0" } else { " " }.repeat(missing);
        if self.left { format!("{text}{fill}") } else { format!("{fill}{text}") }
    }
}

/// Go writes at least two digits of the exponent, with its sign.
fn exponent(text: &str) -> String {
    let Some((digits, power)) = text.split_once('e') else { return text.to_owned() };
    let (sign, power) = power.strip_prefix('-').map_or(('+', power), |power| ('-', power));
    format!("{digits}e{sign}{power:0>2}")
}

fn literal(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| if let Piece::Literal(text) = piece { text.as_str() } else { "" }).collect()
}
