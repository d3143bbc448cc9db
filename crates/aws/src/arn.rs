//! ARNs: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>.

use crate::{AccountId, Partition, Region};
use std::fmt;

/// The parts of an ARN, as they are written: `arn:partition:service:region:account:resource`.
///
/// Of a pattern, a part may hold wildcards and variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    /// Such as `aws`.
    pub partition: &'a str,
    /// Such as `iam`.
    pub service: &'a str,
    /// Empty where the service has no Regions, or the kind of resource has none.
    pub region: &'a str,
    /// Twelve digits, `aws` of what AWS keeps for everybody, or nothing.
    pub account: &'a str,
    /// The rest, which may hold colons.
    pub resource: &'a str,
}

/// Whether a text means to be an ARN.
pub fn is_arn(text: &str) -> bool {
    text.starts_with("arn:")
}

impl<'a> Arn<'a> {
    /// The parts; `None` of a text that has fewer than an ARN.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.strip_prefix("arn:")?.splitn(5, ':');
        Some(Self {
            partition: parts.next()?,
            service: parts.next()?,
            region: parts.next()?,
            account: parts.next()?,
            resource: parts.next()?,
        })
    }

    /// The account, where it is written out.
    pub fn account_id(&self) -> Option<AccountId> {
        AccountId::parse(self.account)
    }

    /// The Region, where it is written out.
    pub fn region(&self) -> Option<Region> {
        Region::parse(self.region)
    }

    /// The partition, if there is one of that name.
    pub fn partition(&self) -> Option<Partition> {
        Partition::parse(self.partition)
    }

    /// What AWS keeps for every account, such as a managed policy.
    pub fn is_of_aws(&self) -> bool {
        self.account == "aws"
    }

    /// What the resource begins with: `role` of `role/path/name`.
    pub fn resource_type(&self) -> &'a str {
        self.resource.split(['/', ':']).next().unwrap_or_default()
    }

    /// The last segment of the resource, without its path: `name` of `role/path/name`.
    pub fn name(&self) -> &'a str {
        self.resource.rsplit(['/', ':']).next().unwrap_or_default()
    }
}

/// As it is written; a part may be a pattern.
///
/// ```
/// use ssm_check_aws::Arn;
///
/// let text = "arn:aws:ssm:eu-west-1:123456789012:document/shell";
/// assert_eq!(Arn::parse(text).unwrap().to_string(), text);
/// ```
impl fmt::Display for Arn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { partition, service, region, account, resource } = self;
        write!(f, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

#[cfg(test)]
mod tests {
    use super::Arn;

    #[test]
    fn parts() {
        let arn = Arn::parse("arn:aws-cn:iam::123456789012:role/path/app").unwrap();
        assert_eq!((arn.partition, arn.service, arn.region, arn.account), ("aws-cn", "iam", "", "123456789012"));
        assert_eq!((arn.resource_type(), arn.name()), ("role", "app"));
        let log = Arn::parse("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/ssm:*").unwrap();
        assert_eq!(log.resource, "log-group:/aws/ssm:*");
        assert!(Arn::parse("arn:aws:iam::aws:policy/AdministratorAccess").unwrap().is_of_aws());
    }

    #[test]
    fn an_empty_account_is_no_account() {
        let arn = Arn::parse("arn:aws:ec2:eu-west-1::instance/i-0123456789abcdef0").unwrap();
        assert_eq!(arn.account_id(), None);
        assert_eq!(arn.region().unwrap().as_str(), "eu-west-1");
    }

    #[test]
    fn what_is_none() {
        for text in ["", "*", "arn", "arn:aws:iam::123456789012", "role/app"] {
            assert_eq!(Arn::parse(text), None, "{text}");
        }
    }
}
