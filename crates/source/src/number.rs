//! Terraform's numbers: decimal, exact as far as analysis needs them.
//!
//! Terraform computes with 512-bit floats: <https://developer.hashicorp.com/terraform/language/expressions/types#number>. Sums
//! and products of what people write are exact in decimal; a quotient that does not end is kept approximately, may be rounded
//! or compared, and is never shown.

use std::cmp::Ordering;

/// A number.
#[derive(Clone, Copy, Debug)]
pub struct Number(Repr);

#[derive(Clone, Copy, Debug)]
enum Repr {
    /// `mantissa / 10^scale`, without trailing zeros.
    Exact {
        mantissa: i128,
        scale: u32,
    },
    Approximate(f64),
}

const MAX_SCALE: u32 = 30;

#[expect(clippy::should_implement_trait, reason = "as methods they read like the rest, and division may have no result")]
impl Number {
    fn exact(mut mantissa: i128, mut scale: u32) -> Self {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Self(Repr::Exact { mantissa, scale })
    }

    /// From text such as `-1.50e3`; `None` where it is no number.
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (digits, exponent) = match digits.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (digits, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() || digits.ends_with('.') {
            return None;
        }
        if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let approximate = || text.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| Self(Repr::Approximate(value)));
        let mut mantissa: i128 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            match mantissa.checked_mul(10).and_then(|value| value.checked_add(i128::from(byte - b'0'))) {
                Some(value) => mantissa = value,
                None => return approximate(),
            }
        }
        let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        if scale < 0 {
            let Some(mut value) = 10_i128.checked_pow(scale.unsigned_abs()).and_then(|factor| mantissa.checked_mul(factor)) else {
                return approximate();
            };
            value = if negative { -value } else { value };
            return Some(Self::exact(value, 0));
        }
        let number = Self::exact(if negative { -mantissa } else { mantissa }, scale.unsigned_abs());
        match number.0 {
            Repr::Exact { scale, .. } if scale > MAX_SCALE => approximate(),
            _ => Some(number),
        }
    }

    /// The exact value of what Go computes as a 64-bit float.
    pub fn from_f64(value: f64) -> Option<Self> {
        if value.is_finite() { Self::parse(&format!("{value}")) } else { None }
    }

    /// What Go computes as a 64-bit float: whole numbers are exact.
    pub(crate) fn approximate(value: f64) -> Option<Self> {
        if value.fract() == 0.0 && value.abs() < 9e15 && !(value == 0.0 && value.is_sign_negative()) {
            return Self::from_f64(value);
        }
        value.is_finite().then_some(Self(Repr::Approximate(value)))
    }

    /// The value as a whole number, where it is one.
    pub fn as_i64(self) -> Option<i64> {
        match self.0 {
            Repr::Exact { mantissa, scale: 0 } => i64::try_from(mantissa).ok(),
            _ => None,
        }
    }

    /// The value as a whole number, where it is one.
    pub fn as_i128(self) -> Option<i128> {
        match self.0 {
            Repr::Exact { mantissa, scale: 0 } => Some(mantissa),
            _ => None,
        }
    }

    /// The value as an index.
    pub fn as_usize(self) -> Option<usize> {
        self.as_i64().and_then(|value| usize::try_from(value).ok())
    }

    /// The nearest float.
    pub fn to_f64(self) -> f64 {
        match self.0 {
            Repr::Exact { .. } => self.text().and_then(|text| text.parse().ok()).unwrap_or(0.0),
            Repr::Approximate(value) => value,
        }
    }

    /// The decimal text; `None` of an approximate number, whose digits are not Terraform's.
    pub fn text(self) -> Option<String> {
        match self.0 {
            Repr::Exact { mantissa, scale: 0 } => Some(mantissa.to_string()),
            Repr::Exact { mantissa, scale } => {
                let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = usize::try_from(scale).ok()? + 1);
                let (whole, fraction) = digits.split_at_checked(digits.len().checked_sub(usize::try_from(scale).ok()?)?)?;
                Some(format!("{}{whole}.{fraction}", if mantissa < 0 { "-" } else { "" }))
            }
            Repr::Approximate(_) => None,
        }
    }

    /// Whether the digits are known.
    pub fn is_exact(self) -> bool {
        matches!(self.0, Repr::Exact { .. })
    }

    fn align(self, other: Self) -> Option<(i128, i128, u32)> {
        let (Repr::Exact { mantissa: a, scale: sa }, Repr::Exact { mantissa: b, scale: sb }) = (self.0, other.0) else { return None };
        let scale = sa.max(sb);
        let a = a.checked_mul(10_i128.checked_pow(scale - sa)?)?;
        let b = b.checked_mul(10_i128.checked_pow(scale - sb)?)?;
        Some((a, b, scale))
    }

    /// `self + other`
    #[must_use]
    pub fn add(self, other: Self) -> Self {
        // Of tenths Terraform keeps the nearest binary fraction, and sums show it now and then.
        let binary = if self.is_dyadic() && other.is_dyadic() { self.align(other) } else { None };
        binary
            .and_then(|(a, b, scale)| Some(Self::exact(a.checked_add(b)?, scale)))
            .unwrap_or_else(|| Self(Repr::Approximate(self.to_f64() + other.to_f64())))
    }

    /// As Go's `%g` writes it, with as many digits as it takes: in exponents below -4 and from 6 on.
    /// <https://pkg.go.dev/math/big#Float.Text>
    pub(crate) fn general(self) -> Option<String> {
        let Repr::Exact { mantissa, scale } = self.0 else { return None };
        let digits = mantissa.unsigned_abs().to_string();
        let significant = match digits.trim_end_matches('0') {
            "" => "0",
            significant => significant,
        };
        let exponent = i64::try_from(digits.len()).ok()? - 1 - i64::from(scale);
        if mantissa == 0 || (-4..6).contains(&exponent) {
            return self.text();
        }
        let (first, rest) = significant.split_at_checked(1)?;
        let point = if rest.is_empty() { "" } else { "." };
        let (sign, size) = (if exponent < 0 { '-' } else { '+' }, exponent.abs());
        Some(format!("{}{first}{point}{rest}e{sign}{size:02}", if mantissa < 0 { "-" } else { "" }))
    }

    /// With this many digits after the point, as Go rounds: half to even. `None` where it is in the middle in decimal but not in
    /// the binary fraction that Terraform keeps.
    pub(crate) fn fixed(self, places: u32) -> Option<String> {
        let Repr::Exact { mantissa, scale } = self.0 else { return None };
        if scale <= places {
            let text = self.text()?;
            let fraction = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            let zeros = "0".repeat(usize::try_from(places).ok()? - fraction);
            return Some(format!("{text}{}{zeros}", if fraction == 0 && places > 0 { "." } else { "" }));
        }
        let unit = 10_i128.checked_pow(scale - places)?;
        let (whole, rest) = (mantissa.div_euclid(unit), mantissa.rem_euclid(unit));
        let rounded = match (rest * 2).cmp(&unit) {
            Ordering::Less => whole,
            Ordering::Greater => whole + 1,
            // Only a fraction of halves is kept as it is.
            Ordering::Equal if self.is_dyadic() => whole + (whole & 1),
            Ordering::Equal => return None,
        };
        let size = format!("{:0>width$}", rounded.unsigned_abs(), width = usize::try_from(places).ok()? + 1);
        let (digits, fraction) = size.split_at_checked(size.len() - usize::try_from(places).ok()?)?;
        let point = if places > 0 { "." } else { "" };
        Some(format!("{}{digits}{point}{fraction}", if mantissa < 0 { "-" } else { "" }))
    }

    /// With an exponent and this many digits after the point.
    pub(crate) fn scientific(self, places: u32) -> Option<String> {
        let Repr::Exact { mantissa, scale } = self.0 else { return None };
        if mantissa == 0 {
            return Some(format!("{}e+00", self.fixed(places)?));
        }
        let count = mantissa.unsigned_abs().checked_ilog10()? + 1;
        let shown = Self(Repr::Exact { mantissa, scale: count - 1 }).fixed(places)?;
        let exact = Self(Repr::Exact { mantissa, scale: count - 1 });
        // What is in the middle in decimal is so in binary only if the number itself is.
        if count - 1 > places && exact.is_dyadic() && !self.is_dyadic() {
            return None;
        }
        let exponent = i64::from(count) - 1 - i64::from(scale);
        let (digits, exponent) = match shown.trim_start_matches('-').strip_prefix("10") {
            Some(_) => (Self(Repr::Exact { mantissa: mantissa.signum(), scale: 0 }).fixed(places)?, exponent + 1),
            None => (shown, exponent),
        };
        Some(format!("{digits}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs()))
    }

    /// A whole number over a power of two, which binary fractions hold exactly.
    fn is_dyadic(self) -> bool {
        match self.0 {
            Repr::Exact { mantissa, scale } => 5_i128.checked_pow(scale).is_some_and(|power| mantissa % power == 0),
            Repr::Approximate(_) => false,
        }
    }

    /// `-self`
    #[must_use]
    pub fn neg(self) -> Self {
        match self.0 {
            Repr::Exact { mantissa, scale } => Self(Repr::Exact { mantissa: mantissa.saturating_neg(), scale }).signed(true),
            Repr::Approximate(value) => Self(Repr::Approximate(-value)),
        }
    }

    /// Terraform knows a zero below zero, which it shows as `-0`.
    fn signed(self, negative: bool) -> Self {
        match self.0 {
            Repr::Exact { mantissa: 0, .. } if negative => Self(Repr::Approximate(-0.0)),
            _ => self,
        }
    }

    fn is_negative(self) -> bool {
        match self.0 {
            Repr::Exact { mantissa, .. } => mantissa < 0,
            Repr::Approximate(value) => value.is_sign_negative(),
        }
    }

    /// `self * other`
    #[must_use]
    pub fn mul(self, other: Self) -> Self {
        let exact = match (self.0, other.0) {
            (Repr::Exact { mantissa: a, scale: sa }, Repr::Exact { mantissa: b, scale: sb }) => a
                .checked_mul(b)
                .filter(|_| self.is_dyadic() && other.is_dyadic())
                .map(|mantissa| Self::exact(mantissa, sa + sb).signed(self.is_negative() != other.is_negative()))
                .filter(|number| !matches!(number.0, Repr::Exact { scale, .. } if scale > MAX_SCALE)),
            _ => None,
        };
        exact.unwrap_or_else(|| Self(Repr::Approximate(self.to_f64() * other.to_f64())))
    }

    /// `self / other`; `None` by zero.
    pub fn div(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let binary = if self.is_dyadic() && other.is_dyadic() { self.align(other) } else { None };
        let exact = binary.and_then(|(mut a, b, _)| {
            let mut scale = 0;
            while a.checked_rem(b)? != 0 {
                scale += 1;
                a = a.checked_mul(10)?;
                if scale > MAX_SCALE {
                    return None;
                }
            }
            Some(Self::exact(a.checked_div(b)?, scale).signed(self.is_negative() != other.is_negative()))
        });
        Some(exact.unwrap_or_else(|| Self(Repr::Approximate(self.to_f64() / other.to_f64()))))
    }

    /// `self % other`, with the sign of `self`; `None` by zero.
    pub fn rem(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let binary = if self.is_dyadic() && other.is_dyadic() { self.align(other) } else { None };
        let exact = binary.and_then(|(a, b, scale)| Some(Self::exact(a.checked_rem(b)?, scale).signed(self.is_negative())));
        Some(exact.unwrap_or_else(|| Self(Repr::Approximate(self.to_f64() % other.to_f64()))))
    }

    fn is_zero(self) -> bool {
        match self.0 {
            Repr::Exact { mantissa, .. } => mantissa == 0,
            Repr::Approximate(value) => value == 0.0,
        }
    }

    /// The largest whole number not above; `None` where rounding error could decide.
    pub fn floor(self) -> Option<Self> {
        match self.0 {
            Repr::Exact { mantissa, scale } => Some(Self::exact(mantissa.div_euclid(10_i128.checked_pow(scale)?), 0)),
            Repr::Approximate(value) => Self::round(value, f64::floor),
        }
    }

    /// The smallest whole number not below; `None` where rounding error could decide.
    pub fn ceil(self) -> Option<Self> {
        match self.0 {
            Repr::Exact { .. } => self.neg().floor().map(Self::neg),
            Repr::Approximate(value) => Self::round(value, f64::ceil),
        }
    }

    fn round(value: f64, f: fn(f64) -> f64) -> Option<Self> {
        let error = (value - value.round()).abs();
        if error < 1e-9 * value.abs().max(1.0) || value.abs() > 1e15 { None } else { Self::from_f64(f(value)) }
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
            (Repr::Exact { mantissa: a, scale: sa }, Repr::Exact { mantissa: b, scale: sb }) => a == b && sa == sb,
            (Repr::Approximate(a), Repr::Approximate(b)) => a.to_bits() == b.to_bits(),
            _ => false,
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
        assert_eq!(number("-7").rem(number("3")).unwrap().text().unwrap(), "-1");
    }

    #[test]
    fn tenths_are_no_binary_fractions() {
        assert_eq!(number("0.1").add(number("0.2")).text(), None);
        assert_eq!(number("0.1").mul(number("25")).ceil(), Some(number("3")));
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
