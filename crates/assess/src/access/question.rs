//! Questions about one caller and action: what is asked of the policies, and the answers that are kept.

use super::prepared::{Answers, AuthorizationQuestion, Prepared};
use super::tags::of_resource;
use super::{Access, AuthorizedResource, Caller, request_context};
use crate::arn::arn_of;
use ssm_check_aws::{AccountId, Symbolic};
use ssm_check_graph::Resource;
use ssm_check_iam::{Effect, Instant, Layers, Policy, Request, Satisfiable, Truth, Value, Witness, satisfiable, satisfiable_together};
use ssm_check_message::Span;
use std::rc::Rc;
use std::sync::Arc;

/// Questions about one caller and action.
pub struct Asking<'a, 'g> {
    /// Who asks.
    pub caller: &'a Caller<'g>,
    pub(super) access: &'a Access<'g>,
    pub(super) action: &'static str,
    pub(super) prepared: Rc<Prepared>,
    /// The caller's account.
    pub(super) account: Symbolic<AccountId>,
    /// When it asks; none where that is its choice.
    pub(super) at: Option<Instant>,
    /// What a user has from its groups counts.
    pub(super) with_groups: bool,
}

impl<'a, 'g> Asking<'a, 'g> {
    pub(super) fn new(access: &'a Access<'g>, caller: &'a Caller<'g>, action: &'static str, with_groups: bool) -> Self {
        let account = access.scope.of(caller);
        let key = (caller.resource.id(), action, with_groups);
        let known = access.prepared.borrow().get(&key).cloned();
        let prepared = known.unwrap_or_else(|| {
            let fill =
                |policies: Vec<Policy>| -> Vec<Policy> { policies.into_iter().map(|policy| access.scope.fill_policy(policy)).collect() };
            let mut identity = caller.policies.identity(action);
            if !with_groups {
                identity.retain(|policy| caller.policies.without_groups.contains(&policy.name));
            }
            let layers = Layers {
                identity: fill(identity),
                boundary: fill(caller.policies.boundary(action)),
                scps: access.control_over(caller),
                ..Layers::default()
            };
            let prepared = Prepared::kept(access, caller, layers);
            access.prepared.borrow_mut().insert(key, Rc::clone(&prepared));
            prepared
        });
        Self { caller, access, action, prepared, account, at: None, with_groups }
    }

    /// The same caller, by the same policies, and another action.
    #[must_use]
    pub fn about(&self, action: &'static str) -> Self {
        Self { at: self.at, ..Self::new(self.access, self.caller, action, self.with_groups) }
    }

    /// The same without what a user has from its groups.
    #[must_use]
    pub fn without_groups(&self) -> Self {
        Self { at: self.at, ..Self::new(self.access, self.caller, self.action, false) }
    }

    /// The policies, for this action.
    pub fn layers(&self) -> &Layers {
        &self.prepared.layers
    }

    /// What has been asked of such policies.
    pub(super) fn answers(&self) -> &Rc<Answers> {
        self.prepared.answers.get_or_init(|| Answers::shared(self.access, self.caller, self.action, self.layers()))
    }
}

impl Asking<'_, '_> {
    /// Keys of a request that the policies name and nobody knows, in lower case.
    pub(super) fn unknown_keys(&self, resource: &AuthorizedResource, region: Option<&str>) -> Vec<String> {
        let request = self.request(&question(&Rc::new(resource.clone()), region, Some(true)));
        let is_unknown = |value: &Value| match value {
            Value::Unknown => true,
            Value::One(text) => !text.is_known(),
            _ => false,
        };
        request.context.iter().filter(|(_, value)| is_unknown(value)).map(|(key, _)| key.to_owned()).collect()
    }

    /// A text without ids that were made up to stand for those of instances that are yet to be.
    pub(super) fn without_made_up(&self, text: &str) -> String {
        self.access.scope.without_made_up(text)
    }

    /// A resource of the inputs, as it is asked about.
    pub fn of_inputs(&self, resource: Resource<'_>) -> AuthorizedResource {
        AuthorizedResource {
            arn: self.access.scope.fill(&arn_of(resource)),
            shown: Span::address(resource.address()).into(),
            tags: of_resource(resource),
        }
    }

