//! ARNs with placeholders for what is not known.

use crate::{Class, Placeholder, Text};
use ssm_check_aws::{AccountId, Location, Partition, Region, Symbolic};

/// Which parts the ARNs of a kind of resource have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Region and account, as most have.
    Regional,
    /// An account, but no Region: IAM.
    Global,
    /// A Region, but no account: what AWS has in each, such as its documents.
    OfAws,
    /// Neither: buckets of S3.
    Neither,
}

impl Text {
    /// The ARN of something at a location: `arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE`.
    ///
    /// Where the Region is not known, the partition is taken to be the commercial one.
    pub fn arn(location: &Location, service: &str, scope: Scope, resource: &Self) -> Self {
        let partition = location.partition().unwrap_or(Partition::Aws);
        let (region, account) = (Self::region(&location.region), Self::account(&location.account));
        let none = Self::default();
        let (region, account) = match scope {
            Scope::Regional => (&region, &account),
            Scope::Global => (&none, &account),
            Scope::OfAws => (&region, &none),
            Scope::Neither => (&none, &none),
        };
        Self::lit(format!("arn:{partition}:{service}:")).join(region).then(":").join(account).then(":").join(resource)
    }

    /// A Region, or a placeholder for it.
    pub fn region(region: &Symbolic<Region>) -> Self {
        match region {
            Symbolic::Known(region) => Self::lit(region.as_str()),
            Symbolic::Placeholder(name) => Self::unknown(Placeholder::new(std::sync::Arc::clone(name), Class::Region)),
        }
    }

    /// An account, or a placeholder for it.
    pub fn account(account: &Symbolic<AccountId>) -> Self {
        match account {
            Symbolic::Known(account) => Self::lit(account.as_str()),
            Symbolic::Placeholder(name) => Self::unknown(Placeholder::new(std::sync::Arc::clone(name), Class::Account)),
        }
    }
}
