//! The policies that decide, layer by layer.

use crate::document::{Condition, Policy};
use crate::time::{self, Instant};
use std::collections::BTreeSet;

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
            .flat_map(|policy| policy.document.statements.iter())
            .flat_map(|statement| &statement.conditions)
            .filter(|condition| time::KEYS.iter().any(|key| condition.key.eq_ignore_ascii_case(key)))
            .collect();
        time::instants(from, &conditions)
    }

    /// A condition key as the first of the policies that names it writes it.
    pub fn spelling(&self, key: &str) -> Option<String> {
        let conditions = self.policies().flat_map(|policy| policy.document.statements.iter()).flat_map(|statement| &statement.conditions);
        conditions.map(|condition| &condition.key).find(|written| written.eq_ignore_ascii_case(key)).cloned()
    }

    /// The condition keys and policy variables that the policies name, in lower case.
    pub fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        for statement in self.policies().flat_map(|policy| policy.document.statements.iter()) {
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
