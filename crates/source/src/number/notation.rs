//! Numbers as text: what they are read from, and what they print as.

use super::{MAX_SCALE, Number, Repr};
use std::cmp::Ordering;

impl Number {
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
            return Some(if negative && value == 0 { Self(Repr::MinusZero) } else { Self::exact(value, 0) });
        }
        let number = Self::exact(if negative { -mantissa } else { mantissa }, scale.unsigned_abs());
        match number.0 {
            Repr::Exact { mantissa: 0, .. } if negative => Some(Self(Repr::MinusZero)),
            Repr::Exact { scale, .. } if scale > MAX_SCALE => approximate(),
            _ => Some(number),
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
            Repr::MinusZero => Some("-0".to_owned()),
            Repr::Approximate(_) => None,
        }
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
}
