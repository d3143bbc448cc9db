//! The decision on one session, and on whether there is any.

use super::account_scope::location;
use super::authorized_resource::{ANY_INSTANCE, ANY_NODE};
use super::prepared::{AuthorizationQuestion, Prepared};
use super::when::Period;
use super::{Access, AuthorizedResource, Caller, CallerKind, DocumentResource, Finding, START, TargetResource, request_context};
use crate::monitoring::{Call, Seen, Who};
use ssm_check_aws::{AccountId, Arn, Partition, Region, Symbolic};
use ssm_check_iam::{Effect, Instant, Layers, Policy, Request, Satisfiable, Scope, Text, Truth, Value, Witness, satisfiable};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Questions about one caller and action.
pub struct Asking<'a, 'g> {
    /// Who asks.
    pub caller: &'a Caller<'g>,
    access: &'a Access<'g>,
    action: &'static str,
    prepared: Rc<Prepared>,
    /// The caller's account.
    account: Symbolic<AccountId>,
    /// When it asks; none where that is its choice.
    at: Option<Instant>,
}

/// The decision on one session: both resources.
#[derive(Clone, Debug)]
pub struct Decision {
    /// May it be started?
    pub truth: Truth,
    /// The answer for the target.
    pub target: Rc<Satisfiable>,
    /// The answer for the document.
    pub document: Rc<Satisfiable>,
    /// The target's ARN.
    pub target_arn: Text,
    /// The document's ARN.
    pub document_arn: Text,
}

impl<'a, 'g> Asking<'a, 'g> {
    pub(super) fn new(access: &'a Access<'g>, caller: &'a Caller<'g>, action: &'static str) -> Self {
        let account = access.scope.of(caller);
        let key = (caller.resource.id(), action);
        let known = access.prepared.borrow().get(&key).cloned();
        let prepared = known.unwrap_or_else(|| {
            let fill =
                |policies: Vec<Policy>| -> Vec<Policy> { policies.into_iter().map(|policy| access.scope.fill_policy(policy)).collect() };
            let layers = Layers {
                identity: fill(caller.policies.identity(action)),
                boundary: fill(caller.policies.boundary(action)),
                scps: access.control_over(caller),
                ..Layers::default()
            };
            let prepared = Rc::new(Prepared::new(access, caller, action, layers));
            access.prepared.borrow_mut().insert(key, Rc::clone(&prepared));
            prepared
        });
        Self { caller, access, action, prepared, account, at: None }
    }

    /// The policies, for this action.
    pub fn layers(&self) -> &Layers {
        &self.prepared.layers
    }

    /// A statement that is known speaks of the action, in any policy of the caller; of the control policy, where it is that which is judged.
    pub fn is_spoken_of(&self) -> bool {
        let of_control = self.caller.kind == CallerKind::Organization;
        let own = self.layers().scps.iter().flatten().filter(|policy| of_control && policy.name == self.caller.address());
        let identity = self.layers().identity.iter().filter(|_| !of_control);
        own.chain(identity)
            .flat_map(|policy| &policy.document.statements)
            .any(|statement| statement.includes_action(self.action) == Truth::True)
    }

    /// Could anything be allowed at all?
    pub fn may_grant(&self) -> bool {
        self.layers().identity.iter().any(|policy| {
            !policy.document.complete
                || policy
                    .document
                    .statements
                    .iter()
                    .any(|statement| statement.effect != Effect::Deny && statement.includes_action(self.action).is_possible())
        })
    }

    /// May the caller do the action on one resource? Where that depends on whether the request names a document, in the way that lets
    /// more through.
    pub fn on(&self, resource: &AuthorizedResource, region: Option<&str>) -> Rc<Satisfiable> {
        let resource = Rc::new(resource.clone());
        if self.action != START || !self.prepared.keys.contains("ssm:sessiondocumentaccesscheck") {
            return self.resource(&question(&resource, region, None));
        }
        let ways = [Some(true), Some(false)].map(|named| self.resource(&question(&resource, region, named)));
        let rank = |way: &Rc<Satisfiable>| match **way {
            Satisfiable::Yes { .. } => 2,
            Satisfiable::Unknown { .. } => 1,
            Satisfiable::No { .. } => 0,
        };
        let [named, bare] = ways;
        if rank(&bare) > rank(&named) { bare } else { named }
    }

