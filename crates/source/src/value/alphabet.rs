//! The characters that a text may hold which only the apply tells.

use serde::Deserialize;

/// The characters that a text may hold; it is never empty.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Alphabet {
    /// Small letters, digits and hyphens: `i-0123abcd`, a UUID, a Region.
    Small,
    /// The same, and dots: a host name that AWS makes up, or an address.
    Host,
    /// Digits: an account.
    Digits,
    /// Letters, digits, and `_+=,.@-`: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>.
    IamName,
    /// Letters, digits, and `_-.`.
    Word,
    /// An identifier of several parts that may stand with commas and the like between them.
    Parts,
    /// Any other identifier.
    Identifier,
}

impl Alphabet {
    /// Whether a text may hold the character.
    pub(crate) fn holds(self, character: char) -> bool {
        match self {
            Self::Small => character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-',
            Self::Host => Self::Small.holds(character) || character == '.',
            Self::Digits => character.is_ascii_digit(),
            Self::IamName => character.is_ascii_alphanumeric() || "_+=,.@-".contains(character),
            Self::Word => character.is_ascii_alphanumeric() || "_-.".contains(character),
            Self::Parts => Self::Identifier.holds(character) || ",;|".contains(character),
            Self::Identifier => character.is_alphanumeric() || "-_:/.+=@*~".contains(character),
        }
    }
}
