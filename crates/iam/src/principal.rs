//! Who asks, and whether a `Principal` element names them.

use crate::Truth;
use crate::document::{PrincipalEntry, PrincipalKind, Principals};
use crate::pattern::{Reading, Style};
use crate::reserved::{is_service_linked, is_web_identity};
use crate::text::{Piece, Text};
use ssm_check_aws::{AccountId, Arn, Partition, domains_of_amazon, is_arn};

/// Who sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// The root user of an account.
    Root {
        /// Its ARN.
        arn: Text,
    },
    /// An IAM user.
    User {
        /// Its ARN.
        arn: Text,
    },
    /// An IAM role, which stands for any session of it that no statement names. Say of its ARN what is known, as in
    /// `arn:aws:iam::<account>:role/<name>` with a placeholder for each: a wholly unknown ARN may be that of a service-linked role.
    Role {
        /// Its ARN.
        arn: Text,
    },
    /// A session of a role, by the ARN `arn:aws:sts::123456789012:assumed-role/role/session`.
    Session {
        /// The ARN of the session.
        arn: Text,
    },
    /// A federated user of `GetFederationToken`, by the ARN `arn:aws:sts::123456789012:federated-user/name`.
    FederatedUser {
        /// The ARN of the session.
        arn: Text,
    },
    /// A service, such as `ec2.amazonaws.com`.
    Service(Text),
    /// Someone an identity provider vouches for.
    Federated(Text),
    /// By the canonical user id of an account.
    CanonicalUser(Text),
    /// Anyone, without credentials.
    Anonymous,
}

impl Principal {
    /// From an ARN, a service name, the id of an identity provider; `*` and the empty string are nobody in particular.
    pub fn parse(text: &str) -> Self {
        let arn = Text::lit(text);
        if text.is_empty() || text == "*" || text.eq_ignore_ascii_case("anonymous") {
            return Self::Anonymous;
        }
        if !is_arn(text) {
            let below = |domain: &str| text.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
            let is_service = Partition::has_name(text) || domains_of_amazon().any(below);
            let is_canonical = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
            return match text {
                _ if is_web_identity(text) => Self::Federated(arn),
                _ if AccountId::is_valid(text) => Self::Root {
                    arn: Text::lit(Arn { partition: "aws", service: "iam", region: "", account: text, resource: "root" }.to_string()),
                },
                _ if is_service => Self::Service(arn),
                _ if is_canonical => Self::CanonicalUser(arn),
                _ => Self::Federated(arn),
            };
        }
        match Arn::parse(text).map(|arn| arn.resource_type()) {
            Some("root") => Self::Root { arn },
            Some("role") => Self::Role { arn },
            Some("assumed-role") => Self::Session { arn },
            Some("federated-user") => Self::FederatedUser { arn },
            Some("saml-provider" | "oidc-provider") => Self::Federated(arn),
            _ => Self::User { arn },
        }
    }

    /// A role by its ARN.
    pub fn role(arn: impl Into<Text>) -> Self {
        Self::Role { arn: arn.into() }
    }

    /// A user by its ARN.
    pub fn user(arn: impl Into<Text>) -> Self {
        Self::User { arn: arn.into() }
    }

    /// Its ARN, if it has one.
    pub fn arn(&self) -> Option<&Text> {
        match self {
            Self::Root { arn } | Self::User { arn } | Self::Role { arn } | Self::Session { arn } | Self::FederatedUser { arn } => Some(arn),
            Self::Service(_) | Self::Federated(_) | Self::CanonicalUser(_) | Self::Anonymous => None,
        }
    }

    /// Its account, if it has one and its place in the ARN is known.
    pub fn account(&self) -> Option<Text> {
        account(self.arn()?)
    }

    /// Service-linked roles, which neither service control policies nor resource control policies affect.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>
    pub(crate) fn is_service_linked(&self) -> Truth {
        let (Self::Role { arn } | Self::Session { arn }) = self else { return Truth::False };
        is_service_linked(arn)
    }
}

/// The account in an ARN.
pub(crate) fn account(arn: &Text) -> Option<Text> {
    arn.split_n(':', 6)?.get(4).cloned()
}

impl Text {
    /// The account of an ARN.
    pub fn account_part(&self) -> Option<Self> {
        account(self)
    }
}

/// In which ways an element names a principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Itself, or as anyone: what it is granted is not limited by what limits its role.
    pub(crate) directly: Truth,
    /// The role or user whose session it is.
    pub(crate) by_role: Truth,
    /// Its account, which leaves it to the account to allow it.
    pub(crate) by_account: Truth,
}

