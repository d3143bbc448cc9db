//! The decision on one session, and on whether there is any.

use super::legs::{ANY_INSTANCE, ANY_NODE};
use super::{Access, Caller, DocumentLeg, Finding, Leg, START, TargetLeg, alike, context, scps};
use ssm_check_iam::{Effect, Layers, May, Policy, Request, Text, Truth, Value, Witness, may};
use std::collections::BTreeSet;

/// Questions about one caller and action.
pub struct Asking<'a, 'g> {
    /// Who asks.
    pub caller: &'a Caller<'g>,
    /// The policies, for this action.
    pub layers: Layers,
    access: &'a Access<'g>,
    action: &'static str,
    keys: BTreeSet<String>,
    /// The targets that the policies can tell apart: one of each kind.
    targets: Vec<&'a TargetLeg>,
}

/// The decision on one session: both legs.
#[derive(Clone, Debug)]
pub struct Decision {
    /// May it be started?
    pub truth: Truth,
    /// The answer for the target.
    pub target: May,
    /// The answer for the document.
    pub document: May,
    /// The target's ARN.
    pub target_arn: Text,
    /// The document's ARN.
    pub document_arn: Text,
}

impl<'a, 'g> Asking<'a, 'g> {
    pub(super) fn new(access: &'a Access<'g>, caller: &'a Caller<'g>, action: &'static str) -> Self {
        let fill =
            |policies: Vec<Policy>| -> Vec<Policy> { policies.into_iter().map(|policy| access.ground.fill_policy(policy)).collect() };
        let layers = Layers {
            identity: fill(caller.policies.identity(action)),
            boundary: fill(caller.policies.boundary(action)),
            scps: scps::levels(&access.scps),
            ..Layers::default()
        };
        let keys = context::keys(&layers);
        let targets = alike::distinct(&access.targets, &layers);
        Self { caller, layers, access, action, keys, targets }
    }

    /// A statement that is known speaks of the action, in any policy of the caller.
    pub fn is_spoken_of(&self) -> bool {
        self.layers
            .identity
            .iter()
            .flat_map(|policy| &policy.document.statements)
            .any(|statement| statement.includes_action(self.action) == Truth::True)
    }

    /// Could anything be allowed at all?
    pub fn may_grant(&self) -> bool {
        self.layers.identity.iter().any(|policy| {
            !policy.document.complete
                || policy
                    .document
                    .statements
                    .iter()
                    .any(|statement| statement.effect != Effect::Deny && statement.includes_action(self.action).is_possible())
        })
    }

    /// May the caller do the action on one resource?
    pub fn on(&self, leg: &Leg, region: Option<&str>) -> May {
        may(&self.request(leg, region, None), &self.layers)
    }

    /// The same, with what is known of the request besides.
    pub fn on_with(&self, leg: &Leg, region: Option<&str>, known: &[(&str, Value)]) -> May {
        let mut request = self.request(leg, region, None);
        for (key, value) in known {
            request.context.set(key, value.clone());
        }
        may(&request, &self.layers)
    }

    /// May the caller do the action on two resources at once?
    pub fn on_both(&self, first: &Leg, second: &Leg, region: Option<&str>) -> Truth {
        both(&self.request(first, region, None), &self.request(second, region, None), &self.layers).0
    }

    /// The same without denies, to see what they change.
    pub fn without_denies(&self) -> Self
    where
        'g: 'a,
    {
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
        let layers = Layers {
            identity: strip(&self.layers.identity),
            boundary: strip(&self.layers.boundary),
            scps: self.layers.scps.iter().map(|level| strip(level)).collect(),
            ..Layers::default()
        };
        Self {
            caller: self.caller,
            layers,
            access: self.access,
            action: self.action,
            keys: self.keys.clone(),
            targets: self.targets.clone(),
        }
    }

    /// May the caller start this document on this target? `None` where they are in different Regions.
    ///
    /// <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-restrict-access-examples.html>
    pub fn start(&self, target: &TargetLeg, document: &DocumentLeg<'_>, named: bool) -> Option<Decision> {
        let region = target.region.as_deref();
        let leg = document.leg(&self.access.ground, region)?;
        let (first, second) = (self.request(&target.leg, region, Some(named)), self.request(&leg, region, Some(named)));
        let (truth, target_may, document_may) = both(&first, &second, &self.layers);
        Some(Decision { truth, target: target_may, document: document_may, target_arn: target.told.clone(), document_arn: second.resource })
    }

    /// May the caller start this document anywhere: on a target of the inputs, else on another node of the account?
    pub fn anywhere(&self, document: &DocumentLeg<'_>) -> Finding {
        let mut best = Finding { truth: Truth::False, shown: None };
        if !self.may_grant() {
            return best;
        }
        for target in self.targets().chain(self.stand_ins()) {
            let Some(decision) = self.start(&target, document, true) else { continue };
            let better = match (decision.truth, best.truth) {
                (Truth::True, _) => return Finding { truth: Truth::True, shown: Some((target, decision)) },
                (Truth::Unknown, Truth::False) => true,
                _ => best.shown.is_none(),
            };
            if better {
                best = Finding { truth: decision.truth, shown: Some((target, decision)) };
            }
        }
        best
    }

    /// The targets of the inputs that the policies can tell apart.
    pub fn targets(&self) -> impl Iterator<Item = TargetLeg> {
        self.targets.iter().copied().cloned()
    }

