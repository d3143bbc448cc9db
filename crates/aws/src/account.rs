//! Accounts.

use ssm_check_truth::Truth;
use std::fmt;
use std::sync::Arc;

/// The id of an account: twelve digits.
/// <https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html>
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(Arc<str>);

/// An account: known, or a placeholder for one that is not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// With this id.
    Known(AccountId),
    /// Two placeholders of one name are the same account; of two names it is not known whether they are.
    Placeholder(Arc<str>),
}

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

impl Account {
    /// A placeholder.
    pub fn placeholder(name: impl Into<Arc<str>>) -> Self {
        Self::Placeholder(name.into())
    }

    /// The id, if it is known.
    pub fn id(&self) -> Option<&AccountId> {
        match self {
            Self::Known(id) => Some(id),
            Self::Placeholder(_) => None,
        }
    }

    /// Whether both are one account.
    pub fn is(&self, other: &Self) -> Truth {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => (a == b).into(),
            (Self::Placeholder(a), Self::Placeholder(b)) if a == b => Truth::True,
            _ => Truth::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Account, AccountId};
    use ssm_check_truth::Truth;

    #[test]
    fn an_account_id_is_twelve_digits() {
        assert!(AccountId::parse("123456789012").is_some());
        for text in ["", "aws", "12345678901", "1234567890123", "12345678901x", "１２３４"] {
            assert_eq!(AccountId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn two_unknown_accounts_are_neither_one_nor_two() {
        let known = |text| Account::Known(AccountId::parse(text).unwrap());
        let (a, b) = (Account::placeholder("a"), Account::placeholder("b"));
        assert_eq!(a.is(&a), Truth::True);
        assert_eq!(a.is(&b), Truth::Unknown);
        assert_eq!(a.is(&known("111111111111")), Truth::Unknown);
        assert_eq!(known("111111111111").is(&known("111111111111")), Truth::True);
        assert_eq!(known("111111111111").is(&known("222222222222")), Truth::False);
    }
}
