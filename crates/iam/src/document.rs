//! Policy documents as values, which may be built as well as parsed.

use crate::operator::Operator;
use crate::text::Text;
use std::sync::Arc;

/// The language version of a document.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// `2008-10-17`, also what a document without `Version` has: no policy variables.
    #[default]
    V2008,
    /// `2012-10-17`.
    V2012,
}

/// What a statement does with the requests it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Allows them.
    Allow,
    /// Denies them.
    Deny,
    /// Not known which.
    Unknown,
}

/// A list of patterns: of an `Action`, `NotAction`, `Resource` or `NotResource`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patterns {
    /// Whether it is the `Not…` form.
    pub negated: bool,
    /// The patterns that are known to be listed.
    pub list: Vec<Text>,
    /// Whether that is all of them. Not complete: these and perhaps more.
    pub complete: bool,
}

impl Patterns {
    /// `Action` or `Resource`.
    pub fn of<T: Into<Text>>(list: impl IntoIterator<Item = T>) -> Self {
        Self { negated: false, list: list.into_iter().map(Into::into).collect(), complete: true }
    }

    /// `NotAction` or `NotResource`.
    pub fn except<T: Into<Text>>(list: impl IntoIterator<Item = T>) -> Self {
        Self { negated: true, ..Self::of(list) }
    }

    /// A list of which nothing is known.
    pub fn unknown() -> Self {
        Self::of::<Text>([]).and_perhaps_more()
    }

    /// These and perhaps more.
    #[must_use]
    pub fn and_perhaps_more(self) -> Self {
        Self { complete: false, ..self }
    }
}

/// What kind of principal an entry names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    /// An account, user, role or session, or `*`.
    Aws,
    /// A service, such as `ec2.amazonaws.com`.
    Service,
    /// An identity provider.
    Federated,
    /// A canonical user id of S3.
    CanonicalUser,
}

/// An entry of `Principal` or `NotPrincipal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrincipalEntry {
    /// Under which key it stands.
    pub kind: PrincipalKind,
    /// An ARN, account, service name, id, or `*`.
    pub value: Text,
}

/// A `Principal` or `NotPrincipal` element. `"*"` is the same as `{"AWS": "*"}`.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principals {
    /// Whether it is `NotPrincipal`.
    pub negated: bool,
    /// The entries that are known.
    pub list: Vec<PrincipalEntry>,
    /// Whether that is all of them.
    pub complete: bool,
}

impl Principals {
    /// `Principal` with entries of one kind.
    pub fn of<T: Into<Text>>(kind: PrincipalKind, list: impl IntoIterator<Item = T>) -> Self {
        let list = list.into_iter().map(|value| PrincipalEntry { kind, value: value.into() }).collect();
        Self { negated: false, list, complete: true }
    }

    /// `"*"`.
    pub fn everyone() -> Self {
        Self::of(PrincipalKind::Aws, ["*"])
    }
}

/// One operator with one key: an entry of `Condition`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The operator.
    pub operator: Operator,
    /// The condition key as written.
    pub key: String,
    /// The values that are known.
    pub values: Vec<Text>,
    /// Whether that is all of them.
    pub complete: bool,
}

impl Condition {
    /// A condition.
    pub fn new<T: Into<Text>>(operator: Operator, key: impl Into<String>, values: impl IntoIterator<Item = T>) -> Self {
        Self { operator, key: key.into(), values: values.into_iter().map(Into::into).collect(), complete: true }
    }

    /// A condition of which the values are not known.
    pub fn unknown_values(operator: Operator, key: impl Into<String>) -> Self {
        Self { complete: false, ..Self::new::<Text>(operator, key, []) }
    }
}

/// A statement.
///
/// ```
/// use ssm_check_iam::{Class, Document, Placeholder, Statement, Text};
///
/// let tunnel = Text::unknown(Placeholder::new("aws_ssm_document.tunnel.arn", Class::Any));
/// let document = Document::new([Statement::allow(["ssm:StartSession"], [tunnel, Text::lit("arn:aws:ec2:*:*:instance/*")])]);
/// assert!(document.complete);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its `Sid`.
    pub sid: Option<String>,
    /// Its effect.
    pub effect: Effect,
    /// `Action` or `NotAction`.
    pub actions: Patterns,
    /// `Resource` or `NotResource`; a trust policy has neither.
    pub resources: Option<Patterns>,
    /// `Principal` or `NotPrincipal`, which resource policies and resource control policies have.
    pub principals: Option<Principals>,
    /// The conditions that are known.
    pub conditions: Vec<Condition>,
    /// Whether those are all.
    pub conditions_complete: bool,
}

