//! By which way calls to a service leave, as far as a policy can tell: through an endpoint or not.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip>: a request through an
//! endpoint has `aws:SourceVpc`, `aws:SourceVpce` and `aws:VpcSourceIp`, and no `aws:SourceIp`; any other has that and none of the three.

use crate::arn::id_of;
use ssm_check_graph::LinkTarget;
use ssm_check_graph::aws::VpcEndpoint;
use ssm_check_iam::{Class, Context, Placeholder, Text, Value};
use std::collections::BTreeMap;

/// How calls leave, by service: `ssm`, `ssmmessages` or `ec2messages`; none of which that is not known.
pub type Ways = BTreeMap<&'static str, Way>;

/// How every call to a service leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Through an interface endpoint.
    Endpoint {
        /// Its id.
        endpoint: Text,
        /// That of its VPC.
        vpc: Text,
    },
    /// To the service's public addresses.
    Internet,
}

impl Way {
    /// Through this endpoint.
    pub fn through(endpoint: VpcEndpoint<'_>) -> Self {
        let vpc = match endpoint.0.link(&["vpc_id"]).only() {
            Some(LinkTarget::Resource(id)) => id_of(endpoint.0.graph().resource(id)),
            _ => endpoint.0.text("vpc_id").value().map_or_else(|| open("the VPC"), Text::lit),
        };
        Self::Endpoint { endpoint: id_of(endpoint.0), vpc }
    }

    /// What holds of all of them; `None` where some leave so and some so.
    pub fn of_all(ways: impl IntoIterator<Item = Option<Self>>) -> Option<Self> {
        let mut ways = ways.into_iter();
        let first = ways.next()??;
        ways.try_fold(first, |all, way| match (all, way?) {
            (Self::Internet, Self::Internet) => Some(Self::Internet),
            (Self::Endpoint { endpoint, vpc }, Self::Endpoint { endpoint: other, vpc: of_other }) => {
                let either = |one: Text, other: &Text, what: &str| if one == *other { one } else { open(what) };
                Some(Self::Endpoint { endpoint: either(endpoint, &other, "the endpoint"), vpc: either(vpc, &of_other, "the VPC") })
            }
            _ => None,
        })
    }

    /// Tells a request what it carries by this way.
    #[must_use]
    pub fn tell(&self, context: Context) -> Context {
        let inside = ["aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp"];
        match self {
            Self::Endpoint { endpoint, vpc } => context
                .with_value("aws:SourceIp", Value::Absent)
                .with("aws:SourceVpce", endpoint.clone())
                .with("aws:SourceVpc", vpc.clone())
                .with("aws:VpcSourceIp", open(PRIVATE_ADDRESS)),
            Self::Internet => inside
                .into_iter()
                .fold(context, |context, key| context.with_value(key, Value::Absent))
                .with("aws:SourceIp", open("the public address")),
        }
    }
}

/// The address that the caller has in its VPC.
pub(crate) const PRIVATE_ADDRESS: &str = "the private address";

pub(crate) fn open(what: &str) -> Text {
    Text::unknown(Placeholder::new(what, Class::Any))
}
