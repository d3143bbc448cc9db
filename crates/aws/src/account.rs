//! Accounts.

use std::fmt;
use std::sync::Arc;

/// The id of an account: twelve digits.
/// <https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html>
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(Arc<str>);

impl AccountId {
    /// `None` of anything but twelve digits.
    pub fn parse(text: &str) -> Option<Self> {
        Self::is_valid(text).then(|| Self(text.into()))
    }

    /// Whether the text is an account's id.
    pub fn is_valid(text: &str) -> bool {
        text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::AccountId;

    #[test]
    fn an_account_id_is_twelve_digits() {
        assert!(AccountId::parse("123456789012").is_some());
        for text in ["", "aws", "12345678901", "1234567890123", "12345678901x", "１２３４"] {
            assert_eq!(AccountId::parse(text), None, "{text}");
        }
    }
}