    /// The same, with what is known of the request besides.
    pub fn on_with(&self, resource: &AuthorizedResource, region: Option<&str>, known: &[(&str, Value)]) -> Satisfiable {
        let mut request = self.request(&question(&Rc::new(resource.clone()), region, None));
        for (key, value) in known {
            request.context.set(key, value.clone());
        }
        satisfiable(&request, self.layers())
    }

    /// May the caller do the action on two resources at once?
    pub fn on_both(&self, first: &AuthorizedResource, second: &AuthorizedResource, region: Option<&str>) -> Truth {
        let [first, second] = [first, second].map(|resource| question(&Rc::new(resource.clone()), region, None));
        self.both(&first, &second).0
    }

    /// The same without denies, to see what they change.
    #[must_use]
    pub fn without_denies(&self) -> Self {
        let prepared = self.prepared.undenied.get_or_init(|| {
            let layers = without_denies(self.layers());
            Rc::new(Prepared::new(self.access, self.caller, self.action, layers))
        });
        Self { prepared: Rc::clone(prepared), account: self.account.clone(), ..*self }
    }

    /// The same at one instant.
    #[must_use]
    pub(super) fn at(&self, at: Instant) -> Self {
        Self { prepared: Rc::clone(&self.prepared), account: self.account.clone(), at: Some(at), ..*self }
    }

    /// The period in which the caller may start the document on the target, where policies turn on the time.
    pub fn period(&self, target: &TargetResource, document: &DocumentResource<'_>, named: bool) -> Option<Period> {
        Period::of(self, target, document, named)
    }

