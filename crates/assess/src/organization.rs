//! Policies of AWS Organizations in the inputs, and the accounts that they apply to.
//!
//! Service control policies take away what principals may do, resource control policies what may be done with resources, and declarative
//! policies set attributes of EC2 in every account below: <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies.html>.

use serde_json::Value;
use ssm_check_aws::{AccountId, Arn, Symbolic};
use ssm_check_graph::aws::{Organization, OrganizationsPolicy, OrganizationsPolicyAttachment};
use ssm_check_graph::{Graph, LinkTarget};
use ssm_check_iam::Truth;
use ssm_check_plan::Attr;

/// A type of policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyType {
    /// What a policy is whose type is left out.
    ServiceControl,
    ResourceControl,
    DeclarativeEc2,
}

impl PolicyType {
    /// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html>
    const fn api_name(self) -> &'static str {
        match self {
            Self::ServiceControl => "SERVICE_CONTROL_POLICY",
            Self::ResourceControl => "RESOURCE_CONTROL_POLICY",
            Self::DeclarativeEc2 => "DECLARATIVE_POLICY_EC2",
        }
    }

    pub(crate) fn is_of(self, policy: OrganizationsPolicy<'_>) -> Truth {
        match policy.0.text("type") {
            Attr::Absent => Truth::from(self == Self::ServiceControl),
            Attr::Known(name) | Attr::Sensitive(Some(name)) => Truth::from(name == self.api_name()),
            Attr::Unknown(_) | Attr::Sensitive(None) => Truth::Unknown,
        }
    }
}

/// Whether it is the management account, which service and resource control policies do not bind: the one whose id the organisation
/// shows, or that makes it, or whose id is in the ARN of a policy:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_arn-formats.html>.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>,
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganization.html>
///
/// `taken` tells what an account that is not known is taken for.
pub(crate) fn is_management_account(
    graph: &Graph<'_>,
    account: &Symbolic<AccountId>,
    taken: impl Fn(&Symbolic<AccountId>) -> Symbolic<AccountId>,
) -> bool {
    let of_policy = |policy: OrganizationsPolicy<'_>| policy.0.text("arn").value().and_then(Arn::parse).and_then(|arn| arn.account_id());
    let owns = || graph.all::<OrganizationsPolicy<'_>>().filter_map(of_policy).any(|owner| account.known() == Some(&owner));
    owns()
        || graph.all::<Organization<'_>>().any(|organization| {
            let shown =
                organization.master_account_id().value().is_some_and(|id| account.known().is_some_and(|account| account.as_str() == id));
            let makes = organization.0.is_managed() && taken(&organization.0.location().account).is(account) == Truth::True;
            shown || makes
        })
}

/// The policies of a type that apply to an account, or may, as far as it is known which one it is.
pub(crate) fn attached<'g>(graph: &'g Graph<'g>, account: &Symbolic<AccountId>, of: PolicyType) -> Vec<(OrganizationsPolicy<'g>, Truth)> {
    // A declarative policy holds there as well.
    if of != PolicyType::DeclarativeEc2 && is_management_account(graph, account, Clone::clone) {
        return Vec::new();
    }
    let account = account.known().map(AccountId::as_str);
    let mut found: Vec<(OrganizationsPolicy<'g>, Truth)> = Vec::new();
    for attachment in graph.all::<OrganizationsPolicyAttachment<'g>>() {
        let applies = applies(graph, attachment, account);
        let mut add = |policy: OrganizationsPolicy<'g>, applies: Truth| {
            let applies = applies.and(of.is_of(policy));
            match found.iter_mut().find(|(known, _)| known.0.id() == policy.0.id()) {
                _ if applies == Truth::False => {}
                Some((_, known)) => *known = known.or(applies),
                None => found.push((policy, applies)),
            }
        };
        for slot in &attachment.policy().slots {
            let applies = if slot.only().is_some() { applies } else { applies.and(Truth::Unknown) };
            for candidate in slot.candidates() {
                let LinkTarget::Resource(id) = candidate.target else { continue };
                if let Some(policy) = graph.view::<OrganizationsPolicy<'g>>(id) {
                    add(policy, applies);
                }
            }
            // It may be any of them.
            if slot.gap().is_some() {
                graph.all::<OrganizationsPolicy<'g>>().for_each(|policy| add(policy, applies));
            }
        }
    }
    found
}

/// The root of an organisation is above every account; a unit, or an account that may be this one, is not known to be.
fn applies<'g>(graph: &'g Graph<'g>, attachment: OrganizationsPolicyAttachment<'g>, account: Option<&str>) -> Truth {
    match attachment.target_id() {
        Attr::Known(id) | Attr::Sensitive(Some(id)) if id.starts_with("r-") => Truth::True,
        Attr::Known(id) | Attr::Sensitive(Some(id)) if AccountId::is_valid(id) => {
            account.map_or(Truth::Unknown, |account| Truth::from(account == id))
        }
        Attr::Unknown(_) => match graph.sole_source(attachment.0, &["target_id"], &[]) {
            Some((source, attribute)) if source.resource_type() == "aws_organizations_organization" && attribute.starts_with("roots") => {
                Truth::True
            }
            // An account that is yet to be made has nothing of these inputs in it.
            Some((source, _)) if source.resource_type() == "aws_organizations_account" => Truth::False,
            _ => Truth::Unknown,
        },
        _ => Truth::Unknown,
    }
}

/// A declarative policy that sets an attribute of EC2, or may.
pub(crate) struct Declared<'g> {
    /// The policy.
    pub(crate) policy: OrganizationsPolicy<'g>,
    /// What it sets: the one value that is assigned to the attribute; `None` is not known.
    pub(crate) value: Option<String>,
}

/// The declarative policies under which an attribute of EC2 is, or may be, set in an account. `path` is the attribute, such as
/// `vpc_block_public_access`, and `name` what is assigned there: examples write the steps between in more than one way.
///
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_declarative_syntax.html>
pub(crate) fn declared<'g>(graph: &'g Graph<'g>, account: &Symbolic<AccountId>, path: &str, name: &str) -> Vec<Declared<'g>> {
    let all = attached(graph, account, PolicyType::DeclarativeEc2).into_iter();
    all.filter_map(|(policy, applies)| {
        let Attr::Known(text) = policy.content() else { return Some(Declared { policy, value: None }) };
        let content: Value = serde_json::from_str(text).ok()?;
        let mut values = Vec::new();
        assigned(content.get("ec2_attributes")?.get(path)?, name, &mut values);
        let (first, rest) = values.split_first()?;
        // Policies further down may change what one above them assigns; of what is attached outside of the inputs, none is taken to.
        let value = (applies == Truth::True && rest.is_empty()).then(|| (*first).to_owned());
        Some(Declared { policy, value })
    })
    .collect()
}

/// Every value that is assigned to a name, however deep.
fn assigned<'v>(value: &'v Value, name: &str, found: &mut Vec<&'v str>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        match value.get("@@assign").and_then(Value::as_str) {
            Some(assigned) if key == name => found.push(assigned),
            _ => assigned(value, name, found),
        }
    }
}