impl Named {
    pub(crate) const NOT: Self = Self { directly: Truth::False, by_role: Truth::False, by_account: Truth::False };
    pub(crate) const DIRECTLY: Self = Self { directly: Truth::True, ..Self::NOT };
    pub(crate) const PERHAPS: Self = Self { directly: Truth::Unknown, by_role: Truth::Unknown, by_account: Truth::Unknown };

    fn or(self, other: Self) -> Self {
        Self {
            directly: self.directly.or(other.directly),
            by_role: self.by_role.or(other.by_role),
            by_account: self.by_account.or(other.by_account),
        }
    }

    pub(crate) fn at_all(self) -> Truth {
        self.directly.or(self.by_role).or(self.by_account)
    }
}

pub(crate) fn named(element: &Principals, principal: &Principal) -> Named {
    let unlisted = if element.complete { Named::NOT } else { Named::PERHAPS };
    let named = element.list.iter().map(|entry| entry_names(entry, principal)).fold(unlisted, Named::or);
    if element.negated { Named { directly: !named.at_all(), ..Named::NOT } } else { named }
}

fn same(a: &Text, b: &Text) -> Truth {
    Reading::new(Style::Exact).matches(a, b)
}

fn entry_names(entry: &PrincipalEntry, principal: &Principal) -> Named {
    let value = &entry.value;
    if value.literal() == Some("*") && entry.kind == PrincipalKind::Aws {
        return Named::DIRECTLY;
    }
    let only = |directly: Truth| Named { directly, ..Named::NOT };
    let wildcard = Truth::from(value.literal() == Some("*"));
    match (entry.kind, principal) {
        (PrincipalKind::Service, Principal::Service(own)) | (PrincipalKind::Federated, Principal::Federated(own)) => {
            only(same(value, own).or(wildcard))
        }
        (PrincipalKind::CanonicalUser, Principal::CanonicalUser(own)) => only(same(value, own)),
        (PrincipalKind::Aws, principal) => match principal.arn() {
            Some(arn) => aws_names(value, principal, arn),
            // A placeholder may turn out to be `*`.
            None if begins_with_hole(value) => only(Truth::Unknown),
            None => Named::NOT,
        },
        _ => Named::NOT,
    }
}

fn begins_with_hole(value: &Text) -> bool {
    matches!(value.pieces().first(), Some(Piece::Placeholder(placeholder)) if placeholder.class == crate::Class::Any)
}

fn aws_names(value: &Text, principal: &Principal, arn: &Text) -> Named {
    if begins_with_hole(value) {
        // An ARN that is not known, unless it is the very one of the request.
        return match same(value, arn) {
            Truth::True if matches!(principal, Principal::Role { .. }) => Named { by_role: Truth::True, ..Named::NOT },
            Truth::True => Named::DIRECTLY,
            _ => Named::PERHAPS,
        };
    }
    let own_account = account(arn);
    let account_is = |wanted: &Text| own_account.as_ref().map_or(Truth::Unknown, |own| same(wanted, own));
    let Some(parts) = value.split_n(':', 6) else { return Named::PERHAPS };
    let (named_account, resource) = match parts.as_slice() {
        // The account by its number alone.
        [number] => return Named { by_account: account_is(number), ..Named::NOT },
        [_, _, _, _, account, resource] => (account, resource),
        _ => return Named::NOT,
    };
    if resource.literal() == Some("root") {
        return Named { by_account: account_is(named_account), ..Named::NOT };
    }
    match principal {
        Principal::Role { .. } => Named { by_role: same(value, arn), ..Named::NOT },
        Principal::Session { .. } => {
            let role = arn.split_n('/', 3).and_then(|parts| parts.get(1).cloned());
            let is_role = match resource.literal().and_then(|r| r.strip_prefix("role/")) {
                // The ARN of a session leaves out the path of the role; in an account no two roles have the same name.
                Some(path) => match (path.rsplit('/').next(), role) {
                    (Some(name), Some(role)) => same(&Text::lit(name), &role).and(account_is(named_account)),
                    _ => Truth::Unknown,
                },
                None if resource.is_known() => Truth::False,
                None => Truth::Unknown,
            };
            Named { directly: same(value, arn), by_role: is_role, by_account: Truth::False }
        }
        Principal::FederatedUser { .. } => {
            let name = arn.split_n('/', 2).and_then(|parts| parts.get(1).cloned());
            let is_user = match (resource.literal().and_then(|r| r.strip_prefix("user/")), name) {
                (Some(path), Some(name)) => same(&Text::lit(path.rsplit('/').next().unwrap_or(path)), &name).and(account_is(named_account)),
                _ if resource.is_known() => Truth::False,
                _ => Truth::Unknown,
            };
            Named { directly: same(value, arn), by_role: is_user, by_account: Truth::False }
        }
        _ => Named { directly: same(value, arn), ..Named::NOT },
    }
}
