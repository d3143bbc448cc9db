//! The decision on one request.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>

mod reserved;
mod statement;

pub use statement::{Element, Mismatch, StatementMatch};
pub(crate) use statement::{actions, resources};

use std::collections::BTreeSet;

use crate::Truth;
use crate::context::{Context, Value};
use crate::document::{Condition, Effect, Policy};
use crate::pattern::{Reading, Style};
use crate::principal::{self, Named, Principal};
use crate::text::Text;
use crate::time::{self, Instant};
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
    fn is_same_account(&self) -> Truth {
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

/// The policies that apply to a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers {
    /// Those of the principal and, for a user, of its groups.
    pub identity: Vec<Policy>,
    /// The permissions boundary; none when empty.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
    pub boundary: Vec<Policy>,
    /// The service control policies of every level of the organisation from the root to the account of the principal. Each level must
    /// allow; a level without any policy allows nothing. No levels: no organisation.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>
    pub scps: Vec<Vec<Policy>>,
    /// The resource control policies of every level to the account of the resource. `RCPFullAWSAccess` is always attached and need not be
    /// listed, so these can only deny.
    ///
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>
    pub rcps: Vec<Vec<Policy>>,
    /// The session policies; none when empty.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session>
    pub session: Vec<Policy>,
    /// The policy of the resource. A KMS key and the trust of a role must allow explicitly, so that without one nothing is allowed there;
    /// where it is not at hand, pass [one that trusts the account](Policy::trusting), or an unknown one.
    pub resource: Option<Policy>,
    /// The policy of the VPC endpoint that the request goes through. It must allow too, and grants nothing. `None`: no endpoint, or one with
    /// the default policy.
    ///
    /// <https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html>
    pub endpoint: Option<Policy>,
}

impl Layers {
    /// Every policy of every layer.
    pub fn policies(&self) -> impl Iterator<Item = &Policy> {
        let control = self.scps.iter().chain(&self.rcps).flatten();
        self.identity.iter().chain(&self.boundary).chain(control).chain(&self.session).chain(&self.resource).chain(&self.endpoint)
    }

    /// Instants from one on between which the policies' conditions on the time do not change.
    pub fn instants(&self, from: Instant) -> Vec<Instant> {
        let conditions: Vec<&Condition> = self
            .policies()
            .flat_map(|policy| &policy.document.statements)
            .flat_map(|statement| &statement.conditions)
            .filter(|condition| time::KEYS.iter().any(|key| condition.key.eq_ignore_ascii_case(key)))
            .collect();
        time::instants(from, &conditions)
    }

    /// A condition key as the first of the policies that names it writes it.
    pub fn spelling(&self, key: &str) -> Option<String> {
        let conditions = self.policies().flat_map(|policy| &policy.document.statements).flat_map(|statement| &statement.conditions);
        conditions.map(|condition| &condition.key).find(|written| written.eq_ignore_ascii_case(key)).cloned()
    }

    /// The condition keys and policy variables that the policies name, in lower case.
    pub fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for statement in self.policies().flat_map(|policy| &policy.document.statements) {
            keys.extend(statement.conditions.iter().map(|condition| condition.key.to_lowercase()));
            let resources = statement.resources.iter().flat_map(|resources| &resources.list);
            let values = statement.conditions.iter().flat_map(|condition| &condition.values);
            keys.extend(resources.chain(values).flat_map(crate::pattern::variables));
        }
        keys
    }
}

/// A kind of policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Layer {
    /// Service control policies.
    Scp,
    /// Resource control policies.
    Rcp,
    /// The policy of the resource.
    Resource,
    /// Policies of the principal.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// Session policies.
    Session,
    /// The policy of a VPC endpoint.
    Endpoint,
}

impl Layer {
    /// `identity`, `boundary`, `scp`, `rcp`, `session`, `resource` or `endpoint`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Scp => "scp",
            Self::Rcp => "rcp",
            Self::Resource => "resource",
            Self::Identity => "identity",
            Self::Boundary => "boundary",
            Self::Session => "session",
            Self::Endpoint => "endpoint",
        }
    }
}

/// What AWS answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Allowed, in every completion of what is not known.
    Allowed,
    /// Denied in every completion: because something that must allow does not. (Perhaps there is an explicit deny as well.)
    ImplicitDeny,
    /// Denied by a statement.
    ExplicitDeny,
    /// It depends on what is not known.
    Unknown,
}

