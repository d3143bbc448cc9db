//! What is asked.

use super::layers::Layers;
use crate::Truth;
use crate::context::{Context, Value};
use crate::pattern::{Reading, Style};
use crate::principal::{self, Principal};
use crate::text::Text;
use ssm_check_aws::AccountId;

/// One request for one resource. An operation on several resources, as `ssm:StartSession` on a target and a document, is several requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub principal: Principal,
    /// What for: `ssm:StartSession`.
    pub action: String,
    /// The ARN of the resource. An action without resource types has `*`, which only a `*` in a policy matches; or, more exactly, the
    /// pseudo-ARN that AWS uses, `arn:aws:ssmmessages:eu-west-1:111122223333:*`, which a pattern of that shape matches too.
    pub resource: Text,
    /// The account that owns the resource. `None`: the one in its ARN if that and the account of the principal are known, else the same.
    pub resource_account: Option<Text>,
    /// The condition keys.
    pub context: Context,
}

impl Request {
    /// A request with an empty context.
    pub fn new(principal: Principal, action: impl Into<String>, resource: impl Into<Text>) -> Self {
        Self { principal, action: action.into(), resource: resource.into(), resource_account: None, context: Context::new() }
    }

    /// With another context.
    #[must_use]
    pub fn context(self, context: Context) -> Self {
        Self { context, ..self }
    }

    /// With the keys of these policies that the [reference](crate::reference) says such a request never has.
    #[must_use]
    pub fn by_reference(mut self, layers: &Layers) -> Self {
        for key in layers.keys() {
            if crate::reference::carries(&self.action, &self.resource, &key) == Truth::False {
                self.context.set(&key, Value::Absent);
            }
        }
        self
    }

    /// Is the resource in the account of the principal?
    pub(super) fn is_same_account(&self) -> Truth {
        let same = |a: &Text, b: &Text| Reading::new(Style::Exact).matches(a, b);
        match (&self.resource_account, self.principal.account()) {
            (Some(owner), Some(own)) => same(&own, owner),
            (Some(_), None) => Truth::Unknown,
            (None, own) => match (principal::account(&self.resource), own) {
                (Some(owner), Some(own)) if owner.literal().is_some_and(AccountId::is_valid) && own.is_known() => same(&own, &owner),
                _ => Truth::True,
            },
        }
    }
}
