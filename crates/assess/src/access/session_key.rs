//! The caller's side of encryption: the client that opens a session makes a data key of the session's KMS key, with the caller's permissions.
//!
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html>: whoever starts sessions
//! needs `kms:GenerateDataKey` on the key.

use super::{Asking, AuthorizedResource, DocumentResource, Tags, scps};
use crate::AttrRef;
use crate::document::{self, Reading, SessionType};
use crate::policies::{NamedKey, policy_of_key, with_grants};
use ssm_check_aws::{AccountId, Arn, Symbolic};
use ssm_check_graph::aws::{KmsKey, SsmDocument};
use ssm_check_iam::{Decision, Policy, Satisfiable, Text, Truth};
use ssm_check_message::{Message, Span, say};
use ssm_check_plan::Attr;

/// The action.
pub const GENERATE: &str = "kms:GenerateDataKey";

/// The key of sessions with a document.
pub struct SessionKey<'g> {
    /// The document that names it.
    pub document: SsmDocument<'g>,
    named: NamedKey<'g>,
    /// As evidence shows it.
    pub shown: Span,
}

impl<'g> SessionKey<'g> {
    /// The key that sessions with a document are encrypted with: of a shell, that of its preferences. Of documents of AWS, and of commands
    /// and tunnels, the preferences of the account decide too, in a way that AWS does not document; nothing is said of these.
    pub fn of(document: &DocumentResource<'g>) -> Option<Self> {
        let own = document.own?;
        let content = match document::read(own) {
            Reading::Content(content) if content.session_type() == Some(SessionType::StandardStream) => content,
            Reading::Content(_) | Reading::Invalid(_) => return None,
            // The only key that preferences can name; where nothing else of the content is unknown, it names one.
            Reading::Unknown(_) => {
                let named = NamedKey::behind(own.0, &["content"], &[])?;
                let shown = named.key.map(|key| Span::address(key.0.address()))?;
                return Some(Self { document: own, named, shown });
            }
        };
        let written = content.input("kmsKeyId").filter(|key| !key.contains("{{"))?;
        let named = NamedKey::of(own.0, &written);
        let shown = named.key.map_or_else(|| Span::value(&written), |key| Span::address(key.0.address()));
        Some(Self { document: own, named, shown })
    }

    /// Its ARN.
    pub fn arn(&self) -> &Text {
        &self.named.arn
    }

    /// May the caller make a data key of it? `None` where nothing can be said, for a grant or a policy elsewhere may let it.
    pub fn usable_by(&self, asking: &Asking<'_, '_>) -> Option<Satisfiable> {
        let graph = self.document.0.graph();
        let has = |resource_type: &str| graph.of_type(resource_type).next().is_some();
        let is_elsewhere = self.named.key.is_none() && (has("aws_kms_key_policy") || !self.arn().is_known());
        if self.named.is_of_aws || is_elsewhere {
            return None;
        }
        let caller = asking.caller.resource;
        let policy = policy_of_key(self.named.key, || asking.account_text());
        let (policy, granted) = with_grants(policy, graph, (self.named.key.map(|key| key.0), self.arn()), caller, GENERATE);
        let answer = self.answer(asking, policy);
        let is_denied = answer.outcome().decision == Decision::ExplicitDeny;
        if granted.is_possible() && !is_denied && answer.truth() != Truth::True {
            return None;
        }
        // The policy of a key of another account has to allow it as well:
        // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
        let is_foreign = self.named.key.is_none() && self.elsewhere().is_some_and(|account| asking.account() != Some(account.as_str()));
        (!is_foreign || is_refused(&answer)).then_some(answer)
    }

    fn answer(&self, asking: &Asking<'_, '_>, policy: Policy) -> Satisfiable {
        let resource = AuthorizedResource { arn: self.arn().clone(), shown: self.shown.clone().into(), tags: self.tags() };
        let owner = self.elsewhere().map_or_else(|| asking.account.clone(), Symbolic::Known);
        let above = (policy, scps::rcps(self.document.0.graph(), &owner));
        // The client names the key as the preferences do.
        asking.on_resource_with(&resource, self.region().as_deref(), above, &[("kms:RequestAlias", self.named.alias.clone())])
    }

    /// The account that its ARN tells.
    fn elsewhere(&self) -> Option<AccountId> {
        self.arn().literal().and_then(Arn::parse).and_then(|arn| arn.account_id())
    }

    fn tags(&self) -> Tags {
        self.named.key.map_or_else(Tags::unknown, |key| super::tags::of_resource(key.0))
    }

    fn region(&self) -> Option<String> {
        let own = self.arn().literal().and_then(Arn::parse).map(|arn| arn.region);
        own.or_else(|| self.document.0.location().region()).map(str::to_owned)
    }
}

/// What is wrong with a key of AWS's, which neither the caller nor the agent is let use:
/// <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key>.
pub const ONLY_SERVICES: &str = "is an AWS managed key, which only AWS services use";

/// Why no data key can be made of a key of the inputs: the attribute, and what it says.
///
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html#API_GenerateDataKey_Errors>: "the symmetric encryption KMS
/// key", that is enabled.
pub fn unfit<'k>(key: KmsKey<'k>) -> Option<(AttrRef, Message)> {
    let is_off = |attr: Attr<bool>| matches!(attr, Attr::Known(false) | Attr::Sensitive(Some(false)));
    let other = |attr: Attr<&'k str>, fit: &str| attr.value().filter(|value| !value.is_empty() && *value != fit);
    let at = |attribute: &str| AttrRef::new(key.0.address(), attribute);
    if key.key_manager().value() == Some("AWS") {
        return Some((at("key_manager"), ONLY_SERVICES.into()));
    }
    if is_off(key.is_enabled()) {
        return Some((at("is_enabled"), "is disabled".into()));
    }
    if is_off(key.enabled()) {
        return Some((at("enabled"), "is disabled".into()));
    }
    if let Some(usage) = other(key.key_usage(), "ENCRYPT_DECRYPT") {
        return Some((at("key_usage"), say!("is for {}, and makes no data keys", Span::value(usage))));
    }
    let spec = other(key.customer_master_key_spec(), "SYMMETRIC_DEFAULT")?;
    Some((at("customer_master_key_spec"), say!("is of {}, and makes no data keys", Span::value(spec))))
}

/// It certainly may not.
pub fn is_refused(answer: &Satisfiable) -> bool {
    answer.truth() == Truth::False
}
