//! The caller's side of encryption: the client that opens a session makes a data key of the session's KMS key, with the caller's permissions.
//!
//! <https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html>: whoever starts sessions
//! needs `kms:GenerateDataKey` on the key.

use super::{Asking, AuthorizedResource, DocumentResource, Tags, scps};
use crate::AttrRef;
use crate::arn::arn_of;
use crate::document::{self, Reading, SessionType};
use crate::pages::Listed;
use crate::policies::{key_behind, key_named, policy_of_key};
use ssm_check_aws::{Arn, Symbolic};
use ssm_check_graph::aws::{KmsKey, SsmDocument};
use ssm_check_iam::{Class, Placeholder, Satisfiable, Text, Truth, Value};
use ssm_check_message::{Message, Span, say};
use ssm_check_plan::Attr;

/// The action.
pub const GENERATE: &str = "kms:GenerateDataKey";

/// The key of sessions with a document.
pub struct SessionKey<'g> {
    /// The document that names it.
    pub document: SsmDocument<'g>,
    /// The key, if it is one of the inputs.
    key: Option<KmsKey<'g>>,
    /// Its ARN.
    pub arn: Text,
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
            Reading::Unknown(_) => {
                // The only key that preferences can name; where nothing else of the content is unknown, it names one.
                return Some(Self::made(own, key_behind(own.0, &["content"], &[])?));
            }
        };
        let named = content.input("kmsKeyId").filter(|key| !key.contains("{{"))?;
        if let Some(key) = key_named(own.0.graph(), &named) {
            return Some(Self::made(own, key));
        }
        let is_key = Arn::parse(&named).is_some_and(|arn| arn.resource.starts_with("key/"));
        let some = Text::unknown(Placeholder::new(format!("the key of {named}"), Class::Any));
        Some(Self { document: own, key: None, arn: if is_key { Text::lit(&named) } else { some }, shown: Span::value(&named) })
    }

    fn made(document: SsmDocument<'g>, key: KmsKey<'g>) -> Self {
        Self { document, key: Some(key), arn: arn_of(key.0), shown: Span::address(key.0.address()) }
    }

    /// May the caller make a data key of it? `None` where nothing can be said, for a grant or a policy elsewhere may let it.
    pub fn usable_by(&self, asking: &Asking<'_, '_>) -> Option<Satisfiable> {
        let graph = self.document.0.graph();
        let has = |resource_type: &str| graph.of_type(resource_type).next().is_some();
        // A grant lets a principal use a key beside all policies: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
        if Listed::TypesThatGrantKeys.is_in(graph) || self.key.is_none() && (has("aws_kms_key_policy") || !self.arn.is_known()) {
            return None;
        }
        let resource = AuthorizedResource { arn: self.arn.clone(), shown: self.shown.clone().into(), tags: self.tags() };
        let elsewhere = self.arn.literal().and_then(Arn::parse).and_then(|arn| arn.account_id());
        let owner = elsewhere.clone().map_or_else(|| asking.account.clone(), Symbolic::Known);
        let rcps = scps::rcps(graph, &owner);
        let above = (policy_of_key(self.key, || asking.account_text()), rcps);
        // The client names the key as the preferences do, here by its ARN or id:
        // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-request-alias
        let answer = asking.on_resource_with(&resource, self.region().as_deref(), above, &[("kms:RequestAlias", Value::Absent)]);
        // The policy of a key of another account has to allow it as well:
        // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
        let is_foreign = self.key.is_none() && elsewhere.is_some_and(|account| asking.account() != Some(account.as_str()));
        (!is_foreign || is_refused(&answer)).then_some(answer)
    }

    fn tags(&self) -> Tags {
        self.key.map_or_else(Tags::unknown, |key| super::tags::of_resource(key.0))
    }

    fn region(&self) -> Option<String> {
        let own = self.arn.literal().and_then(Arn::parse).map(|arn| arn.region);
        own.or_else(|| self.document.0.location().region()).map(str::to_owned)
    }
}

/// Why no data key can be made of a key of the inputs: the attribute, and what it says.
///
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html#API_GenerateDataKey_Errors>: "the symmetric encryption KMS
/// key", that is enabled.
pub fn unfit<'k>(key: KmsKey<'k>) -> Option<(AttrRef, Message)> {
    let is_off = |attr: Attr<bool>| matches!(attr, Attr::Known(false) | Attr::Sensitive(Some(false)));
    let other = |attr: Attr<&'k str>, fit: &str| attr.value().filter(|value| !value.is_empty() && *value != fit);
    let at = |attribute: &str| AttrRef::new(key.0.address(), attribute);
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