    /// A resource of the inputs is in the caller's account.
    pub fn is_in_own_account(&self, resource: Resource<'_>) -> Truth {
        self.access.scope.account(&resource.location().account).is(&self.account)
    }

    /// The action that is asked about.
    pub fn action(&self) -> &'static str {
        self.action
    }

    pub(super) fn resource(&self, question: &AuthorizationQuestion) -> Rc<Satisfiable> {
        if self.at.is_some() {
            return Rc::new(satisfiable(&self.request(question), self.layers()));
        }
        let known = self.answers().resources.borrow().get(question).cloned();
        known.unwrap_or_else(|| {
            let answer = Rc::new(satisfiable(&self.request(question), self.layers()));
            self.answers().resources.borrow_mut().insert(question.clone(), Rc::clone(&answer));
            answer
        })
    }

    /// Both requests under one choice of what is free.
    pub(super) fn both(&self, first: &AuthorizationQuestion, second: &AuthorizationQuestion) -> (Truth, Rc<Satisfiable>, Rc<Satisfiable>) {
        let (a, b) = (self.resource(first), self.resource(second));
        let truth = match (&*a, &*b) {
            (Satisfiable::No { .. }, _) | (_, Satisfiable::No { .. }) => Truth::False,
            (Satisfiable::Yes { witness: of_a, .. }, Satisfiable::Yes { witness: of_b, .. }) => self.fit(first, of_a, second, of_b),
            _ => Truth::Unknown,
        };
        (truth, a, b)
    }

    fn fit(&self, first: &AuthorizationQuestion, of_first: &Witness, second: &AuthorizationQuestion, of_second: &Witness) -> Truth {
        let is_chosen = |witness: &Witness| witness.keys().any(|key| is_shared(key));
        if !is_chosen(of_first) || !is_chosen(of_second) {
            // Nothing has to be chosen that the other could object to.
            return Truth::True;
        }
        let key = (first.clone(), second.clone());
        if let Some(known) = self.answers().both.borrow().get(&key) {
            return *known;
        }
        let truth = satisfiable_together(&[self.request(first), self.request(second)], self.layers(), &is_shared);
        self.answers().both.borrow_mut().insert(key, truth);
        truth
    }

    /// The request for one resource.
    pub(super) fn request(&self, (resource, region, named): &AuthorizationQuestion) -> Request {
        let principal = fill_principal(self.caller.principal(), self.access);
        let question = request_context::Question { action: self.action, resource, region: region.as_deref(), named: *named };
        let context = request_context::context(self.caller, &self.access.scope, &self.answers().keys, &question);
        let context = self.at.into_iter().fold(context, ssm_check_iam::Context::at);
        Request::new(principal, self.action, resource.arn.clone()).context(context)
    }
}

pub(super) fn question(resource: &Rc<AuthorizedResource>, region: Option<&str>, named: Option<bool>) -> AuthorizationQuestion {
    (Rc::clone(resource), region.map(str::to_owned), named)
}

pub(super) fn without_denies(layers: &Layers) -> Layers {
    let strip = |policies: &[Policy]| -> Vec<Policy> {
        policies
            .iter()
            .map(|policy| {
                let mut policy = policy.clone();
                let statements = &mut policy.document.statements;
                if statements.iter().any(|statement| statement.effect == Effect::Deny) {
                    let left = statements.iter().filter(|statement| statement.effect != Effect::Deny).cloned();
                    *statements = Arc::new(left.collect());
                }
                policy
            })
            .collect()
    };
    Layers {
        identity: strip(&layers.identity),
        boundary: strip(&layers.boundary),
        scps: layers.scps.iter().map(|level| strip(level)).collect(),
        ..Layers::default()
    }
}

fn fill_principal(principal: ssm_check_iam::Principal, access: &Access<'_>) -> ssm_check_iam::Principal {
    use ssm_check_iam::Principal;
    match principal {
        Principal::Role { arn } => Principal::Role { arn: access.scope.fill(&arn) },
        Principal::User { arn } => Principal::User { arn: access.scope.fill(&arn) },
        other => other,
    }
}

/// A choice means the same for the other resource; tags are each resource's own.
pub(super) fn is_shared(key: &str) -> bool {
    !key.starts_with("aws:resourcetag/") && !key.starts_with("ssm:resourcetag/")
}
