//! The decision on one request.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>

mod layers;
mod outcome;
mod request;
mod reserved;
mod statement;

pub use layers::{Layer, Layers};
pub use outcome::{Decision, Outcome};
pub use request::Request;
pub use statement::{Element, Mismatch, StatementMatch};
pub(crate) use statement::{actions, resource, resources};

use crate::Truth;
use crate::document::{Effect, Policy};
use crate::pattern::{Reading, Style};
use crate::principal::{self, Named, Principal};
use crate::text::Text;

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
