//! Terraform's numbers: decimal, exact as far as analysis needs them.
//!
//! Terraform computes with 512-bit floats: <https://developer.hashicorp.com/terraform/language/expressions/types#number>. Sums
//! and products of what people write are exact in decimal; a quotient that does not end is kept approximately, may be rounded
//! or compared, and is never shown.

mod arithmetic;
mod notation;

use std::cmp::Ordering;

/// A number.
#[derive(Clone, Copy, Debug)]
pub struct Number(Repr);

#[derive(Clone, Copy, Debug)]
pub(super) enum Repr {
    /// `mantissa / 10^scale`, without trailing zeros.
    Exact {
        mantissa: i128,
        scale: u32,
    },
    /// A zero below zero, which Terraform shows as `-0` and computes with as with any zero.
    MinusZero,
    Approximate(f64),
}

pub(super) const MAX_SCALE: u32 = 30;

impl Number {
    pub(super) fn exact(mut mantissa: i128, mut scale: u32) -> Self {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Self(Repr::Exact { mantissa, scale })
    }

    /// The exact value of what Go computes as a 64-bit float.
    pub fn from_f64(value: f64) -> Option<Self> {
        if value.is_finite() { Self::parse(&format!("{value}")) } else { None }
    }

    /// What is no approximation, as `mantissa / 10^scale`.
    pub(super) fn digits(self) -> Option<(i128, u32)> {
        match self.0 {
            Repr::Exact { mantissa, scale } => Some((mantissa, scale)),
            Repr::MinusZero => Some((0, 0)),
            Repr::Approximate(_) => None,
        }
    }

    /// What Go computes as a 64-bit float: whole numbers are exact.
    pub(crate) fn approximate(value: f64) -> Option<Self> {
        if value.fract() == 0.0 && value.abs() < 9e15 {
            return Self::from_f64(value);
        }
        Self::rough(value)
    }

    /// What is near this: the last digit may be another.
    pub(crate) fn rough(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(Repr::Approximate(value)))
    }

    /// The value as a whole number, where it is one.
    pub fn as_i64(self) -> Option<i64> {
        self.as_i128().and_then(|value| i64::try_from(value).ok())
    }

    /// The value as a whole number, where it is one.
    pub fn as_i128(self) -> Option<i128> {
        self.digits().filter(|(_, scale)| *scale == 0).map(|(mantissa, _)| mantissa)
    }

    /// The value as an index.
    pub fn as_usize(self) -> Option<usize> {
        self.as_i64().and_then(|value| usize::try_from(value).ok())
    }

    /// The nearest float.
    pub fn to_f64(self) -> f64 {
        match self.0 {
            Repr::Exact { .. } | Repr::MinusZero => self.text().and_then(|text| text.parse().ok()).unwrap_or(0.0),
            Repr::Approximate(value) => value,
        }
    }

    /// Whether the digits are known.
    pub fn is_exact(self) -> bool {
        self.digits().is_some()
    }

    /// A whole number over a power of two, which binary fractions hold exactly.
    pub(super) fn is_dyadic(self) -> bool {
        self.digits().is_some_and(|(mantissa, scale)| 5_i128.checked_pow(scale).is_some_and(|power| mantissa % power == 0))
    }

    pub(super) fn is_negative(self) -> bool {
        match self.0 {
            Repr::Exact { mantissa, .. } => mantissa < 0,
            Repr::MinusZero => true,
            Repr::Approximate(value) => value.is_sign_negative(),
        }
    }

    pub(super) fn is_zero(self) -> bool {
        match self.0 {
            Repr::Exact { mantissa, .. } => mantissa == 0,
            Repr::MinusZero => true,
            Repr::Approximate(value) => value == 0.0,
        }
    }

    /// The order; `None` where rounding error could decide.
    pub fn order(self, other: Self) -> Option<Ordering> {
        if let Some((a, b, _)) = self.align(other) {
            return Some(a.cmp(&b));
        }
        let (a, b) = (self.to_f64(), other.to_f64());
        if (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0) { None } else { a.partial_cmp(&b) }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Repr::Approximate(a), Repr::Approximate(b)) => a.to_bits() == b.to_bits(),
            (Repr::Approximate(_), _) | (_, Repr::Approximate(_)) => false,
            _ => self.digits() == other.digits(),
        }
    }
}

impl Eq for Number {}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::exact(i128::from(value), 0)
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self::exact(i128::try_from(value).unwrap_or(i128::MAX), 0)
    }
}

impl From<i128> for Number {
    fn from(value: i128) -> Self {
        Self::exact(value, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::Number;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn decimals_are_exact() {
        assert_eq!(number("0.25").add(number("0.5")).text().unwrap(), "0.75");
        assert_eq!(number("1e3").text().unwrap(), "1000");
        assert_eq!(number("-1.50").text().unwrap(), "-1.5");
        assert_eq!(number("-0.05").text().unwrap(), "-0.05");
        assert_eq!(number("10").div(number("4")).unwrap().text().unwrap(), "2.5");
        assert_eq!(number("-7").rem(number("3")).text().unwrap(), "-1");
    }

    #[test]
    fn tenths_are_no_binary_fractions() {
        assert_eq!(number("0.1").add(number("0.2")).text(), None);
        assert_eq!(number("0.1").mul(number("25")).ceil(), Some(number("3")));
    }

    #[test]
    fn zero_below_zero_is_zero() {
        let minus = number("0").neg();
        assert_eq!((minus, minus.as_usize(), minus.text().as_deref()), (number("0"), Some(0), Some("-0")));
        for (sum, text) in [(number("1").add(minus), "1"), (minus.add(minus), "-0"), (number("0").add(minus), "0"), (minus.neg(), "0")] {
            assert_eq!(sum.text().unwrap(), text);
        }
        for (product, text) in [(minus.mul(number("2")), "-0"), (minus.mul(number("-2")), "0"), (minus.rem(number("2")), "-0")] {
            assert_eq!(product.text().unwrap(), text);
        }
        assert_eq!((minus.floor(), minus.ceil(), minus.order(number("0"))), (Some(number("0")), Some(number("0")), Some(Ordering::Equal)));
        assert_eq!(number("1").add(number("0").mul(number("-1"))), number("1"));
    }

    #[test]
    fn by_zero() {
        assert_eq!(number("0").div(number("0")), None);
        assert_eq!(number("1").div(number("0")).unwrap().text(), None);
        assert_eq!(number("-5").rem(number("0")), number("-5"));
    }

    #[test]
    fn what_does_not_end_is_not_shown() {
        let third = number("1").div(number("3")).unwrap();
        assert_eq!(third.text(), None);
        assert_eq!(third.floor(), Some(number("0")));
        assert_eq!(third.ceil(), Some(number("1")));
        assert_eq!(third.mul(number("3")).floor(), None);
    }

    #[test]
    fn not_numbers() {
        for text in ["", ".", "1.", "e1", "0x10", "1e", "--1", "١"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_reads_back(mantissa in any::<i64>(), exponent in -9i32..9) {
            let number = number(&format!("{mantissa}e{exponent}"));
            prop_assert_eq!(Number::parse(&number.text().unwrap()), Some(number));
        }

        #[test]
        fn no_text_panics(text in "[-+0-9.eE]{0,60}") {
            if let Some(number) = Number::parse(&text) {
                let _ = (number.text(), number.floor(), number.ceil(), number.div(number), number.mul(number), number.add(number));
            }
        }
    }
}