/// A decision and how it came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What AWS answers.
    pub decision: Decision,
    /// The layer that decided: that allowed, that denied, or that failed to allow. When unknown, the first that is. `None` where no policy
    /// matters: `sts:GetCallerIdentity`, or a change of what AWS keeps to itself.
    pub by: Option<Layer>,
    /// Every statement of every layer that was looked at, in the order of the layers given.
    pub statements: Vec<StatementMatch>,
}

impl Outcome {
    /// Is the request allowed?
    pub fn allowed(&self) -> Truth {
        match self.decision {
            Decision::Allowed => Truth::True,
            Decision::ImplicitDeny | Decision::ExplicitDeny => Truth::False,
            Decision::Unknown => Truth::Unknown,
        }
    }

    /// The statements that match, or may.
    pub fn matching(&self) -> impl Iterator<Item = &StatementMatch> {
        self.statements.iter().filter(|statement| statement.matched.is_possible())
    }
}

/// What the policies of a layer say.
#[derive(Clone, Copy)]
struct Says {
    allow: Truth,
    deny: Truth,
}

impl Says {
    const NOTHING: Self = Self { allow: Truth::False, deny: Truth::False };
}

/// Decides a request.
///
/// `ssm:StartSession` is authorised for the target and for the document, each by itself:
///
/// ```
/// use ssm_check_iam::{Decision, Document, Layers, Policy, Principal, Request, Truth, evaluate};
///
/// let document = Document::parse(r#"{"Statement": [
///     {"Effect": "Allow", "Action": "ssm:StartSession", "Resource": ["arn:aws:ec2:*:*:instance/*", "arn:aws:ssm:*:*:document/*"]},
///     {"Sid": "NoTunnel", "Effect": "Deny", "Action": "ssm:StartSession", "Resource": "arn:aws:ssm:*:*:document/AWS-StartPortForwarding*"}
/// ]}"#)?;
/// let layers = Layers { identity: vec![Policy::new("ops", document)], ..Layers::default() };
/// let legs = ["arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "arn:aws:ssm:eu-west-1::document/AWS-StartPortForwardingSession"];
/// let outcomes = legs.map(|leg| {
///     evaluate(&Request::new(Principal::parse("arn:aws:iam::111122223333:role/ops"), "ssm:StartSession", leg), &layers)
/// });
/// assert_eq!(Truth::all(outcomes.iter().map(|o| o.allowed())), Truth::False);
/// assert_eq!(outcomes[1].decision, Decision::ExplicitDeny);
/// assert_eq!(outcomes[1].matching().last().unwrap().sid.as_deref(), Some("NoTunnel"));
/// # Ok::<(), ssm_check_iam::ParseError>(())
/// ```
pub fn evaluate(request: &Request, layers: &Layers) -> Outcome {
    let mut statements = Vec::new();
    let mut look = |layer, level, policies: &[Policy]| says(request, layer, level, policies, &mut statements);

    let identity = look(Layer::Identity, 0, &layers.identity);
    let boundary = look(Layer::Boundary, 0, &layers.boundary);
    let scps: Vec<Says> = layers.scps.iter().enumerate().map(|(level, policies)| look(Layer::Scp, level, policies)).collect();
    let rcps: Vec<Says> = layers.rcps.iter().enumerate().map(|(level, policies)| look(Layer::Rcp, level, policies)).collect();
    let session = look(Layer::Session, 0, &layers.session);
    let bounded = !layers.boundary.is_empty();
    let (resource, named) = resource_says(request, Layer::Resource, layers.resource.as_ref(), bounded, &mut statements);
    let (endpoint, _) = resource_says(request, Layer::Endpoint, layers.endpoint.as_ref(), bounded, &mut statements);

    let (decision, by) = if request.action.eq_ignore_ascii_case("sts:GetCallerIdentity") {
        // "No permissions are required to perform this operation. If an administrator attaches a policy … that explicitly denies access …,
        // you can still perform this operation." https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
        (Decision::Allowed, None)
    } else {
        let limit = |policies: &[Policy], says: Says| if policies.is_empty() { Truth::True } else { says.allow };
        let principal = &request.principal;
        let has_account = principal.arn().is_some();
        // It takes a look at the whole ARN, and matters to control policies alone.
        let is_controlled = !(layers.scps.is_empty() && layers.rcps.is_empty());
        let is_linked = if is_controlled { principal.is_service_linked() } else { Truth::False };
        // "SCPs do not affect any service-linked role", nor anyone who is not a user or role of the organisation.
        let escapes_scps = is_linked.or((!has_account).into());
        Verdict {
            request,
            identity: match principal {
                // "the account root user … has complete access to all AWS services and resources in the account"
                Principal::Root { .. } => Says { allow: Truth::True, ..identity },
                _ if has_account => identity,
                _ => Says::NOTHING,
            },
            boundary: Says { allow: limit(&layers.boundary, boundary), ..boundary },
            session: Says { allow: limit(&layers.session, session), ..session },
            scp: Says {
                allow: escapes_scps.or(Truth::all(scps.iter().map(|level| level.allow))),
                deny: Truth::any(scps.iter().map(|level| level.deny)).and(!escapes_scps),
            },
            rcp: Says { allow: Truth::True, deny: Truth::any(rcps.iter().map(|level| level.deny)).and(!is_linked) },
            endpoint: if layers.endpoint.is_some() { endpoint } else { Says { allow: Truth::True, ..endpoint } },
            resource,
            named,
        }
        .decide()
    };
    Outcome { decision, by, statements }
}