    /// Other nodes of the account: any, and those that an allowance names by id, in the Regions of the inputs and in those that an
    /// allowance names.
    pub fn stand_ins(&self) -> Vec<TargetLeg> {
        let (mut regions, mut ids) = (BTreeSet::new(), BTreeSet::new());
        for statement in self.layers.identity.iter().flat_map(|policy| &policy.document.statements) {
            let denies = statement.effect == Effect::Deny || statement.includes_action(START) == Truth::False;
            for text in statement.resources.iter().filter(|resources| !denies && !resources.negated).flat_map(|resources| &resources.list) {
                let shown = text.to_string();
                let [_, _, "ec2" | "ssm", region, _, resource] = shown.splitn(6, ':').collect::<Vec<_>>()[..] else { continue };
                if is_literal(region) {
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
        let mut here: Vec<Option<String>> = self.access.ground.regions.iter().cloned().map(Some).collect();
        here.extend(
            regions.into_iter().map(Some).filter(|region| !self.access.ground.regions.contains(&region.clone().unwrap_or_default())),
        );
        if self.access.ground.regions.is_empty() {
            here.insert(0, None);
        }
        let mut found = Vec::new();
        for id in [ANY_INSTANCE, ANY_NODE].into_iter().chain(ids.iter().map(String::as_str)) {
            found.extend(here.iter().map(|region| TargetLeg::any(&self.access.ground, region.as_deref(), id)));
        }
        found
    }

    /// Any other instance, in the first Region of the inputs.
    pub fn any_instance(&self) -> TargetLeg {
        TargetLeg::any(&self.access.ground, self.access.ground.regions.first().map(String::as_str), ANY_INSTANCE)
    }

    /// Regions of the inputs; one that is not known where none is.
    pub fn regions(&self) -> Vec<Option<String>> {
        let regions: Vec<_> = self.access.ground.regions.iter().cloned().map(Some).collect();
        if regions.is_empty() { vec![None] } else { regions }
    }

    /// An ARN of the account: `arn:aws:SERVICE:REGION:ACCOUNT:REST`.
    pub fn arn(&self, service: &str, region: Option<&str>, rest: &str) -> Text {
        let partition = super::ground::partition(region);
        Text::lit(format!("arn:{partition}:{service}:"))
            .join(&super::ground::region_text(region))
            .then(":")
            .join(&self.access.ground.account())
            .then(format!(":{rest}"))
    }

    /// The ARN of a document of AWS, which has no account.
    pub fn aws_document(region: Option<&str>, name: &str) -> Text {
        let partition = super::ground::partition(region);
        Text::lit(format!("arn:{partition}:ssm:")).join(&super::ground::region_text(region)).then(format!("::document/{name}"))
    }

    /// The ARN of an automation of AWS.
    pub fn automation(region: Option<&str>) -> Text {
        let partition = super::ground::partition(region);
        Text::lit(format!("arn:{partition}:ssm:"))
            .join(&super::ground::region_text(region))
            .then("::automation-definition/AWS-RunShellScript:$DEFAULT")
    }

    /// The action that is asked about.
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// The partition, where a Region is known and all are in the same one.
    pub fn partition(&self) -> Option<&'static str> {
        let (first, rest) = self.access.ground.regions.split_first()?;
        let partition = super::ground::partition(Some(first));
        rest.iter().all(|region| super::ground::partition(Some(region)) == partition).then_some(partition)
    }

    /// The document's ARN in a Region.
    pub fn document_leg(&self, document: &DocumentLeg<'_>, region: Option<&str>) -> Option<Leg> {
        document.leg(&self.access.ground, region)
    }

    /// The request for one leg.
    pub fn request(&self, leg: &Leg, region: Option<&str>, named: Option<bool>) -> Request {
        let principal = self.caller.principal();
        Request::new(fill_principal(principal, self.access), self.action, leg.arn.clone()).context(context::context(
            self.caller,
            &self.access.ground,
            &self.keys,
            leg,
            region,
            named,
        ))
    }
}

fn fill_principal(principal: ssm_check_iam::Principal, access: &Access<'_>) -> ssm_check_iam::Principal {
    use ssm_check_iam::Principal;
    match principal {
        Principal::Role { arn } => Principal::Role { arn: access.ground.fill(&arn) },
        Principal::User { arn } => Principal::User { arn: access.ground.fill(&arn) },
        other => other,
    }
}

fn is_literal(text: &str) -> bool {
    !text.is_empty() && !text.contains(['*', '?', '$', '{'])
}

/// Both requests under one choice of what is free. A choice that lets one through is tried on the other, both ways; where neither
/// fits, the answer is unknown.
fn both(first: &Request, second: &Request, layers: &Layers) -> (Truth, May, May) {
    let (a, b) = (may(first, layers), may(second, layers));
    let truth = match (&a, &b) {
        (May::No { .. }, _) | (_, May::No { .. }) => Truth::False,
        (May::Yes { witness: of_a, .. }, May::Yes { witness: of_b, .. }) => {
            let fits = |request: &Request, witness: &Witness| may(&under(request, witness), layers).truth() == Truth::True;
            if fits(second, of_a) || fits(first, of_b) { Truth::True } else { Truth::Unknown }
        }
        _ => Truth::Unknown,
    };
    (truth, a, b)
}

/// The request with another's choice of what both share; tags are each resource's own.
fn under(request: &Request, witness: &Witness) -> Request {
    let mut request = request.clone();
    for (key, value) in witness.iter().filter(|(key, _)| !key.starts_with("aws:resourcetag/") && !key.starts_with("ssm:resourcetag/")) {
        request.context.set(key, value.clone());
    }
    request
}