    /// The one of some targets on which most is open, and the decision there; `None` where the document is in no Region of theirs.
    pub(super) fn best<'t>(
        &self,
        targets: &'t [TargetResource],
        document: &DocumentResource<'_>,
        named: bool,
    ) -> Option<(&'t TargetResource, Decision)> {
        let rank = |truth| match truth {
            Truth::True => 2,
            Truth::Unknown => 1,
            Truth::False => 0,
        };
        let mut best: Option<(&TargetResource, Decision)> = None;
        for target in targets {
            let Some(decision) = self.start(target, document, named) else { continue };
            if best.as_ref().is_none_or(|(_, known)| rank(decision.truth) > rank(known.truth)) {
                best = Some((target, decision));
            }
        }
        best
    }

    /// May the caller do the action on a resource that has a policy of its own?
    pub(super) fn on_resource_with(&self, resource: &AuthorizedResource, region: Option<&str>, policy: Policy) -> Satisfiable {
        let layers = Layers { resource: Some(policy), ..self.layers().clone() };
        satisfiable(&self.request(&question(&Rc::new(resource.clone()), region, None)), &layers)
    }

    /// The same with one more policy of the caller's.
    #[must_use]
    pub fn with(&self, name: &str, document: ssm_check_iam::Document) -> Self {
        let mut layers = self.layers().clone();
        layers.identity.push(Policy::new(name, document));
        Self { prepared: Rc::new(Prepared::new(self.access, self.caller, self.action, layers)), account: self.account.clone(), ..*self }
    }

    /// May the caller start this document on this target? `None` where they are in different Regions or accounts: nodes have no policies
    /// of their own, so that nobody of another account gets at them
    /// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies-cross-account-resource-access.html>).
    ///
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html>
    pub fn start(&self, target: &TargetResource, document: &DocumentResource<'_>, named: bool) -> Option<Decision> {
        let is_here = self.is_in_account_of(target);
        if is_here == Truth::False {
            return None;
        }
        let region = target.region.as_deref();
        let resource = document.resource(&self.access.scope, region, &self.account)?;
        let (first, second) = (question(&target.resource, region, Some(named)), question(&resource, region, Some(named)));
        let (truth, target_may, document_may) = self.both(&first, &second);
        Some(Decision {
            truth: truth.and(is_here),
            target: target_may,
            document: document_may,
            target_arn: target.shown_arn.clone(),
            document_arn: resource.arn.clone(),
        })
    }

    /// May the caller start this document anywhere: on a target of the inputs, else on another node of the account?
    pub fn anywhere(&self, document: &DocumentResource<'_>) -> Finding {
        let mut best = Finding { truth: Truth::False, shown: None };
        if !self.may_grant() {
            return best;
        }
        for target in self.targets().chain(self.stand_ins()) {
            let Some(decision) = self.start(target, document, true) else { continue };
            let better = match (decision.truth, best.truth) {
                (Truth::True, _) => return Finding { truth: Truth::True, shown: Some((target.clone(), decision)) },
                (Truth::Unknown, Truth::False) => true,
                _ => best.shown.is_none(),
            };
            if better {
                best = Finding { truth: decision.truth, shown: Some((target.clone(), decision)) };
            }
        }
        best
    }

    /// The calls by which the caller may certainly start this document, as a log tells them: one for each Region and node that the policies
    /// tell apart.
    pub fn calls(&self, document: &DocumentResource<'_>) -> Vec<Call> {
        if !self.may_grant() {
            return Vec::new();
        }
        let open = self
            .targets()
            .chain(self.stand_ins())
            .filter(|target| self.start(target, document, true).is_some_and(|decision| decision.truth == Truth::True));
        let who = self.who();
        let call = |target: &TargetResource| Call {
            seen: Seen::Session,
            document: document.name.clone(),
            node: target.resource.arn.to_string().rsplit('/').next().unwrap_or_default().to_owned(),
            region: target.region.clone(),
            caller: who.clone(),
        };
        let mut calls: Vec<Call> = open.map(call).collect();
        calls.sort();
        calls.dedup();
        calls
    }

    /// The caller as a log tells it.
    fn who(&self) -> Who {
        let caller = self.caller;
        let named = matches!(caller.kind, CallerKind::Role | CallerKind::User);
        Who {
            kind: match caller.kind {
                CallerKind::Role | CallerKind::PermissionSet => Some("AssumedRole"),
                CallerKind::User | CallerKind::Group => Some("IAMUser"),
                CallerKind::Policy | CallerKind::Organization => None,
            },
            name: caller.resource.text("name").value().filter(|_| named).map(str::to_owned),
            arn: caller.principal().arn().filter(|_| named).and_then(|arn| self.access.scope.fill(arn).literal().map(str::to_owned)),
            account: self.account().map(str::to_owned),
        }
    }

    /// The targets of the inputs that the policies can tell apart, one of each kind.
    pub fn targets(&self) -> impl Iterator<Item = &TargetResource> {
        self.kinds_of_targets().filter_map(|mut alike| alike.next())
    }

    /// Every target of the inputs on which one of the documents may certainly be started.
    pub fn open_targets(&self, documents: &[&DocumentResource<'_>]) -> Vec<&TargetResource> {
        let is_open = |target: &TargetResource| {
            documents.iter().any(|document| self.start(target, document, true).is_some_and(|decision| decision.truth == Truth::True))
        };
        let mut open: Vec<&TargetResource> = Vec::new();
        for alike in self.kinds_of_targets() {
            let alike: Vec<_> = alike.collect();
            if alike.first().is_some_and(|one| is_open(one)) {
                open.extend(alike);
            }
        }
        open.sort_by(|a, b| a.name.cmp(&b.name));
        open
    }

    fn kinds_of_targets(&self) -> impl Iterator<Item = impl Iterator<Item = &TargetResource>> {
        let of = move |index: &usize| self.access.targets.get(*index).filter(|target| self.is_in_account_of(target).is_possible());
        self.prepared.answers.targets.groups.iter().map(move |alike| alike.iter().filter_map(of))
    }

    /// A number that callers share whose policies say the same, so that one answer is that of all of them.
    pub(crate) fn class(&self) -> usize {
        Rc::as_ptr(&self.prepared.answers).addr()
    }

    /// One target of each group that the policies tell apart, in the caller's account or not.
    pub(crate) fn one_of_each_group(&self) -> impl Iterator<Item = &TargetResource> {
        let groups = self.prepared.answers.targets.groups.iter();
        groups.filter_map(|alike| self.access.targets.get(*alike.first()?))
    }

    /// The group of a target, by the target's place in the list.
    pub(crate) fn group_of(&self, target: usize) -> Option<usize> {
        self.prepared.answers.targets.of.get(target).copied()
    }

    /// The target is in the caller's account.
    pub(super) fn is_in_account_of(&self, target: &TargetResource) -> Truth {
        target.account.as_ref().map_or(Truth::True, |account| account.is(&self.account))
    }

    /// Other nodes of the account: any, and those that an allowance names by id, in the Regions of the inputs and in those that an
    /// allowance names.
    pub fn stand_ins(&self) -> &[TargetResource] {
        self.prepared.answers.stand_ins.get_or_init(|| self.make_stand_ins())
    }

    fn make_stand_ins(&self) -> Vec<TargetResource> {
        let (mut regions, mut ids) = (BTreeSet::new(), BTreeSet::new());
        for statement in self.layers().identity.iter().flat_map(|policy| &policy.document.statements) {
            let denies = statement.effect == Effect::Deny || statement.includes_action(START) == Truth::False;
            for text in statement.resources.iter().filter(|resources| !denies && !resources.negated).flat_map(|resources| &resources.list) {
                let shown = text.to_string();
                let Some(Arn { region, resource, .. }) = Arn::parse(&shown).filter(|arn| matches!(arn.service, "ec2" | "ssm")) else {
                    continue;
                };
                if Region::parse(region).is_some() {
                    regions.insert(region.to_owned());
                }
                ids.extend(
                    resource
                        .strip_prefix("instance/")
                        .or_else(|| resource.strip_prefix("managed-instance/"))
                        .filter(|id| is_literal(id))
                        .map(str::to_owned),
                );
            }
        }
        let known = self.access.scope.regions(&self.account);
        let mut here: Vec<Option<String>> = known.iter().cloned().map(Some).collect();
        here.extend(regions.into_iter().map(Some).filter(|region| !known.contains(&region.clone().unwrap_or_default())));
        if known.is_empty() {
            here.insert(0, None);
        }
        let mut found = Vec::new();
        for id in [ANY_INSTANCE, ANY_NODE].into_iter().chain(ids.iter().map(String::as_str)) {
            found.extend(here.iter().map(|region| TargetResource::any(&self.account, region.as_deref(), id)));
        }
        found
    }

    /// A node that the inputs do not have, by its id, in the first Region of the inputs.
    pub fn any_named(&self, id: &str) -> TargetResource {
        TargetResource::any(&self.account, self.access.scope.regions(&self.account).first().map(String::as_str), id)
    }

    /// Any other instance, in the first Region of the inputs.
    pub fn any_instance(&self) -> TargetResource {
        TargetResource::any(&self.account, self.access.scope.regions(&self.account).first().map(String::as_str), ANY_INSTANCE)
    }

    /// Regions of the inputs; one that is not known where none is.
    pub fn regions(&self) -> Vec<Option<String>> {
        let regions: Vec<_> = self.access.scope.regions(&self.account).into_iter().map(Some).collect();
        if regions.is_empty() { vec![None] } else { regions }
    }

    /// When the inputs were made, if they tell.
    pub fn now(&self) -> Option<Instant> {
        self.access.scope.now
    }

    /// The account, if it is known.
    pub fn account(&self) -> Option<&str> {
        self.account.known().map(AccountId::as_str)
    }

    /// An ARN of the account: `arn:aws:SERVICE:REGION:ACCOUNT:REST`.
    pub fn arn(&self, service: &str, region: Option<&str>, rest: &str) -> Text {
        Text::arn(&location(region, &self.account), service, Scope::Regional, &Text::lit(rest))
    }

    /// The ARN of a document of AWS, which has no account.
    pub fn aws_document(&self, region: Option<&str>, name: &str) -> Text {
        Text::arn(&location(region, &self.account), "ssm", Scope::OfAws, &Text::lit(format!("document/{name}")))
    }

    /// The ARN of an automation of AWS.
    pub fn automation(&self, region: Option<&str>) -> Text {
        let automation = Text::lit("automation-definition/AWS-RunShellScript:$DEFAULT");
        Text::arn(&location(region, &self.account), "ssm", Scope::OfAws, &automation)
    }

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

    /// The caller's account as part of an ARN.
    pub(super) fn account_text(&self) -> Text {
        Text::account(&self.account)
    }

    /// The action that is asked about.
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// The partition, where a Region is known and all are in the same one.
    pub fn partition(&self) -> Option<&'static str> {
        let regions = self.access.scope.regions(&self.account);
        let (first, rest) = regions.split_first()?;
        let partition = Partition::of_region(first);
        rest.iter().all(|region| Partition::of_region(region) == partition).then_some(partition.as_str())
    }

    /// The document's ARN in a Region.
    pub fn document_resource(&self, document: &DocumentResource<'_>, region: Option<&str>) -> Option<Rc<AuthorizedResource>> {
        document.resource(&self.access.scope, region, &self.account)
    }

    fn resource(&self, question: &AuthorizationQuestion) -> Rc<Satisfiable> {
        if self.at.is_some() {
            return Rc::new(satisfiable(&self.request(question), self.layers()));
        }
        let known = self.prepared.answers.resources.borrow().get(question).cloned();
        known.unwrap_or_else(|| {
            let answer = Rc::new(satisfiable(&self.request(question), self.layers()));
            self.prepared.answers.resources.borrow_mut().insert(question.clone(), Rc::clone(&answer));
            answer
        })
    }

    /// Both requests under one choice of what is free. A choice that lets one through is tried on the other, both ways; where neither
    /// fits, the answer is unknown.
    fn both(&self, first: &AuthorizationQuestion, second: &AuthorizationQuestion) -> (Truth, Rc<Satisfiable>, Rc<Satisfiable>) {
        let (a, b) = (self.resource(first), self.resource(second));
        let truth = match (&*a, &*b) {
            (Satisfiable::No { .. }, _) | (_, Satisfiable::No { .. }) => Truth::False,
            (Satisfiable::Yes { witness: of_a, .. }, Satisfiable::Yes { witness: of_b, .. }) => self.fit(first, of_a, second, of_b),
            _ => Truth::Unknown,
        };
        (truth, a, b)
    }

    fn fit(&self, first: &AuthorizationQuestion, of_first: &Witness, second: &AuthorizationQuestion, of_second: &Witness) -> Truth {
        if shared(of_first).next().is_none() || shared(of_second).next().is_none() {
            // Nothing has to be chosen that the other could object to.
            return Truth::True;
        }
        let key = (first.clone(), second.clone());
        if let Some(known) = self.prepared.answers.both.borrow().get(&key) {
            return *known;
        }
        let fits = |question: &AuthorizationQuestion, witness: &Witness| {
            let mut request = self.request(question);
            for (key, value) in shared(witness) {
                request.context.set(key, value.clone());
            }
            satisfiable(&request, self.layers()).truth() == Truth::True
        };
        let truth = if fits(second, of_first) || fits(first, of_second) { Truth::True } else { Truth::Unknown };
        self.prepared.answers.both.borrow_mut().insert(key, truth);
        truth
    }

    /// The request for one resource.
    fn request(&self, (resource, region, named): &AuthorizationQuestion) -> Request {
        let principal = fill_principal(self.caller.principal(), self.access);
        let question = request_context::Question { action: self.action, resource, region: region.as_deref(), named: *named };
        let context = request_context::context(self.caller, &self.access.scope, &self.prepared.keys, &question);
        let context = self.at.into_iter().fold(context, ssm_check_iam::Context::at);
        Request::new(principal, self.action, resource.arn.clone()).context(context)
    }
}

fn question(resource: &Rc<AuthorizedResource>, region: Option<&str>, named: Option<bool>) -> AuthorizationQuestion {
    (Rc::clone(resource), region.map(str::to_owned), named)
}

fn without_denies(layers: &Layers) -> Layers {
    let strip = |policies: &[Policy]| -> Vec<Policy> {
        policies
            .iter()
            .map(|policy| {
                let mut document = policy.document.clone();
                document.statements.retain(|statement| statement.effect != Effect::Deny);
                Policy { document, ..policy.clone() }
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

fn is_literal(text: &str) -> bool {
    !text.is_empty() && !text.contains(['*', '?', '$', '{'])
}

/// What a choice means for the other resource too; tags are each resource's own.
fn shared(witness: &Witness) -> impl Iterator<Item = (&String, &Value)> {
    witness.iter().filter(|(key, _)| !key.starts_with("aws:resourcetag/") && !key.starts_with("ssm:resourcetag/"))
}
