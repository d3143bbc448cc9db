//! <https://developer.hashicorp.com/terraform/language/functions#numeric-functions>

use super::Function;
use super::arguments::{elements, get, integer, number};
use crate::number::Number;
use crate::types::{self, Eval, Type, fail};
use crate::value::Sym;
use std::cmp::Ordering;

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::Known;
    Some(match name {
        "abs" => Known(|a| {
            let value = number(a, 0)?;
            Ok(Sym::Number(if value.order(0_i64.into()) == Some(Ordering::Less) { value.neg() } else { value }))
        }),
        "ceil" => Function::Partial(|a| round(a, Number::ceil)),
        "floor" => Function::Partial(|a| round(a, Number::floor)),
        "log" => Known(|a| Ok(float(number(a, 0)?.to_f64().ln() / number(a, 1)?.to_f64().ln()))),
        "pow" => Known(|a| {
            let (base, exponent) = (number(a, 0)?, number(a, 1)?);
            let power = base.to_f64().powf(exponent.to_f64());
            // Of other roots than the square one, and of powers of fractions, the last digits differ from machine to machine.
            let is_whole = base.as_i64().is_some() && exponent.as_i64().is_some();
            let is_certain = is_whole || matches!(exponent.text().as_deref(), Some("0.5" | "-0.5"));
            Ok(if is_certain { float(power) } else { of_range(Number::rough(power)) })
        }),
        "signum" => Known(|a| {
            if number(a, 0)?.as_i64().is_none() {
                return fail("the number is not whole, or too large");
            }
            let sign = number(a, 0)?.order(0_i64.into()).map_or(0, |order| order as i64);
            Ok(Sym::Number(sign.into()))
        }),
        "max" => Known(|a| extreme(a, Ordering::Greater)),
        "min" => Known(|a| extreme(a, Ordering::Less)),
        "sum" => Known(|a| {
            let items = elements(a, 0)?;
            if items.is_empty() {
                return fail("`sum` of nothing");
            }
            (0..items.len()).try_fold(Number::from(0_i64), |total, at| Ok(total.add(number(items, at)?))).map(Sym::Number)
        }),
        "parseint" => Known(|a| {
            let base = u32::try_from(integer(a, 1)?).ok().filter(|base| (2..=62).contains(base));
            let Some(base) = base else { return fail("the base is not supported") };
            match get(a, 0)? {
                Sym::String(text) => whole(text, base),
                _ => fail("the number is not given as text"),
            }
        }),
        _ => return None,
    })
}

/// A whole number of a base. Up to 36 capitals are the same digits, beyond they are digits of their own:
/// <https://pkg.go.dev/math/big#Int.SetString>.
fn whole(text: &str, base: u32) -> Eval {
    let (digits, negative) = match text.strip_prefix('-') {
        Some(digits) => (digits, true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    };
    let digit = |character: char| match character {
        'A'..='Z' if base > 36 => Some(u32::from(character) - u32::from('A') + 36),
        other => other.to_digit(36),
    };
    let digits: Option<Vec<u32>> = digits.chars().map(|character| digit(character).filter(|digit| *digit < base)).collect();
    let Some(digits) = digits.filter(|digits| !digits.is_empty()) else { return fail("not a number of that base") };
    let value = digits.iter().try_fold(0_i128, |value, digit| value.checked_mul(i128::from(base))?.checked_add(i128::from(*digit)));
    Ok(value.map_or_else(|| Sym::unknown("the number is too large"), |value| Sym::Number(if negative { -value } else { value }.into())))
}

fn float(value: f64) -> Sym {
    // Of a fraction Terraform shows all binary digits, or few, by what becomes of it.
    of_range(Number::approximate(value))
}

fn of_range(number: Option<Number>) -> Sym {
    number.map_or_else(|| Sym::unknown("the number is out of range"), Sym::Number)
}

/// A quotient that does not end can be rounded all the same.
fn round(arguments: &[Sym], f: fn(Number) -> Option<Number>) -> Eval {
    match types::convert(get(arguments, 0)?, &Type::Number)? {
        Sym::Number(number) => Ok(f(number).map_or_else(|| Sym::unknown("the number is too close to a whole one"), Sym::Number)),
        Sym::Null => fail("the number is null"),
        _ => Ok(Sym::depends("the number", arguments)),
    }
}

fn extreme(arguments: &[Sym], wanted: Ordering) -> Eval {
    let numbers = (0..arguments.len()).map(|at| number(arguments, at)).collect::<Result<Vec<_>, _>>()?;
    let best = numbers.into_iter().reduce(|best, next| if next.order(best) == Some(wanted) { next } else { best });
    best.map_or_else(|| fail("no numbers"), |number| Ok(Sym::Number(number)))
}
