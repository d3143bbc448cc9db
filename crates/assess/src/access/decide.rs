//! The decision on one session, and on whether there is any.

use super::equivalence::AlikeDocuments;
use super::prepared::Prepared;
use super::question::{Asking, is_shared, question, without_denies};
use super::when::Period;
use super::{AuthorizedResource, CallerKind, DocumentResource, Finding, START, TargetResource};
use crate::monitoring::{Call, Seen, Who};
use ssm_check_iam::{Effect, Instant, Layers, Policy, Request, Satisfiable, Text, Truth, Value, satisfiable, satisfiable_together};
use std::rc::Rc;

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

impl Asking<'_, '_> {
    /// A statement that is known speaks of the action, in any policy of the caller; of the control policy, where it is that which is judged.
    pub fn is_spoken_of(&self) -> bool {
        let of_control = self.caller.kind == CallerKind::Organization;
        let own = self.layers().scps.iter().flatten().filter(|policy| of_control && policy.name == self.caller.address());
        let identity = self.layers().identity.iter().filter(|_| !of_control);
        own.chain(identity)
            .flat_map(|policy| policy.document.statements.iter())
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
        if self.action != START || !self.answers().keys.contains("ssm:sessiondocumentaccesscheck") {
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
        satisfiable(&self.request_with(resource, region, known), self.layers())
    }

    /// May the caller do the action on two resources at once?
    pub fn on_both(&self, first: &AuthorizedResource, second: &AuthorizedResource, region: Option<&str>) -> Truth {
        let [first, second] = [first, second].map(|resource| question(&Rc::new(resource.clone()), region, None));
        self.both(&first, &second).0
    }

    /// The same for two resources at once.
    pub(super) fn on_both_with(&self, resources: [&AuthorizedResource; 2], region: Option<&str>, known: &[(&str, Value)]) -> Truth {
        let requests = resources.map(|resource| self.request_with(resource, region, known));
        let answers = requests.each_ref().map(|request| satisfiable(request, self.layers()).truth());
        match answers {
            [Truth::False, _] | [_, Truth::False] => Truth::False,
            [Truth::True, Truth::True] => satisfiable_together(&requests, self.layers(), &is_shared),
            _ => Truth::Unknown,
        }
    }

    /// The same without denies, to see what they change.
    #[must_use]
    pub fn without_denies(&self) -> Self {
        let prepared = self.prepared.undenied.get_or_init(|| {
            let layers = without_denies(self.layers());
            Prepared::kept(self.access, self.caller, layers)
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

    /// May the caller do the action on a resource that has a policy of its own, and resource control policies above it?
    pub(super) fn on_resource_with(
        &self,
        resource: &AuthorizedResource,
        region: Option<&str>,
        (policy, rcps): (Policy, Vec<Vec<Policy>>),
        known: &[(&str, Value)],
    ) -> Satisfiable {
        // As in the caller's own policies, an account that is presumed is that of the resource, too.
        let scope = &self.access.scope;
        let rcps = rcps.into_iter().map(|level| level.into_iter().map(|policy| scope.fill_policy(policy)).collect()).collect();
        let resource = AuthorizedResource { arn: scope.fill(&resource.arn), ..resource.clone() };
        let layers = Layers { resource: Some(scope.fill_policy(policy)), rcps, ..self.layers().clone() };
        satisfiable(&self.request_with(&resource, region, known), &layers)
    }

    fn request_with(&self, resource: &AuthorizedResource, region: Option<&str>, known: &[(&str, Value)]) -> Request {
        let mut request = self.request(&question(&Rc::new(resource.clone()), region, None));
        for (key, value) in known {
            request.context.set(key, value.clone());
        }
        request
    }

    /// The same with one more policy of the caller's.
    #[must_use]
    pub fn with(&self, name: &str, document: ssm_check_iam::Document) -> Self {
        let mut layers = self.layers().clone();
        layers.identity.push(Policy::new(name, document));
        Self { prepared: Prepared::new(Rc::new(layers)), account: self.account.clone(), ..*self }
    }

    /// The same of what another account may share with the caller's: with whom, no policy says, and then the caller's own decide
    /// (<https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html>).
    #[must_use]
    pub fn of_shared(&self) -> Self {
        let layers = Layers { resource: Some(Policy::trusting("a share", self.account_text())), ..self.layers().clone() };
        Self { prepared: Prepared::new(Rc::new(layers)), account: self.account.clone(), ..*self }
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
        let asked = self.like(document, region).resource(&self.access.scope, region, &self.account)?;
        let decision = self.with_document(target, &asked, Some(named));
        Some(Decision { truth: decision.truth.and(is_here), document_arn: resource.arn.clone(), ..decision })
    }

    /// May the caller do the action on this target with a document? `named`: the request of a session names it.
    pub fn with_document(&self, target: &TargetResource, document: &Rc<AuthorizedResource>, named: Option<bool>) -> Decision {
        let region = target.region.as_deref();
        let (first, second) = (question(&target.resource, region, named), question(document, region, named));
        let (truth, target_may, document_may) = self.both(&first, &second);
        Decision {
            truth,
            target: target_may,
            document: document_may,
            target_arn: target.shown_arn.clone(),
            document_arn: document.arn.clone(),
        }
    }

    /// May the caller start this document anywhere: on a target of the inputs, else on another node of the account?
    pub fn anywhere(&self, document: &DocumentResource<'_>) -> Finding {
        let mut found = (*self.found_anywhere(document)).clone();
        if let Some((target, decision)) = &mut found.shown
            && let Some(resource) = document.resource(&self.access.scope, target.region.as_deref(), &self.account)
        {
            decision.document_arn = resource.arn.clone();
        }
        found
    }

    /// Whether the caller may start this document anywhere, without where.
    pub fn starts_anywhere(&self, document: &DocumentResource<'_>) -> Truth {
        self.found_anywhere(document).truth
    }

    /// Whether the caller may start any document of the inputs or of AWS anywhere.
    pub fn starts_anything(&self) -> Truth {
        Truth::any(self.distinct_documents().map(|document| self.starts_anywhere(document)))
    }

    /// Found once for documents that the policies do not tell apart; the ARN of the document is that of the first of them.
    fn found_anywhere(&self, document: &DocumentResource<'_>) -> Rc<Finding> {
        let Some(first) = self.first_like(document).filter(|_| self.at.is_none()) else { return Rc::new(self.look_anywhere(document)) };
        let known = self.answers().anywhere.borrow().get(&first).cloned();
        known.unwrap_or_else(|| {
            let found = Rc::new(self.look_anywhere(self.access.documents.get(first).unwrap_or(document)));
            self.answers().anywhere.borrow_mut().insert(first, Rc::clone(&found));
            found
        })
    }

    fn look_anywhere(&self, document: &DocumentResource<'_>) -> Finding {
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
        if !self.may_grant() || self.starts_anywhere(document) != Truth::True {
            return Vec::new();
        }
        let kinds = &self.access.kinds;
        // Whoever watches may tell apart what the policies do not.
        let of_inputs = self.groups().flat_map(|alike| kinds.one_of_each(alike)).filter_map(|index| self.access.targets.get(index));
        let open = of_inputs
            .filter(|target| self.is_in_account_of(target).is_possible())
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
        self.targets_where(|target| {
            documents.iter().any(|document| self.start(target, document, true).is_some_and(|decision| decision.truth == Truth::True))
        })
    }

    /// Every target of the inputs of which something holds that goes by what the policies can tell apart.
    pub fn targets_where(&self, holds: impl Fn(&TargetResource) -> bool) -> Vec<&TargetResource> {
        let mut found: Vec<&TargetResource> = Vec::new();
        for alike in self.kinds_of_targets() {
            let alike: Vec<_> = alike.collect();
            if alike.first().is_some_and(|one| holds(one)) {
                found.extend(alike);
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }

    fn kinds_of_targets(&self) -> impl Iterator<Item = impl Iterator<Item = &TargetResource>> {
        let of = move |index: &usize| self.access.targets.get(*index).filter(|target| self.is_in_account_of(target).is_possible());
        self.groups().map(move |alike| alike.iter().filter_map(of))
    }

    fn groups(&self) -> impl Iterator<Item = &Vec<usize>> {
        self.answers().targets.groups.iter()
    }

    /// One document of each group that the policies do not tell apart, wherever it is asked for, in their order.
    pub fn distinct_documents(&self) -> impl Iterator<Item = &DocumentResource<'_>> {
        self.alike_documents().first.iter().filter_map(|first| self.access.documents.get(*first))
    }

    /// The first document that the policies do not tell from this one, by its place.
    fn first_like(&self, document: &DocumentResource<'_>) -> Option<usize> {
        let alike = self.alike_documents();
        alike.first.get(*alike.of.get(document.place?)?).copied()
    }

    /// The first document that the policies do not tell from this one in a Region.
    fn like<'d>(&'d self, document: &'d DocumentResource<'_>, region: Option<&str>) -> &'d DocumentResource<'d> {
        let looked_at = self.alike_documents().regions.iter().any(|there| there.as_deref() == region);
        let first = self.first_like(document).filter(|_| looked_at);
        first.and_then(|first| self.access.documents.get(first)).unwrap_or(document)
    }

    fn alike_documents(&self) -> &AlikeDocuments {
        self.answers().documents.get_or_init(|| {
            let regions = self.targets().chain(self.stand_ins()).map(|target| target.region.clone()).collect();
            let resource = |document: &DocumentResource<'_>, region: Option<&str>| self.document_resource(document, region);
            AlikeDocuments::new(&self.access.documents, regions, resource, self.layers(), &self.answers().keys)
        })
    }

    /// A number that callers share whose policies say the same, so that one answer is that of all of them.
    pub(crate) fn class(&self) -> usize {
        Rc::as_ptr(self.answers()).addr()
    }

    /// One target of each group that the policies tell apart, in the caller's account or not.
    pub(crate) fn one_of_each_group(&self) -> impl Iterator<Item = &TargetResource> {
        self.groups().filter_map(|alike| self.access.targets.get(*alike.first()?))
    }

    /// The group of a target, by the target's place in the list.
    pub(crate) fn group_of(&self, target: usize) -> Option<usize> {
        self.answers().targets.of.get(target).copied()
    }

    /// The target is in the caller's account.
    pub(super) fn is_in_account_of(&self, target: &TargetResource) -> Truth {
        target.account.as_ref().map_or(Truth::True, |account| account.is(&self.account))
    }
}