fn says(request: &Request, layer: Layer, level: usize, policies: &[Policy], statements: &mut Vec<StatementMatch>) -> Says {
    let mut says = Says::NOTHING;
    for (policy_index, policy) in policies.iter().enumerate() {
        for (index, statement) in policy.document.statements.iter().enumerate() {
            let matched = statement::look(request, layer, policy.document.version, statement, None);
            add(&mut says, statement.effect, matched.matched);
            statements.push(StatementMatch { layer, level, policy_index, policy: policy.name.clone(), index, ..matched });
        }
        if !policy.document.complete {
            add(&mut says, Effect::Unknown, Truth::Unknown);
        }
    }
    says
}

fn add(says: &mut Says, effect: Effect, matched: Truth) {
    match effect {
        Effect::Allow => says.allow = says.allow.or(matched),
        Effect::Deny => says.deny = says.deny.or(matched),
        Effect::Unknown => {
            says.allow = says.allow.or(matched.and(Truth::Unknown));
            says.deny = says.deny.or(matched.and(Truth::Unknown));
        }
    }
}

/// What a policy that names principals says, and in which ways it allows the principal.
fn resource_says(
    request: &Request,
    layer: Layer,
    policy: Option<&Policy>,
    bounded: bool,
    statements: &mut Vec<StatementMatch>,
) -> (Says, Named) {
    let (mut says, mut allowed) = (Says::NOTHING, Named::NOT);
    let Some(policy) = policy else { return (says, allowed) };
    for (index, statement) in policy.document.statements.iter().enumerate() {
        let mut named = match &statement.principals {
            Some(element) => principal::named(element, &request.principal),
            // Nobody in the policy of a resource, everybody in that of an endpoint.
            None if layer == Layer::Endpoint => Named::DIRECTLY,
            None => Named::NOT,
        };
        let is_not_principal = statement.principals.as_ref().is_some_and(|element| element.negated);
        if is_not_principal && statement.effect == Effect::Deny && bounded {
            // "The NotPrincipal element with a Deny effect will always deny any IAM principal that has a permissions boundary policy
            // attached, regardless of the values specified in the NotPrincipal element."
            named = Named::DIRECTLY;
        }
        let matched = statement::look(request, layer, policy.document.version, statement, Some(named.at_all()));
        add(&mut says, statement.effect, matched.matched);
        let others = matched.others().and(match statement.effect {
            Effect::Allow => Truth::True,
            Effect::Deny => Truth::False,
            Effect::Unknown => Truth::Unknown,
        });
        allowed.directly = allowed.directly.or(others.and(named.directly));
        allowed.by_role = allowed.by_role.or(others.and(named.by_role));
        allowed.by_account = allowed.by_account.or(others.and(named.by_account));
        statements.push(StatementMatch { policy: policy.name.clone(), index, ..matched });
    }
    if !policy.document.complete {
        add(&mut says, Effect::Unknown, Truth::Unknown);
        let perhaps = |truth: Truth| truth.or(Truth::Unknown);
        allowed = Named { directly: perhaps(allowed.directly), by_role: perhaps(allowed.by_role), by_account: perhaps(allowed.by_account) };
    }
    (says, allowed)
}

