//! Names of condition operators.

use std::fmt;

/// A comparison.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are those of the policy language")]
pub enum Base {
    StringEquals,
    StringNotEquals,
    StringEqualsIgnoreCase,
    StringNotEqualsIgnoreCase,
    StringLike,
    StringNotLike,
    NumericEquals,
    NumericNotEquals,
    NumericLessThan,
    NumericLessThanEquals,
    NumericGreaterThan,
    NumericGreaterThanEquals,
    DateEquals,
    DateNotEquals,
    DateLessThan,
    DateLessThanEquals,
    DateGreaterThan,
    DateGreaterThanEquals,
    Bool,
    BinaryEquals,
    IpAddress,
    NotIpAddress,
    ArnEquals,
    ArnNotEquals,
    ArnLike,
    ArnNotLike,
    Null,
}

impl Base {
    /// Every operator.
    pub const ALL: [Self; 27] = [
        Self::StringEquals,
        Self::StringNotEquals,
        Self::StringEqualsIgnoreCase,
        Self::StringNotEqualsIgnoreCase,
        Self::StringLike,
        Self::StringNotLike,
        Self::NumericEquals,
        Self::NumericNotEquals,
        Self::NumericLessThan,
        Self::NumericLessThanEquals,
        Self::NumericGreaterThan,
        Self::NumericGreaterThanEquals,
        Self::DateEquals,
        Self::DateNotEquals,
        Self::DateLessThan,
        Self::DateLessThanEquals,
        Self::DateGreaterThan,
        Self::DateGreaterThanEquals,
        Self::Bool,
        Self::BinaryEquals,
        Self::IpAddress,
        Self::NotIpAddress,
        Self::ArnEquals,
        Self::ArnNotEquals,
        Self::ArnLike,
        Self::ArnNotLike,
        Self::Null,
    ];

    /// Its name.
    pub fn name(self) -> String {
        format!("{self:?}")
    }

    /// Whether it holds when none of the values match, so also of an absent key.
    pub fn is_negated(self) -> bool {
        matches!(
            self,
            Self::StringNotEquals
                | Self::StringNotEqualsIgnoreCase
                | Self::StringNotLike
                | Self::NumericNotEquals
                | Self::DateNotEquals
                | Self::NotIpAddress
                | Self::ArnNotEquals
                | Self::ArnNotLike
        )
    }
}

/// `ForAllValues:` or `ForAnyValue:`.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quantifier {
    /// `ForAllValues:`: holds of no values too.
    ForAllValues,
    /// `ForAnyValue:`: does not hold of no values.
    ForAnyValue,
}

/// A condition operator with its prefix and suffix.
///
/// ```
/// use ssm_check_iam::{Base, Operator, Quantifier};
///
/// let operator: Operator = "forAnyValue:stringLikeIfExists".parse().unwrap();
/// assert_eq!(operator, Operator { quantifier: Some(Quantifier::ForAnyValue), base: Base::StringLike, if_exists: true });
/// assert_eq!(operator.to_string(), "ForAnyValue:StringLikeIfExists");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Operator {
    /// Its prefix.
    pub quantifier: Option<Quantifier>,
    /// Its comparison.
    pub base: Base,
    /// Whether it ends in `IfExists`.
    pub if_exists: bool,
}

impl From<Base> for Operator {
    fn from(base: Base) -> Self {
        Self { quantifier: None, base, if_exists: false }
    }
}

impl Operator {
    /// With the suffix `IfExists`.
    #[must_use]
    pub fn if_exists(self) -> Self {
        Self { if_exists: true, ..self }
    }

    /// With a prefix.
    #[must_use]
    pub fn quantified(self, quantifier: Quantifier) -> Self {
        Self { quantifier: Some(quantifier), ..self }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(quantifier) = self.quantifier {
            write!(f, "{quantifier:?}:")?;
        }
        write!(f, "{:?}{}", self.base, if self.if_exists { "IfExists" } else { "" })
    }
}

/// The text names no operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown operator")]
pub struct UnknownOperator;

/// Operators ignore case.
impl std::str::FromStr for Operator {
    type Err = UnknownOperator;

    fn from_str(text: &str) -> Result<Self, UnknownOperator> {
        let (quantifier, rest) = match text.split_once(':') {
            None => (None, text),
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("ForAllValues") => (Some(Quantifier::ForAllValues), rest),
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("ForAnyValue") => (Some(Quantifier::ForAnyValue), rest),
            Some(_) => return Err(UnknownOperator),
        };
        let find = |name: &str| Base::ALL.into_iter().find(|base| base.name().eq_ignore_ascii_case(name));
        if let Some(base) = find(rest) {
            return Ok(Self { quantifier, base, if_exists: false });
        }
        let cut = rest.len().checked_sub("IfExists".len()).ok_or(UnknownOperator)?;
        let (name, suffix) = rest.split_at_checked(cut).ok_or(UnknownOperator)?;
        match find(name) {
            // "You can add IfExists to the end of any condition operator name except the Null condition".
            Some(base) if base != Base::Null && suffix.eq_ignore_ascii_case("IfExists") => Ok(Self { quantifier, base, if_exists: true }),
            _ => Err(UnknownOperator),
        }
    }
}