impl Statement {
    /// A statement without principal and conditions.
    pub fn new(effect: Effect, actions: Patterns, resources: Patterns) -> Self {
        Self { sid: None, effect, actions, resources: Some(resources), principals: None, conditions: Vec::new(), conditions_complete: true }
    }

    /// Allow these actions on these resources.
    pub fn allow<A: Into<Text>, R: Into<Text>>(actions: impl IntoIterator<Item = A>, resources: impl IntoIterator<Item = R>) -> Self {
        Self::new(Effect::Allow, Patterns::of(actions), Patterns::of(resources))
    }

    /// Deny these actions on these resources.
    pub fn deny<A: Into<Text>, R: Into<Text>>(actions: impl IntoIterator<Item = A>, resources: impl IntoIterator<Item = R>) -> Self {
        Self::new(Effect::Deny, Patterns::of(actions), Patterns::of(resources))
    }

    /// Somebody of these is among whom it names, or may be: where it names all but some, and where not all of it is known.
    pub fn may_name(&self, is: impl Fn(&PrincipalEntry) -> bool) -> bool {
        self.principals.as_ref().is_none_or(|principals| !principals.complete || principals.negated || principals.list.iter().any(is))
    }

    /// Nothing is known about it.
    pub fn unknown() -> Self {
        let anyone = Principals { negated: false, list: Vec::new(), complete: false };
        Self { conditions_complete: false, ..Self::new(Effect::Unknown, Patterns::unknown(), Patterns::unknown()) }.principals(anyone)
    }

    /// With a `Sid`.
    #[must_use]
    pub fn sid(mut self, sid: impl Into<String>) -> Self {
        self.sid = Some(sid.into());
        self
    }

    /// With a condition more.
    #[must_use]
    pub fn when(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }

    /// With a `Principal` or `NotPrincipal`.
    #[must_use]
    pub fn principals(mut self, principals: Principals) -> Self {
        self.principals = Some(principals);
        self
    }
}

/// A policy document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its version.
    pub version: Version,
    /// Its `Id`.
    pub id: Option<String>,
    /// The statements that are known. Shared: a document is asked about many times, in many sets of policies, and rarely changed.
    pub statements: Arc<Vec<Statement>>,
    /// Whether those are all. Not complete: there may be more, of any effect.
    pub complete: bool,
}

impl Document {
    /// A document of version 2012-10-17.
    pub fn new(statements: impl IntoIterator<Item = Statement>) -> Self {
        Self { version: Version::V2012, id: None, statements: Arc::new(statements.into_iter().collect()), complete: true }
    }

    /// Nothing is known about it.
    pub fn unknown() -> Self {
        Self::new([]).and_perhaps_more()
    }

    /// The same of which it is not known whether it applies: each statement may match where it would, and none does for certain.
    #[must_use]
    pub fn perhaps(mut self) -> Self {
        for statement in Arc::make_mut(&mut self.statements) {
            statement.conditions_complete = false;
        }
        self
    }

    /// These statements and perhaps more.
    #[must_use]
    pub fn and_perhaps_more(self) -> Self {
        Self { complete: false, ..self }
    }
}

/// A document under the name that evidence gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What reports call it: `aws_iam_policy.ops`, an ARN.
    pub name: String,
    /// What it says.
    pub document: Document,
}

impl Policy {
    /// A policy.
    pub fn new(name: impl Into<String>, document: Document) -> Self {
        Self { name: name.into(), document }
    }

    /// The policy of a resource that leaves everything to the identity policies of an account, as the default policy of a KMS key does.
    ///
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
    ///
    /// ```
    /// use ssm_check_iam::{Decision, Document, Layers, Policy, Principal, Request, Statement, evaluate};
    ///
    /// let role = Policy::new("role", Document::new([Statement::allow(["kms:Decrypt"], ["*"])]));
    /// let layers = Layers { identity: vec![role], resource: Some(Policy::trusting("key", "111122223333")), ..Layers::default() };
    /// let principal = Principal::parse("arn:aws:iam::111122223333:role/r");
    /// let request = Request::new(principal, "kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/k");
    /// assert_eq!(evaluate(&request, &layers).decision, Decision::Allowed);
    /// ```
    pub fn trusting(name: impl Into<String>, account: impl Into<Text>) -> Self {
        let statement = Statement::allow(["*"], ["*"]).principals(Principals::of(PrincipalKind::Aws, [account]));
        Self::new(name, Document::new([statement]))
    }
}
