//! Sums, products, quotients, remainders and rounding.

use super::{MAX_SCALE, Number, Repr};

#[expect(clippy::should_implement_trait, reason = "as methods they read like the rest, and division may have no result")]
impl Number {
    pub(super) fn align(self, other: Self) -> Option<(i128, i128, u32)> {
        let ((a, sa), (b, sb)) = (self.digits()?, other.digits()?);
        let scale = sa.max(sb);
        let a = a.checked_mul(10_i128.checked_pow(scale - sa)?)?;
        let b = b.checked_mul(10_i128.checked_pow(scale - sb)?)?;
        Some((a, b, scale))
    }

    /// `self + other`
    #[must_use]
    pub fn add(self, other: Self) -> Self {
        if matches!((self.0, other.0), (Repr::MinusZero, Repr::MinusZero)) {
            return self;
        }
        // Of tenths Terraform keeps the nearest binary fraction, and sums show it now and then.
        let binary = if self.is_dyadic() && other.is_dyadic() { self.align(other) } else { None };
        binary
            .and_then(|(a, b, scale)| Some(Self::exact(a.checked_add(b)?, scale)))
            .unwrap_or_else(|| Self(Repr::Approximate(self.to_f64() + other.to_f64())))
    }

    /// `-self`
    #[must_use]
    pub fn neg(self) -> Self {
        match self.0 {
            Repr::Exact { mantissa, scale } => Self(Repr::Exact { mantissa: mantissa.saturating_neg(), scale }).signed(true),
            Repr::MinusZero => Self::exact(0, 0),
            Repr::Approximate(value) => Self(Repr::Approximate(-value)),
        }
    }

    /// A zero has a sign too.
    fn signed(self, negative: bool) -> Self {
        match self.0 {
            Repr::Exact { mantissa: 0, .. } if negative => Self(Repr::MinusZero),
            _ => self,
        }
    }

    /// `self * other`
    #[must_use]
    pub fn mul(self, other: Self) -> Self {
        let exact = match (self.digits(), other.digits()) {
            (Some((a, sa)), Some((b, sb))) => a
                .checked_mul(b)
                .filter(|_| self.is_dyadic() && other.is_dyadic())
                .map(|mantissa| Self::exact(mantissa, sa + sb).signed(self.is_negative() != other.is_negative()))
                .filter(|number| !matches!(number.0, Repr::Exact { scale, .. } if scale > MAX_SCALE)),
            _ => None,
        };
        exact.unwrap_or_else(|| Self(Repr::Approximate(self.to_f64() * other.to_f64())))
    }

    /// `self / other`; `None` of zero by zero. Anything else by zero is infinite:
    /// <https://pkg.go.dev/math/big#Float.Quo>.
    pub fn div(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return (!self.is_zero()).then(|| Self(Repr::Approximate(self.to_f64() / other.to_f64())));
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

    /// `self % other`, with the sign of `self`; by zero it is `self`:
    /// <https://github.com/zclconf/go-cty/blob/v1.16.2/cty/value_ops.go>, `Modulo`.
    #[must_use]
    pub fn rem(self, other: Self) -> Self {
        if other.is_zero() {
            return self;
        }
        let binary = if self.is_dyadic() && other.is_dyadic() { self.align(other) } else { None };
        let exact = binary.and_then(|(a, b, scale)| Some(Self::exact(a.checked_rem(b)?, scale).signed(self.is_negative())));
        // A remainder may be off by all of the divisor: then it is a number of which nothing is known.
        exact.unwrap_or(Self(Repr::Approximate(f64::NAN)))
    }

    /// The largest whole number not above; `None` where rounding error could decide.
    pub fn floor(self) -> Option<Self> {
        match self.0 {
            Repr::Exact { mantissa, scale } => Some(Self::exact(mantissa.div_euclid(10_i128.checked_pow(scale)?), 0)),
            Repr::MinusZero => Some(Self::exact(0, 0)),
            Repr::Approximate(value) => Self::round(value, f64::floor),
        }
    }

    /// The smallest whole number not below; `None` where rounding error could decide.
    pub fn ceil(self) -> Option<Self> {
        match self.0 {
            Repr::Exact { mantissa: 0, .. } | Repr::MinusZero => Some(Self::exact(0, 0)),
            Repr::Exact { .. } => self.neg().floor().map(Self::neg),
            Repr::Approximate(value) => Self::round(value, f64::ceil),
        }
    }

    fn round(value: f64, f: fn(f64) -> f64) -> Option<Self> {
        let error = (value - value.round()).abs();
        if error < 1e-9 * value.abs().max(1.0) || value.abs() > 1e15 { None } else { Self::from_f64(f(value)) }
    }
}