struct Verdict<'a> {
    request: &'a Request,
    identity: Says,
    boundary: Says,
    session: Says,
    scp: Says,
    rcp: Says,
    endpoint: Says,
    resource: Says,
    named: Named,
}

impl Verdict<'_> {
    fn decide(&self) -> (Decision, Option<Layer>) {
        let denials = [
            (Layer::Scp, self.scp.deny),
            (Layer::Rcp, self.rcp.deny),
            (Layer::Resource, self.resource.deny),
            (Layer::Identity, self.identity.deny),
            (Layer::Boundary, self.boundary.deny),
            (Layer::Session, self.session.deny),
            (Layer::Endpoint, self.endpoint.deny),
        ];
        let first = |wanted: Truth, truths: &[(Layer, Truth)]| truths.iter().find(|(_, truth)| *truth == wanted).map(|(layer, _)| *layer);
        if let Some(layer) = first(Truth::True, &denials) {
            return (Decision::ExplicitDeny, Some(layer));
        }
        let refused = reserved::is_refused(self.request);
        if refused == Truth::True {
            return (Decision::ImplicitDeny, None);
        }
        let (granted, limited) = self.grants();
        let permitted = self.scp.allow.and(self.endpoint.allow).and(granted.or(limited.and(self.boundary.allow).and(self.session.allow)));
        let allowed = permitted.and(!refused);
        let lacking =
            if self.identity.allow == Truth::True || self.request.principal.arn().is_none() { Layer::Resource } else { Layer::Identity };
        let allowances = [
            (Layer::Scp, self.scp.allow),
            (lacking, granted.or(limited)),
            (Layer::Boundary, granted.or(self.boundary.allow)),
            (Layer::Session, granted.or(self.session.allow)),
            (Layer::Endpoint, self.endpoint.allow),
        ];
        let denied = Truth::any(denials.iter().map(|(_, truth)| *truth));
        match (allowed, denied) {
            (Truth::False, _) => (Decision::ImplicitDeny, first(Truth::False, &allowances)),
            (Truth::True, Truth::False) => {
                let by = if self.identity.allow == Truth::True { Layer::Identity } else { Layer::Resource };
                (Decision::Allowed, Some(by))
            }
            _ => (Decision::Unknown, first(Truth::Unknown, &denials).or_else(|| first(Truth::Unknown, &allowances))),
        }
    }

    /// What is granted whatever boundary and session policy say, and what only within them.
    ///
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html>
    fn grants(&self) -> (Truth, Truth) {
        let Named { directly, by_role, by_account } = self.named;
        if self.request.principal.arn().is_none() {
            // Services, identity providers and the public have no policies of their own.
            return (directly, Truth::False);
        }
        // "Resource-based policies that grant permissions to an IAM role session ARN … are not limited by an implicit deny in an
        // identity-based policy, a permissions boundary, or session policy." So for users, federated users and `*`.
        let trusted = (!must_trust_explicitly(self.request)).or(by_account);
        let same = (directly, by_role.or(self.identity.allow.and(trusted)));
        // "for cross-account access, both" must allow.
        let cross = (Truth::False, directly.or(by_role).or(by_account).and(self.identity.allow));
        match self.request.is_same_account() {
            Truth::True => same,
            Truth::False => cross,
            Truth::Unknown => (same.0.and(Truth::Unknown), agreed(same.1, cross.1)),
        }
    }
}

fn agreed(a: Truth, b: Truth) -> Truth {
    if a == b { a } else { Truth::Unknown }
}

/// Must the policy of the resource trust the account before its policies count? "IAM role trust policies and KMS key policies are exceptions
/// to this logic, because they must explicitly allow access for principals."
fn must_trust_explicitly(request: &Request) -> Truth {
    let (service, operation) = request.action.split_once(':').unwrap_or((&request.action, ""));
    let resource_is = |pattern: &str| Reading::new(Style::Resource).matches(&Text::lit(pattern), &request.resource);
    if service.eq_ignore_ascii_case("kms") {
        return resource_is("arn:*:kms:*:*:key/*");
    }
    let operation = operation.to_ascii_lowercase();
    if service.eq_ignore_ascii_case("sts")
        && (operation.starts_with("assumerole") || matches!(operation.as_str(), "tagsession" | "setsourceidentity"))
    {
        return resource_is("arn:*:iam::*:role/*");
    }
    Truth::False
}
