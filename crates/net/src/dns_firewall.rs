//! Route 53 Resolver DNS Firewall: which names the Amazon resolver answers.
//!
//! It stands before private hosted zones and the private names of endpoints too:
//! <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html>

use crate::ids::RuleGroupId;
use crate::known::{Choice, Known, Partial};

/// A rule group, on its own. Its rules are met in the order of their priorities, the lowest first.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-settings.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleGroup {
    /// The caller's label.
    pub name: String,
    /// Its rules, in any order.
    pub rules: Partial<NameRule>,
}

/// A rule group that a VPC is associated with. Groups are met in the order of their priorities, the lowest first.
/// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-vpc-associating-rule-group.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Association {
    /// The group.
    pub group: Choice<RuleGroupId>,
    /// Its priority in the VPC.
    pub priority: Known<i64>,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameRule {
    /// Its priority in the group.
    pub priority: Known<i64>,
    /// What becomes of the query. The first rule that matches decides.
    /// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-actions.html>
    pub action: Known<NameAction>,
    /// The names that it matches: `ssm.eu-west-1.amazonaws.com`, `*.amazonaws.com` for what is below, `*` for all.
    /// <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-domain-lists.html>
    pub domains: Partial<String>,
    /// The type of query that it matches, such as `AAAA`; `None` is all.
    pub query: Known<Option<String>>,
    /// What a name leads to is not looked at again (`TRUST_REDIRECTION_DOMAIN`).
    pub trusts_redirection: Known<bool>,
}

/// What a rule makes of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameAction {
    /// It goes through (`ALLOW`, and `ALERT`, which logs it).
    Allow,
    /// There is no answer (`BLOCK` with `NODATA` or `NXDOMAIN`).
    Block,
}
